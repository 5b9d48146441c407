"""Files: what is in them and how they are written. No Qt, no window, no question."""
