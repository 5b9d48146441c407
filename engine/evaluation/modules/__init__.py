"""`evaluate`: finished modules side by side."""
