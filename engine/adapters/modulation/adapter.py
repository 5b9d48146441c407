"""MCM in its two sizes, and the ablation that hides the base's prediction from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

import torch
from torch import Tensor

from engine.adapters.adapter import Adapter, Seen, trainable
from engine.adapters.modulation.modulation import Modulation
from engine.adapters.modulation.network import ModulationNetwork, load_network, network_for
from engine.bases.base import BaseModel
from engine.installed.sizes import ModuleSize
from engine.request.types import GenerationRequest


class Modulated(Adapter):
    """v1 = v + w (gamma v + beta), w the labelled share of each cell: the product's own module and arithmetic."""

    kind: ClassVar[str | None] = "modulation"
    acts_on = "prediction"
    size: ClassVar[ModuleSize] = "large"
    reads_prediction = True
    network: ModulationNetwork

    def __init__(self, base: BaseModel, classes: Sequence[str], network: ModulationNetwork | None = None) -> None:
        """A fresh one for label maps, or with a trained `network`."""
        self._path = base.path
        self.network = trainable(network_for(base, classes, self.size), base) if network is None else network  # type: ignore[assignment]
        self.classes, self.modalities = list(self.network.config.classes), self.network.modalities

    @classmethod
    def open(cls, folder: Path, base: BaseModel, classes: Sequence[str]) -> Modulated:
        """See `Adapter.open`; its config names its classes."""
        return cls(base, classes, load_network(folder, base))

    def prepare(
        self,
        maps: Mapping[str, Tensor],
        reach: Mapping[str, Sequence[float]],
        request: GenerationRequest,
        strength: float,
    ) -> Modulation:
        """See `Adapter.prepare`."""
        return Modulation(
            network=self.network,
            condition=self.network.encode(maps),
            weight=self.network.weight(maps, reach),
            strength=strength,
            window=request.window,
            parallel=request.parallel,
            rescale=request.rescale,
        )

    def condition(self, occupied: Tensor) -> Tensor:
        """The encoded map."""
        return self.network.encode({"labels": occupied})

    def velocity(self, seen: Seen) -> Tensor:
        """See `Adapter.velocity`."""
        condition = self.condition(seen.occupied) if seen.condition is None else seen.condition
        gamma, beta = self._maps(seen, condition)
        return seen.v + self.network.weight({"labels": seen.occupied}) * (gamma * seen.v + beta)

    def _maps(self, seen: Seen, condition: Tensor) -> tuple[Tensor, Tensor]:
        x0 = self._path.x0_of_common(seen.v, seen.x_t, seen.level)
        return self.network(seen.x_t, seen.v, x0, seen.t, condition)  # type: ignore[no-any-return]


class SmallModulated(Modulated):
    """About 1 % of the base's operations."""

    label = "MCM, about 1 %"
    size = "small"


class LargeModulated(Modulated):
    """About 10 % of the base's operations."""

    label = "MCM, about 10 %"
    size = "large"


class BlindModulated(Modulated):
    """The large network, which does not see what it modulates: zeros stand for v and the predicted x0.

    It still gives gamma and beta for the base's v, and still starts at the base exactly. What it loses against the
    large one is what reading the base's prediction is worth.
    """

    kind = None
    label = "MCM, about 10 %, blind"
    size = "large"

    def _maps(self, seen: Seen, condition: Tensor) -> tuple[Tensor, Tensor]:
        nothing = torch.zeros_like(seen.v)
        return self.network(seen.x_t, nothing, nothing, seen.t, condition)  # type: ignore[no-any-return]
