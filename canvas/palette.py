"""The classes of a drawing: id, name and colour of each."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from canvas.errors import PaletteError
from canvas.words import say

UNLABELLED = 0
"""The class id of pixels where the drawing asks for nothing."""
UNLABELLED_NAME = say("unlabelled")
_FORMAT_HINT = say(
    "A palette is {example}.",
    example='{"name": "...", "classes": [{"id": 0, "name": "unlabelled", "rgb": [0, 0, 0]}, ...]}',
)


@dataclass(frozen=True)
class PaletteEntry:
    """One class: `class_id` 0..255, `name` not empty, `rgb` each 0..255."""

    class_id: int
    name: str
    rgb: tuple[int, int, int]


@dataclass(frozen=True)
class Palette:
    """Immutable list of classes. Ids, names (regardless of case) and colours are unique; id 0 is "unlabelled".

    Raises PaletteError, which names the entry, where that does not hold.
    """

    name: str
    entries: tuple[PaletteEntry, ...]
    _by_id: MappingProxyType[int, PaletteEntry] = field(init=False, repr=False, compare=False)
    _by_name: MappingProxyType[str, PaletteEntry] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "entries", tuple(self.entries))
        seen: dict[object, PaletteEntry] = {}
        for number, entry in enumerate(self.entries, start=1):
            where = say('entry {number} ("{name}")', number=number, name=entry.name)
            _check(entry, where)
            for key, what in (
                (entry.class_id, say("the id {class_id}", class_id=entry.class_id)),
                (_folded(entry.name), say("the name")),
                (entry.rgb, say("the colour {colour}", colour=hex_colour(entry.rgb))),
            ):
                if key in seen:
                    raise PaletteError(
                        say(
                            'The palette is not usable: {where} has {what} of "{name}".',
                            where=where,
                            what=what,
                            name=seen[key].name,
                        ),
                        say("Give every class its own id, name and colour."),
                    )
                seen[key] = entry
        if UNLABELLED not in seen or seen[UNLABELLED].name != UNLABELLED_NAME:
            raise PaletteError(
                say(
                    'The palette is not usable: it has no class 0 named "unlabelled".',
                ),
                say("Id 0 is what nobody has painted yet; the other classes count from 1."),
            )
        by_id = {entry.class_id: entry for entry in self.entries}
        by_name = {_folded(entry.name): entry for entry in self.entries}
        object.__setattr__(self, "_by_id", MappingProxyType(by_id))
        object.__setattr__(self, "_by_name", MappingProxyType(by_name))

    @property
    def ids(self) -> tuple[int, ...]:
        """Class ids, in the palette's order."""
        return tuple(self._by_id)

    def entry(self, class_id: int) -> PaletteEntry:
        """The entry with this id; KeyError if there is none."""
        return self._by_id[class_id]

    def name_of(self, class_id: int) -> str:
        """The name of this class; KeyError if there is none."""
        return self._by_id[class_id].name

    def find_name(self, name: str) -> PaletteEntry | None:
        """The entry of this name, regardless of case and surrounding blanks."""
        return self._by_name.get(_folded(name))

    def classes(self) -> dict[int, str]:
        """Class id -> name, in the palette's order."""
        return {entry.class_id: entry.name for entry in self.entries}

    def colour_table(self) -> NDArray[np.uint8]:
        """(256, 3) RGB by class id; ids that the palette lacks are black."""
        table = np.zeros((256, 3), dtype=np.uint8)
        for entry in self.entries:
            table[entry.class_id] = entry.rgb
        return table

    def missing(self, ids: NDArray[np.uint8]) -> list[int]:
        """The ids of a label map that the palette lacks, in ascending order."""
        return [class_id for class_id in np.unique(ids).tolist() if class_id not in self._by_id]

    def to_json(self) -> str:
        """The palette as text that `from_json` reads."""
        rows = [
            "    " + json.dumps({"id": entry.class_id, "name": entry.name, "rgb": list(entry.rgb)}, ensure_ascii=False)
            for entry in self.entries
        ]
        name = json.dumps(self.name, ensure_ascii=False)
        return f'{{\n  "name": {name},\n  "classes": [\n' + ",\n".join(rows) + "\n  ]\n}\n"

    @classmethod
    def from_json(cls, text: str) -> Palette:
        """Read what `to_json` writes. Strict: PaletteError names the line or the entry that is wrong."""
        try:
            content = json.loads(text)
        except json.JSONDecodeError as error:
            raise PaletteError(
                say(
                    "The palette is not usable: line {line}, column {column}: {problem}.",
                    line=error.lineno,
                    column=error.colno,
                    problem=error.msg,
                ),
                _FORMAT_HINT,
            ) from error
        if not isinstance(content, dict) or not isinstance(content.get("classes"), list):
            raise PaletteError(say('The palette is not usable: it has no list of "classes".'), _FORMAT_HINT)
        name = content.get("name")
        if not isinstance(name, str) or not name.strip():
            raise PaletteError(say('The palette is not usable: it has no "name".'), _FORMAT_HINT)
        return cls(name, tuple(_parsed(row, number) for number, row in enumerate(content["classes"], start=1)))


def hex_colour(rgb: Iterable[int]) -> str:
    """A colour as people write it: #c1440e."""
    return "#" + "".join(f"{part:02x}" for part in rgb)


def _folded(name: str) -> str:
    return name.strip().casefold()


def _check(entry: PaletteEntry, where: str) -> None:
    if not 0 <= entry.class_id <= 255:
        raise PaletteError(
            say("The palette is not usable: {where} has the id {class_id}.", where=where, class_id=entry.class_id),
            say("Ids go from 0 to 255."),
        )
    if not entry.name.strip():
        raise PaletteError(
            say("The palette is not usable: {where} has no name.", where=where), say("Name every class.")
        )
    if len(entry.rgb) != 3 or not all(0 <= part <= 255 for part in entry.rgb):
        raise PaletteError(
            say("The palette is not usable: {where} has the colour {colour}.", where=where, colour=list(entry.rgb)),
            say("Colours are three numbers, 0 to 255."),
        )


def _parsed(row: Any, number: int) -> PaletteEntry:
    def is_whole(value: object) -> bool:
        return isinstance(value, int) and not isinstance(value, bool)

    if isinstance(row, dict):
        rgb = row.get("rgb")
        has_colour = isinstance(rgb, list) and len(rgb) == 3 and all(is_whole(part) for part in rgb)
        if row.keys() == {"id", "name", "rgb"} and is_whole(row["id"]) and isinstance(row["name"], str) and has_colour:
            return PaletteEntry(row["id"], row["name"], (row["rgb"][0], row["rgb"][1], row["rgb"][2]))
    raise PaletteError(
        say(
            'The palette is not usable: entry {number} is not exactly a whole "id", a "name" and three numbers "rgb".',
            number=number,
        ),
        _FORMAT_HINT,
    )
