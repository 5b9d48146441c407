"""How far a run is, how long it still takes, and whether another preview is worth its time."""

from __future__ import annotations

import time
from collections.abc import Callable

from engine.request.stages import stage_sizes, step_counts
from engine.request.types import GenerationRequest, Picture


class Pace:
    """How far a run is, and how long it still takes: a step costs as much as its picture has pixels."""

    def __init__(self, request: GenerationRequest, step_px: int, preview_every_s: float) -> None:
        """`step_px` is what the sides of a picture are multiples of."""
        counts = step_counts(request, step_px)
        sizes = stage_sizes((request.width, request.height), request.first_px, step_px)
        self._costs = [
            width * height for (width, height), count in zip(sizes, counts, strict=True) for _ in range(count)
        ]
        self.stages, self.steps = len(counts), len(self._costs)
        self.done = 0
        self._paid = 0.0
        self._began: float | None = None
        self._rate_s: float | None = None
        """Seconds per cost, from an earlier run."""
        self._every_s = preview_every_s
        self._last_preview = float("-inf")

    def begin(self) -> None:
        """A stage begins; time counts from the first one."""
        if self._began is None:
            self._began = time.monotonic()

    def skip(self, rate_s: float | None) -> None:
        """A step was painted before, at this many seconds per cost."""
        self.done += 1
        self._rate_s = rate_s

    def step(self) -> None:
        """A step is done."""
        self._paid += self._costs[self.done]
        self.done += 1

    @property
    def left_s(self) -> float:
        """Seconds that the rest takes, if it goes on like this; 0 before anything is known."""
        rate_s = self.rate_s
        return 0.0 if rate_s is None else rate_s * sum(self._costs[self.done :])

    @property
    def rate_s(self) -> float | None:
        """Seconds per cost: as measured, else as an earlier run took them."""
        if self._began is None or not self._paid:
            return self._rate_s
        return (time.monotonic() - self._began) / self._paid

    def preview(self, paint: Callable[[], Picture]) -> Picture | None:
        """What `paint` paints; None where the last preview is too recent to be worth another."""
        if time.monotonic() - self._last_preview < self._every_s:
            return None
        self._last_preview = time.monotonic()
        return paint()
