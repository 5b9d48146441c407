"""The kinds of values that a setting can have beside those of a request: each reads a JSON value.

A reader raises ValueError or TypeError for what is not of its kind. No Qt.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.request.kinds import Flag as Flag
from engine.request.kinds import Number as Number
from engine.request.kinds import OneOf as OneOf
from engine.request.kinds import Text as Text
from engine.request.kinds import Whole as Whole


def one_of(*values: str) -> OneOf:
    """One of these values, which no dialog names."""
    return OneOf(tuple((value, value) for value in values))


def size(value: Any) -> tuple[int, int]:
    """Width and height in pixels; 0 for none."""
    width, height = (Whole(0, 8192)(part) for part in value)
    return width, height


def optional_ids(value: Any) -> frozenset[int] | None:
    """Class ids, or None."""
    return None if value is None else ids(value)


def brushes(value: Any) -> Mapping[str, tuple[int, str]]:
    """Tool id -> size and shape of its brush."""
    read_size, read_shape = Whole(1, 1000), one_of("round", "square")
    return {Text()(tool): (read_size(size_px), read_shape(shape)) for tool, (size_px, shape) in dict(value).items()}


def ids(value: Any) -> frozenset[int]:
    """Class ids."""
    return frozenset(Whole(0, 255)(each) for each in value)


def id_list(value: Any) -> tuple[int, ...]:
    """Class ids in an order."""
    return tuple(Whole(0, 255)(each) for each in value)


def rgb(value: Any) -> tuple[int, int, int]:
    """A colour."""
    red, green, blue = (Whole(0, 255)(part) for part in value)
    return red, green, blue


def rgb_list(value: Any) -> tuple[tuple[int, int, int], ...]:
    """Colours in an order."""
    return tuple(rgb(each) for each in value)


def texts(value: Any) -> tuple[str, ...]:
    """A list of text."""
    return tuple(Text()(part) for part in value)


def named(value: Any) -> tuple[tuple[str, str], ...]:
    """A list of values with what each is called."""
    return tuple((Text()(part), Text()(name)) for part, name in value)


def shortcuts(value: Any) -> Mapping[str, str]:
    """Action id -> keys."""
    return {Text()(action): Text()(keys) for action, keys in dict(value).items()}


def text_by_name(value: Any) -> Mapping[str, str]:
    """Text by text, such as a folder's."""
    return {Text()(name): Text()(text) for name, text in dict(value).items()}
