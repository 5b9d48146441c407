"""The training of this window: what it does now, and what becomes of it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence
from enum import Enum, auto
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app import resources
from app import settings as s
from app.choices import Choices
from app.collecting import Collecting
from app.dialogs.asking import Asking
from app.module_packs import ModulePacks
from app.notices import Level, Notice, Notices
from app.training_job import TrainingFolder, TrainingJob, bytes_in
from app.training_plan import TrainingPlan
from app.training_process import TrainingProcess
from canvas.errors import CanvasError
from canvas.file_lock import FileLock
from canvas.words import say
from engine.errors import EngineError
from engine.registry import SAMPLES, read_module
from engine.words import from_record

TRAINING = "training"
"""Source of the notices about it, and the id of its dock."""
_PATIENCE_MS = 20_000
_STAGES: Mapping[str, str] = {
    text: text
    for text in (
        say("Checking training pictures"),
        say("Checking held-out pictures"),
        say("Encoding pictures"),
        say("Running the base"),
        say("Keeping pictures"),
    )
}


class Stage(Enum):
    """Where a training is."""

    NONE = auto()
    PREPARING = auto()
    TRAINING = auto()
    ENDING = auto()
    """It was asked to pause, to keep what there is, or to go."""
    PAUSED = auto()


class Trainings(QObject):
    """Starts, follows, pauses and ends one training at a time. GUI thread; the work is done in another process."""

    changed = Signal()
    said = Signal(object)
    """A passing remark for the status bar."""

    def __init__(
        self,
        settings: s.Settings,
        choices: Choices,
        collecting: Collecting,
        packs: ModulePacks,
        notices: Notices,
        asking: Asking,
        parent: QObject | None = None,
        command: Sequence[str] | None = None,
    ) -> None:
        """`command` is this program's command line, or another one in tests."""
        super().__init__(parent)
        self.plan = TrainingPlan(settings, choices, collecting)
        """What `start` begins."""
        self._packs, self._notices, self._asking = packs, notices, asking
        self._command = tuple(command or (sys.executable, str(resources.entry_file())))
        self._folder = TrainingFolder(resources.trainings_folder())
        self._process: TrainingProcess | None = None
        self._lock: FileLock | None = None
        self._is_discarded = False
        self._is_over = False
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
    def cache_folder(self) -> Path:
        """Where the base's outputs are kept between trainings."""
        return resources.cache_folder() / "base-outputs"

    @Slot()
    def look(self) -> None:
        """Offer to resume what was paused."""
        jobs = [] if self.is_running else self._folder.jobs()
        if jobs:
            self.job, self.stage = jobs[0], Stage.PAUSED
            self.samples = self._folder.samples(jobs[0])
            text = say("The training “{name}” is paused.", name=jobs[0].name)
            self._notices.post(
                Notice(Level.INFO, text, say("Resume it, or discard it, in the training panel."), action=TRAINING),
                TRAINING,
            )
            self.changed.emit()

    def start(self) -> None:
        """Train as the settings say; every failure becomes a notice."""
        try:
            job = self.plan.job()
            self._folder.keep(job)
        except (CanvasError, EngineError) as error:
            self._notices.report(error, TRAINING)
            return
        self._clear()
        self._run(job)

    def resume(self) -> None:
        """Go on with the paused training."""
        if self.job is not None and self.stage is Stage.PAUSED:
            self._run(self.job)

    def pause(self) -> None:
        """End the process with what resuming needs."""
        self._wish("pause")

    def keep(self) -> None:
        """End the training with the module as good as it is."""
        self._wish("keep")

    def discard(self) -> None:
        """End the training and delete what it has done, if the person agrees; the cache stays for the next one."""
        if self.job is None or (self.trained and not self._asking.may_discard_training(self.job.name)):
            return
        self._is_discarded = True
        if self.is_running:
            self._wish("pause")
        else:
            self._forget()

    def clear_cache(self) -> None:
        """Delete what the base said, if the person agrees and no training reads it."""
        used = bytes_in(self.cache_folder)
        if self._folder.is_at_work():
            text = say("A training is reading what the base said, so it stays.")
            self._notices.post(Notice(Level.WARNING, text, say("Pause the training first.")), TRAINING)
        elif used and self._asking.may_clear_cache(used):
            try:
                shutil.rmtree(self.cache_folder)
            except OSError as error:
                text = say("Not all of it could be deleted: {reason}.", reason=error.strerror or str(error))
                self._notices.post(Notice(Level.WARNING, text), TRAINING)
            self.changed.emit()

    def stop(self) -> None:
        """Pause, and wait for it: the window has gone."""
        self._is_over = True
        if self._process is not None:
            self._process.wish("pause")
            self._process.wait(_PATIENCE_MS)

    def _run(self, job: TrainingJob) -> None:
        lock = self._folder.lock(job)
        try:
            is_free = lock.acquire()
        except OSError:
            is_free = False
        if not is_free:
            text = say("The training “{name}” runs in another window.", name=job.name)
            self._notices.post(Notice(Level.WARNING, text), TRAINING)
            return
        self._notices.succeeded(TRAINING)
        self._lock, self._end, self._is_discarded = lock, {}, False
        self.job, self.stage = job, Stage.PREPARING
        self.what = say("Getting ready")
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
            self.what = _STAGES.get(record["stage"], record["stage"])
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
        if self._lock is not None:
            self._lock.release(remove=True)
        if process is None or self.job is None:
            return
        process.deleteLater()
        if self._is_discarded:
            self._forget()
        elif "finished" in self._end:
            self._install(self.job)
        elif "paused" in self._end or self._is_over:
            self.stage = Stage.PAUSED
        else:
            has_begun = self._folder.has_begun(self.job)
            notice = self._failure(process.errors, code, has_begun)
            self.stage = Stage.PAUSED
            if not has_begun:
                self._forget()
            self._notices.post(notice, TRAINING)
        self.changed.emit()

    def _install(self, job: TrainingJob) -> None:
        self.gains = self._end["finished"].get("held_out", ())
        self.stage = Stage.NONE
        try:
            info = read_module(self._folder.install(job, resources.modules_folders()[0]))
        except OSError as error:
            self.stage = Stage.PAUSED
            text = say("The trained module could not be installed: {reason}.", reason=error.strerror or str(error))
            self._notices.post(Notice(Level.ERROR, text, say("Make room, then resume.")), TRAINING)
        except EngineError as error:
            self._notices.report(error, TRAINING)
        else:
            self.job = None
            self.samples = [path for path in (info.path / SAMPLES,) if path.is_file()]
            if not self._is_over:
                self._packs.choose(info)
                self.said.emit(say("The module {module} is trained, and chosen", module=info.label))

    def _failure(self, errors: str, code: int, has_begun: bool) -> Notice:
        if "error" in self._end:
            text, hint = map(from_record, self._end.get("words", (self._end["error"], self._end.get("hint", ""))))
            return Notice(Level.ERROR, text, hint)
        if has_begun:
            hint = say("Resume it in the training panel: it goes on from the last checkpoint.")
        else:
            hint = say("Start it again in the training panel, with less if memory was short.")
        return Notice(Level.ERROR, say("The training ended unexpectedly ({code}).", code=code), hint, errors)

    def _forget(self) -> None:
        if self.job is not None:
            self._folder.forget(self.job)
        self.job, self.stage = None, Stage.NONE
        self._clear()
        self._notices.succeeded(TRAINING)
        self.changed.emit()
