"""What a machine's speed means: how long a picture takes, and which size and steps suit it. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.live_scheduler import MEDIUM_S

FEWEST_STEPS = 8
"""Fewer are never suggested: pictures get coarse."""


@dataclass(frozen=True)
class Speed:
    """As measured at one size."""

    side_px: int
    step_s: float
    rest_s: float
    """What a picture takes beside its steps: preparing and decoding."""

    def picture_s(self, steps: int) -> float:
        """Seconds for a whole picture."""
        return self.rest_s + steps * self.step_s


@dataclass(frozen=True)
class Advice:
    """What suits the machine; `live` is whether the picture keeps up with the drawing."""

    side_px: int
    steps: int
    live: bool


def advise(speeds: Sequence[Speed], steps: int) -> Advice:
    """The largest size at which Live keeps up with `steps` steps, or fewer of them at the smallest size.

    Where nothing keeps up, the smallest size with all steps, without Live. `speeds` are of one size or more.
    """
    ordered = sorted(speeds, key=lambda speed: speed.side_px)
    fitting = [speed for speed in ordered if speed.picture_s(steps) <= MEDIUM_S]
    if fitting:
        return Advice(fitting[-1].side_px, steps, live=True)
    smallest = ordered[0]
    fewer = int((MEDIUM_S - smallest.rest_s) / smallest.step_s)
    if FEWEST_STEPS <= fewer < steps:
        return Advice(smallest.side_px, fewer, live=True)
    return Advice(smallest.side_px, steps, live=False)
