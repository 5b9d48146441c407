"""Errors whose text is fit for the user, each with a hint on what to do."""

from __future__ import annotations


class CanvasError(Exception):
    """Something expected went wrong: `text` is one plain sentence, made by `say`; `hint` says what to do about it."""

    def __init__(self, text: str, hint: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.hint = hint


class PaletteError(CanvasError):
    """A palette is malformed; the text names the line or the entry."""


class LabelMapError(CanvasError):
    """A label map cannot be used: its size, its file, or classes that the palette lacks."""


class SaveError(CanvasError):
    """A file could not be written; what was there before is whole."""
