"""Opening and saving, export, autosave and recovery, clipboard and drops."""
