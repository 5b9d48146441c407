"""Palettes as GIMP palette files (.gpl), version 2: https://developer.gimp.org/core/standards/gpl/

Written: each class as "r g b", a tab, its id and its name: "112 172 240	1 sky". Other names and keys are not in it.

Read: where every colour's name begins with an id, and no id comes twice, these are the ids, so that what was written
here comes back. Otherwise the colours are classes 1, 2, 3 ... in their order; nameless ones, which GIMP calls Untitled,
are called after their id.
"""

from __future__ import annotations

import re

from canvas.errors import PaletteError
from canvas.palette import Palette
from canvas.palette_rows import Row, built
from canvas.words import Words, say

_MAGIC = "GIMP Palette"
_NAME, _COLUMNS = "Name:", "Columns:"
_COLOUR = re.compile(r"\s*(\d{1,3})\s+(\d{1,3})\s+(\d{1,3})(?:\s+(.*))?", re.ASCII)
_NUMBERED = re.compile(r"(\d{1,3})\s+(\S.*)", re.ASCII)
_UNTITLED = "untitled"


def gpl_text(palette: Palette) -> str:
    """The palette as a GIMP palette; its source is not in it."""
    name = " ".join(palette.name.split())
    rows = [
        f"{' '.join(f'{part:3d}' for part in entry.rgb)}\t{entry.class_id} {entry.name}" for entry in palette.entries
    ]
    return "\n".join([_MAGIC, f"{_NAME} {name}", f"{_COLUMNS} 8", "#", *rows]) + "\n"


def palette_from_gpl(text: str, name: str) -> Palette:
    """The palette of a GIMP palette file; `name` is for files that have none. Raises PaletteError with the line."""
    lines = text.lstrip("\ufeff").splitlines()
    if not lines or lines[0].strip() != _MAGIC:
        raise PaletteError(
            say('The palette is not usable: line 1: it does not begin with "{magic}".', magic=_MAGIC), _hint()
        )
    colours: list[tuple[int, str, tuple[int, int, int]]] = []
    for number, line in enumerate(lines[1:], start=2):
        if number == 2 and line.startswith(_NAME):
            name = line.removeprefix(_NAME).strip() or name
        elif line.strip() and not line.startswith(("#", _COLUMNS)):
            colours.append((number, *_colour(number, line)))
    if not colours:
        raise PaletteError(say("The palette is not usable: the file has no colours."), _hint())
    return built(name, _numbered(colours) or _in_order(colours))


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


def _colour(number: int, line: str) -> tuple[str, tuple[int, int, int]]:
    found = _COLOUR.fullmatch(line)
    if found is None or any(int(part) > 255 for part in found.groups()[:3]):
        raise PaletteError(
            say("The palette is not usable: line {line}: it is not three numbers from 0 to 255.", line=number), _hint()
        )
    return (found[4] or "").strip(), (int(found[1]), int(found[2]), int(found[3]))


def _hint() -> Words:
    return say("Each line of a GIMP palette is such as {example}.", example="“112 172 240 sky”")
