"""What is going on, in words that a panel can show. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from canvas.words import say


class LiveState(Enum):
    """What Live is doing; the value is what the person reads."""

    OFF = say("off")
    UP_TO_DATE = say("up to date")
    PAINTING = say("painting")
    WAITING = say("waiting for a pause")
    STOPPED = say("stopped; paint to go on")
    PAUSED = say("paused after an error")


@dataclass(frozen=True)
class Progress:
    """What the run does: `what` is a plain phrase, empty when nothing runs; `steps` is 0 before the first step."""

    what: str = ""
    step: int = 0
    steps: int = 0
    seconds_left: float = 0.0
