"""The classes of a drawing: id, name and colour of each."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from canvas.errors import PaletteError
from canvas.words import Words, say, shown

MAX_NAME, MAX_SOURCE = 300, 4000
"""Characters that a name can have, and a source."""
UNLABELLED = 0
"""The class id of pixels where the drawing asks for nothing."""
UNLABELLED_NAME = say("unlabelled")
KEYS = 9
"""The digits 1 to 9 choose classes."""
FORMER_COLOURS = {("ground", (202, 168, 120)): (206, 168, 110)}
"""What classes that come with the program were painted in before: label maps in it are read as ever."""
_FORMAT_HINT = say(
    "A palette is {example}.",
    example='{"name": "...", "classes": [{"id": 0, "name": "unlabelled", "rgb": [0, 0, 0]}, ...]}',
)
_OPTIONAL = frozenset({"also", "key"})
_NOT_SHOWN = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode categories: control characters, halves of characters, separators of lines and paragraphs."""


@dataclass(frozen=True)
class PaletteEntry:
    """One class: `class_id` 0..255, `name` not empty, `rgb` each 0..255.

    `also` are other names of the same thing, by which drawings are mapped to other palettes. `key` is the digit 1..9
    that chooses the class, where it was given one.
    """

    class_id: int
    name: str
    rgb: tuple[int, int, int]
    also: tuple[str, ...] = ()
    key: int | None = None


@dataclass(frozen=True)
class Palette:
    """Immutable list of classes. Ids, names (regardless of case), colours and keys are unique; id 0 is "unlabelled".

    The order is what people see; it means nothing else. `source` says where names and colours come from, if anywhere.
    Raises PaletteError, which names the entry, where that does not hold.
    """

    name: str
    entries: tuple[PaletteEntry, ...]
    source: str = ""
    _by_id: MappingProxyType[int, PaletteEntry] = field(init=False, repr=False, compare=False)
    _by_name: MappingProxyType[str, PaletteEntry] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "entries", tuple(self.entries))
        if self.name != in_one_line(self.name) or any(unicodedata.category(letter) == "Cs" for letter in self.source):
            raise PaletteError(
                say("The palette is not usable: its name has characters that cannot be shown."),
                say("Write the name in one line."),
            )
        if not is_name(self.name) or not is_name(self.source, MAX_SOURCE):
            raise PaletteError(
                say("The palette is not usable: its name or source is too long, or not text."),
                say("Write each in one line of at most {count} characters.", count=MAX_NAME),
            )
        seen: dict[object, PaletteEntry] = {}
        for number, entry in enumerate(self.entries, start=1):
            where = say('entry {number} ("{name}")', number=number, name=_shown(entry.name))
            _check(entry, where)
            for value, what in claims(entry):
                if value in seen:
                    raise PaletteError(
                        say(
                            'The palette is not usable: {where} has {what} of "{name}".',
                            where=where,
                            what=what,
                            name=_shown(seen[value].name),
                        ),
                        say("Give every class its own id, name and colour."),
                    )
                seen[value] = entry
        if UNLABELLED not in seen or seen[UNLABELLED].name != UNLABELLED_NAME:
            raise PaletteError(
                say('The palette is not usable: it has no class 0 named "unlabelled".'),
                say("Id 0 is what nobody has painted yet; the other classes count from 1."),
            )
        by_id = {entry.class_id: entry for entry in self.entries}
        by_name = {folded(entry.name): entry for entry in self.entries}
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
        return self._by_name.get(folded(name))

    def classes(self) -> dict[int, str]:
        """Class id -> name, in the palette's order."""
        return {entry.class_id: entry.name for entry in self.entries}

    def keys(self) -> dict[int, int]:
        """Digit 1..9 -> class id: the keys that classes were given, then the other classes in order on what is left."""
        given = {entry.key: entry.class_id for entry in self.entries if entry.key is not None}
        others = iter(e.class_id for e in self.entries if e.key is None and e.class_id != UNLABELLED)
        for digit in range(1, KEYS + 1):
            if digit not in given and (class_id := next(others, None)) is not None:
                given[digit] = class_id
        return dict(sorted(given.items()))

    def colour_table(self) -> NDArray[np.uint8]:
        """(256, 3) RGB by class id; ids that the palette lacks are black."""
        table = np.zeros((256, 3), dtype=np.uint8)
        for entry in self.entries:
            table[entry.class_id] = entry.rgb
        return table

    def class_of_colour(self) -> dict[tuple[int, int, int], int]:
        """Colour -> class id, with the colours that classes of the program had before, unless another has them now."""
        colours = {entry.rgb: entry.class_id for entry in self.entries}
        for entry in self.entries:
            former = FORMER_COLOURS.get((folded(entry.name), entry.rgb))
            if former is not None:
                colours.setdefault(former, entry.class_id)
        return colours

    def missing(self, ids: NDArray[np.uint8]) -> list[int]:
        """The ids of a label map that the palette lacks, in ascending order."""
        return [class_id for class_id in np.unique(ids).tolist() if class_id not in self._by_id]

    def to_json(self) -> str:
        """The palette as text that `from_json` reads."""
        head = {"name": self.name} | ({"source": self.source} if self.source else {})
        lines = [f"  {_quoted(key)}: {_quoted(value)},\n" for key, value in head.items()]
        rows = ["    " + _quoted(_row(entry)) for entry in self.entries]
        return "{\n" + "".join(lines) + '  "classes": [\n' + ",\n".join(rows) + "\n  ]\n}\n"

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
        except (ValueError, RecursionError) as error:
            raise PaletteError(say("The palette is not usable: it is no palette at all."), _FORMAT_HINT) from error
        if not isinstance(content, dict) or not isinstance(content.get("classes"), list):
            raise PaletteError(say('The palette is not usable: it has no list of "classes".'), _FORMAT_HINT)
        name, source = content.get("name"), content.get("source", "")
        if not isinstance(name, str) or not name.strip():
            raise PaletteError(say('The palette is not usable: it has no "name".'), _FORMAT_HINT)
        if not isinstance(source, str):
            raise PaletteError(say('The palette is not usable: its "source" is not text.'), _FORMAT_HINT)
        entries = tuple(_parsed(row, number) for number, row in enumerate(content["classes"], start=1))
        return cls(name, entries, source)


