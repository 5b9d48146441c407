"""What the window opens on: an example drawing and its picture, so that the first thing seen is a result. No Qt."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

import numpy as np

from app.formats.opened_file import as_finished
from app.formats.saved_picture import read_artwork
from app.installed.choices import Choices
from app.installed.palettes import palette_of
from app.settings import table as s
from app.system import resources
from canvas.document import Document
from canvas.errors import CanvasError
from canvas.label_png import read_label_png
from canvas.palette import UNLABELLED, UNLABELLED_NAME, Palette, PaletteEntry
from engine.request.types import Finished

SIZE_PX = 512
log = logging.getLogger(__name__)


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


def first_picture(document: Document, choices: Choices, settings: s.Settings) -> Finished | None:
    """The picture that comes with the example, if what painted it is what paints now; else None.

    Its prompt and seed are suggested, so that they hold until others are set.
    """
    for path in resources.example_files():
        picture = resources.picture_of_example(path)
        try:
            artwork = read_artwork(picture) if picture.is_file() else None
        except CanvasError as error:
            log.warning("%s is left out: %s", picture.name, error)
            continue
        if artwork is None:
            continue
        request = artwork.request
        painters = settings.get(s.BASE), settings.get(s.MODULE), settings.get(s.BESIDE)
        if (
            (request.base, request.module, request.beside) == painters
            and request.classes == document.palette.classes()
            and np.array_equal(request.labels, document.labels)
        ):
            settings.suggest(s.PROMPT, request.prompt)
            settings.suggest(s.SEED, request.seed)
            return as_finished(artwork)
    return None


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
