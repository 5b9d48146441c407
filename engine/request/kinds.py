"""The kinds of values that a picture is decided by: what each reads, writes and shows. numpy only.

Every reader raises ValueError or TypeError for what is not of its kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, cast

import numpy as np
from numpy.typing import DTypeLike, NDArray

from engine.errors import brief
from engine.json_numbers import integer, number
from engine.words import say

_MOST = 10**6
"""Of any number in a file, wherever its kind has no more: beyond it nothing can be painted."""
_BRIEF = 60
_NOTHING = say("none")


class Kind:
    """What the kinds share: a value is itself in JSON and in a request, and shown as text."""

    def __call__(self, value: Any) -> Any:
        """The value that JSON, or a person, gives, within the bounds of the kind."""
        return value

    def parsed(self, value: Any) -> Any:
        """A value of this kind, whatever its bounds: a file may hold what is refused when it is to be painted."""
        return self(value)

    def plain(self, value: Any) -> Any:
        """As JSON has it; `parsed` reads it back."""
        return value

    def held(self, value: Any) -> Any:
        """As a request holds it: nobody can change it there."""
        return value

    def shown(self, value: Any) -> str:
        """As a line of text tells it, at any length."""
        return _NOTHING if value is None or value == "" else str(value)


@dataclass(frozen=True)
class Number(Kind):
    """A number within bounds."""

    low: float
    high: float

    def __call__(self, value: Any) -> float:
        """Raises ValueError outside of the bounds, and for what is no number."""
        try:
            return number(value, self.low, self.high)
        except ValueError as error:
            raise ValueError(
                say(
                    "{number} is not between {low} and {high}",
                    number=brief(value, _BRIEF),
                    low=self.low,
                    high=self.high,
                )
            ) from error

    def parsed(self, value: Any) -> float:
        """Any number that is no nonsense."""
        return number(value, -_MOST, max(_MOST, self.high))

    def shown(self, value: Any) -> str:
        """Without zeros at its end."""
        return f"{value:g}"


@dataclass(frozen=True)
class Whole(Kind):
    """A whole number within bounds."""

    low: int
    high: int
    unit: str = ""
    step: int = 1

    def __call__(self, value: Any) -> int:
        """Raises ValueError for anything else."""
        try:
            return integer(value, self.low, self.high)
        except ValueError as error:
            raise ValueError(
                say(
                    "{value} is not a whole number between {low} and {high}",
                    value=brief(value, _BRIEF),
                    low=self.low,
                    high=self.high,
                )
            ) from error

    def parsed(self, value: Any) -> int:
        """Any whole number that is no nonsense."""
        return integer(value, -_MOST, max(_MOST, self.high))


@dataclass(frozen=True)
class Text(Kind):
    """Text. `offers` are values to choose from, with their names; other text stays possible where a file holds it."""

    offers: tuple[tuple[str, str], ...] = ()
    is_open: bool = False
    """Whether what is not offered is as good, as the name of a device is."""

    def __call__(self, value: Any) -> str:
        """Raises TypeError for anything else."""
        if not isinstance(value, str):
            raise TypeError(say("{value} is not text", value=brief(value, _BRIEF)))
        return value.encode("utf-8", "replace").decode()  # half of a surrogate pair could never be written

    def shown(self, value: Any) -> str:
        """The name that it is offered by."""
        return dict(self.offers).get(value, super().shown(value))


@dataclass(frozen=True)
class OptionalText(Text):
    """Text, or None."""

    def parsed(self, value: Any) -> str | None:
        """Raises TypeError for anything else."""
        return None if value is None else self(value)


@dataclass(frozen=True)
class Flag(Kind):
    """Yes or no."""

    def __call__(self, value: Any) -> bool:
        """Raises TypeError for anything else."""
        if not isinstance(value, bool):
            raise TypeError(say("{value} is neither true nor false", value=brief(value, _BRIEF)))
        return value

    def shown(self, value: Any) -> str:
        """In a word."""
        return say("yes") if value else say("no")


@dataclass(frozen=True)
class OneOf(Kind):
    """One of a few values; `offers` holds them with their names."""

    offers: tuple[tuple[str, str], ...]

    def __call__(self, value: Any) -> str:
        """Raises ValueError for anything else."""
        if value not in (each for each, _ in self.offers):
            raise ValueError(
                say(
                    "{value} is none of {known}",
                    value=brief(value, _BRIEF),
                    known=", ".join(each for each, _ in self.offers),
                )
            )
        return cast(str, value)

    def parsed(self, value: Any) -> str:
        """Any text: a newer version may have more to choose from."""
        return Text()(value)

    def shown(self, value: Any) -> str:
        """The name that it is offered by."""
        return dict(self.offers).get(value, str(value))


@dataclass(frozen=True)
class Span(Kind):
    """Start and end of a part, within 0 to 1."""

    def __call__(self, value: Any) -> tuple[float, float]:
        """Raises ValueError or TypeError for anything else, and where it ends before it starts."""
        start, end = (Number(0.0, 1.0)(part) for part in value)
        if start > end:
            raise ValueError(say("The window starts at {start} and ends at {end}", start=start, end=end))
        return start, end

    def parsed(self, value: Any) -> tuple[float, float]:
        """Any two numbers."""
        start, end = (Number(0.0, 1.0).parsed(part) for part in value)
        return start, end

    def held(self, value: Any) -> tuple[float, float]:
        """A pair of floats."""
        return float(value[0]), float(value[1])

    def shown(self, value: Any) -> str:
        """From – to."""
        return f"{value[0]:g}–{value[1]:g}"


@dataclass(frozen=True)
class Table(Kind):
    """A read-only table of one kind of key and one of values; JSON has its keys as text."""

    key: Kind
    value: Kind
    absent: Any = None
    """What a key that is not in the table stands for; None where it stands for nothing."""

    def __call__(self, value: Any) -> Mapping[Any, Any]:
        """Raises ValueError or TypeError for anything else."""
        return {self._key(key): self.value(each) for key, each in _table(value).items()}

    def parsed(self, value: Any) -> Mapping[Any, Any]:
        """Keys within their bounds, values of their kind."""
        return {self._key(key): self.value.parsed(each) for key, each in _table(value).items()}

    def plain(self, value: Any) -> Any:
        """Keys as text, as JSON has them."""
        return {str(key): self.value.plain(each) for key, each in value.items()}

    def held(self, value: Any) -> Mapping[Any, Any]:
        """A copy that cannot be written to."""
        return MappingProxyType(dict(value))

    def _key(self, key: Any) -> Any:
        return self.key(int(key) if isinstance(self.key, Whole) else key)


@dataclass(frozen=True)
class Layer(Kind):
    """Pixels of a drawing, (H, W) or (H, W, C); a request holds a read-only copy, files keep them as images."""

    dtype: DTypeLike = np.uint8

    def held(self, value: Any) -> NDArray[Any] | None:
        """A contiguous read-only copy; None stays None."""
        return None if value is None else read_only(np.asarray(value, dtype=self.dtype))


def _table(value: Any) -> Mapping[Any, Any]:
    if not isinstance(value, Mapping):
        raise TypeError(say("{value} is no table", value=brief(value, _BRIEF)))
    return value


def read_only(array: NDArray[Any]) -> NDArray[Any]:
    """A contiguous copy of `array` that cannot be written to."""
    copy = np.array(array, order="C", copy=True)
    copy.setflags(write=False)
    return copy
