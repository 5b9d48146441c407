"""The previews of the last whole run, to look back at how its picture came about."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from app.painting.session import Session
from engine.request.types import Finished, Picture, RunId, StepPreview

BUDGET_BYTES = 64 * 2**20
"""Of the previews of one run; beyond it every other one is let go."""


@dataclass(frozen=True, eq=False)
class Step:
    """What the picture was after step `number` of the run, counting from 1 over all stages."""

    number: int
    image: Picture
    stage: int = 1
    """Beyond the first one the picture is refined, at a larger size."""


class RunSteps(QObject):
    """Gathers a run's previews while it paints, and offers them once it is whole. GUI thread."""

    changed = Signal()
    """Other steps, or another one is chosen."""
    shown = Signal(object)
    """(H, W, 3) uint8: look at this step."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run: RunId | None = None
        self._attempt = 1
        self._coming: list[Step] = []
        self._seen = 0
        self._every = 1
        """Of the previews, every so many-th is kept."""
        self._last = self._stages = 1
        """How many steps and stages the run has."""
        self._steps: tuple[Step, ...] = ()
        self._chosen = 0
        session.step_previewed.connect(self._on_previewed)
        session.picture_finished.connect(self._on_finished)
        session.replaced.connect(self._forget)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The kept steps of the last whole run; the last one is its picture."""
        return self._steps

    @property
    def chosen(self) -> int:
        """Which of them is looked at."""
        return self._chosen

    def choose(self, index: int) -> None:
        """Look at one; beyond the ends is the end."""
        index = min(max(index, 0), len(self._steps) - 1)
        if self._steps and index != self._chosen:
            self._chosen = index
            self.changed.emit()
            self.shown.emit(self._steps[index].image)

    @Slot(object)
    def _on_previewed(self, event: StepPreview) -> None:
        if (event.run, event.attempt) != (self._run, self._attempt):
            self._run, self._attempt, self._coming, self._seen, self._every = event.run, event.attempt, [], 0, 1
        self._last, self._stages = event.steps, event.stages
        if event.image is not None:
            if self._seen % self._every == 0:
                self._coming.append(Step(event.step, event.image, event.stage))
            self._seen += 1
            if sum(step.image.nbytes for step in self._coming) > BUDGET_BYTES:
                del self._coming[1::2]
                self._every *= 2

    @Slot(object)
    def _on_finished(self, event: Finished) -> None:
        before, last = [], Step(event.request.steps, event.image)
        if event.run == self._run:
            before, last = self._coming, Step(self._last, event.image, self._stages)
        self._run, self._coming = None, []
        self._steps = (*(step for step in before if step.number < last.number), last)
        self._chosen = len(self._steps) - 1
        self.changed.emit()

    @Slot()
    def _forget(self) -> None:
        self._run, self._coming, self._steps, self._chosen = None, [], (), 0
        self.changed.emit()
