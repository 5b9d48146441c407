"""ControlNet (Zhang et al. 2023, arXiv 2302.05543), diffusers' own."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from diffusers import ControlNetModel, UNet2DConditionModel
from torch import Tensor

from engine.bases.base import BaseModel
from engine.evaluation.arms.arm import Arm, ArmUnfitError, Seen, base_velocity, trainable

_HINT_WIDTHS = (16, 32, 96, 256)


class ControlNet(Arm):
    """A trainable copy of the base's encoder, joined to its decoder by convolutions that start at zero.

    The map comes in as occupancy, one channel a class: what MCM sees, too. Gradient passes through the base's decoder.
    """

    label = "ControlNet"
    has_scale = True

    def __init__(self, base: BaseModel, classes: Sequence[str]) -> None:
        """Raises ArmUnfitError where diffusers' class does not take this base."""
        self._base = base
        network = ControlNetModel.from_unet(
            conditional_network(base, self.label),
            conditioning_channels=len(classes),
            conditioning_embedding_out_channels=hint_widths(base.latent_factor),
        )
        self.network = trainable(network, base)

    def velocity(self, seen: Seen) -> Tensor:
        """See `Arm.velocity`."""
        own = next(self.network.parameters()).dtype
        down, middle = self.network(
            seen.x_t.to(own),
            seen.t,
            encoder_hidden_states=_as(seen.context, own),
            controlnet_cond=seen.occupied.to(own),
            conditioning_scale=seen.scale,
            return_dict=False,
        )
        kind = self._base.dtype
        prediction = self._base.network(
            seen.x_t.to(kind),
            seen.t,
            encoder_hidden_states=_as(seen.context, kind),
            down_block_additional_residuals=[one.to(kind) for one in down],
            mid_block_additional_residual=middle.to(kind),
            return_dict=False,
        )[0]
        return base_velocity(self._base, seen, prediction)


def conditional_network(base: BaseModel, arm: str) -> UNet2DConditionModel:
    """The base's network if it is one that reads text, which every arm built from its weights needs."""
    if not isinstance(base.network, UNet2DConditionModel):
        kind = type(base.network).__name__
        raise ArmUnfitError(f"{arm} is built from a UNet2DConditionModel; the network of {base.id} is a {kind}.")
    return base.network


def hint_widths(latent_factor: int) -> tuple[int, ...]:
    """Widths of ControlNet's encoder of the map: the side is halved between each two. Its own fit 8 pixels a cell."""
    halvings = int(math.log2(latent_factor))
    return _HINT_WIDTHS[: halvings + 1] + _HINT_WIDTHS[-1:] * (halvings + 1 - len(_HINT_WIDTHS))


def _as(context: Tensor | None, dtype: torch.dtype) -> Tensor | None:
    return None if context is None else context.to(dtype)
