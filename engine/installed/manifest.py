"""What a manifest may say, checked value by value: it is a stranger's file. No torch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.errors import brief
from engine.json_numbers import integer
from engine.request.parts import ROWS
from engine.request.rows import Row

MOST_PX = 16_384
_MOST_LABEL = 80


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
    for key, row in SUGGESTED.items():
        if key in defaults:
            try:
                row.kind(defaults[key])
            except (TypeError, ValueError) as error:
                raise ValueError(f"{key}: {error}") from error
    return {key: value for key, value in defaults.items() if key in SUGGESTED}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{brief(value, 40)!r} is not text")
    return value


SUGGESTED: Mapping[str, Row] = {key: row for key, row in ROWS.items() if row.is_suggested}
"""What a manifest may suggest of a request."""
