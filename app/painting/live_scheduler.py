"""When Live starts or restarts a run. Pure: the clock is injected, nothing here knows threads or widgets.

The person paints in *bursts*: a stroke with the pen down, or edits that follow each other closely (a slider that is
dragged, undo held down). Cancelling on every edit of a burst starves the preview; never cancelling shows what was
drawn half a second ago. So a run under way is left alone until it has shown something useful, and the end of a
stroke always restarts it. How eager that is depends on how fast this machine paints:

- fast (a useful preview within 0.5 s): runs start and restart within a burst;
- medium (a whole run within 1.5 s): the picture waits for the end of the burst, then starts at once;
- slow: it waits for 250 ms without an edit, and starts after 3 s of edits at the latest.

What runs then may be a *draft*, a small picture. The finished one is due once a draft is whole and the hand has rested
for a moment; an edit ends it at once, however far it is: it shows what is no longer drawn, and a draft is soon there.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

FAST_S = 0.5
MEDIUM_S = 1.5
QUIET_S = 0.25
REST_S = 0.5
CAP_S = 3.0
USEFUL_PART = 1 / 3
SHOWN_PART = 1 / 2
MIN_USEFUL_STEPS = 3
_NEWEST_SHARE = 0.25


def useful_step(steps: int) -> int:
    """The first step, counting from 1, whose preview says more than the last picture does."""
    return min(steps, max(MIN_USEFUL_STEPS, round(steps * USEFUL_PART)))


def shown_step(steps: int) -> int:
    """The first step, counting from 1, whose preview may take the place of another picture: before, it is a blur."""
    return min(steps, max(MIN_USEFUL_STEPS, math.ceil(steps * SHOWN_PART)))


class Act(Enum):
    """What to do now."""

    NOTHING = auto()
    START = auto()
    """Start a run; none is under way."""
    RESTART = auto()
    """Cancel the run under way and start anew."""
    FINISH = auto()
    """Start the run that finishes the draft; none is under way."""


@dataclass(frozen=True)
class Decision:
    """`ask_again_s`: seconds after which to decide anew even if nothing happens; None means never."""

    act: Act
    ask_again_s: float | None = None


class LiveScheduler:
    """Told what happens, asked what to do. All times in seconds of the injected clock."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._pending = False
        self._due_now = False
        self._pen_is_down = False
        self._last_edit_s = float("-inf")
        self._first_unserved_s = 0.0
        self._running = False
        self._finishing = False
        self._is_rough = False
        self._steps_done = 0
        self._last_step_s: float | None = None
        self._step_s: float | None = None

    @property
    def is_pending(self) -> bool:
        """Whether an edit waits for a run, or a draft for being finished."""
        return self._pending or self._is_rough

    def edited(self) -> None:
        """The drawing or a setting changed. An edit that does not follow another closely is served at once."""
        now = self._clock()
        follows = now - self._last_edit_s < QUIET_S
        if not self._pending:
            self._first_unserved_s = now
        self._pending = True
        self._due_now = not self._pen_is_down and not follows
        self._last_edit_s = now

    def pen_down(self) -> None:
        """A stroke began."""
        self._pen_is_down = True

    def pen_up(self) -> None:
        """The stroke ended: if it changed anything, a run is due now."""
        self._pen_is_down = False
        self._due_now = True

    def run_started(self, *, finishes: bool = False) -> None:
        """A run of the newest state was submitted; it serves every edit so far. `finishes` tells it from a draft."""
        self._pending = False
        self._due_now = False
        self._running = True
        self._finishing = finishes
        self._is_rough = False
        self._steps_done = 0
        self._last_step_s = None

    def step_done(self, step: int) -> None:
        """Step `step`, counting from 1, of the newest run is done."""
        now = self._clock()
        if self._finishing:  # its steps are of other sizes
            return
        if self._last_step_s is not None and step > self._steps_done:
            self._learn((now - self._last_step_s) / (step - self._steps_done))
        self._last_step_s = now
        self._steps_done = step

    def run_ended(self, *, is_rough: bool = False) -> None:
        """The newest run ended, one way or another; `is_rough` says that it left a whole draft to be finished."""
        self._running = self._finishing = False
        self._is_rough = is_rough

    def forget(self) -> None:
        """Drop what waits: the person cancelled."""
        self._pending = self._is_rough = False
        self._due_now = False

    def run_s(self, steps: int) -> float | None:
        """Seconds that a run of `steps` takes on this machine; None before one was measured."""
        return None if self._step_s is None else self._step_s * steps

    def is_soon_whole(self, steps: int) -> bool:
        """Whether a run takes so little time on this machine that nobody needs to see a part of it."""
        run_s = self.run_s(steps)
        return run_s is not None and run_s <= MEDIUM_S

    def decide(self, steps: int) -> Decision:
        """What to do now, for runs of `steps` steps."""
        if not self._pending:
            return self._decide_finish()
        if self._finishing:
            return Decision(Act.RESTART)
        go = Decision(Act.RESTART if self._running else Act.START)
        run_s = self.run_s(steps)
        if run_s is not None and run_s > MEDIUM_S and not self._is_fast(steps):
            return self._decide_slow(go, steps)
        if self._due_now:
            return go
        if self._is_fast(steps) and (not self._running or self._steps_done >= useful_step(steps)):
            return go
        return Decision(Act.NOTHING) if self._pen_is_down else self._when_quiet(go)

    def _decide_finish(self) -> Decision:
        if not self._is_rough or self._running or self._pen_is_down:
            return Decision(Act.NOTHING)
        left_s = self._last_edit_s + REST_S - self._clock()
        return Decision(Act.FINISH) if left_s <= 0 else Decision(Act.NOTHING, left_s)

    def _decide_slow(self, go: Decision, steps: int) -> Decision:
        decision = self._when_quiet(go)
        if decision.ask_again_s is None or (self._running and self._steps_done < useful_step(steps)):
            return decision
        left_s = self._first_unserved_s + CAP_S - self._clock()
        return go if left_s <= 0 else Decision(Act.NOTHING, min(left_s, decision.ask_again_s))

    def _when_quiet(self, go: Decision) -> Decision:
        left_s = self._last_edit_s + QUIET_S - self._clock()
        return go if left_s <= 0 else Decision(Act.NOTHING, left_s)

    def _is_fast(self, steps: int) -> bool:
        return self._step_s is not None and self._step_s * useful_step(steps) < FAST_S

    def _learn(self, step_s: float) -> None:
        known = self._step_s
        self._step_s = step_s if known is None else known + _NEWEST_SHARE * (step_s - known)
