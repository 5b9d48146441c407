"""Palettes as tables of text: cells between commas, semicolons, tabs, bars or blanks, or one class a line.

Written: id, name, r, g, b, and where a class has them its other names (joined by |) and its key. A name that a
spreadsheet would take for a formula has an apostrophe before it, which reading takes off.

Read: headings in their usual spellings, or none, and columns in any order: see `canvas.palette_table`. Lines that begin
with # or // are comments, and a first line "sep=;" names the separator.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from canvas.colour_text import is_colour
from canvas.palette import MAX_NAME, Palette
from canvas.palette_rows import ImportedPalette
from canvas.palette_table import BETWEEN_NAMES, Line, headings_of, palette_of_table, wrong
from canvas.words import say

_SEPARATORS = ",;\t|"
_NO_SEPARATOR = "\x1f"
_OWN_HEADINGS = "id,name,r,g,b"
"""Begin what is written here, where a name may hold any other separator."""
_SEPARATOR_LINE = re.compile(r"\s*\"?sep=(.)\"?\s*", re.I)
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_QUOTED_FORMULA = re.compile(r"'+[=+\-@\t\r]")
_NUMBERS_FIRST = re.compile(r"((?:\d{1,9}\s+){1,7})(\D.*)", re.ASCII)
_NUMBERS_AND_OPACITY_LAST = re.compile(r"(?:(\d{1,9})\s+)?(\D.*?)((?:\s+\d{1,3}){3})\s+(?:0|255)", re.ASCII)
_NUMBERS_LAST = re.compile(r"(?:(\d{1,9})\s+)?(\D.*?)((?:\s+\d{1,3}){3})", re.ASCII)
_KEY_AND_NAME = re.compile(r"(\d{1,9})\s*[:=)]\s*(\D.*)", re.ASCII)
_NO_CLASS = re.compile(r"INTERPOLATION:\w+|nv\s+\d.*", re.ASCII)
"""Lines of colour tables of QGIS and GDAL that are no class."""
_NUMBERS_ONLY = re.compile(r"\d{1,3}(?:\s+\d{1,3}){2,3}", re.ASCII)
_HALF_SPLIT = re.compile(r"[;\t|]\s*\d", re.ASCII)
"""In a cell that was parted at the commas of its colour, not at the separator before it: "road;128"."""
_SAMPLE, _HEAD = 40, 4
"""Lines by which separators are judged, and in which headings are looked for."""


def csv_text(palette: Palette) -> str:
    """The palette as a table; its name and source are not in it."""
    has_also = any(entry.also for entry in palette.entries)
    has_keys = any(entry.key is not None for entry in palette.entries)
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["id", "name", "r", "g", "b", *(["also"] if has_also else []), *(["key"] if has_keys else [])])
    for entry in palette.entries:
        row: list[object] = [entry.class_id, _as_text(entry.name), *entry.rgb]
        if has_also:
            row.append(_as_text(BETWEEN_NAMES.join(entry.also)))
        if has_keys:
            row.append("" if entry.key is None else entry.key)
        table.writerow(row)
    return out.getvalue()


def palette_from_csv(text: str, name: str) -> ImportedPalette:
    """The palette of a table or a list of names. Raises PaletteError, which names the line."""
    lines = _lines(text.lstrip("\ufeff"))
    if not lines:
        raise wrong(1, say("the table is empty"))
    lines, headings = _without_comments(lines)
    if not lines:
        raise wrong(1, say("the table has no classes"))
    if headings is None and max(len(line.cells) for line in lines) == 1:
        _check_list(lines)
    return palette_of_table(headings, lines, name)


def _as_text(name: str) -> str:
    return f"'{name}" if _FORMULA.match(name) else name


def _lines(text: str) -> list[Line]:
    """The cells of each line that has any."""
    first, _, rest = text.partition("\n")
    told = _SEPARATOR_LINE.fullmatch(first.rstrip("\r"))
    if told is not None:
        return _split(rest, told[1], 1)
    if first.startswith(_OWN_HEADINGS):
        return _split(text, ",")
    tries = [_split(text, separator) for separator in _SEPARATORS if separator in text]
    headed = [each for each in tries if _has_headings(each)]
    clean = [each for each in tries if not any(_HALF_SPLIT.search(cell) for line in each for cell in line.cells)]
    best = max(headed or clean or tries, key=_agreement, default=[])
    if _agreement(best) > (0, 0):
        return best
    return _by_blanks(_split(text, _NO_SEPARATOR))


def _split(text: str, separator: str, before: int = 0) -> list[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    lines = []
    try:
        for cells in reader:
            whole = [_plain(cell.strip()) for cell in _rejoined(cells, separator)]
            if any(whole) and not _NO_CLASS.fullmatch(whole[0]):
                lines.append(Line(reader.line_num + before, whole))
    except csv.Error as error:
        raise wrong(reader.line_num + before, say("it cannot be read as a table")) from error
    return lines


def _plain(cell: str) -> str:
    return cell[1:] if _QUOTED_FORMULA.match(cell) else cell


def _rejoined(cells: list[str], separator: str) -> list[str]:
    """The cells with those of a bracket, such as (70, 130, 180), as one."""
    joined: list[str] = []
    for cell in cells:
        if joined and _depth(joined[-1]) > 0:
            joined[-1] += separator + cell
        else:
            joined.append(cell)
    return joined if all(_depth(cell) == 0 for cell in joined) else cells


def _depth(cell: str) -> int:
    return sum(cell.count(bracket) for bracket in "([") - sum(cell.count(bracket) for bracket in ")]")


def _agreement(lines: list[Line]) -> tuple[int, int]:
    """How many lines have the usual number of cells, and how many cells; nothing where that is one."""
    counts = Counter(len(line.cells) for line in lines[:_SAMPLE] if len(line.cells) > 1 or not _is_comment(line))
    usual, times = max(counts.items(), key=lambda each: (each[1], each[0]), default=(1, 0))
    return (times + _has_headings(lines) * _SAMPLE, usual) if usual > 1 else (0, 0)


def _has_headings(lines: list[Line]) -> bool:
    return any(headings_of(_bare(line)) for line in lines[:_HEAD])


def _by_blanks(lines: list[Line]) -> list[Line]:
    """Lines such as "70 130 180 sky", "sky 70 130 180", "1 sky" or "1: sky" in cells, if all are of one kind."""
    texts = [line.cells[0] for line in lines]
    data = [text for text in texts if not text.startswith(("#", "//"))]
    for pattern in (_NUMBERS_ONLY, _KEY_AND_NAME, _NUMBERS_AND_OPACITY_LAST, _NUMBERS_LAST, _NUMBERS_FIRST):
        if data and all(pattern.fullmatch(text) for text in data) and _names_differ(pattern, data):
            return [Line(line.number, _cells(pattern, text)) for line, text in zip(lines, texts, strict=True)]
    return lines


def _names_differ(pattern: re.Pattern[str], data: list[str]) -> bool:
    """Whether what is taken for opacity is not the last part of the colours of "Class 1", "Class 2"."""
    if pattern is not _NUMBERS_AND_OPACITY_LAST:
        return True
    names = [found[2] for text in data if (found := pattern.fullmatch(text)) is not None]
    return len(set(names)) == len(names)


def _cells(pattern: re.Pattern[str], text: str) -> list[str]:
    found = pattern.fullmatch(text)
    if found is None or not found.groups():
        return [text]
    parts = [part.strip() for part in found.groups(default="")]
    return [cell for part in parts for cell in (part.split() if part[:1].isdecimal() else [part.strip('"')]) if cell]


def _without_comments(lines: list[Line]) -> tuple[list[Line], list[str] | None]:
    """The lines that hold classes, and the headings before them."""
    headings: list[str] | None = None
    kept: list[Line] = []
    for line in lines:
        if (
            not kept
            and headings is None
            and headings_of(_bare(line))
            and not (_is_comment(line) and len(line.cells) < 2)
        ):
            headings = _bare(line)
        elif not _is_comment(line):
            kept.append(line)
    return kept, headings


def _is_comment(line: Line) -> bool:
    first = line.cells[0]
    return first.startswith("//") or (first.startswith("#") and not is_colour(first))


def _bare(line: Line) -> list[str]:
    """The cells without the sign of a comment, in which some write the headings."""
    first = line.cells[0]
    return [first.lstrip("#/ ") or first, *line.cells[1:]]


def _check_list(lines: list[Line]) -> None:
    """Refuse running text, which is no list of names."""
    for line in lines:
        if len(line.cells[0]) > MAX_NAME:
            raise wrong(line.number, say("it is too long for the name of a class"))
