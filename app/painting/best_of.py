"""Paints one drawing with several seeds, and keeps the picture that agrees most with it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.painting.run_notices import AGREEMENT
from app.painting.session import Session
from app.settings import table as s
from app.system.notices import Level, Notice
from canvas.words import say
from engine.request.types import MAX_SEED, Finished, Judged, RunId


class BestOf(QObject):
    """The seed as it is set and those that follow it, one after another, so that the same start finds the same best.

    Every picture goes to the gallery as any other does. The end, a cancel too, shows the best so far and sets its
    seed; another drawing, another setting or another picture that the person wants ends it where it is. GUI thread.
    """

    changed = Signal()
    """`number`, `count`, `best` or whether it runs."""
    said = Signal(object)
    """A passing remark for the status bar."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._first_seed = 0
        self._run: RunId | None = None
        self._best: tuple[Finished, Judged] | None = None
        self.number = self.count = 0
        """The picture that is painted, counting from 1, of how many; 0 while nothing is."""
        session.picture_judged.connect(self._on_judged)
        session.run_started.connect(self._on_run_started)
        session.cancelled_by_person.connect(self._finish)
        session.run_failed.connect(self._finish)
        session.replaced.connect(self._drop)
        self._disconnects = [
            session.document.changed.connect(lambda _bbox: self._drop()),
            session.settings.changed.connect(self._on_setting),
        ]

    @property
    def is_running(self) -> bool:
        """Whether pictures are painted for this."""
        return self._run is not None

    @property
    def best(self) -> float | None:
        """0 .. 1: how far the best so far agrees; None before there is one."""
        agreement = None if self._best is None else self._best[1].agreement
        return None if agreement is None else agreement.share

    def start(self, count: int) -> None:
        """Paint `count` pictures of the drawing as it is."""
        self._drop()
        self._first_seed = self._session.settings.get(s.SEED)
        self._best, self.count = None, count
        self._paint(1)

    def _paint(self, number: int) -> None:
        self.number = number
        self._run = None
        self._run = self._session.generate((self._first_seed + number - 1) % (MAX_SEED + 1))
        self.changed.emit()

    @Slot(object)
    def _on_judged(self, judged: Judged) -> None:
        finished = self._session.finished
        if finished is None or judged.run != self._run:
            return
        if judged.agreement is None:
            if not judged.problem:
                self._session.notices.post(
                    Notice(
                        Level.INFO,
                        say("The pictures cannot be compared with the drawing, so none is the best."),
                        say("Draw classes that this base's segmenter knows, or choose a base that brings one."),
                    ),
                    AGREEMENT,
                )
            self._finish()
            return
        if self.best is None or judged.agreement.share > self.best:
            self._best = (finished, judged)
        if self.number < self.count:
            self._paint(self.number + 1)
        else:
            self._finish()

    @Slot(object)
    def _on_run_started(self, run: RunId) -> None:
        if self.is_running and run != self._run:
            self._drop()

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting.recipe:
            self._drop()

    @Slot()
    def _finish(self) -> None:
        """Show the best so far."""
        best, count = self._best, self.number
        if self.is_running:
            self._drop()
            if best is not None and best[1].agreement is not None:
                self._session.adopt(*best)
                self.said.emit(
                    say(
                        "the best of {count}: seed {seed}",
                        count=count,
                        seed=best[0].request.seed,
                    )
                )

    @Slot()
    def _drop(self) -> None:
        if self.is_running:
            self._run = self._best = None
            self.number = self.count = 0
            self.changed.emit()
