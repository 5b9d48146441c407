"""Settings, shortcuts and about; what a bug report needs."""
