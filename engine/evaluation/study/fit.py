"""Training one arm for one budget, the same way for every arm, in the loop in which modules learn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from engine.adapters.adapter import Adapter
from engine.errors import EngineError, TrainingError
from engine.evaluation.protocol.plans import TrainingPlan
from engine.evaluation.study.draws import Draws, Rows
from engine.training.fit import CHECKPOINT, Fit, mixed_precision

_TRACE_EVERY = 25


class DivergedError(EngineError):
    """The loss of an arm became infinite or no number."""


class ArmFit(Fit[int]):
    """One arm learning from one set of draws, to a number of examples or to the end of some seconds.

    Which rows a step takes and which classes it makes unlabelled follow from the seed and the step alone, so all arms
    see the same, and a training that was interrupted goes on as if it had not been.
    """

    def __init__(
        self,
        arm: Adapter,
        draws: Draws,
        plan: TrainingPlan,
        *,
        learning_rate: float,
        seed: int,
        folder: Path | None = None,
        examples: int | None = None,
        seconds: float | None = None,
        row_seconds: float = 0.0,
    ) -> None:
        """`row_seconds` are on the clock for every row that is met for the first time: what the base's output on it
        costs an arm that learns from cached ones.

        `folder` gets the checkpoint; what it holds from before is taken up. Without one nothing is kept. Raises
        WeightsError if a checkpoint is damaged.
        """
        super().__init__(
            arm.parameters(),
            learning_rate=learning_rate,
            warm_up=plan.warm_up,
            weight_decay=plan.weight_decay,
            ema_decay=plan.ema_decay,
            batch=plan.batch,
            folder=folder,
        )
        self.arm, self._draws, self._plan, self._seed = arm, draws, plan, seed
        self._most_examples, self._most_seconds, self._row_seconds = examples, seconds, row_seconds
        self.trace: list[tuple[int, float, float]] = []
        """(examples, seconds, mean loss of the last steps over the base's)"""
        self._resume()

    @property
    def steps(self) -> int:
        """How many were taken."""
        return self.examples // self._plan.batch

    @property
    def cache_seconds(self) -> float:
        """What the base's outputs on the rows met so far cost."""
        return self._row_seconds * min(self.examples, len(self._draws))

    @property
    def clock_seconds(self) -> float:
        """What is on the clock: training, and what was read from the cache."""
        return self.seconds + self.cache_seconds

    @property
    def part_done(self) -> float:
        """0 to 1."""
        by_examples = self.examples / self._most_examples if self._most_examples else 0.0
        by_seconds = self.clock_seconds / self._most_seconds if self._most_seconds else 0.0
        return min(1.0, max(by_examples, by_seconds))

    def run(self, on_progress: Callable[[float], None], should_stop: Callable[[], bool] = lambda: False) -> None:
        """Train to the end, or until `should_stop`; afterwards the arm holds the averaged weights if it ended.

        Raises DivergedError.
        """
        losses: list[tuple[float, float]] = []

        def told(loss: float, base_loss: float) -> None:
            losses.append((loss, base_loss))
            if self.steps % _TRACE_EVERY == 0 or self.part_done == 1:
                own, base = np.mean(losses, axis=0)
                self.trace.append((self.examples, round(self.clock_seconds, 2), float(own / base)))
                losses.clear()
            on_progress(self.part_done)

        try:
            self.fit(self._numbers(), told, should_stop)
        except TrainingError as error:
            if self._folder:
                (self._folder / CHECKPOINT).unlink(missing_ok=True)
            raise DivergedError(f"The loss of {self.arm.label} broke up after {self.examples} examples.") from error
        if self.part_done == 1:
            self.ema.copy_to(self._parameters)

    def step(self) -> tuple[float, float]:
        """One batch; returns its loss and that of the base alone."""
        losses = self._step(self.steps, self.part_done)
        self.examples += self._plan.batch
        return losses

    def _numbers(self) -> Iterator[int]:
        while True:
            yield self.steps

    def _losses(self, share: int) -> tuple[Tensor, Tensor]:
        rows = self.rows(share)
        labels = self.maps(share, self._draws.labels(rows))
        seen, target = self._draws.seen(rows, with_text=not self.arm.reads_prediction, labels=labels)
        with mixed_precision(self._draws.base.device):
            predicted = self.arm.velocity(seen)
        return (predicted.float() - target).pow(2).mean(), (seen.v - target).pow(2).mean()

    def _record(self) -> dict[str, Any]:
        return {"trace": self.trace}

    def _recall(self, record: Mapping[str, Any]) -> None:
        self.trace = [(int(a), float(b), float(c)) for a, b, c in record["trace"]]

    def rows(self, step: int) -> Rows:
        """The rows of step `step`: permutations of all rows, one after the other."""
        size, batch = len(self._draws), self._plan.batch
        first = step * batch
        passes = range(first // size, (first + batch - 1) // size + 1)
        order = np.concatenate([np.random.default_rng((self._seed, 1, one)).permutation(size) for one in passes])
        rows: Rows = np.sort(order[first - passes[0] * size :][:batch])
        return rows

    def maps(self, step: int, labels: Tensor) -> Tensor:
        """The maps of step `step`, with what is dropped and made unlabelled in it."""
        random = np.random.default_rng((self._seed, 2, step))
        labels = labels.clone()
        for index in np.flatnonzero(random.random(len(labels)) < self._plan.unlabel):
            left_out = torch.from_numpy(random.random(256) < random.random())
            labels[index][left_out[labels[index].long()]] = 0
        labels[torch.from_numpy(random.random(len(labels)) < self._plan.drop_map)] = 0
        return labels
