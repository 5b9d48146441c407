"""Class lists of other programs, told by what is in them.

- JSON: a list of classes, or one under a usual key: CVAT, COCO (with panoptic ones), Supervisely, Mapillary, Labelbox,
  the class lists of training folders here; also {"0": "sky"}, {"sky": [70, 130, 180]} and id2label of transformers.
- XML: the labels of a Label Studio interface, the entries of a QGIS raster style, both without any entities.
- Text: CVAT's labelmap.txt, "names:" in the YAML of YOLO, and tables and lists of names as `canvas.palette_csv` has
  them, with labelme's labels.txt among them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from canvas.archive import Element, parse_xml
from canvas.colour_text import is_colour
from canvas.errors import PaletteError
from canvas.palette import Palette
from canvas.palette_rows import ImportedPalette
from canvas.palette_table import BETWEEN_NAMES, Line, palette_of_table
from canvas.words import say

_LISTS = (
    "categories",
    "labels",
    "classes",
    "id2label",
    "names",
    "class_names",
    "tools",
    "annotation_classes",
    "label2id",
)
"""Keys under which programs keep their classes."""
_PARTS = frozenset("rgb")
_LABELMAP = re.compile(r"([^:#]+):\s*(\d{1,3}\s*,\s*\d{1,3}\s*,\s*\d{1,3})?\s*:[^:]*:[^:]*", re.ASCII)
_YAML_NAMES = re.compile(r"^names:[ \t]*(?:#.*)?(\[[^\]]*\]|(?:\n[ \t]*(?:-|\d{1,9}:)[^\n]*)+)", re.M | re.ASCII)
_YAML_ROW = re.compile(r"[ \t]*(?:-|(\d{1,9}):)[ \t]*([^\n]*)", re.ASCII)
_XML_HEAD = re.compile(r"\ufeff?\s*<\?xml[^>]*\?>")
"""It names the encoding that the file had."""
_XML_TYPE = re.compile(r"<!DOCTYPE[^<>\[]*>")
"""As QGIS writes it. One that declares anything is left, and refused."""
_COMMENT = re.compile(r"\s+#.*")
_NOT_OURS = say("It holds no list of classes that is known here.")


def palette_from_json(text: str, name: str) -> ImportedPalette:
    """The palette of a JSON file: one of ours, or a class list. Raises PaletteError."""
    try:
        return ImportedPalette(Palette.from_json(text))
    except PaletteError as error:
        try:
            content = json.loads(text)
        except (ValueError, RecursionError):
            raise error from None
        rows = [_plain(row) for row in _entries(content)]
        own = content.get("name") if isinstance(content, dict) else None
        headings = list(dict.fromkeys(key for row in rows for key in row))
        lines = [Line(number, [row.get(key, "") for key in headings]) for number, row in enumerate(rows, start=1)]
        if not any(row.get(key) for row in rows for key in ("name", "title", "label")):
            raise
        return palette_of_table(headings, lines, own if isinstance(own, str) else name, is_text=False)


def palette_from_xml(text: str, name: str) -> ImportedPalette:
    """The palette of an XML file. Raises PaletteError."""
    try:
        root = parse_xml(_XML_TYPE.sub("", _XML_HEAD.sub("", text, count=1), count=1).encode())
    except ValueError as error:
        raise PaletteError(say("The palette is not usable: it is no XML that can be read."), _NOT_OURS) from error
    rows = [row for element in _walk(root) if (row := _of_element(element))]
    if not rows:
        raise PaletteError(say("The palette is not usable: it has no classes."), _NOT_OURS)
    headings = [key for key in ("id", "name", "colour", "also", "key") if any(key in row for row in rows)]
    lines = [Line(number, [row.get(key, "") for key in headings]) for number, row in enumerate(rows, start=1)]
    return palette_of_table(headings, lines, name, is_text=False)


def is_labelmap(text: str) -> bool:
    """Whether each line is such as CVAT's "road:128,64,128::"."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return bool(lines) and all(_LABELMAP.fullmatch(line) for line in lines)


