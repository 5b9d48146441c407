"""Palettes as files: JSON, which holds everything, CSV and GIMP palettes."""

from __future__ import annotations

from pathlib import Path

from canvas.atomic import write_atomically
from canvas.errors import PaletteError
from canvas.palette import Palette
from canvas.palette_csv import csv_text, palette_from_csv
from canvas.palette_gpl import gpl_text, palette_from_gpl
from canvas.words import say

JSON, CSV, GPL = ".json", ".csv", ".gpl"
SUFFIXES = (JSON, CSV, GPL)
_MAX_BYTES = 2**20


def read_palette(path: Path) -> Palette:
    """The palette of a file, which its suffix tells how to read. Raises PaletteError, which names the file."""
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise PaletteError(
            say("“{name}” could not be read: {reason}.", name=path.name, reason=(error.strerror or str(error)).lower()),
            say("Check the file and open it again."),
        ) from error
    if len(data) > _MAX_BYTES:
        raise PaletteError(say("“{name}” is too large for a palette.", name=path.name), say("Check the file."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise PaletteError(
            say("“{name}” is no text: line {line} is not UTF-8.", name=path.name, line=line),
            say("Save it as text in UTF-8."),
        ) from error
    suffix = path.suffix.lower()
    if suffix == CSV:
        return palette_from_csv(text, path.stem)
    if suffix == GPL:
        return palette_from_gpl(text, path.stem)
    return Palette.from_json(text)


def write_palette(path: Path, palette: Palette) -> None:
    """Write the palette in the format of the path's suffix, JSON for any other. Raises SaveError."""
    suffix = path.suffix.lower()
    text = {CSV: csv_text, GPL: gpl_text}.get(suffix, Palette.to_json)(palette)
    write_atomically(path, text.encode())
