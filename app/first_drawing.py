"""What the window opens on: an example drawing, so that the first thing seen is a result. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from app import resources
from app.choices import Choices
from app.palettes.shelf import palette_of
from canvas.document import Document
from canvas.errors import CanvasError
from canvas.label_png import read_label_png
from canvas.palette import UNLABELLED, UNLABELLED_NAME, Palette, PaletteEntry

SIZE_PX = 512


def first_drawing(choices: Choices) -> tuple[Document, list[CanvasError]]:
    """The first readable example under the first usable palette, and the errors of those before; else an empty one.

    For a module that hears no labels the paper is blank: nothing of an example would be in its picture.
    """
    errors: list[CanvasError] = []
    palette = _first_palette(choices, errors)
    module = choices.listener("labels") if choices.is_readable else None
    if module is not None and "labels" not in module.modalities:
        return Document(palette, np.zeros((SIZE_PX, SIZE_PX), np.uint8)), errors
    for path in resources.example_files():
        try:
            return Document(palette, read_label_png(path, palette)), errors
        except CanvasError as error:
            errors.append(error)
    return Document(palette, np.zeros((SIZE_PX, SIZE_PX), np.uint8)), errors


def _first_palette(choices: Choices, errors: list[CanvasError]) -> Palette:
    for read in _palettes(choices):
        try:
            return read()
        except CanvasError as error:
            errors.append(error)
    return Palette("empty", (PaletteEntry(UNLABELLED, UNLABELLED_NAME, (0, 0, 0)),))


def _palettes(choices: Choices) -> Iterator[Callable[[], Palette]]:
    """The classes of the chosen module, then the palettes that come with the program."""
    module = choices.listener("labels") if choices.is_readable else None
    if module is not None and "labels" in module.modalities:
        yield lambda: palette_of(module)
    for path in resources.palette_files():
        text = path.read_text(encoding="utf-8")
        yield lambda text=text: Palette.from_json(text)  # type: ignore[misc]
