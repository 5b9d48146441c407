"""What differs between the recipes of two pictures. No Qt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.formats.compare import same_ink
from canvas.words import say
from engine.installed.registry import SAMPLERS
from engine.request.types import GenerationRequest

_NAMES: Mapping[str, str] = {
    "base": say("Base"),
    "module": say("Module"),
    "prompt": say("Prompt"),
    "negative_prompt": say("Negative prompt"),
    "seed": say("Seed"),
    "steps": say("Steps"),
    "guidance": say("Guidance"),
    "strength": say("Strength"),
    "first_px": say("Draft"),
    "refine_steps": say("Refining steps"),
    "refine_strength": say("Refining strength"),
    "parallel": say("Saturation"),
    "rescale": say("Rescale"),
}
_MOST_LETTERS = 160
_NOTHING = say("none")


@dataclass(frozen=True)
class Difference:
    """One thing that differs: `name` and `after` (and `before`) are words or plain text to show."""

    name: str
    before: str
    after: str


def differences(a: GenerationRequest, b: GenerationRequest) -> list[Difference]:
    """Everything in which the requests differ, what matters most first: from `a` to `b`."""
    return [*_of_the_drawing(a, b), *_of_the_settings(a, b), *_of_the_weights(a, b)]


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


def _of_the_settings(a: GenerationRequest, b: GenerationRequest) -> Iterator[Difference]:
    for field, name in _NAMES.items():
        before, after = getattr(a, field), getattr(b, field)
        if before != after:
            yield Difference(name, _text(before), _text(after))
    for module in sorted(a.beside.keys() | b.beside.keys()):
        pair = a.beside.get(module, 0.0), b.beside.get(module, 0.0)
        if pair[0] != pair[1]:
            yield Difference(say("Strength of {name}", name=module), *(f"{strength:g}" for strength in pair))
    if (a.width, a.height) != (b.width, b.height):
        yield Difference(say("Size"), _side((a.width, a.height)), _side((b.width, b.height)))
    if a.sampler != b.sampler:
        labels = {choice.id: choice.label for choice in SAMPLERS}
        yield Difference(say("Sampler"), *(labels.get(each.sampler, each.sampler) for each in (a, b)))
    if a.window != b.window:
        yield Difference(say("Window"), *(f"{each.window[0]:g}–{each.window[1]:g}" for each in (a, b)))


def _of_the_weights(a: GenerationRequest, b: GenerationRequest) -> Iterator[Difference]:
    before, after = (
        {each.classes.get(key, str(key)): weight for key, weight in each.class_weights.items()} for each in (a, b)
    )
    for name in sorted(before.keys() | after.keys()):
        pair = before.get(name, 1.0), after.get(name, 1.0)
        if pair[0] != pair[1]:
            yield Difference(say("Strength of {name}", name=name), *(f"{weight:g}" for weight in pair))


def _numbered(request: GenerationRequest, numbers: dict[str, int]) -> NDArray[np.int64]:
    """(H, W), one number for one name, as two palettes may give a class two ids; `numbers` learns new names."""
    names = (request.classes.get(class_id, str(class_id)) for class_id in range(256))
    table = np.array([numbers.setdefault(name, len(numbers)) for name in names])
    return np.asarray(table[request.labels])


def _text(value: object) -> str:
    if value is None or value == "":
        return _NOTHING
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text if len(text) <= _MOST_LETTERS else f"{text[:_MOST_LETTERS]}…"


def _side(size: tuple[int, ...]) -> str:
    return f"{size[0]} × {size[1]}"
