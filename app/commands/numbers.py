"""Types of options: numbers that can be. Each says in one sentence what it wants instead of another text."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeVar

Number = TypeVar("Number", int, float)


def above_0(kind: Callable[[str], Number]) -> Callable[[str], Number]:
    """A number above 0, and no NaN and no infinity."""
    return _number(kind, lambda number: 0 < number < float("inf"), "a number above 0")


def from_0(kind: Callable[[str], Number]) -> Callable[[str], Number]:
    """0, or a number above it."""
    return _number(kind, lambda number: 0 <= number < float("inf"), "0 or a number above it")


def within(kind: Callable[[str], Number], low: float, high: float) -> Callable[[str], Number]:
    """A number between two, which are among them."""
    return _number(kind, lambda number: low <= number <= high, f"a number from {low:g} to {high:g}")


def whole(low: int, high: int) -> Callable[[str], int]:
    """A whole number from `low` to `high`. One near them passes: what paints says best why it cannot be."""
    most = max(_MOST, high)
    return _number(int, lambda number: -_MOST <= number <= most, f"a whole number from {low} to {high}")


def _number(
    kind: Callable[[str], Number], is_possible: Callable[[Number], bool], wanted: str
) -> Callable[[str], Number]:
    def read(text: str) -> Number:
        try:
            number = kind(text)
            if is_possible(number):
                return number
        except (ValueError, OverflowError):
            pass
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]} …"
        raise argparse.ArgumentTypeError(f"“{shown}” is not {wanted}")

    return read


_MOST = 10**6
_SHOWN = 40
"""Letters of what was typed."""
