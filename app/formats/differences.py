"""What differs between the recipes of two pictures. No Qt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.formats.compare import same_ink
from canvas.words import say
from engine.request.kinds import Table
from engine.request.parts import OF_THE_MACHINE, ROWS
from engine.request.types import GenerationRequest

_APART = frozenset({"classes", "also", "class_weights", "width", "height"}) | OF_THE_MACHINE
"""Rows that are told by hand, or not at all."""
_SETTINGS = tuple(row for row in ROWS.values() if not row.is_layer and row.id not in _APART)
_MOST_LETTERS = 160


@dataclass(frozen=True)
class Difference:
    """One thing that differs: `name` and `after` (and `before`) are words or plain text to show."""

    name: str
    before: str
    after: str


def differences(a: GenerationRequest, b: GenerationRequest) -> list[Difference]:
    """Everything in which the requests differ, what matters most first: from `a` to `b`."""
    return [*_of_the_drawing(a, b), *_of_the_settings(a, b), *_of_the_weights(a, b), *_of_the_names(a, b)]


def _of_the_drawing(a: GenerationRequest, b: GenerationRequest) -> Iterator[Difference]:
    if a.labels.shape != b.labels.shape:
        yield Difference(say("Drawing"), _side(a.labels.shape[::-1]), _side(b.labels.shape[::-1]))
    else:
        numbers: dict[str, int] = {}
        share = float(np.mean(_numbered(a, numbers) != _numbered(b, numbers)))
        if share:
            percent = f"{share * 100:.1f}" if share < 0.1 else f"{share * 100:.0f}"
            yield Difference(say("Drawing"), "", say("{percent} % painted differently", percent=percent))
    if not same_ink(a.ink, b.ink):
        yield Difference(say("Ink"), "", say("other strokes"))
    if not same_ink(a.colours, b.colours):
        yield Difference(say("Colour strokes"), "", say("other strokes"))


def _of_the_names(a: GenerationRequest, b: GenerationRequest) -> Iterator[Difference]:
    if a.also != b.also:
        yield Difference(ROWS["also"].label, _cut(_named(a)), _cut(_named(b)))


def _named(request: GenerationRequest) -> str:
    named = ((request.classes.get(class_id, class_id), names) for class_id, names in request.also.items())
    return "; ".join(f"{name}: {', '.join(names.splitlines())}" for name, names in named)


def _of_the_settings(a: GenerationRequest, b: GenerationRequest) -> Iterator[Difference]:
    for row in _SETTINGS:
        before, after = getattr(a, row.id), getattr(b, row.id)
        if isinstance(row.kind, Table):
            yield from _of_a_table(row.kind, before, after)
        elif before != after:
            yield Difference(row.label, *(_cut(row.kind.shown(each)) for each in (before, after)))
    if (a.width, a.height) != (b.width, b.height):
        yield Difference(say("Size"), _side((a.width, a.height)), _side((b.width, b.height)))


def _of_the_weights(a: GenerationRequest, b: GenerationRequest) -> Iterator[Difference]:
    """By the names of the classes, as two palettes may give one two ids."""
    kind = ROWS["class_weights"].kind
    assert isinstance(kind, Table)
    before, after = (
        {each.classes.get(key, str(key)): weight for key, weight in each.class_weights.items()} for each in (a, b)
    )
    yield from _of_a_table(kind, before, after)


def _of_a_table(kind: Table, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    for name in sorted(before.keys() | after.keys()):
        pair = before.get(name, kind.absent), after.get(name, kind.absent)
        if pair[0] != pair[1]:
            yield Difference(say("Strength of {name}", name=name), *(_cut(kind.value.shown(each)) for each in pair))


def _numbered(request: GenerationRequest, numbers: dict[str, int]) -> NDArray[np.int64]:
    """(H, W), one number for one name, as two palettes may give a class two ids; `numbers` learns new names."""
    names = (request.classes.get(class_id, str(class_id)) for class_id in range(256))
    table = np.array([numbers.setdefault(name, len(numbers)) for name in names])
    return np.asarray(table[request.labels])


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_LETTERS else f"{text[:_MOST_LETTERS]}…"


def _side(size: tuple[int, ...]) -> str:
    return f"{size[0]} × {size[1]}"
