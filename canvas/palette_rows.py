"""From the lines of a text file to a palette: what the formats without rules of their own on ids share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from canvas.errors import PaletteError
from canvas.palette import UNLABELLED, UNLABELLED_NAME, Palette, PaletteEntry, claims, folded, in_one_line
from canvas.words import say

_UNLABELLED_NAMES = frozenset({UNLABELLED_NAME, "unlabeled"})
_HINT = say("Give every class its own id, name and colour.")


@dataclass(frozen=True)
class Row:
    """What line `line` says of one class; without an id the class takes the next."""

    line: int
    class_id: int | None
    name: str
    rgb: tuple[int, int, int]
    also: tuple[str, ...] = ()
    key: int | None = None


def built(name: str, rows: Sequence[Row]) -> Palette:
    """The palette of these rows. Raises PaletteError, which names the line.

    Class 0 is unlabelled, whatever the file calls it; where the file has none it is added. A class without a name is
    called after its id.
    """
    entries: list[PaletteEntry] = []
    seen: dict[object, str] = {}
    following = 1
    for row in rows:
        class_id = row.class_id
        if class_id is None:
            class_id = UNLABELLED if folded(row.name) in _UNLABELLED_NAMES else following
            following += class_id != UNLABELLED
        if class_id > 255:
            raise PaletteError(
                say("The palette is not usable: line {line}: it is the 256th class.", line=row.line),
                say("A drawing can have 255 classes."),
            )
        called = UNLABELLED_NAME if class_id == UNLABELLED else row.name.strip() or f"class {class_id}"
        key = None if class_id == UNLABELLED else row.key
        _check(row.line, PaletteEntry(class_id, called, row.rgb, row.also, key), seen)
        entries.append(PaletteEntry(class_id, called, row.rgb, row.also, key))
    if UNLABELLED not in [entry.class_id for entry in entries]:
        taken = {entry.rgb for entry in entries}
        grey = next(level for level in range(256) if (level, level, level) not in taken)
        entries.insert(0, PaletteEntry(UNLABELLED, UNLABELLED_NAME, (grey, grey, grey)))
    return Palette(name, tuple(entries))


def _check(line: int, entry: PaletteEntry, seen: dict[object, str]) -> None:
    for value, what in claims(entry):
        if value in seen:
            raise PaletteError(
                say(
                    'The palette is not usable: line {line}: "{name}" has {what} of "{other}".',
                    line=line,
                    name=in_one_line(entry.name),
                    what=what,
                    other=in_one_line(seen[value]),
                ),
                _HINT,
            )
        seen[value] = entry.name
