"""The kinds of values that a setting can have: each reads a JSON value, and those that a person edits say how.

A reader raises ValueError or TypeError for what is not of its kind. No Qt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from canvas.numbers import number, whole
from canvas.words import say, shown


@dataclass(frozen=True)
class Number:
    """A number within bounds."""

    low: float
    high: float

    def __call__(self, value: Any) -> float:
        """Raises ValueError outside of the bounds, TypeError for what is no number."""
        try:
            return number(value, self.low, self.high)
        except ValueError as error:
            raise ValueError(
                say("{number} is not between {low} and {high}", number=shown(value), low=self.low, high=self.high)
            ) from error


@dataclass(frozen=True)
class Whole:
    """A whole number within bounds."""

    low: int
    high: int
    unit: str = ""
    step: int = 1

    def __call__(self, value: Any) -> int:
        """Raises ValueError or TypeError for anything else."""
        try:
            return whole(value, self.low, self.high)
        except ValueError as error:
            raise ValueError(
                say(
                    "{value} is not a whole number between {low} and {high}",
                    value=shown(value),
                    low=self.low,
                    high=self.high,
                )
            ) from error


@dataclass(frozen=True)
class Text:
    """Text. `offers` are values to choose from, with their names; other text stays possible where a file holds it."""

    offers: tuple[tuple[str, str], ...] = ()

    def __call__(self, value: Any) -> str:
        """Raises TypeError for anything else."""
        if not isinstance(value, str):
            raise TypeError(say("{value} is not text", value=shown(value)))
        return value.encode("utf-8", "replace").decode()  # half of a surrogate pair could never be written


@dataclass(frozen=True)
class Flag:
    """Yes or no."""

    def __call__(self, value: Any) -> bool:
        """Raises TypeError for anything else."""
        if not isinstance(value, bool):
            raise TypeError(say("{value} is neither true nor false", value=shown(value)))
        return value


@dataclass(frozen=True)
class OneOf:
    """One of a few values; `offers` holds them with their names."""

    offers: tuple[tuple[str, str], ...]

    def __call__(self, value: Any) -> str:
        """Raises ValueError for anything else."""
        if value not in (each for each, _ in self.offers):
            raise ValueError(
                say(
                    "{value} is none of {known}", value=shown(value), known=", ".join((each for each, _ in self.offers))
                )
            )
        return cast(str, value)


def one_of(*values: str) -> OneOf:
    """One of these values, which no dialog names."""
    return OneOf(tuple((value, value) for value in values))


def window(value: Any) -> tuple[float, float]:
    """Start and end of a part, within 0 to 1."""
    start, end = (Number(0.0, 1.0)(part) for part in value)
    if start > end:
        raise ValueError(say("The window starts at {start} and ends at {end}", start=start, end=end))
    return start, end


def size(value: Any) -> tuple[int, int]:
    """Width and height in pixels; 0 for none."""
    width, height = (Whole(0, 8192)(part) for part in value)
    return width, height


def class_weights(value: Any) -> Mapping[int, float]:
    """Class id -> strength."""
    read = Number(0.0, 100.0)
    return {Whole(0, 255)(int(key)): read(weight) for key, weight in dict(value).items()}


def strengths(value: Any) -> Mapping[str, float]:
    """Id of a module -> strength."""
    read = Number(0.0, 100.0)
    return {Text()(module): read(strength) for module, strength in dict(value).items()}


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
