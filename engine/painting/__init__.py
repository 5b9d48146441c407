"""Painting one request and judging the picture: stages, previews, kept models, every way in which a run ends."""
