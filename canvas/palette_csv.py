"""Palettes as tables: comma, semicolon or tab separated, with or without a line of headings.

Written: id, name, r, g, b, and where a class has them its other names (joined by |) and its key.

Read: the columns that the headings name, in any order; the colour as r, g, b or as one #rrggbb. Without headings three
columns with a number first are id, name, #rrggbb, five are id, name, r, g, b; two and four are the same without id, and
ids then count from 1. Text is UTF-8. Class 0 is added where it is absent.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from canvas.errors import PaletteError
from canvas.palette import Palette, in_one_line
from canvas.palette_rows import Row, built
from canvas.words import Words, say

_HEADINGS = {
    "id": ("id", "class", "class id", "class_id", "index", "idx", "label id", "value"),
    "name": ("name", "class name", "class_name", "label", "title"),
    "r": ("r", "red"),
    "g": ("g", "green"),
    "b": ("b", "blue"),
    "colour": ("hex", "colour", "color", "rgb", "#"),
    "also": ("also", "other names", "synonyms", "aliases"),
    "key": ("key", "shortcut"),
}
_WITHOUT_HEADINGS = {
    2: ("name", "colour"),
    3: ("id", "name", "colour"),
    4: ("name", "r", "g", "b"),
    5: ("id", "name", "r", "g", "b"),
}
_BETWEEN_NAMES = "|"
_HEX = re.compile(r"#?([0-9a-fA-F]{6})")


def csv_text(palette: Palette) -> str:
    """The palette as a table; its name and source are not in it."""
    has_also = any(entry.also for entry in palette.entries)
    has_keys = any(entry.key is not None for entry in palette.entries)
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["id", "name", "r", "g", "b", *(["also"] if has_also else []), *(["key"] if has_keys else [])])
    for entry in palette.entries:
        row: list[object] = [entry.class_id, entry.name, *entry.rgb]
        if has_also:
            row.append(_BETWEEN_NAMES.join(entry.also))
        if has_keys:
            row.append("" if entry.key is None else entry.key)
        table.writerow(row)
    return out.getvalue()


def palette_from_csv(text: str, name: str) -> Palette:
    """The palette of a table. Raises PaletteError, which names the line."""
    lines = _lines(text)
    if not lines:
        raise PaletteError(say("The palette is not usable: the table is empty."), _hint())
    headings = _headings(lines[0][1])
    if headings is None:
        count = len(lines[0][1])
        if count not in _WITHOUT_HEADINGS:
            raise _wrong(lines[0][0], say("{count} columns without headings", count=count))
        columns: Sequence[str] = _WITHOUT_HEADINGS[count]
    else:
        columns = headings
        lines = lines[1:]
    return built(name, [_row(number, dict(zip(columns, cells, strict=False)), columns) for number, cells in lines])


def _lines(text: str) -> list[tuple[int, list[str]]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=separator, skipinitialspace=True)
    lines = []
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                lines.append((reader.line_num, stripped))
    except csv.Error as error:
        raise _wrong(reader.line_num, say("it cannot be read as a table")) from error
    return lines


def _headings(cells: list[str]) -> list[str] | None:
    """What each column holds, "" for what does not matter here; None where the first line is no headings."""
    known = {heading: column for column, headings in _HEADINGS.items() for heading in headings}
    columns = [known.get(cell.casefold(), "") for cell in cells]
    has_colour = "colour" in columns or {"r", "g", "b"} <= set(columns)
    return columns if "name" in columns and has_colour else None


def _row(line: int, cells: dict[str, str], columns: Sequence[str]) -> Row:
    missing = [column for column in columns if column and column not in cells and column not in ("also", "key")]
    if missing:
        raise _wrong(line, say("it has too few columns"))
    if "colour" in cells:
        rgb = _hex(line, cells["colour"])
    else:
        rgb = (_byte(line, cells["r"]), _byte(line, cells["g"]), _byte(line, cells["b"]))
    also = tuple(part.strip() for part in cells.get("also", "").split(_BETWEEN_NAMES) if part.strip())
    class_id = _byte(line, cells["id"]) if "id" in cells else None
    key = _byte(line, cells["key"]) if cells.get("key") else None
    return Row(line, class_id, cells["name"], rgb, also, key)


def _byte(line: int, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and int(text) <= 255):
        raise _wrong(line, say("“{text}” is not a whole number from 0 to 255", text=in_one_line(text[:20])))
    return int(text)


def _hex(line: int, text: str) -> tuple[int, int, int]:
    found = _HEX.fullmatch(text)
    if found is None:
        raise _wrong(line, say("“{text}” is not a colour such as #c1440e", text=in_one_line(text[:20])))
    red, green, blue = bytes.fromhex(found[1])
    return red, green, blue


def _wrong(line: int, what: Words) -> PaletteError:
    return PaletteError(say("The palette is not usable: line {line}: {what}.", line=line, what=what), _hint())


def _hint() -> Words:
    return say("A table of classes has the headings {headings}.", headings="id, name, r, g, b")