def is_name(text: str, most: int = MAX_NAME) -> bool:
    """Whether it can be shown and written: one line, no half of a surrogate pair, no endless text."""
    return len(text) <= most and not any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in text)


def hex_colour(rgb: Iterable[int]) -> str:
    """A colour as people write it: #c1440e."""
    return "#" + "".join(f"{part:02x}" for part in rgb)


def _shown(name: str) -> str:
    return "".join(letter if is_name(letter) else "?" for letter in name[:40])


def in_one_line(name: str) -> str:
    """The name with a blank in place of each character that cannot be shown, such as the end of a line."""
    return "".join(" " if unicodedata.category(letter) in _NOT_SHOWN else letter for letter in name)


def folded(name: str) -> str:
    """What counts in a name when it is compared: neither case nor surrounding blanks do."""
    return name.strip().casefold()


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _row(entry: PaletteEntry) -> dict[str, object]:
    row: dict[str, object] = {"id": entry.class_id, "name": entry.name, "rgb": list(entry.rgb)}
    if entry.also:
        row["also"] = list(entry.also)
    if entry.key is not None:
        row["key"] = entry.key
    return row


def claims(entry: PaletteEntry) -> list[tuple[object, Words]]:
    """What no other entry of a palette may have, each with what it is called."""
    own: list[tuple[object, Words]] = [
        (entry.class_id, say("the id {class_id}", class_id=entry.class_id)),
        (folded(entry.name), say("the name")),
        (entry.rgb, say("the colour {colour}", colour=hex_colour(entry.rgb))),
    ]
    if entry.key is not None:
        own.append((("key", entry.key), say("the key {key}", key=entry.key)))
    return own


def _check(entry: PaletteEntry, where: Words) -> None:
    if not 0 <= entry.class_id <= 255:
        raise PaletteError(
            say(
                "The palette is not usable: {where} has the id {class_id}.", where=where, class_id=shown(entry.class_id)
            ),
            say("Ids go from 0 to 255."),
        )
    names = (entry.name, *entry.also)
    if not all(name.strip() for name in names):
        raise PaletteError(
            say("The palette is not usable: {where} has no name.", where=where), say("Name every class.")
        )
    if not all(is_name(name) for name in names):
        raise PaletteError(
            say("The palette is not usable: {where} has a name that is too long, or not text.", where=where),
            say("Write each in one line of at most {count} characters.", count=MAX_NAME),
        )
    if len(entry.rgb) != 3 or not all(0 <= part <= 255 for part in entry.rgb):
        raise PaletteError(
            say(
                "The palette is not usable: {where} has the colour {colour}.",
                where=where,
                colour=shown(list(entry.rgb)),
            ),
            say("Colours are three numbers, 0 to 255."),
        )
    if entry.key is not None and not 1 <= entry.key <= KEYS:
        raise PaletteError(
            say("The palette is not usable: {where} has the key {key}.", where=where, key=shown(entry.key)),
            say("Keys are the digits 1 to 9."),
        )


def _parsed(row: Any, number: int) -> PaletteEntry:
    def is_whole(value: object) -> bool:
        return isinstance(value, int) and not isinstance(value, bool)

    if isinstance(row, dict) and row.keys() - _OPTIONAL == {"id", "name", "rgb"}:
        rgb, also, key = row["rgb"], row.get("also", []), row.get("key")
        has_colour = isinstance(rgb, list) and len(rgb) == 3 and all(is_whole(part) for part in rgb)
        has_others = isinstance(also, list) and all(isinstance(other, str) for other in also)
        has_key = key is None or is_whole(key)
        if is_whole(row["id"]) and isinstance(row["name"], str) and has_colour and has_others and has_key:
            return PaletteEntry(row["id"], row["name"], (rgb[0], rgb[1], rgb[2]), tuple(also), key)
    raise PaletteError(
        say(
            'The palette is not usable: entry {number} is not exactly a whole "id", a "name" and three numbers "rgb".',
            number=number,
        ),
        _FORMAT_HINT,
    )
