"""What makes the hand's way a good line: a stabiliser, a curve through the samples, and what pressure means."""

from __future__ import annotations

import math

from canvas.ink_stroke import Nib
from canvas.tools.outline import Point

_FLATNESS_PX, _FLATNESS = 0.1, 0.01
"""How far a piece may be from its curve: so many pixels, or so much of a wide nib's radius."""
_MOST_STEPS = 12
_SOFTNESS = 1.6
LEAST_SIZE = 0.05
"""Of the nib's width, at no pressure."""


class PulledString:
    """A stabiliser: the nib hangs on a string and moves only once the pointer pulls it taut.

    What trembles within the string's length is not drawn, and a change of direction becomes a curve (a tractrix). It
    does not depend on how fast the hand is, or on how many events come.
    """

    def __init__(self, at: Point, length_px: float) -> None:
        self.nib = at
        self._length_px = length_px

    def pull(self, pointer: Point) -> Point:
        """The pointer is here; returns where the nib is now."""
        away = math.dist(self.nib, pointer)
        if away > self._length_px:
            part = 1 - self._length_px / away
            row, col = self.nib
            self.nib = row + (pointer[0] - row) * part, col + (pointer[1] - col) * part
        return self.nib


class Curve:
    """A smooth way through samples: quadratic Bézier curves from middle to middle, which the samples pull.

    It trails the newest sample by half the way to it, until `end`.
    """

    def __init__(self, start: Nib) -> None:
        self._at = self._sample = start

    def to(self, sample: Nib) -> list[Nib]:
        """One more sample; returns the nibs on the curve from where it was, which is left out, to where it is now."""
        start, control, end = self._at, self._sample, self._sample.towards(sample, 0.5)
        self._at, self._sample = end, sample
        bulge = math.hypot(*(start[axis] - 2 * control[axis] + end[axis] for axis in (0, 1))) / 4
        flat_px = max(_FLATNESS_PX, _FLATNESS * sample.radius_px)
        count = min(max(1, math.ceil(math.sqrt(bulge / flat_px))), _MOST_STEPS)
        parts = (number / count for number in range(1, count + 1))
        return [start.towards(control, part).towards(control.towards(end, part), part) for part in parts]

    def end(self) -> list[Nib]:
        """The rest of the way, straight to the last sample; none if the curve is there."""
        at, self._at = self._at, self._sample
        return [] if at == self._sample else [self._sample]


def softened(pressure: float) -> float:
    """What a pen's pressure, 0 .. 1, amounts to: a light hand gets more of it."""
    return float(1 - (1 - min(max(pressure, 0.0), 1.0)) ** _SOFTNESS)
