"""Which class of another palette each class of a drawing becomes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from canvas.palette import UNLABELLED, Palette, PaletteEntry, folded

_BETWEEN_NAMES = re.compile(r"[;,|/]")
_NOT_LETTERS = re.compile(r"[\W_]+")
_SUFFIXES = ("other", "stuff", "merged")
"""What COCO-Stuff and COCO's panoptic classes append to a name that is taken, or that stands for the rest."""


class Likewise(Enum):
    """How a class was found in the other palette."""

    NAME = "name"
    """By its name, regardless of case and surrounding blanks."""
    OTHER_NAME = "other name"
    """By another of its names, or by a plural, or regardless of blanks and hyphens."""
    NOT = "not"
    """Not at all: it becomes unlabelled."""


@dataclass(frozen=True)
class ClassMatch:
    """Where a class goes by its names; `target` is UNLABELLED where nothing is like it."""

    class_id: int
    target: int
    likewise: Likewise


def matches(palette: Palette, other: Palette) -> tuple[ClassMatch, ...]:
    """A match for each class of `palette` but unlabelled, in its order."""
    found = []
    by_key: dict[str, PaletteEntry] = {}
    for names in (_own_names, _all_names):
        for entry in other.entries:
            if entry.class_id != UNLABELLED:
                for name in names(entry):
                    by_key.setdefault(_key(name), entry)
    for entry in palette.entries:
        if entry.class_id == UNLABELLED:
            continue
        same = other.find_name(entry.name)
        if same is not None and same.class_id != UNLABELLED:
            found.append(ClassMatch(entry.class_id, same.class_id, Likewise.NAME))
            continue
        keys = [_key(name) for name in _all_names(entry)]
        like = next((by_key[key] for key in keys if key and key in by_key), None)
        if like is None:
            found.append(ClassMatch(entry.class_id, UNLABELLED, Likewise.NOT))
        else:
            found.append(ClassMatch(entry.class_id, like.class_id, Likewise.OTHER_NAME))
    return tuple(found)


def shares(labels: NDArray[np.uint8]) -> dict[int, float]:
    """The share of the pixels that each class has, unlabelled left out; largest first."""
    counts = np.bincount(labels.ravel(), minlength=256)
    used = sorted((c for c in np.flatnonzero(counts).tolist() if c != UNLABELLED), key=lambda c: (-counts[c], c))
    return {class_id: float(counts[class_id] / labels.size) for class_id in used}


def mapped(labels: NDArray[np.uint8], targets: Mapping[int, int]) -> NDArray[np.uint8]:
    """The label map with each id replaced by its target; ids without one become unlabelled."""
    table = np.full(256, UNLABELLED, dtype=np.uint8)
    for class_id, target in targets.items():
        table[class_id] = target
    table[UNLABELLED] = UNLABELLED
    return np.asarray(table[labels], dtype=np.uint8)


def other_names(entry: PaletteEntry) -> tuple[str, ...]:
    """All that a class is called beside its name, without doubles."""
    return tuple(dict.fromkeys(name.strip() for name in _all_names(entry)[1:] if folded(name) != folded(entry.name)))


def also_called(palette: Palette, labels: NDArray[np.uint8]) -> dict[int, str]:
    """What the painted classes are called beside their names, one name a line; those with none are left out."""
    names = {each: other_names(palette.entry(each)) for each in shares(labels) if each in palette.ids}
    return {class_id: "\n".join(others) for class_id, others in sorted(names.items()) if others}


def _own_names(entry: PaletteEntry) -> list[str]:
    return [entry.name]


def _all_names(entry: PaletteEntry) -> list[str]:
    """The name, its parts where it is a list such as "sky;blue", the other names, and names without a suffix."""
    names = [entry.name, *(part for part in _BETWEEN_NAMES.split(entry.name)), *entry.also]
    for name in tuple(names):
        head, _, tail = folded(name).rpartition("-")
        if head and tail in _SUFFIXES:
            names.append(head)
    return names


def _key(name: str) -> str:
    """What is compared: words without blanks, hyphens and case, each in the singular."""
    return "".join(_singular(word) for word in _NOT_LETTERS.split(folded(name)) if word)


def _singular(word: str) -> str:
    """The same for one and for many: bus and buses, house and houses, city and cities. It need not be a word."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith("es"):
        return word[:-2].rstrip("e")
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1].rstrip("e")
    return word.rstrip("e") or word
