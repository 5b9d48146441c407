"""What a machine's speed means: how long drafts and pictures take, and which sizes and steps suit it. No Qt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from engine.request.stages import stage_sizes, step_counts_of

DRAFT_S = 1.0
"""A draft that takes no longer follows the hand."""
FINISH_S = 4.0
"""A picture that takes no longer is there when one looks up."""
FEWEST_STEPS = 6
"""Fewer are never suggested: pictures get coarse."""


@dataclass(frozen=True)
class Speed:
    """As measured at one size."""

    side_px: int
    step_s: float
    rest_s: float
    """What a picture takes beside its steps: preparing and decoding."""

    def picture_s(self, steps: int) -> float:
        """Seconds for a whole picture at this size."""
        return self.rest_s + steps * self.step_s


@dataclass(frozen=True)
class Advice:
    """What suits the machine; `live` is whether the draft keeps up with the drawing."""

    draft_px: int
    size_px: int
    steps: int
    live: bool


def finish_s(speeds: Sequence[Speed], size_px: int, draft_px: int, steps: int, refining: tuple[int, float]) -> float:
    """Seconds for a picture of `size_px` that is enlarged from a draft; `refining` is its steps and strength.

    What was not measured is taken from the nearest size that was, pixel for pixel.
    """
    sizes = stage_sizes((size_px, size_px), draft_px, 1)
    total = 0.0
    for (side, _), count in zip(sizes, step_counts_of(len(sizes), steps, *refining), strict=True):
        nearest = min(speeds, key=lambda speed: abs(math.log(speed.side_px / side)))
        total += nearest.picture_s(count) * (side / nearest.side_px) ** 2
    return total


def advise(speeds: Sequence[Speed], steps: int, refining: tuple[int, float]) -> Advice:
    """The largest draft that keeps up with `steps` steps, or fewer of them at the smallest size; and the largest
    picture that is finished from it soon.

    Where nothing keeps up, the smallest size with all steps, without Live. `speeds` are of one size or more.
    """
    ordered = sorted(speeds, key=lambda speed: speed.side_px)
    fitting = [speed for speed in ordered if speed.picture_s(steps) <= DRAFT_S]
    draft = fitting[-1] if fitting else ordered[0]
    if not fitting:
        fewer = int((DRAFT_S - draft.rest_s) / draft.step_s)
        if not FEWEST_STEPS <= fewer < steps:
            return Advice(draft.side_px, draft.side_px, steps, live=False)
        steps = fewer
    larger = [speed.side_px for speed in ordered if speed.side_px >= draft.side_px]
    soon = [side for side in larger if finish_s(ordered, side, draft.side_px, steps, refining) <= FINISH_S]
    return Advice(draft.side_px, max(soon, default=draft.side_px), steps, live=True)
