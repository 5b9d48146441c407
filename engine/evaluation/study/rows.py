"""The noise draws of a study: of so many pictures, and of those that no arm learns from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from engine.bases.base import BaseModel
from engine.evaluation.protocol.plans import Protocol
from engine.evaluation.study.draws import Draws
from engine.training.cached.cache import open_cache
from engine.training.data.dataset import PictureSet

_CACHE_LIMIT_BYTES = 20_000_000_000


class StudyRows:
    """Draws them when they are first wanted, and keeps them."""

    def __init__(
        self,
        base: BaseModel,
        train: PictureSet,
        protocol: Protocol,
        folder: Path,
        stage: Callable[[str, int, int], None],
    ) -> None:
        """`folder` gets the caches of base outputs; `stage(what, done, total)` is told how they grow."""
        self._base, self._train, self._protocol, self._folder, self._stage = base, train, protocol, folder, stage
        self._classes = len(train.classes)
        self._draws: dict[int, Draws] = {}
        self._tuning: Draws | None = None

    def has(self, pictures: int) -> bool:
        """Whether those of so many pictures are there."""
        return pictures in self._draws

    def draw(self, data: PictureSet, draws: int, seed: int, what: str) -> Draws:
        """So many draws of each picture of `data`; `what` they are for is told while the base runs."""
        outputs = open_cache(
            self._base,
            data,
            self._folder,
            draws=draws,
            seed=seed,
            limit_bytes=_CACHE_LIMIT_BYTES,
            on_progress=lambda stage, done, total: self._stage(f"{stage} for {what}", done, total),
        )
        return Draws(self._base, outputs, self._classes)

    def of(self, pictures: int | None) -> Draws:
        """The draws of N pictures, chosen by the seed so that the smaller sets are parts of the larger ones."""
        count = min(pictures or len(self._train), len(self._train))
        if count not in self._draws:
            data = self._train.subset(sorted(self._order()[:count]))
            draws = -(-self._protocol.data.rows // count)
            self._draws[count] = self.draw(data, draws, self._protocol.seed, f"{count} pictures")
        return self._draws[count]

    def tuning_pictures(self) -> int:
        """The first number of pictures that leaves enough of the train split to judge learning rates by."""
        rest = len(self._train) - self._tuning_rows()
        return next((count for count in self._protocol.data.pictures if count is not None and count <= rest), rest)

    def _tuning_rows(self) -> int:
        return min(self._protocol.data.held_out_rows, max(1, len(self._train) // 10))

    def unseen(self) -> Draws:
        """One draw each of train pictures that the tuned arms do not learn from: no test picture chooses a rate."""
        if self._tuning is None:
            pictures = self._train.subset(sorted(self._order()[-self._tuning_rows() :]))
            self._tuning = self.draw(pictures, 1, self._protocol.seed + 2, "the learning rates")
        return self._tuning

    def _order(self) -> list[int]:
        order: list[int] = np.random.default_rng((self._protocol.seed, 3)).permutation(len(self._train)).tolist()
        return order
