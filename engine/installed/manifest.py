"""What a manifest may say, checked value by value: it is a stranger's file. No torch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.errors import brief
from engine.json_numbers import integer, number

MOST_PX = 16_384
_MOST_LABEL = 80
_MOST_STEPS = 1000
_MOST_SCALE = 1000.0


def label_of(manifest: Mapping[str, Any], name: str) -> str:
    """How it is shown: its label in one line, else `name`."""
    label = manifest.get("label", "")
    if not isinstance(label, str):
        raise ValueError("its label is not text")
    return brief(label, _MOST_LABEL) if label.strip() else name


def text_of(manifest: Mapping[str, Any], key: str) -> str:
    """A value that is text; "" where it is absent. Raises ValueError."""
    return _text(manifest.get(key, ""))


def sizes_of(manifest: Mapping[str, Any], default: int) -> tuple[int, ...]:
    """Sides in pixels. Raises ValueError."""
    sizes = manifest.get("sizes", [default])
    if not isinstance(sizes, list):
        raise ValueError("its sizes are not a list")
    return tuple(integer(side, 1, MOST_PX) for side in sizes)


def words_of(manifest: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Words that a text encoder knows, by group. Raises ValueError."""
    groups = manifest.get("words", {})
    if not isinstance(groups, dict) or not all(isinstance(words, list) for words in groups.values()):
        raise ValueError("its words are not lists")
    return {group: tuple(_text(word) for word in words) for group, words in groups.items()}


def defaults_of(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """What it suggests for a picture, of the fields that it may. Raises ValueError.

    All else is left out: where pictures are painted, and from what, is no suggestion.
    """
    defaults = manifest.get("defaults", {})
    if not isinstance(defaults, dict):
        raise ValueError("its defaults are not an object")
    for key, check in _DEFAULTS.items():
        if key in defaults:
            try:
                check(defaults[key])
            except ValueError as error:
                raise ValueError(f"{key}: {error}") from error
    return {key: value for key, value in defaults.items() if key in _DEFAULTS}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{brief(value, 40)!r} is not text")
    return value


def _within(least: float, most: float, whole: bool = False) -> Callable[[object], float]:
    return lambda value: integer(value, least, most) if whole else number(value, least, most)


def _window(value: object) -> None:
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError("it is not two numbers")
    if number(value[0], 0, 1) > number(value[1], 0, 1):
        raise ValueError("it ends before it begins")


_DEFAULTS: Mapping[str, Callable[[object], object]] = {
    "prompt": _text,
    "negative_prompt": _text,
    "sampler": _text,
    "steps": _within(1, _MOST_STEPS, whole=True),
    "guidance": _within(-_MOST_SCALE, _MOST_SCALE),
    "strength": _within(0, _MOST_SCALE),
    "window": _window,
    "parallel": _within(0, 1),
    "rescale": _within(0, 1),
    "first_px": _within(0, MOST_PX, whole=True),
    "refine_steps": _within(1, _MOST_STEPS, whole=True),
    "refine_strength": _within(1e-3, 1),
    "width": _within(1, MOST_PX, whole=True),
    "height": _within(1, MOST_PX, whole=True),
}
