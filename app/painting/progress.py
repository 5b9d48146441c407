"""What is going on, in words that a panel can show. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from canvas.words import say


class RunState(Enum):
    """What becomes of the open work now."""

    IDLE = auto()
    WAITING = auto()
    """An edit waits for a run, or a draft for being finished."""
    DRAFTING = auto()
    PAINTING = auto()
    STOPPED = auto()
    """The person cancelled: what ran may still be ending. The next edit goes on."""
    FAILED = auto()
    """An error ended the last run: another setting or Generate goes on."""


class LiveState(Enum):
    """What Live is doing; the value is what the person reads."""

    OFF = say("off")
    UP_TO_DATE = say("up to date")
    PAINTING = say("painting")
    WAITING = say("waiting for a pause")
    STOPPED = say("stopped; paint to go on")
    PAUSED = say("paused after an error")


LIVE_STATES: Mapping[RunState, LiveState] = {
    RunState.IDLE: LiveState.UP_TO_DATE,
    RunState.WAITING: LiveState.WAITING,
    RunState.DRAFTING: LiveState.PAINTING,
    RunState.PAINTING: LiveState.PAINTING,
    RunState.STOPPED: LiveState.STOPPED,
    RunState.FAILED: LiveState.PAUSED,
}
"""While Live is on."""


@dataclass(frozen=True)
class Progress:
    """What the run does: `what` is a plain phrase, empty when nothing runs; `steps` is 0 before the first step."""

    what: str = ""
    step: int = 0
    steps: int = 0
    seconds_left: float = 0.0
