"""What the columns of a class table mean, by their headings or by what is in them, and the classes in its rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from canvas.colour_text import Parts, are_fractions, is_colour, parts_of, rgb_of
from canvas.errors import PaletteError
from canvas.palette import in_one_line
from canvas.palette_rows import ImportedPalette, Row, built
from canvas.words import Words, listed, say

_HEADINGS = {
    "id": "id/class id/classid/label id/labelid/index/idx/class index/number/no/nr/pixel value/pixel/grey value/"
    "gray value/grey/gray/code/train id/trainid",
    "name": "name/class name/classname/label name/labelname/title/names/readable/description",
    "r": "r/red/color r/colour r/rgb r/r value/red value",
    "g": "g/green/color g/colour g/rgb g/g value/green value",
    "b": "b/blue/color b/colour b/rgb b/b value/blue value",
    "colour": "colour/color/hex/rgb/rgba/color code/colour code/colour hex/color hex/hex color/hex colour/hex code/"
    "html/rgb value/rgb values/rgb color/rgb colour/color rgb/colour rgb/fill/colors/colours",
    "also": "also/other names/synonyms/aliases/alias",
    "key": "key/shortcut/hotkey",
    "any": "class/label/classes/labels/category/object/value/#",
}
"""The headings of each column, the surest first. "any" is told by what the column holds."""
_KNOWN = {heading: column for column, headings in _HEADINGS.items() for heading in reversed(headings.split("/"))}
_IN_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]")
_BETWEEN_WORDS = re.compile(r"[\s_\-.:]+")
_WHOLE = re.compile(r"[+-]?\d{1,9}(?:\.0{1,9})?", re.ASCII)
_BARE_HEX = re.compile(r"[0-9a-f]{6}", re.I)
BETWEEN_NAMES = "|"
_PROBLEMS_SHOWN = 3


@dataclass(frozen=True)
class Line:
    """The cells of line `number`."""

    number: int
    cells: Sequence[str]


def headings_of(cells: Sequence[str]) -> list[str] | None:
    """What each column is by its heading, "" for nothing that matters; None where these are no headings."""
    columns = [_KNOWN.get(normal(cell), "") for cell in cells]
    has_name = "name" in columns or "any" in columns
    is_data = any(_WHOLE.fullmatch(cell.strip()) or is_colour(cell) for cell in cells)
    is_more = len(set(columns) - {""}) > 1 or len(cells) == 1
    return columns if has_name and is_more and not is_data else None


def normal(heading: str) -> str:
    """A heading as it is compared: "Color_Code (R,G,B)" is "color code"."""
    plain = _BETWEEN_WORDS.sub(" ", _IN_BRACKETS.sub("", heading)).strip()
    return (plain or re.sub(r"\W", "", heading)).casefold()


def palette_of_table(
    headings: Sequence[str] | None, lines: Sequence[Line], name: str, *, is_text: bool = True
) -> ImportedPalette:
    """The classes of a table, under `headings` or none. Raises PaletteError, which names the line.

    `is_text` is whether the table is a text whose lines and columns people know; else it was made of entries.
    """
    said: list[str] = []
    if headings is None:
        places = _places_by_content(lines)
    else:
        places = _places_by_heading(headings, lines)
        over = [cell for place, cell in enumerate(headings) if cell.strip() and place not in places.values()]
        if over and is_text:
            said.append(
                say("Columns that were passed over: {columns}.", columns=listed([_short(cell) for cell in over]))
            )
    if "name" not in places and "colour" not in places and "r" not in places:
        raise wrong(lines[0].number if lines else 1, say("it names no classes"))
    rows, problems = _rows(lines, places)
    if problems and len(problems) >= len(rows) > 0 and not any(row.rgb for row in rows):
        raise wrong(*problems[0])
    for number, what in problems[:_PROBLEMS_SHOWN]:
        sentence = say("Line {number}: {what}.", number=number, what=what)
        said.append(sentence if is_text else say("Entry {number}: {what}.", number=number, what=what))
    if len(problems) > _PROBLEMS_SHOWN:
        said.append(say("{count} more have such mistakes.", count=len(problems) - _PROBLEMS_SHOWN))
    return built(name, rows, said)


def wrong(line: int, what: Words) -> PaletteError:
    """The error for a table that is none."""
    return PaletteError(
        say("The palette is not usable: line {line}: {what}.", line=line, what=what),
        say("A table of classes has the headings {headings}.", headings="id, name, r, g, b"),
    )


def _rows(lines: Sequence[Line], places: Mapping[str, int]) -> tuple[list[Row], list[tuple[int, Words]]]:
    problems: list[tuple[int, Words]] = []
    cells = [{column: _cell(line, place) for column, place in places.items()} for line in lines]
    parts = [_parts(each) for each in cells]
    full = 1.0 if are_fractions([each for each in parts if each is not None]) else 255.0
    has_colours = "colour" in places or "r" in places
    rows = []
    for line, each, colour in zip(lines, cells, parts, strict=True):
        rgb = None if colour is None else rgb_of(colour, full)
        if has_colours and rgb is None and any(_written(each)):
            problems.append((line.number, _no_colour(each)))
        class_id = _whole(each.get("id", ""))
        if class_id is None and each.get("id"):
            problems.append((line.number, say("“{text}” is not a whole number", text=_short(each["id"]))))
        also = tuple(part.strip() for part in each.get("also", "").split(BETWEEN_NAMES) if part.strip())
        rows.append(Row(line.number, class_id, each.get("name", ""), rgb, also, _whole(each.get("key", ""))))
    return rows, problems


def _written(cells: Mapping[str, str]) -> list[str]:
    return [cells[column] for column in ("r", "g", "b", "colour") if column in cells]


def _no_colour(cells: Mapping[str, str]) -> Words:
    given = _written(cells)
    for text in given if len(given) > 1 else []:
        if not _WHOLE.fullmatch(text) or not 0 <= float(text) <= 255:
            return say("“{text}” is not a whole number from 0 to 255", text=_short(text))
    return say("“{text}” is not a colour such as #c1440e", text=_short(given[0]))


def _parts(cells: Mapping[str, str]) -> Parts | None:
    if "r" not in cells:
        return parts_of(cells.get("colour", ""))
    return parts_of(", ".join(cells[column] for column in ("r", "g", "b")))


def _whole(text: str) -> int | None:
    return int(float(text)) if _WHOLE.fullmatch(text) else None


def _cell(line: Line, place: int) -> str:
    return line.cells[place].strip() if place < len(line.cells) else ""


def _short(text: str) -> str:
    return in_one_line(text[:20])


def _places_by_heading(headings: Sequence[str], lines: Sequence[Line]) -> dict[str, int]:
    """Where each column is; of several for one thing the surest heading."""
    columns = headings_of(headings) or []
    ranks = {heading: rank for rank, heading in enumerate(_KNOWN_ORDER)}
    places: dict[str, int] = {}
    for place in sorted(range(len(columns)), key=lambda each: ranks.get(normal(headings[each]), 0)):
        if columns[place] not in ("", "any"):
            places.setdefault(columns[place], place)
    for place, column in enumerate(columns):
        if column == "any":
            places.setdefault(_content(lines, place), place)
    if "id" in places and not any(_WHOLE.fullmatch(_cell(line, places["id"])) for line in lines):
        places.setdefault("name", places.pop("id"))  # ids that are words
    if not {"r", "g", "b"} <= places.keys():
        places = {column: place for column, place in places.items() if column not in ("r", "g", "b")}
    elif "colour" in places:
        del places["colour"]
    return places


_KNOWN_ORDER = [heading for headings in _HEADINGS.values() for heading in headings.split("/")]


def _content(lines: Sequence[Line], place: int) -> str:
    """What a column is by what is in it: "id", "colour" or "name"."""
    cells = [text for line in lines if (text := _cell(line, place))]
    if cells and all(_BARE_HEX.fullmatch(cell) for cell in cells) and not "".join(cells).isalpha():
        return "colour"
    if cells and all(_WHOLE.fullmatch(cell) for cell in cells):
        return "id"
    return "colour" if cells and all(is_colour(cell) for cell in cells) else "name"


def _places_by_content(lines: Sequence[Line]) -> dict[str, int]:
    """Where each column is in a table without headings: numbers are the id and r, g, b; a text is the name."""
    count = max((len(line.cells) for line in lines), default=0)
    kinds = [_content(lines, place) for place in range(count)]
    numbers = [place for place, kind in enumerate(kinds) if kind == "id"]
    places: dict[str, int] = {kind: kinds.index(kind) for kind in ("name", "colour") if kind in kinds}
    if kinds.count("name") > 1 and not numbers and "colour" not in places:
        raise wrong(lines[0].number, say("{count} columns without headings", count=count))
    if "colour" in places or len(numbers) < 3:
        return places | ({"id": numbers[0]} if numbers else {})
    name = places.get("name", 0)
    before = [place for place in numbers if place < name]
    rest = numbers[1:] if len(numbers) > 3 and (len(before) in (1, len(numbers)) or "name" not in places) else numbers
    if rest is not numbers:
        places["id"] = numbers[0]
    return places | dict(zip(("r", "g", "b"), rest[:3], strict=True))
