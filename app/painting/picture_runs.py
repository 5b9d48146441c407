"""The run that is under way, and the picture that is shown: what the engine tells of one becomes the other."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from app.formats.provenance import with_agreement
from app.painting.live_scheduler import shown_step
from app.painting.progress import Progress
from app.painting.run_notices import RunNotices
from app.painting.runs import Run, Runs, Shown
from canvas.words import say
from engine.request.types import Cancelled, Failed, Finished, Judged, Loading, RunId, StepPreview
from engine.serving.thread import EngineController


class PictureRuns(QObject):
    """Follows the engine for one session. What is shown stays until something better is there: a whole picture, or a
    late preview of a drawing that was not seen yet. GUI thread."""

    picture_changed = Signal(object)
    """(H, W, 3) uint8 RGB, or None for no picture"""
    step_previewed = Signal(object)
    """StepPreview, of a run for the open drawing"""
    stepped = Signal(int)
    """The newest run has done so many steps."""
    ended = Signal(object)
    """Finished, Cancelled or Failed, of the newest run"""
    picture_finished = Signal(object)
    """Finished: a picture, not a draft"""
    draft_finished = Signal(object)
    """Finished"""
    picture_judged = Signal(object)
    """Judged: after each picture and draft, unless another one is shown meanwhile"""
    failed = Signal()
    progressed = Signal(object)
    """Progress"""

    def __init__(
        self,
        engine: EngineController,
        says: RunNotices,
        is_soon_whole: Callable[[int], bool],
        parent: QObject | None = None,
    ) -> None:
        """`is_soon_whole` tells whether a run of so many steps takes so little time that nobody needs to see a part."""
        super().__init__(parent)
        self._engine, self._says, self._is_soon_whole = engine, says, is_soon_whole
        self._known = Runs()
        self.current: Run | None = None
        """What is under way, waits for the engine or is still being stopped."""
        self.shown: Shown | None = None
        """The last whole picture or draft."""
        engine.loading.connect(self._on_loading)
        engine.previewed.connect(self._on_previewed)
        engine.finished.connect(self._on_finished)
        engine.cancelled.connect(self._on_cancelled)
        engine.failed.connect(self._on_failed)
        engine.judged.connect(self._on_judged)

    def started(self, run: Run) -> None:
        """The engine was handed this run."""
        self.current = run
        self._known.add(run)
        if self.shown is None:
            self.progressed.emit(Progress(say("Getting ready to paint")))

    def show(self, finished: Finished, run: Run) -> None:
        """Show a picture that no run has just painted."""
        self._keep(finished, run)
        self.picture_changed.emit(finished.image)

    def forget(self) -> None:
        """Another drawing is open: there is no picture of it, and every run is void."""
        self.current = self.shown = None
        self._known.forget()
        self.progressed.emit(Progress())

    def of(self, run: RunId) -> Run | None:
        """What is known of a run; None where it is too old, or of another program."""
        if self.shown is not None and self.shown.finished.run == run:
            return self.shown.run
        return self._known.of(run)

    def _keep(self, finished: Finished, run: Run) -> None:
        self._known.add(run)
        self.shown = Shown(finished, run)

    @Slot(object)
    def _on_loading(self, event: Loading) -> None:
        if self._is_current(event.run):
            self.progressed.emit(Progress(event.what))

    @Slot(object)
    def _on_previewed(self, event: StepPreview) -> None:
        if self._is_void(event.run):
            return
        if event.image is not None and self._is_worth_showing(event):
            self.picture_changed.emit(event.image)
        self.step_previewed.emit(event)
        if self.current is not None and self._is_current(event.run):
            stage = say("painting") if event.stage == 1 else say("refining")
            what = say("drafting") if self.current.is_draft else stage
            self.progressed.emit(Progress(what, event.step, event.steps, event.seconds_left))
            self.stepped.emit(event.step)

    def _is_worth_showing(self, event: StepPreview) -> bool:
        """Whether a preview says more than what is on the sheet: a late one, of a picture that was not seen yet and
        that is not there in a moment anyway."""
        if event.stage > 1 or event.step < shown_step(event.steps):
            return False
        if self.shown is None or self.current is None:
            return True
        return not self._is_soon_whole(event.steps) and not self.current.is_seen_in(self.shown.run.request)

    @Slot(object)
    def _on_finished(self, event: Finished) -> None:
        run = self._known.of(event.run)
        if run is None or self._is_void(event.run):
            return
        self._keep(event, run)
        self._says.finished(event.notes)
        self.picture_changed.emit(event.image)
        self._end(event)
        (self.draft_finished if run.is_draft else self.picture_finished).emit(event)

    @Slot(object)
    def _on_judged(self, event: Judged) -> None:
        if self.shown is None or self.shown.finished.run != event.run:
            return
        self._says.judged(event)
        if event.agreement is not None:
            told = with_agreement(self.shown.finished, event.agreement)
            self.shown = dataclasses.replace(self.shown, finished=told)
        self.picture_judged.emit(event)

    @Slot(object)
    def _on_cancelled(self, event: Cancelled) -> None:
        if self._is_current(event.run):
            self._show_again()
            self._end(event)

    @Slot(object)
    def _on_failed(self, event: Failed) -> None:
        """A run that was replaced may fail unheard: the newer one tells whether the cause is still there."""
        if self._is_current(event.run):
            self._says.failed(event)
            self._show_again()
            self._end(event)
            self.failed.emit()

    def _show_again(self) -> None:
        """In place of a preview."""
        if self.shown is not None:
            self.picture_changed.emit(self.shown.finished.image)

    def _is_current(self, run: RunId) -> bool:
        return self.current is not None and self.current.id == run

    def _is_void(self, run: RunId) -> bool:
        return self.current is None or self._known.is_void(run)

    def _end(self, event: Finished | Cancelled | Failed) -> None:
        if self._is_current(event.run):
            self.current = None
            self.progressed.emit(Progress())
            self.ended.emit(event)
