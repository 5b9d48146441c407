"""Measures how fast this machine paints: a few steps at each size, in the engine's thread, when nothing else paints."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from enum import Enum, auto

from PySide6.QtCore import QObject, Signal, Slot

from app.painting.session import Session
from app.painting.speed.advice import Advice, Speed, advise, finish_s
from app.settings import table as s
from engine.request.types import Cancelled, EngineEvent, Failed, Finished, RunId, StepPreview
from engine.serving.thread import EngineController

WARM_UP_STEPS = 2
"""Of a run before the measured one, which loads what is missing."""
MEASURED_STEPS = 6
PATIENCE_S = 5.0
"""Where a picture takes longer than this, larger sizes are not measured."""


class State(Enum):
    """Of the test."""

    IDLE = auto()
    WAITING = auto()
    """Something else paints."""
    MEASURING = auto()
    DONE = auto()
    FAILED = auto()


class SpeedTest(QObject):
    """Gives way to every picture that is asked for, and goes on afterwards. GUI thread."""

    changed = Signal()
    """The state, the progress or the result."""

    def __init__(
        self,
        session: Session,
        engine: EngineController,
        sides_px: Callable[[], Sequence[int]],
        parent: QObject | None = None,
    ) -> None:
        """`sides_px` are the sizes that the chosen base paints."""
        super().__init__(parent)
        self._session = session
        self._engine = engine
        self._sides_px = sides_px
        self._run: RunId | None = None
        self._left: list[tuple[int, int]] = []
        self._step_s = 0.0
        self.state = State.IDLE
        self.step = 0
        """Of the run under way."""
        self.speeds: list[Speed] = []
        """As measured so far, the smallest size first."""
        self.error = ""
        engine.tried.connect(self._on_tried)
        engine.busy_changed.connect(self._go_on)
        engine.judged.connect(self._go_on)
        session.cancelled_by_person.connect(self.cancel)

    @property
    def side_px(self) -> int:
        """The size that is measured now."""
        return self._left[0][0] if self._left else 0

    @property
    def is_warming_up(self) -> bool:
        """Whether the run under way is not measured yet."""
        return bool(self._left) and self._left[0][1] == WARM_UP_STEPS

    @property
    def advice(self) -> Advice | None:
        """What suits this machine, once that is known."""
        if self.state is not State.DONE:
            return None
        get = self._session.settings.suggested
        return advise(self.speeds, self._usual_steps(), (get(s.REFINE_STEPS), get(s.REFINE_STRENGTH)))

    def finish_s(self, advice: Advice) -> float:
        """Seconds for a picture as advised."""
        get = self._session.settings.suggested
        refining = get(s.REFINE_STEPS), get(s.REFINE_STRENGTH)
        return finish_s(self.speeds, advice.size_px, advice.draft_px, advice.steps, refining)

    @Slot()
    def start(self) -> None:
        """Measure from the beginning."""
        sides = sorted(self._sides_px()) or [self._session.settings.get(s.SIZE_PX)]
        self._drop_run()
        self._left = [(side, steps) for side in sides for steps in (WARM_UP_STEPS, MEASURED_STEPS)]
        self.speeds, self.error = [], ""
        self._enter(State.WAITING)
        self._go_on()

    @Slot()
    def cancel(self) -> None:
        """Stop measuring."""
        if self.state in (State.WAITING, State.MEASURING):
            self._drop_run()
            self._left = []
            self._enter(State.IDLE)

    def _usual_steps(self) -> int:
        """What the base suggests, whatever was chosen."""
        return self._session.settings.suggested(s.STEPS)

    @Slot()
    def _go_on(self) -> None:
        if self.state is not State.WAITING or not self._engine.is_idle:
            return
        side, steps = self._left[0]
        request = dataclasses.replace(self._session.request(), width=side, height=side, first_px=0, steps=steps)
        self.step = 0
        self._run = self._engine.try_out(request)
        self._enter(State.MEASURING)

    @Slot(object)
    def _on_tried(self, event: EngineEvent) -> None:
        if event.run != self._run:  # one that was dropped: its end makes room
            self._go_on()
            return
        if isinstance(event, StepPreview):
            self.step = event.step
            if event.steps - event.step == 1:  # what is left is one step, as long as those before were
                self._step_s = event.seconds_left
            self.changed.emit()
        elif isinstance(event, Finished):
            self._run = None
            self._count(event)
        elif isinstance(event, Cancelled):
            self._run = None
            self._enter(State.WAITING)
            self._go_on()
        elif isinstance(event, Failed):
            self._run = None
            self.error = event.text
            self._enter(State.FAILED)

    def _count(self, event: Finished) -> None:
        side, steps = self._left.pop(0)
        if steps == MEASURED_STEPS:
            speed = Speed(side, self._step_s, max(0.0, event.seconds - steps * self._step_s))
            self.speeds.append(speed)
            if speed.picture_s(self._usual_steps()) > PATIENCE_S:
                self._left = []
        if self._left:
            self._enter(State.WAITING)
            self._go_on()
        else:
            self._enter(State.DONE)

    def _drop_run(self) -> None:
        if self._run is not None:
            self._run = None
            self._engine.drop_trial()

    def _enter(self, state: State) -> None:
        self.state = state
        self.changed.emit()
