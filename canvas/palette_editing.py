"""Changes of a palette, each a new palette. Ids are kept for ever: no change here gives a class another id."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from canvas.errors import PaletteError
from canvas.palette import KEYS, UNLABELLED, Palette, PaletteEntry, folded
from canvas.palette_colours import Vision, distance, lab
from canvas.words import say

MAX_CLASSES = 255
_GRID = 9


def with_class(palette: Palette, name: str) -> tuple[Palette, int]:
    """The palette with one more class, last, in a colour far from the others, and its id. Raises PaletteError."""
    free = [class_id for class_id in range(1, 256) if class_id not in palette.ids]
    if not free:
        raise PaletteError(
            say("A palette can have {count} classes, and this one has.", count=MAX_CLASSES),
            say("Remove or merge classes first."),
        )
    entry = PaletteEntry(free[0], name.strip(), free_colour(palette))
    return replace(palette, entries=(*palette.entries, entry)), entry.class_id


def renamed(palette: Palette, class_id: int, name: str) -> Palette:
    """The class under another name. Raises PaletteError for a name that cannot be, or that another class has."""
    same = palette.find_name(name)
    if same is not None and same.class_id != class_id:
        raise PaletteError(
            say("There is a class “{name}” already.", name=same.name),
            say("Choose another name, or merge the two classes."),
        )
    if class_id == UNLABELLED:
        return palette
    return _changed(palette, replace(palette.entry(class_id), name=name.strip()))


def coloured(palette: Palette, class_id: int, rgb: tuple[int, int, int]) -> Palette:
    """The class in another colour. Raises PaletteError for the colour of another class."""
    for entry in palette.entries:
        if entry.rgb == rgb and entry.class_id != class_id:
            raise PaletteError(
                say("“{name}” has exactly that colour.", name=entry.name),
                say("Every class needs a colour of its own; a step beside it is enough."),
            )
    return _changed(palette, replace(palette.entry(class_id), rgb=rgb))


def with_key(palette: Palette, class_id: int, key: int | None) -> Palette:
    """The class on the digit `key` 1..9, which another class gives up for it; None gives the class none of its own."""
    if key is not None and not 1 <= key <= KEYS:
        raise ValueError(f"{key} is none of the digits 1 to {KEYS}")
    entries = [
        replace(entry, key=key)
        if entry.class_id == class_id
        else replace(entry, key=None)
        if key is not None and entry.key == key
        else entry
        for entry in palette.entries
    ]
    return replace(palette, entries=tuple(entries))


def moved(palette: Palette, class_id: int, before: int | None) -> Palette:
    """The class in another place of the order: before the class `before`, or last. Unlabelled stays first."""
    entry = palette.entry(class_id)
    if class_id in (before, UNLABELLED):
        return palette
    others = [each for each in palette.entries if each.class_id not in (class_id, UNLABELLED)]
    ids = [each.class_id for each in others]
    place = len(others) if before is None or before not in ids else ids.index(before)
    if before == UNLABELLED:
        place = 0
    others.insert(place, entry)
    return replace(palette, entries=(palette.entry(UNLABELLED), *others))


def without(palette: Palette, class_id: int) -> Palette:
    """The palette without a class; unlabelled stays."""
    kept = tuple(entry for entry in palette.entries if entry.class_id != class_id or class_id == UNLABELLED)
    return replace(palette, entries=kept)


def unused_name(palette: Palette, name: str) -> str:
    """`name`, or with the least number behind it that no class has: "new class 2"."""
    taken = {folded(entry.name) for entry in palette.entries}
    if folded(name) not in taken:
        return name
    return next(f"{name} {count}" for count in range(2, 300) if folded(f"{name} {count}") not in taken)


def free_colour(palette: Palette) -> tuple[int, int, int]:
    """The colour whose nearest among the palette's is farthest, for normal vision."""
    axis = np.rint(np.linspace(0, 255, _GRID))
    grid = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1).reshape(-1, 3)
    taken = lab([entry.rgb for entry in palette.entries], Vision.NORMAL)
    nearest = distance(lab(grid)[:, np.newaxis], taken[np.newaxis]).min(axis=1)
    red, green, blue = grid[int(np.argmax(nearest))].astype(int).tolist()
    return red, green, blue


def _changed(palette: Palette, entry: PaletteEntry) -> Palette:
    return replace(
        palette, entries=tuple(entry if each.class_id == entry.class_id else each for each in palette.entries)
    )
