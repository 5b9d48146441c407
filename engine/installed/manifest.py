"""What a manifest may say, checked value by value: it is a stranger's file. No torch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.errors import brief
from engine.installed.kinds import ModuleClass
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


def parse_classes(records: Sequence[Mapping[str, Any]]) -> tuple[ModuleClass, ...]:
    """Class records {id, name, rgb} -> classes in order of id, 0 (unlabelled) included. Raises ValueError."""
    classes = [ModuleClass(integer(r["id"], 0, 255), str(r["name"]), _rgb(r["rgb"])) for r in records]
    if all(entry.id != 0 for entry in classes):
        classes.append(ModuleClass(0, "unlabelled", (0, 0, 0)))
    classes.sort(key=lambda entry: entry.id)
    if [entry.id for entry in classes] != list(range(len(classes))) or len(classes) > 256:
        raise ValueError("ids must be 1, 2, 3, … without gaps, 255 at most")
    if len({entry.name.strip().casefold() for entry in classes}) < len(classes):
        raise ValueError("two classes have the same name")
    return tuple(classes)


def _rgb(values: Sequence[int]) -> tuple[int, int, int]:
    try:
        red, green, blue = (integer(value, 0, 255) for value in values)
    except (TypeError, ValueError) as error:
        raise ValueError("a colour must be three numbers from 0 to 255") from error
    return red, green, blue


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{brief(value, 40)!r} is not text")
    return value


SUGGESTED: Mapping[str, Row] = {key: row for key, row in ROWS.items() if row.is_suggested}
"""What a manifest may suggest of a request."""
