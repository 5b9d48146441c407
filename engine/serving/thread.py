"""The engine's thread. The only Qt file of the engine; torch is imported inside the thread, never here."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal, Slot

from engine.cancel import CancelToken
from engine.errors import brief
from engine.request.types import (
    Cancelled,
    EngineEvent,
    Failed,
    Finished,
    GenerationRequest,
    Judged,
    Loading,
    RunId,
    StepPreview,
)
from engine.serving.mailbox import Job, Mailbox
from engine.serving.runner import Runner as Runner
from engine.words import say

log = logging.getLogger(__name__)


def _failed(run: RunId, cause: str, details: str) -> Failed:
    return Failed(
        run=run,
        text=say("The picture could not be painted: {cause}.", cause=cause),
        hint=say("The drawing is safe. Try again; if it happens again, copy the details into a bug report."),
        details=details,
    )


class _Worker(QObject):
    """Lives in the engine thread. Takes the newest job and emits its events."""

    emitted = Signal(object)
    found_devices = Signal(object)

    def __init__(self, mailbox: Mailbox, make_runner: Callable[[], Runner]) -> None:
        super().__init__()
        self._mailbox = mailbox
        self._make_runner = make_runner
        self._runner: Runner | None = None

    @Slot()
    def warm_up(self) -> None:
        """Import torch and build the pipeline before the first job needs it."""
        try:
            self._ensure_runner()
        except BaseException:  # the thread's border; the first job reports it
            log.exception("The engine could not be started")

    @Slot()
    def serve(self) -> None:
        """Run the newest job, if an earlier call has not served it already."""
        job = self._mailbox.take()
        if job is None:
            return
        if job.token.is_cancelled:
            self.emitted.emit(Cancelled(run=job.run))
            return
        event: EngineEvent | None = None
        try:
            runner = self._ensure_runner()
            for event in runner.run(job.request, job.token, job.run):
                self.emitted.emit(event)
        except BaseException as error:  # the thread's border: what passes it ends the program
            log.exception("Run %s failed", job.run)
            self.emitted.emit(_failed(job.run, brief(error).rstrip("."), traceback.format_exc()))
            return
        if not isinstance(event, Finished | Cancelled | Failed):
            self.emitted.emit(
                _failed(job.run, say("it ended without a picture"), f"last event: {type(event).__name__}")
            )
            return
        if isinstance(event, Finished) and not job.is_trial:
            self._judge(runner, event)

    def _judge(self, runner: Runner, finished: Finished) -> None:
        """The picture is with the person already; how it agrees is said afterwards, unless something else waits."""
        judged = Judged(run=finished.run, agreement=None)
        idle = self._mailbox.idle
        if not idle.is_cancelled:
            try:
                judged = runner.judge(finished, idle)
            except BaseException:  # the thread's border; a picture without agreement is still a picture
                log.exception("Run %s could not be judged", finished.run)
        self.emitted.emit(judged)

    def _ensure_runner(self) -> Runner:
        if self._runner is None:
            self._runner = self._make_runner()
            self.found_devices.emit(self._runner.devices())
        return self._runner


class EngineController(QObject):
    """The window's handle on the engine. All methods and signals belong to the GUI thread.

    At most one run is under way; `submit` replaces whatever waits behind it. Events of a run older than the newest
    submitted one are still delivered while that newer run waits (the picture on screen stays alive), never after it
    has begun.
    """

    loading = Signal(object)
    """Loading"""
    previewed = Signal(object)
    """StepPreview"""
    finished = Signal(object)
    """Finished"""
    cancelled = Signal(object)
    """Cancelled"""
    failed = Signal(object)
    """Failed"""
    tried = Signal(object)
    """Any event of a trial; such events come as no other signal."""
    judged = Signal(object)
    """Judged: once after each `finished`"""
    devices_found = Signal(object)
    """What `Runner.devices` says: once, when torch is there"""
    busy_changed = Signal(bool)
    """True from the first submit until the last event of the newest run. A trial does not count."""

    _wake = Signal()
    _warm = Signal()

    def __init__(self, make_runner: Callable[[], Runner], parent: QObject | None = None) -> None:
        """`make_runner` is called once, in the engine thread; import torch inside it."""
        super().__init__(parent)
        self._mailbox = Mailbox()
        self._thread = QThread()
        self._thread.setObjectName("engine")
        self._worker = _Worker(self._mailbox, make_runner)
        self._worker.moveToThread(self._thread)
        self._wake.connect(self._worker.serve)
        self._warm.connect(self._worker.warm_up)
        self._worker.emitted.connect(self._deliver)
        self._worker.found_devices.connect(self.devices_found)
        self._jobs: dict[int, Job] = {}
        self._unjudged: set[int] = set()
        self._served = 0
        self._last_number = 0
        self._busy = False

    def start(self) -> None:
        """Start the thread and let it import torch. Call once the window is on screen."""
        self._thread.start()
        self._warm.emit()

    def submit(self, request: GenerationRequest, revision: int = 0, *, restart: bool = True) -> RunId:
        """Ask for a picture; returns the run's name.

        With `restart` the run under way ends at its next step; without, it is finished first.
        """
        self._last_number += 1
        run = RunId(number=self._last_number, revision=revision)
        if restart:
            self.cancel()
        self._post(Job(request, run, CancelToken()))
        self._set_busy(True)
        return run

    def try_out(self, request: GenerationRequest) -> RunId:
        """Run a request for its events alone, which come as `tried`. Whatever is submitted ends it.

        RuntimeError while something paints, or another trial runs.
        """
        if not self.is_free:
            raise RuntimeError("the engine is busy")
        self._last_number += 1
        run = RunId(number=self._last_number)
        self._post(Job(request, run, CancelToken(), is_trial=True))
        return run

    def drop_trial(self) -> None:
        """End the trial, if there is one, within one step."""
        for job in self._jobs.values():
            if job.is_trial:
                job.token.cancel()

    def cancel(self) -> None:
        """End the run under way within one step, and drop the one that waits. Its `cancelled` event follows."""
        for job in self._jobs.values():
            job.token.cancel()

    @property
    def is_busy(self) -> bool:
        """Whether a run is under way or waits."""
        return self._busy

    @property
    def is_free(self) -> bool:
        """Whether nothing runs or waits, no trial either."""
        return not self._jobs

    @property
    def is_idle(self) -> bool:
        """Whether it is free, and every picture was compared with its drawing."""
        return self.is_free and not self._unjudged

    def stop(self, timeout_ms: int = 10_000) -> bool:
        """Cancel, leave the thread's loop and wait. Returns whether the thread ended in time."""
        self.cancel()
        self._mailbox.close()
        self._jobs.clear()
        self._unjudged.clear()
        self._thread.quit()
        return self._thread.wait(timeout_ms) if self._thread.isRunning() else True

    def _post(self, job: Job) -> None:
        self._jobs[job.run.number] = job
        replaced = self._mailbox.put(job)
        if replaced is not None:
            self._jobs.pop(replaced.run.number)
            if replaced.is_trial:
                self.tried.emit(Cancelled(run=replaced.run))
        self._wake.emit()

    @Slot(object)
    def _deliver(self, event: EngineEvent) -> None:
        if isinstance(event, Judged):
            if event.run.number in self._unjudged:
                self._unjudged.discard(event.run.number)
                self.judged.emit(event)
            return
        if event.run.number < self._served or event.run.number not in self._jobs:
            return
        self._served = event.run.number
        if self._jobs[event.run.number].is_trial:
            if not isinstance(event, (Loading, StepPreview)):
                self._jobs.pop(event.run.number)
            self.tried.emit(event)
            return
        if isinstance(event, Loading):
            self.loading.emit(event)
            return
        if isinstance(event, StepPreview):
            self.previewed.emit(event)
            return
        self._jobs.pop(event.run.number)
        if isinstance(event, Finished):
            self._unjudged.add(event.run.number)
        if not self._jobs:
            self._set_busy(False)
        if isinstance(event, Finished):
            self.finished.emit(event)
        elif isinstance(event, Failed):
            self.failed.emit(event)
        else:
            self.cancelled.emit(event)

    def _set_busy(self, busy: bool) -> None:
        if busy != self._busy:
            self._busy = busy
            self.busy_changed.emit(busy)
