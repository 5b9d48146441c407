"""The pictures that are kept."""
