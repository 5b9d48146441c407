"""What the module did in each step of the last whole run."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from app.painting.session import Session
from engine.request.types import Finished, GenerationRequest, ModuleEffect, RunId, StepPreview

BUDGET_BYTES = 64 * 2**20
"""Of the steps of one run; beyond it every other one is let go."""


@dataclass(frozen=True, eq=False)
class ModuleStep:
    """Step `number` of the run, counting from 1 over all stages; the maps of later stages are larger."""

    number: int
    effect: ModuleEffect


class ModuleSteps(QObject):
    """Gathers while a run paints, and offers once it is whole. GUI thread."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run: RunId | None = None
        self._attempt = 1
        self._coming: list[ModuleStep] = []
        self._seen = self._last = 0
        self._every = 1
        """Of the steps, every so many-th is kept."""
        self.steps: tuple[ModuleStep, ...] = ()
        """The steps in which the module acted; none where the base painted alone."""
        self.count = 0
        """How many steps the run had, over all stages."""
        self.finished: Finished | None = None
        """The picture that they made."""
        session.step_previewed.connect(self._on_previewed)
        session.picture_finished.connect(self._on_finished)
        session.replaced.connect(self._forget)

    @property
    def request(self) -> GenerationRequest | None:
        """What they painted."""
        return None if self.finished is None else self.finished.request

    @Slot(object)
    def _on_previewed(self, event: StepPreview) -> None:
        if (event.run, event.attempt) != (self._run, self._attempt):
            self._run, self._attempt, self._coming, self._seen, self._every = event.run, event.attempt, [], 0, 1
        self._last = event.steps
        if event.effect is not None:
            if self._seen % self._every == 0:
                self._coming.append(ModuleStep(event.step, event.effect))
            self._seen += 1
            if sum(step.effect.nbytes for step in self._coming) > BUDGET_BYTES:
                del self._coming[1::2]
                self._every *= 2

    @Slot(object)
    def _on_finished(self, event: Finished) -> None:
        self.steps = tuple(self._coming) if event.run == self._run else ()
        self.count = self._last
        self.finished = event
        self._run, self._coming = None, []
        self.changed.emit()

    @Slot()
    def _forget(self) -> None:
        self._run, self._coming, self.steps, self.finished = None, [], (), None
        self.changed.emit()
