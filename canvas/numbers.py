"""Numbers of JSON, which is written by anybody: what Python reads there may be infinite, no number, or endless."""

from __future__ import annotations

import numbers
import sys
from typing import Any


def number(value: Any, low: float = -sys.float_info.max, high: float = sys.float_info.max) -> float:
    """`value` as a finite number within `low` and `high`. Raises TypeError or ValueError, and nothing else."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise TypeError(f"{type(value).__name__} is no number")
    exact = int(value) if isinstance(value, numbers.Integral) else float(value)
    if not low <= exact <= high:
        raise ValueError(f"the number is not between {low} and {high}")
    return float(exact)


def whole(value: Any, low: int, high: int) -> int:
    """`value` as a whole number within `low` and `high`. Raises TypeError or ValueError, and nothing else."""
    if number(value, low, high) != int(value):
        raise ValueError("the number is not a whole one")
    return int(value)
