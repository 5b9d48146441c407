"""Learned control of a frozen base, one room or file a kind."""
