"""What every arm of the study is: a trainable network, and the prediction that comes of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import torch
from torch import Tensor, nn

from engine.bases.base import BaseModel
from engine.errors import EngineError


class ArmUnfitError(EngineError):
    """An arm cannot be built on this base; the text is the exact reason."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What an arm may look at, in training as in sampling."""

    x_t: Tensor
    """(B, C, h, w) noisy latents."""
    t: Tensor
    """(B,) timesteps."""
    level: Tensor
    """How noisy they are, as the base's path knows it."""
    v: Tensor
    """(B, C, h, w): the frozen base's prediction as v. Empty for an arm that does not read it."""
    context: Tensor | None
    """(B, tokens, width): the text that the base reads; None where it reads none."""
    occupied: Tensor
    """(B, 1 + K, H, W): the map as soft occupancy in [0, 1]; channel 0 is the unlabelled share."""
    condition: Tensor | None = None
    """What `Arm.condition` made of the map, if that was done once for all steps."""
    scale: float = 1.0
    """The conditioning scale of the arms that have one."""


class Arm(ABC):
    """One way to control a base.

    The strength s of every arm is guidance on the map: v = v0 + s (v1 - v0), v1 its prediction with the map and v0
    without. For most arms v0 is the frozen base; `own_reference` says that it is the arm's own network with the map
    dropped. For a module that reads the base's prediction this costs no pass; for the others each strength but 1
    costs a second one, and the report's times say so.
    """

    label: ClassVar[str]
    """How the report calls it."""
    reads_prediction: ClassVar[bool] = False
    """Whether it reads the base's v; then it learns from cached base outputs and its training never runs the base."""
    has_scale: ClassVar[bool] = False
    """Whether it has a conditioning scale beside the strength."""
    own_reference: ClassVar[bool] = False
    network: nn.Module

    @abstractmethod
    def __init__(self, base: BaseModel, classes: Sequence[str]) -> None:
        """Build it on `base`, untrained: there it predicts what the base predicts, exactly.

        `classes` names the label ids in order. Raises ArmUnfitError where it cannot be built.
        """

    def parameters(self) -> list[nn.Parameter]:
        """What learns."""
        return [parameter for parameter in self.network.parameters() if parameter.requires_grad]

    def condition(self, occupied: Tensor) -> Tensor | None:
        """What can be computed from the map once a picture, not once a step; None where there is nothing."""
        return None

    @abstractmethod
    def velocity(self, seen: Seen) -> Tensor:
        """(B, C, h, w) float32: v as this arm predicts it with the map, at strength 1."""

    def reference(self, seen: Seen) -> Tensor:
        """(B, C, h, w): v without the map."""
        if not self.own_reference:
            return seen.v
        empty = torch.zeros_like(seen.occupied)
        empty[:, 0] = 1
        return self.velocity(replace(seen, occupied=empty, condition=None))

    def for_painting(self, dtype: torch.dtype) -> None:
        """Freeze the network in the number format in which pictures are painted."""
        nn.Module.to(self.network.eval().requires_grad_(False), dtype)  # past a warning of diffusers that names nothing

    def weights(self) -> dict[str, Tensor]:
        """What a finished cell keeps: the tensors that learnt, by name."""
        return {name: value.detach() for name, value in self.network.named_parameters() if value.requires_grad}

    def load_weights(self, tensors: dict[str, Tensor]) -> None:
        """Take up what `weights` gave."""
        named = dict(self.network.named_parameters())
        with torch.no_grad():
            for name, tensor in tensors.items():
                named[name].copy_(tensor)


def base_velocity(base: BaseModel, seen: Seen, prediction: Tensor) -> Tensor:
    """What the base's network said, as float32 v."""
    return base.path.common(prediction.float(), seen.x_t, seen.level)


def trainable(network: nn.Module, base: BaseModel) -> nn.Module:
    """`network` in float32 on the base's device, ready to learn."""
    network.float().train().requires_grad_(True)
    return network.to(base.device, memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]
