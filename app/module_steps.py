"""What the module did in each step of the last whole run."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from app.session import Session
from engine.types import Finished, GenerationRequest, ModuleEffect, RunId, StepPreview

BUDGET_BYTES = 64 * 2**20
"""Of the pictures of one run; beyond it every other pair is let go."""


@dataclass(frozen=True, eq=False)
class ModuleStep:
    """Step `number` of the run, counting from 1."""

    number: int
    effect: ModuleEffect

    @property
    def has_pictures(self) -> bool:
        """Whether it can be seen what the base alone would have made of it."""
        return self.effect.image is not None and self.effect.base_image is not None


class ModuleSteps(QObject):
    """Gathers while a run paints, and offers once it is whole. GUI thread."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run: RunId | None = None
        self._coming: list[ModuleStep] = []
        self.steps: tuple[ModuleStep, ...] = ()
        """The steps in which the module acted; none where the base painted alone."""
        self.finished: Finished | None = None
        """The picture that they made."""
        session.step_previewed.connect(self._on_previewed)
        session.picture_finished.connect(self._on_finished)
        session.replaced.connect(self._forget)

    @property
    def request(self) -> GenerationRequest | None:
        """What they painted."""
        return None if self.finished is None else self.finished.request

    def with_pictures(self, index: int) -> ModuleStep | None:
        """The step, or the nearest one that has pictures; None if none has."""
        shown = [step for step in self.steps if step.has_pictures]
        number = self.steps[index].number
        return min(shown, key=lambda step: abs(step.number - number), default=None)

    @Slot(object)
    def _on_previewed(self, event: StepPreview) -> None:
        if event.run != self._run:
            self._run, self._coming = event.run, []
        if event.effect is not None:
            self._coming.append(ModuleStep(event.step, event.effect))
            self._let_go()

    @Slot(object)
    def _on_finished(self, event: Finished) -> None:
        self.steps = tuple(self._coming) if event.run == self._run else ()
        self.finished = event
        self._run, self._coming = None, []
        self.changed.emit()

    @Slot()
    def _forget(self) -> None:
        self._run, self._coming, self.steps, self.finished = None, [], (), None
        self.changed.emit()

    def _let_go(self) -> None:
        shown = [index for index, step in enumerate(self._coming) if step.has_pictures]
        images = (self._coming[index].effect.image for index in shown)
        if 2 * sum(image.nbytes for image in images if image is not None) > BUDGET_BYTES:
            for index in shown[1:-1:2]:
                step = self._coming[index]
                plain = dataclasses.replace(step.effect, image=None, base_image=None)
                self._coming[index] = ModuleStep(step.number, plain)
