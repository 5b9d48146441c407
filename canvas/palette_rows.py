"""From the rows of a class list to a palette: what the formats without rules of their own share.

Nothing is refused that can be imported with a word about it. Ids stay what the list says, because label maps have them:
the first class of an id keeps it. Id 0 is unlabelled; another class with it, with an id that another has, or with one
over 255 takes a free one. Where the list has no ids, its order is their order, from 1; a first row that is called
background or the like is class 0. The first class of a colour or name keeps it, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from canvas.errors import PaletteError
from canvas.free_colours import RGB, FreeColours
from canvas.palette import (
    KEYS,
    MAX_NAME,
    UNLABELLED,
    UNLABELLED_NAME,
    Palette,
    PaletteEntry,
    folded,
    hex_colour,
    in_one_line,
)
from canvas.words import listed, say

_MAX_CLASSES = 255
_BLACK = (0, 0, 0)
_NOT_LETTERS = re.compile(r"[\W_]+")
_IGNORED, _IGNORED_ID = "__ignore__", 255
"""What labelme calls pixels that do not count, and the id that many label maps give them."""
_UNLABELLED_NAMES = frozenset(
    f"{UNLABELLED_NAME}/unlabeled/background/bg/void/ignore/ignored/none/nothing/no label/no class/unclassified/"
    "unannotated/void background/background void".split("/")
)
_PERHAPS_UNLABELLED = frozenset(("other", "others", "unknown", "undefined", "misc", "clutter"))
"""Unlabelled where they are black."""
_SHOWN = 40


@dataclass(frozen=True)
class Row:
    """What line `line` says of one class; without an id the class takes the next, without a colour a free one."""

    line: int
    class_id: int | None
    name: str
    rgb: RGB | None
    also: tuple[str, ...] = ()
    key: int | None = None


@dataclass(frozen=True)
class ImportedPalette:
    """A palette, and sentences on what is not as in the file."""

    palette: Palette
    remarks: tuple[str, ...] = ()


def built(name: str, rows: Sequence[Row], remarks: Iterable[str] = ()) -> ImportedPalette:
    """The palette of these rows, with `remarks` before those on the rows. Raises PaletteError if there are none.

    Class 0 is unlabelled, whatever the file calls it; where the file has none it is added. A class without a name is
    called after its id.
    """
    if not rows:
        raise PaletteError(say("The palette is not usable: it has no classes."), say("Check the file."))
    said = list(remarks)
    numbered = _numbered([row for row in rows if folded(row.name) != _IGNORED], said)
    colours = _coloured(numbered, said)
    names = _Names()
    keys: set[int] = set()
    keyless: list[str] = []
    entries = []
    for class_id, row in numbered:
        key = row.key if class_id != UNLABELLED and row.key not in keys and row.key in range(1, KEYS + 1) else None
        keys |= {key} if key is not None else set()
        keyless += [quoted(row.name)] if key is None and row.key is not None and class_id != UNLABELLED else []
        also = tuple(other for other in map(_clean, row.also) if other)
        entries.append(PaletteEntry(class_id, names.take(class_id, row.name), colours[class_id], also, key))
    if UNLABELLED not in colours:
        taken = set(colours.values())
        grey = next(level for level in range(256) if (level, level, level) not in taken)
        entries.insert(0, PaletteEntry(UNLABELLED, UNLABELLED_NAME, (grey, grey, grey)))
    if names.numbered:
        said.append(say("Names that came twice were numbered: {names}.", names=listed(names.numbered)))
    if keyless:
        said.append(
            say(
                "Classes lost their key, which another has or which is none of 1 to 9: {classes}.",
                classes=listed(keyless),
            )
        )
    return ImportedPalette(Palette(_clean(name) or "palette", tuple(entries)), tuple(said))


def quoted(name: str) -> str:
    """A name out of a file, for a sentence."""
    return f"“{_clean(name)[:_SHOWN]}”"


def _clean(name: str) -> str:
    return in_one_line(name).strip()[:MAX_NAME].strip()


def _numbered(rows: list[Row], said: list[str]) -> list[tuple[int, Row]]:
    """The rows with the ids that they get, in the order of the list."""
    if not any(row.class_id is not None for row in rows):
        _say_order(rows, said)
        return _in_order(rows, said)
    if not any(row.class_id in range(_MAX_CLASSES + 1) for row in rows):
        said.append(say("The ids of the list do not fit into 1 to {most}, so its order counts.", most=_MAX_CLASSES))
        return _in_order(rows, said)
    ids: dict[int, int] = {}
    for place, row in enumerate(rows):
        class_id = -1 if row.class_id is None else row.class_id
        is_class = class_id != UNLABELLED or not row.name or row.rgb == _BLACK or _is_unlabelled(row)
        if class_id in range(_MAX_CLASSES + 1) and is_class:
            ids.setdefault(class_id, place)
    ignored = ids.get(_IGNORED_ID)
    if UNLABELLED not in ids and ignored is not None and _is_unlabelled(rows[ignored]):
        ids[UNLABELLED] = ids.pop(_IGNORED_ID)
        said.append(say("{name}, {class_id}, is unlabelled.", name=quoted(rows[ignored].name), class_id=_IGNORED_ID))
    return _with_free_ids(rows, {place: class_id for class_id, place in ids.items()}, said)


def _with_free_ids(rows: list[Row], ids: dict[int, int], said: list[str]) -> list[tuple[int, Row]]:
    """The rows with their `ids` by place, and free ones for the others as long as there are any."""
    highest = max(ids.values(), default=0)
    unused = set(range(1, _MAX_CLASSES + 1)) - set(ids.values())
    free = iter(sorted(unused, key=lambda each: (each < highest, each)))
    moved: list[str] = []
    left_out: list[str] = []
    for place, row in enumerate(rows):
        if place in ids:
            continue
        class_id = next(free, None)
        if class_id is None:
            left_out.append(quoted(row.name))
            continue
        ids[place] = class_id
        former = "–" if row.class_id is None else str(row.class_id)
        moved.append(say("{name} ({before} → {after})", name=quoted(row.name), before=former, after=class_id))
    if moved:
        said.append(
            say(
                "Classes without an id of their own from 1 to {most} got a free one: {classes}.",
                most=_MAX_CLASSES,
                classes=listed(moved),
            )
        )
    _say_left_out(left_out, said)
    return [(ids[place], row) for place, row in enumerate(rows) if place in ids]


def _in_order(rows: list[Row], said: list[str]) -> list[tuple[int, Row]]:
    unlabelled = next((place for place, row in enumerate(rows) if _is_unlabelled(row)), None)
    others = [place for place in range(len(rows)) if place != unlabelled]
    ids = {place: number for number, place in enumerate(others[:_MAX_CLASSES], start=1)}
    if unlabelled is not None:
        ids[unlabelled] = UNLABELLED
    _say_left_out([quoted(rows[place].name) for place in others[_MAX_CLASSES:]], said)
    return [(ids[place], row) for place, row in enumerate(rows) if place in ids]


def _say_order(rows: list[Row], said: list[str]) -> None:
    if rows and _is_unlabelled(rows[0]):
        said.append(
            say(
                "The list gives no ids: {name} is unlabelled, and those after it count from 1.",
                name=quoted(rows[0].name),
            )
        )
    else:
        said.append(
            say(
                "The list gives no ids, so its classes count from 1, in its order. "
                "Where label maps count otherwise, add a column “id” to it."
            )
        )


def _say_left_out(names: list[str], said: list[str]) -> None:
    if names:
        said.append(
            say(
                "A palette can have {most} classes, so {count} were left out: {names}.",
                most=_MAX_CLASSES,
                count=len(names),
                names=listed(names),
            )
        )


def _is_unlabelled(row: Row) -> bool:
    name = _NOT_LETTERS.sub(" ", folded(row.name)).strip()
    return name in _UNLABELLED_NAMES or (name in _PERHAPS_UNLABELLED and row.rgb == _BLACK)


def _coloured(numbered: list[tuple[int, Row]], said: list[str]) -> dict[int, RGB]:
    """The colour of each class: its own unless another has it; unlabelled comes first."""
    colours: dict[int, RGB] = {}
    for class_id, row in sorted(numbered, key=lambda each: each[0] != UNLABELLED):
        if row.rgb is not None and row.rgb not in colours.values():
            colours[class_id] = row.rgb
        elif class_id == UNLABELLED:
            colours[class_id] = _BLACK
    moved: list[str] = []
    made: list[str] = []
    free = FreeColours([*colours.values(), _BLACK]) if len(colours) < len(numbered) else None
    for class_id, row in numbered:
        if class_id in colours or free is None:
            continue
        colours[class_id] = free.far() if row.rgb is None else free.near(row.rgb)
        made += [quoted(row.name)] if row.rgb is None else []
        if row.rgb is not None:
            new, old = hex_colour(colours[class_id]), hex_colour(row.rgb)
            moved.append(say("{name} ({before} → {after})", name=quoted(row.name), before=old, after=new))
    if moved:
        said.append(say("Classes in the colour of another got one beside it: {classes}.", classes=listed(moved)))
    if made:
        said.append(say("Classes without a colour in the file got one: {classes}.", classes=listed(made)))
    return colours


@dataclass
class _Names:
    """Gives each class a name of its own."""

    taken: set[str] = field(default_factory=lambda: {folded(UNLABELLED_NAME)})
    numbered: list[str] = field(default_factory=list)

    def take(self, class_id: int, name: str) -> str:
        if class_id == UNLABELLED:
            return UNLABELLED_NAME
        whole = _clean(name)
        own, count = whole or f"class {class_id}", 1
        while folded(own) in self.taken:
            count += 1
            own = f"{(whole or f'class {class_id}')[: MAX_NAME - 10].strip()} ({count})"
        self.taken.add(folded(own))
        if count > 1:
            self.numbered.append(quoted(own))
        return own
