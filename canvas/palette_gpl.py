"""Palettes as GIMP palette files (.gpl), version 2: https://developer.gimp.org/core/standards/gpl/

Written: each class as "r g b", a tab, its id and its name: "112 172 240	1 sky". Other names and keys are not in it.

Read: where every colour's name begins with an id, and no id comes twice, these are the ids, so that what was written
here comes back. Otherwise the colours are classes 1, 2, 3 ... in their order; nameless ones, which GIMP calls Untitled,
are called after their id. The opacity of palettes with "Channels: RGBA" is passed over.
"""

from __future__ import annotations

import re

from canvas.errors import PaletteError
from canvas.palette import Palette
from canvas.palette_rows import ImportedPalette, Row, built
from canvas.words import Words, listed, say

_MAGIC = "GIMP Palette"
_NAME, _COLUMNS, _CHANNELS = "Name", "Columns", "Channels"
_COLOUR = re.compile(r"\s*(\d{1,3})\s+(\d{1,3})\s+(\d{1,3})(?:\s+(.*))?", re.ASCII)
_COLOUR_AND_ALPHA = re.compile(r"\s*(\d{1,3})\s+(\d{1,3})\s+(\d{1,3})\s+\d{1,3}(?:\s+(.*))?", re.ASCII)
_NUMBERED = re.compile(r"(\d{1,3})\s+(\S.*)", re.ASCII)
_UNTITLED = "untitled"


def gpl_text(palette: Palette) -> str:
    """The palette as a GIMP palette; its source is not in it."""
    name = " ".join(palette.name.split())
    rows = [
        f"{' '.join(f'{part:3d}' for part in entry.rgb)}\t{entry.class_id} {entry.name}" for entry in palette.entries
    ]
    return "\n".join([_MAGIC, f"{_NAME}: {name}", f"{_COLUMNS}: 8", "#", *rows]) + "\n"


def is_gpl(text: str) -> bool:
    """Whether it begins as a GIMP palette does."""
    return text.lstrip("\ufeff").lstrip().startswith(_MAGIC)


def palette_from_gpl(text: str, name: str) -> ImportedPalette:
    """The palette of a GIMP palette file; `name` is for files that have none. Raises PaletteError with the line."""
    if not is_gpl(text):
        raise PaletteError(
            say('The palette is not usable: line 1: it does not begin with "{magic}".', magic=_MAGIC), _hint()
        )
    pattern = _COLOUR
    remarks: list[str] = []
    colours: list[tuple[int, str, tuple[int, int, int]]] = []
    wrong: list[int] = []
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        key, _, value = line.partition(":")
        if not line.strip() or line.startswith("#") or line.strip() == _MAGIC:
            continue
        if key == _CHANNELS:
            pattern = _COLOUR_AND_ALPHA if value.strip().upper() == "RGBA" else _COLOUR
        elif key == _NAME and not colours:
            name = value.strip() or name
        elif (colour := _colour(pattern, line)) is not None:
            colours.append((number, *colour))
        elif key not in (_NAME, _COLUMNS):
            wrong.append(number)
    if not colours and wrong:
        raise PaletteError(
            say("The palette is not usable: line {line}: it is not three numbers from 0 to 255.", line=wrong[0]),
            _hint(),
        )
    if not colours:
        raise PaletteError(say("The palette is not usable: the file has no colours."), _hint())
    if wrong:
        lines = listed([str(number) for number in wrong])
        remarks.append(say("Lines that are not three numbers from 0 to 255 were left out: {lines}.", lines=lines))
    return built(name, _numbered(colours) or _in_order(colours), remarks)


def _numbered(colours: list[tuple[int, str, tuple[int, int, int]]]) -> list[Row]:
    """The rows by the ids that their names begin with; none where not all do, or one comes twice."""
    rows = []
    for line, title, rgb in colours:
        found = _NUMBERED.fullmatch(title)
        if found is None or int(found[1]) > 255:
            return []
        rows.append(Row(line, int(found[1]), found[2], rgb))
    return rows if len({row.class_id for row in rows}) == len(rows) else []


def _in_order(colours: list[tuple[int, str, tuple[int, int, int]]]) -> list[Row]:
    return [Row(line, None, "" if title.casefold() == _UNTITLED else title, rgb) for line, title, rgb in colours]


def _colour(pattern: re.Pattern[str], line: str) -> tuple[str, tuple[int, int, int]] | None:
    found = pattern.fullmatch(line)
    if found is None or any(int(part) > 255 for part in found.groups()[:3]):
        return None
    return (found[4] or "").strip(), (int(found[1]), int(found[2]), int(found[3]))


def _hint() -> Words:
    return say("Each line of a GIMP palette is such as {example}.", example="“112 172 240 sky”")
