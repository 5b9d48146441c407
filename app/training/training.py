"""The training of this window: what it does now, and what becomes of it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.installed.choices import Choices
from app.library.module_packs import ModulePacks
from app.settings import table as s
from app.system import resources
from app.system.background import Background
from app.system.notices import SHOW_TRAINING, Level, Notice, Notices
from app.training.collected_pictures import CollectedPictures
from app.training.job import TrainingFolder, TrainingJob, bytes_in
from app.training.plan import TrainingPlan
from app.training.process import TrainingProcess
from app.training.words import STAGES, Stage, failure, left_over, trained
from app.widgets.questions import Asking
from canvas.errors import CanvasError
from canvas.file_lock import FileLock
from canvas.words import say
from engine.errors import EngineError
from engine.installed.registry import SAMPLES

TRAINING = "training"
"""Source of the notices about it."""
_PATIENCE_MS = 20_000


class Trainings(QObject):
    """Starts, follows, pauses and ends one training at a time. GUI thread; the work is done in another process."""

    changed = Signal()

    def __init__(
        self,
        settings: s.Settings,
        choices: Choices,
        pictures: CollectedPictures,
        packs: ModulePacks,
        notices: Notices,
        asking: Asking,
        parent: QObject | None = None,
        command: Sequence[str] | None = None,
    ) -> None:
        """`command` is this program's command line, or another one in tests."""
        super().__init__(parent)
        self.plan = TrainingPlan(settings, choices, pictures, asking)
        """What `start` begins."""
        self._packs, self._notices, self._asking = packs, notices, asking
        self._command = tuple(command or (sys.executable, str(resources.entry_file())))
        self._folder = TrainingFolder(resources.trainings_folder())
        self._background = Background(notices, TRAINING, self)
        self._process: TrainingProcess | None = None
        self._lock: FileLock | None = None
        self._is_discarded = self._is_over = False
        self.job: TrainingJob | None = None
        self.stage = Stage.NONE
        self._clear()

    def _clear(self) -> None:
        self.what: str = say("Getting ready")
        self.part_done = 0.0
        self.trained: Mapping[str, float] = {}
        """Examples, loss relative to the base, seconds left: the trainer's own words."""
        self.gains: Sequence[Mapping[str, float]] = ()
        """Held-out gain of each bucket of t, as far as it was measured."""
        self.samples: Sequence[Path] = ()
        """What the module painted so far, the oldest first."""
        self._end: Mapping[str, Any] = {}

    @property
    def is_running(self) -> bool:
        """Whether a process is at work."""
        return self._process is not None

    @property
    def is_finished(self) -> bool:
        """Whether what is paused is a module that has only to be installed."""
        return self.job is not None and not self.is_running and self._folder.is_finished(self.job)

    @property
    def cache_folder(self) -> Path:
        """Where the base's outputs are kept between trainings."""
        return resources.cache_folder() / "base-outputs"

    @Slot()
    def look(self) -> None:
        """Offer to resume what was paused."""
        jobs = [] if self.is_running else self._folder.jobs()
        if jobs:
            self._offer(jobs[0])

    def _offer(self, job: TrainingJob) -> None:
        self._clear()
        self.job, self.stage = job, Stage.PAUSED
        self.samples = self._folder.samples(job)
        self._notices.post(left_over(job.name, is_finished=self.is_finished), TRAINING)
        self.changed.emit()

    def start(self) -> None:
        """Train as the settings say; every failure becomes a notice."""
        try:
            job = self.plan.job()
            lock = self._folder.take(job)
            if lock is None:
                self._warn(say("The training “{name}” runs in another window.", name=job.name))
            else:
                self._begin(job, lock)
        except (CanvasError, EngineError) as error:
            self._notices.report(error, TRAINING)

    def resume(self) -> None:
        """Go on with the paused training, or install what is finished."""
        if self.job is None or self.stage is not Stage.PAUSED:
            return
        if (lock := self._lock_of(self.job)) is None:
            return
        if self.is_finished:
            self._install(self.job)
            lock.release(remove=True)
            self.changed.emit()
        else:
            self._run(self.job, lock)

    def pause(self) -> None:
        """End the process with what resuming needs."""
        self._wish("pause")

    def keep(self) -> None:
        """End the training with the module as good as it is."""
        self._wish("keep")

    def discard(self) -> None:
        """End the training and delete what it has done, if the person agrees; the cache stays for the next one."""
        job = self.job
        if job is None:
            return
        is_work = bool(self.trained) or self.is_finished or self._folder.has_begun(job)
        if is_work and not self._asking.may_discard_training(job.name):
            return
        if self.is_running:
            self._is_discarded = True
            self._wish("pause")
        elif (lock := self._lock_of(job)) is not None:
            self._folder.discard(job)
            lock.release(remove=True)
            self._end_job()

    def clear_cache(self) -> None:
        """Delete what the base said, if the person agrees and no training reads it."""
        used = bytes_in(self.cache_folder)
        if self._folder.is_at_work():
            self._warn(say("A training is reading what the base said, so it stays."), say("Pause the training first."))
        elif used and self._asking.may_clear_cache(used):
            try:
                shutil.rmtree(self.cache_folder)
            except OSError as error:
                self._warn(say("Not all of it could be deleted: {reason}.", reason=error.strerror or str(error)))
            self.changed.emit()

    def count(self, then: Callable[[int], None]) -> None:
        """Tell how many pictures there are to train on, once they are counted."""
        self._background.run(self.plan.counting(), then)

    def stop(self) -> None:
        """Pause, and wait for it: the window has gone."""
        self._is_over = True
        self._background.stop(drop_waiting=True)
        if self._process is not None:
            self._process.wish("pause")
            self._process.wait(_PATIENCE_MS)

    def _warn(self, text: str, hint: str = "") -> None:
        self._notices.post(Notice(Level.WARNING, text, hint), TRAINING)

    def _lock_of(self, job: TrainingJob) -> FileLock | None:
        """The lock of what is paused; None, which is told, where it cannot be had, or another window has gone on."""
        try:
            lock = self._folder.take(job)
        except CanvasError as error:
            self._notices.report(error, TRAINING)
            return None
        if lock is not None and self._folder.known(job.name) == job:
            return lock
        if lock is not None:
            lock.release(remove=True)
        self._end_job()
        self._warn(say("The training “{name}” has gone on in another window.", name=job.name))
        return None

    def _begin(self, job: TrainingJob, lock: FileLock) -> None:
        """Train, unless there is a training of that name, or a module of it, which is offered then."""
        known = self._folder.known(job.name)
        try:
            if known is None:
                self._folder.keep(job)
        except CanvasError:
            lock.release(remove=True)
            raise
        if known is not None or self._folder.is_finished(job):
            lock.release(remove=True)
            self._offer(known or job)
        else:
            self._clear()
            self._run(job, lock)

    def _run(self, job: TrainingJob, lock: FileLock) -> None:
        self._notices.succeeded(TRAINING)
        self._lock, self._end, self._is_discarded = lock, {}, False
        self.job, self.stage, self.what = job, Stage.PREPARING, say("Getting ready")
        process = TrainingProcess([*self._command, *job.arguments(self._folder.out(job), self.cache_folder)], self)
        process.told.connect(self._on_told)
        process.ended.connect(self._on_ended)
        self._process = process
        process.start()
        self.changed.emit()

    def _wish(self, wish: str) -> None:
        if self._process is not None and self.stage is not Stage.ENDING:
            self.stage = Stage.ENDING
            self._process.wish(wish)
            self.changed.emit()

    @Slot(object)
    def _on_told(self, record: Mapping[str, Any]) -> None:
        if "stage" in record:
            self.what = STAGES.get(record["stage"], record["stage"])
            self.part_done = record["done"] / max(record["total"], 1)
        elif "trained" in record:
            self.trained = record["trained"]
            self.part_done = self.trained["part_done"]
            if self.stage is Stage.PREPARING:
                self.stage = Stage.TRAINING
        elif "gains" in record:
            self.gains = record["gains"]
        elif "samples" in record:
            self.samples = () if self.job is None else self._folder.samples(self.job)
        elif "say" not in record:
            self._end = record
        self.changed.emit()

    @Slot(int)
    def _on_ended(self, code: int) -> None:
        process, self._process = self._process, None
        if process is not None and self.job is not None:
            process.deleteLater()
            self._conclude(self.job, process.errors, code)
        if self._lock is not None:
            self._lock.release(remove=True)
        self.changed.emit()

    def _conclude(self, job: TrainingJob, errors: str, code: int) -> None:
        """What has ended is gone, installed or paused; under its lock."""
        if self._is_discarded:
            self._folder.discard(job)
            self._end_job()
        elif "finished" in self._end or self.is_finished:
            self._install(job)
        elif "paused" in self._end or self._is_over:
            self.stage = Stage.PAUSED
        else:
            has_begun = self._folder.has_begun(job)
            notice = failure(self._end, errors, code, has_begun=has_begun)
            self.stage = Stage.PAUSED
            if not has_begun:
                self._folder.forget(job)
                self._end_job()
            self._notices.post(notice, TRAINING)

    def _install(self, job: TrainingJob) -> None:
        try:
            info = self._folder.install(job, resources.modules_folders()[0])
        except (OSError, CanvasError, EngineError) as error:
            self.stage = Stage.PAUSED
            reason = getattr(error, "strerror", None) or str(error).rstrip(".")
            text = say("The trained module could not be installed: {reason}.", reason=reason)
            hint = say("Make room, then install it in the training panel.")
            self._notices.post(Notice(Level.ERROR, text, hint, action=SHOW_TRAINING), TRAINING)
            return
        gains = self._end.get("finished", {}).get("held_out", ()) or self.gains
        self._end_job()
        self.gains = gains
        self.samples = [path for path in (info.path / SAMPLES,) if path.is_file()]
        if not self._is_over:
            self._packs.offer(info, trained(info.label, gains))

    def _end_job(self) -> None:
        """There is no training any more."""
        self.job, self.stage = None, Stage.NONE
        self._clear()
        self._notices.succeeded(TRAINING)
        self.changed.emit()
