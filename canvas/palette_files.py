"""Palettes as files: JSON, which holds everything, CSV and GIMP palettes; and, to be read, lists of other programs."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path

from canvas.atomic import write_atomically
from canvas.errors import PaletteError
from canvas.palette import Palette
from canvas.palette_colour_lists import is_jasc, is_paint_net, palette_from_jasc, palette_from_paint_net
from canvas.palette_csv import csv_text, palette_from_csv
from canvas.palette_gpl import gpl_text, is_gpl, palette_from_gpl
from canvas.palette_lists import (
    has_yaml_names,
    is_labelmap,
    palette_from_json,
    palette_from_labelmap,
    palette_from_xml,
    palette_from_yaml,
)
from canvas.palette_rows import ImportedPalette
from canvas.paths import opened
from canvas.words import say

JSON, CSV, GPL = ".json", ".csv", ".gpl"
SUFFIXES = (JSON, CSV, GPL)
"""What is written."""
READABLE = (*SUFFIXES, ".txt", ".tsv", ".xml", ".qml", ".yaml", ".yml", ".names", ".pal", ".hex", ".ctbl")
"""What is offered to be read; a file is told by what is in it."""
_MAX_BYTES, _MAX_JSON_BYTES = 2**20, 2**26
"""JSON may have annotations beside its classes."""
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ZEROS_OF_UTF16 = 8
"""One byte in so many at least is zero: digits and what is between them."""
_Reader = tuple[Callable[[str], bool], Callable[[str, str], ImportedPalette]]
_READERS: tuple[_Reader, ...] = (
    (is_gpl, palette_from_gpl),
    (is_jasc, palette_from_jasc),
    (is_paint_net, palette_from_paint_net),
    (lambda text: text.lstrip().startswith(("{", "[")), palette_from_json),
    (lambda text: text.lstrip().startswith("<"), palette_from_xml),
    (is_labelmap, palette_from_labelmap),
    (has_yaml_names, palette_from_yaml),
)
_BY_SUFFIX = {GPL: palette_from_gpl, JSON: palette_from_json}


def read_palette(path: Path) -> Palette:
    """The palette of a file. Raises PaletteError, which names the file or the line."""
    return import_palette(path).palette


def import_palette(path: Path) -> ImportedPalette:
    """The palette of a file, told by what is in it, and what is not as in the file. Raises PaletteError."""
    text, encoding = _decoded(_bytes(path), path.name)
    suffix = path.suffix.lower()
    read = next((read for is_such, read in _READERS if is_such(text)), _BY_SUFFIX.get(suffix, palette_from_csv))
    found = read(text, path.stem)
    if encoding is None:
        return found
    said = say(
        "“{name}” is not in UTF-8 and was read as {encoding}: check its letters.", name=path.name, encoding=encoding
    )
    return ImportedPalette(found.palette, (said, *found.remarks))


def _bytes(path: Path) -> bytes:
    try:
        with opened(path) as file:
            data = file.read(_MAX_BYTES + 1)
            if len(data) > _MAX_BYTES and data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
                data += file.read(_MAX_JSON_BYTES)
    except OSError as error:
        raise PaletteError(
            say("“{name}” could not be read: {reason}.", name=path.name, reason=(error.strerror or str(error)).lower()),
            say("Check the file and open it again."),
        ) from error
    is_json = data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))
    if len(data) > (_MAX_JSON_BYTES if is_json else _MAX_BYTES):
        raise PaletteError(say("“{name}” is too large for a palette.", name=path.name), say("Check the file."))
    return data


def _decoded(data: bytes, name: str) -> tuple[str, str | None]:
    """The text, and its encoding where that is a guess."""
    encoding = next((encoding for mark, encoding in _BOMS if data.startswith(mark)), None)
    try:
        if encoding is not None:
            return data.decode(encoding), None
        zeros = data[::2].count(0), data[1::2].count(0)
        if 0 in zeros and sum(zeros) >= len(data) / _ZEROS_OF_UTF16:
            # UTF-16 without a mark: the zeros are the upper halves of its letters
            return data.decode("utf-16-le" if data[1::2].count(0) else "utf-16-be"), None
        if _has_controls(data):
            raise PaletteError(
                say("“{name}” is no text.", name=name), say("Save it as text in UTF-8, or as a GIMP palette (.gpl).")
            )
        return data.decode(), None
    except UnicodeDecodeError as error:
        if encoding is not None or b"\0" in data:
            raise PaletteError(
                say("“{name}” is no text.", name=name), say("Save it as text in UTF-8, or as a GIMP palette (.gpl).")
            ) from error
    try:
        return data.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "ISO 8859-1"


def _has_controls(data: bytes) -> bool:
    return any(byte < 32 and byte not in b"\t\n\r\f\x1a" for byte in data)


def write_palette(path: Path, palette: Palette) -> None:
    """Write the palette in the format of the path's suffix, JSON for any other. Raises SaveError."""
    suffix = path.suffix.lower()
    text = {CSV: csv_text, GPL: gpl_text}.get(suffix, Palette.to_json)(palette)
    write_atomically(path, text.encode())
