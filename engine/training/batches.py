"""What each process learns from in each step: its share of a batch, and the drawings made for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from torch import Tensor

from engine.layers.modality import Modality
from engine.training.cached.cache import BaseOutputs, Batch
from engine.training.drawings import Drawings
from engine.training.plan import TrainingOptions
from engine.training.processes import ALONE, Processes


class Share(NamedTuple):
    """One process's part of one batch."""

    batch: Batch
    layers: dict[str, Tensor]
    """(B, H, W, …) uint8 by modality."""
    part: float
    """Of the examples of all processes: what a mean over these counts in the mean over the whole batch."""


class Batches:
    """An endless row of batches.

    From a cache, which all processes share, every process draws the same rows and seeds and takes its part of them, so
    that what is learnt does not depend on how many there are. What is a process's own, it draws from by itself.
    """

    def __init__(
        self,
        outputs: BaseOutputs,
        modalities: Sequence[Modality],
        options: TrainingOptions,
        processes: Processes = ALONE,
    ) -> None:
        """Raises RequestError if a batch is too small for so many processes."""
        self._outputs, self._options, self._processes = outputs, options, processes
        self._drawings = Drawings(modalities, outputs)
        self._share = processes.share(options.batch)

    def after(self, examples: int) -> Iterator[Share]:
        """The batches of a training that has seen so many examples; the same ones for the same number."""
        options, own = self._options, self._outputs.is_own
        mine = self._share.stop - self._share.start
        count, share = (mine, slice(None)) if own else (options.batch, self._share)
        seed = (options.seed, examples, self._processes.index) if own else (options.seed, examples)
        random = np.random.default_rng(seed)
        order: np.ndarray[Any, Any] = np.empty(0, dtype=np.int64)
        chance = self._drawings.chance()
        while True:
            while len(order) < count:
                order = np.concatenate([order, random.permutation(np.flatnonzero(random.random(len(chance)) < chance))])
            rows, order = np.sort(order[:count]), order[count:]
            layers = self._drawings.training(rows, random, options.partial, share)
            yield Share(self._outputs.batch(rows[share]), layers, mine / options.batch)
            if self._outputs.move_on(count):
                chance = self._drawings.chance()