def palette_from_labelmap(text: str, name: str) -> ImportedPalette:
    """The palette of CVAT's labelmap.txt."""
    found = [(number, _LABELMAP.fullmatch(line)) for number, line in enumerate(text.splitlines(), start=1)]
    lines = [Line(number, [each[1], each[2] or ""]) for number, each in found if each is not None]
    return palette_of_table(["name", "colour"], lines, name)


def has_yaml_names(text: str) -> bool:
    """Whether it has a list "names:" as the YAML of YOLO does."""
    return _YAML_NAMES.search(text) is not None


def palette_from_yaml(text: str, name: str) -> ImportedPalette:
    """The palette of the list "names:" in YAML."""
    found = _YAML_NAMES.search(text)
    listed = "" if found is None else found[1]
    if listed.startswith("["):
        rows = [("", part) for part in listed.strip("[] ").replace("\n", " ").split(",")]
    else:
        rows = [(each[1] or "", each[2]) for line in listed.splitlines() if (each := _YAML_ROW.fullmatch(line))]
    lines = [
        Line(number, [class_id, _COMMENT.sub("", title).strip().strip("'\"")])
        for number, (class_id, title) in enumerate(rows, start=1)
    ]
    return palette_of_table(["id", "name"], lines, name, is_text=False)


def _entries(content: Any) -> list[Any]:
    """The classes in a JSON file, each an object or a name."""
    if isinstance(content, list):
        return content
    if not isinstance(content, dict):
        return []
    for key in _LISTS:
        inner = content.get(key)
        if isinstance(inner, list) and inner:
            return inner
        if isinstance(inner, dict) and inner:
            return [_of_pair(*pair) for pair in inner.items()]
    pairs = [_of_pair(*pair) for pair in content.items()]
    return pairs if all(pairs) and len(pairs) > 1 else []


def _of_pair(key: str, value: Any) -> dict[str, Any]:
    """A class that is given as `key`: `value`."""
    is_id = key.strip().isdecimal()
    own = {"id": key} if is_id else {"name": key}
    if isinstance(value, dict) and not value.keys() >= _PARTS:
        return own | value
    if isinstance(value, list | dict) or (isinstance(value, str) and is_colour(value)):
        return own | {"color": value}
    if isinstance(value, str) and is_id:
        return own | {"name": value}
    return own | {"id": value} if isinstance(value, int) and not isinstance(value, bool) and not is_id else {}


def _plain(row: Any) -> dict[str, str]:
    """An entry of JSON as cells of a table; other names of ours are joined."""
    if isinstance(row, str):
        return {"name": row}
    if not isinstance(row, dict):
        return {}
    cells = {str(key): _cell(value) for key, value in row.items()}
    if isinstance(row.get("also"), list):
        cells["also"] = BETWEEN_NAMES.join(str(other) for other in row["also"])
    if row.get("readable") and row.get("name"):  # Mapillary's: both a path and a name for people
        cells |= {"name": cells.pop("readable"), "also": cells["name"]}
    return cells


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and value.keys() >= _PARTS:
        value = [value["r"], value["g"], value["b"]]
    if isinstance(value, list) and len(value) in (3, 4) and all(isinstance(part, int | float) for part in value):
        return ", ".join(str(part) for part in value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _walk(element: Element) -> Iterator[Element]:
    yield element
    for child in element.children:
        yield from _walk(child)


def _of_element(element: Element) -> Mapping[str, str] | None:
    """The cells of a class, if the element is one."""
    own = element.attributes
    if element.tag == "Label" and own.get("value"):
        named = {"name": "value", "colour": "background", "also": "alias", "key": "hotkey"}
    elif element.tag == "paletteEntry" and "value" in own:
        named = {"id": "value", "name": "label", "colour": "color"}
    else:
        return None
    return {cell: own[attribute] for cell, attribute in named.items() if attribute in own}
