"""MCM in its two sizes, and the ablation that hides the base's prediction from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import torch
from torch import Tensor

from engine.adapters.modulation.network import ModulationNetwork, network_for
from engine.bases.base import BaseModel
from engine.evaluation.arms.arm import Arm, Seen, trainable
from engine.installed.sizes import ModuleSize


class Modulated(Arm):
    """v1 = v + w (gamma v + beta), w the labelled share of each cell: the product's own module and arithmetic."""

    size: ClassVar[ModuleSize]
    reads_prediction = True
    network: ModulationNetwork

    def __init__(self, base: BaseModel, classes: Sequence[str]) -> None:
        self._path = base.path
        self.network = trainable(network_for(base, classes, self.size), base)  # type: ignore[assignment]

    def condition(self, occupied: Tensor) -> Tensor:
        """The encoded map."""
        return self.network.encode({"labels": occupied})

    def velocity(self, seen: Seen) -> Tensor:
        """See `Arm.velocity`."""
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

    label = "MCM, about 10 %, blind"
    size = "large"

    def _maps(self, seen: Seen, condition: Tensor) -> tuple[Tensor, Tensor]:
        nothing = torch.zeros_like(seen.v)
        return self.network(seen.x_t, nothing, nothing, seen.t, condition)  # type: ignore[no-any-return]
