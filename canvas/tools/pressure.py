"""What a tablet says about pressure, without the samples that no hand made."""

from __future__ import annotations

from dataclasses import replace
from statistics import median

from canvas.tools.tool import PointerEvent


class PressureFilter:
    """Holds each sample of a stroke back until the next one, and tells by both neighbours whether it stands out.

    Where it does, one of theirs counts instead: of three the middle one, and at either end, where tablets err most, the
    lesser of two. Positions stay as they are.
    """

    def __init__(self) -> None:
        self._held: PointerEvent | None = None
        self._before: float | None = None

    @property
    def is_holding(self) -> bool:
        """Whether a sample waits."""
        return self._held is not None

    def feed(self, event: PointerEvent) -> list[PointerEvent]:
        """Take one more event of a stroke, from press to release; returns those that are settled by it."""
        if event.kind == "press":
            settled = self.flush()
            self._before, self._held = None, event
            return settled
        settled = self._settled(event.pressure if event.kind == "move" else None)
        if event.kind == "move":
            self._held = event
            return settled
        lifted = settled[-1].pressure if settled else self._before
        return [*settled, event if lifted is None else replace(event, pressure=lifted)]

    def flush(self) -> list[PointerEvent]:
        """What is held, as if no other sample came."""
        return self._settled(None)

    def drop(self) -> None:
        """Forget what is held."""
        self._held = None

    def _settled(self, after: float | None) -> list[PointerEvent]:
        held, self._held = self._held, None
        if held is None:
            return []
        neighbours = [each for each in (self._before, after) if each is not None]
        values = [*neighbours, held.pressure]
        self._before = held.pressure
        return [replace(held, pressure=median(values) if len(values) == 3 else min(values))]
