"""Live: runs start by themselves as the work changes, and rest after a cancel or an error."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.painting.live_scheduler import Act, LiveScheduler
from app.painting.picture_runs import PictureRuns
from app.painting.progress import LIVE_STATES, LiveState, RunState
from app.painting.runs import Run
from app.settings import table as s
from engine.request.types import Cancelled, Failed, Finished


class Live(QObject):
    """Told of edits and runs, it says when a run is due. GUI thread."""

    due = Signal(bool)
    """Paint now: the picture itself where True, else its draft first."""
    state_changed = Signal(object)
    """LiveState"""

    def __init__(
        self, scheduler: LiveScheduler, settings: s.Settings, runs: PictureRuns, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._scheduler, self._settings, self._runs = scheduler, settings, runs
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.consider)
        self._has_begun = False
        self._rest = RunState.IDLE
        """IDLE, STOPPED or FAILED: whether it goes on by itself."""
        self._told = LiveState.OFF
        runs.stepped.connect(self._on_stepped)
        runs.ended.connect(self._on_ended)

    @property
    def state(self) -> RunState:
        """What becomes of the open work now."""
        if self._rest is RunState.STOPPED:
            return self._rest
        if self._runs.current is not None:
            return RunState.DRAFTING if self._runs.current.is_draft else RunState.PAINTING
        if self._rest is RunState.FAILED:
            return self._rest
        return RunState.WAITING if self._scheduler.is_pending else RunState.IDLE

    @property
    def told(self) -> LiveState:
        """What was told last."""
        return self._told

    @property
    def has_begun(self) -> bool:
        """Whether `begin` was called."""
        return self._has_begun

    def begin(self) -> None:
        """The engine is there: from now on runs are due."""
        self._has_begun = True

    def stop(self) -> None:
        """Nothing is due any more."""
        self._timer.stop()

    def pen_down(self) -> None:
        """A stroke is under way."""
        self._scheduler.pen_down()

    def pen_up(self) -> None:
        """The stroke ended."""
        self._scheduler.pen_up()
        self.consider()

    def edited(self) -> None:
        """The drawing changed: that ends the rest after a cancel, but not after an error."""
        if self._rest is RunState.STOPPED:
            self._rest = RunState.IDLE
        self._scheduler.edited()
        self.consider()

    def go_on(self, *, is_current: bool) -> None:
        """Try again, whatever was; `is_current` where the picture of the work is shown or under way already."""
        self._rest = RunState.IDLE
        if not is_current:
            self._scheduler.edited()
        self.consider()

    def started(self, run: Run) -> None:
        """A run began, for whatever reason."""
        self._timer.stop()
        self._rest = RunState.IDLE
        self._scheduler.run_started(finishes=run.finishes)
        self._tell()

    def cancel(self) -> None:
        """The person cancels: rest until the next edit, if there is something to cancel."""
        if self.state in (RunState.WAITING, RunState.DRAFTING, RunState.PAINTING):
            self._rest = RunState.STOPPED
        self._scheduler.forget()
        self._timer.stop()
        self._tell()

    def forget(self) -> None:
        """What runs is void."""
        self._scheduler.run_ended()
        self._rest = RunState.IDLE

    @Slot()
    def consider(self) -> None:
        """Decide whether a run is due now, and else when to ask again."""
        self._timer.stop()
        if self._has_begun and self._settings.get(s.LIVE) and self._rest is not RunState.FAILED:
            decision = self._scheduler.decide(self._settings.get(s.STEPS))
            if decision.act is not Act.NOTHING:
                self.due.emit(decision.act is Act.FINISH)
            elif decision.ask_again_s is not None:
                self._timer.start(max(1, round(decision.ask_again_s * 1000)))
        self._tell()

    @Slot(int)
    def _on_stepped(self, step: int) -> None:
        self._scheduler.step_done(step)
        self.consider()

    @Slot(object)
    def _on_ended(self, event: Finished | Cancelled | Failed) -> None:
        if isinstance(event, Failed):
            self._rest = RunState.FAILED
        shown = self._runs.shown
        is_rough = isinstance(event, Finished) and shown is not None and shown.run.is_draft
        self._scheduler.run_ended(is_rough=is_rough)
        self.consider()

    def _tell(self) -> None:
        state = LIVE_STATES[self.state] if self._settings.get(s.LIVE) else LiveState.OFF
        if state is not self._told:
            self._told = state
            self.state_changed.emit(state)
