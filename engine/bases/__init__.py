"""Frozen base models behind one protocol, one file a family."""
