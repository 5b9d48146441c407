"""The drawings that a module learns from, made from the pictures while it trains, or the person's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import Any

import numpy as np
import torch
from torch import Tensor

from engine.layers.modality import Modality, layout_biased
from engine.training.cached.cache import BaseOutputs

Rows = np.ndarray[Any, Any]

_KEEP_ALL = 0.1
_DROP_ONE = 0.5


class Drawings:
    """Makes the layers of all modalities of a module for rows of a cache. The same for the same `random`."""

    def __init__(self, modalities: Sequence[Modality], outputs: BaseOutputs) -> None:
        self._modalities, self._outputs = tuple(modalities), outputs

    def training(
        self, rows: Rows, random: np.random.Generator, partial: float, share: slice = slice(None)
    ) -> dict[str, Tensor]:
        """(B, H, W, …) uint8 layers by modality, for a `share` of the rows: the same ones that all rows would get.

        In a share of `partial` of each modality's layers a part is left unpainted. Of several modalities all are kept
        with a chance of 0.1, else each is dropped with 0.5 (Uni-ControlNet's recipe, arXiv 2305.16322); never all of
        them, for where nothing is painted the module does not act, so there is nothing to learn.
        """
        seeds = random.integers(2**63, size=len(rows))[share]
        layers = self._layers(rows[share], (np.random.default_rng(seed) for seed in seeds), partial)
        if len(self._modalities) > 1:
            for index, kept in enumerate(_kept(len(rows), len(self._modalities), random)[share]):
                for one, keep in zip(self._modalities, kept, strict=True):
                    if not keep:
                        layers[one.id][index] = 0
        return layers

    def held_out(self, rows: Rows) -> dict[str, Tensor]:
        """Whole layers of all modalities, the same every time."""
        return self._layers(rows, repeat(np.random.default_rng(rows)), 0.0)

    def chance(self) -> Rows:
        """How often each row should be taken, at most 1, so that noise levels come as the modalities want them."""
        levels = self._outputs.noise_levels()
        wanted = np.mean([one.timesteps(levels) for one in self._modalities], axis=0)
        ratio = wanted / layout_biased(levels)
        chance: Rows = ratio / ratio.max()
        return chance

    def _layers(self, rows: Rows, randoms: Iterable[np.random.Generator], partial: float) -> dict[str, Tensor]:
        made: dict[str, list[Rows]] = {one.id: [] for one in self._modalities}
        for row, random in zip(rows.tolist(), randoms, strict=False):
            picture, labels = self._outputs.source(row)
            own = {"sketch": self._outputs.own_ink(row)}
            for one in self._modalities:
                layer, is_partial = own.get(one.id), random.random() < partial
                if layer is None:
                    layer = one.example(picture, labels, random, partial=is_partial)
                elif is_partial:
                    layer = one.partly(layer, random)
                made[one.id].append(layer)
        return {name: torch.from_numpy(np.stack(layers)) for name, layers in made.items()}


def _kept(count: int, modalities: int, random: np.random.Generator) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """(count, modalities) which modality stays; every row has at least one."""
    kept = random.random((count, modalities)) >= _DROP_ONE
    kept[random.random(count) < _KEEP_ALL] = True
    nothing = ~kept.any(1)
    kept[nothing, random.integers(modalities, size=int(nothing.sum()))] = True
    return kept
