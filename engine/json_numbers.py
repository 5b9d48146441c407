"""Numbers in JSON that somebody else wrote: finite, within a range, and numbers indeed."""

from __future__ import annotations

import math
import numbers
from typing import Any


def number(value: Any, least: float = -math.inf, most: float = math.inf) -> float:
    """`value` as a finite number within [least, most]. Raises ValueError for all else, text and true among it."""
    try:
        found = math.nan if isinstance(value, bool) or not isinstance(value, numbers.Real) else float(value)
    except OverflowError:  # an integer of hundreds of digits
        found = math.inf
    if not math.isfinite(found):
        raise ValueError(
            f"{str(value)[:40]!r} is not a number"
            if not isinstance(value, numbers.Integral)
            else "a number is too large"
        )
    if not least <= found <= most:
        raise ValueError(f"{found:g} is not within {least:g} and {most:g}")
    return found


def integer(value: Any, least: float = -math.inf, most: float = math.inf) -> int:
    """`value` as a whole number within [least, most]. Raises ValueError."""
    found = number(value, least, most)
    if found != int(found):
        raise ValueError(f"{found:g} is not a whole number")
    return int(found)
