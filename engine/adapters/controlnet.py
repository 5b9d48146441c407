"""ControlNet (Zhang et al. 2023, arXiv 2302.05543), diffusers' own."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from diffusers import ControlNetModel, UNet2DConditionModel
from torch import Tensor, nn

from engine.adapters.adapter import ActingOnFeatures, Adapter, Seen, UnfitError, base_velocity, check_config, trainable
from engine.bases.base import BaseModel, Features
from engine.bases.folder import load_network
from engine.layers.modality import open_modality
from engine.request.types import GenerationRequest
from engine.words import say

_HINT_WIDTHS = (16, 32, 96, 256)


class ControlNet(Adapter):
    """A trainable copy of the base's encoder, joined to its decoder by convolutions that start at zero.

    The map comes in as occupancy, one channel a class: what MCM sees, too. Gradient passes through the base's decoder.
    In painting the strength is the conditioning scale, as everywhere in the field.
    """

    kind = "controlnet"
    acts_on = "features"
    label = "ControlNet"
    has_scale = True

    def __init__(self, base: BaseModel, classes: Sequence[str], network: nn.Module | None = None) -> None:
        """A fresh one, or with a trained `network`. Raises UnfitError where diffusers' class takes no such base."""
        self._base, self.classes, self.modalities = base, list(classes), (open_modality("labels"),)
        if network is None:
            network = trainable(_untrained(base, classes), base)
        self.network = network

    @classmethod
    def open(cls, folder: Path, base: BaseModel, classes: Sequence[str]) -> ControlNet:
        """See `Adapter.open`."""
        with torch.device("meta"):
            wanted = _untrained(base, classes, load_weights_from_unet=False)
        check_config(folder, dict(wanted.config), cls.label)
        return cls(base, classes, load_network(ControlNetModel, folder, base.device, base.dtype))

    def prepare(
        self,
        maps: Mapping[str, Tensor],
        reach: Mapping[str, Sequence[float]],
        request: GenerationRequest,
        strength: float,
    ) -> ActingOnFeatures:
        """See `Adapter.prepare`."""
        return _Residuals(network=self.network, hint=maps["labels"], strength=strength, window=request.window)

    def velocity(self, seen: Seen) -> Tensor:
        """See `Adapter.velocity`."""
        features = residuals(self.network, seen.x_t, seen.t, seen.context, seen.occupied, seen.scale)
        kind = self._base.dtype
        prediction = self._base.network(
            seen.x_t.to(kind),
            seen.t,
            encoder_hidden_states=_as(seen.context, kind),
            return_dict=False,
            **features.for_network(kind),
        )[0]
        return base_velocity(self._base, seen, prediction)


@dataclass(frozen=True, kw_only=True)
class _Residuals(ActingOnFeatures):
    network: nn.Module
    hint: Tensor
    """(1, C, H, W) occupancy at the picture's size."""

    def features(self, x_t: Tensor, timestep: Tensor | float, context: Tensor | None) -> Features:
        hint = self.hint.expand(len(x_t), -1, -1, -1)
        return residuals(self.network, x_t, timestep, context, hint, self.strength)


def _untrained(base: BaseModel, classes: Sequence[str], **more: bool) -> ControlNetModel:
    return ControlNetModel.from_unet(
        conditional_network(base, ControlNet.label),
        conditioning_channels=len(classes),
        conditioning_embedding_out_channels=hint_widths(base.latent_factor),
        **more,
    )


def residuals(
    network: nn.Module, x_t: Tensor, timestep: Tensor | float, context: Tensor | None, hint: Tensor, scale: float
) -> Features:
    """What a ControlNet adds to the base's features; (B, C, H, W) `hint`."""
    own = next(network.parameters()).dtype
    down, middle = network(
        x_t.to(own),
        timestep,
        encoder_hidden_states=_as(context, own),
        controlnet_cond=hint.to(own),
        conditioning_scale=scale,
        return_dict=False,
    )
    return Features(tuple(down), middle)


def conditional_network(base: BaseModel, arm: str) -> UNet2DConditionModel:
    """The base's network if it is one that reads text, which every adapter built from its weights needs."""
    if not isinstance(base.network, UNet2DConditionModel):
        kind = type(base.network).__name__
        raise UnfitError(
            say(
                "{arm} is built from a UNet2DConditionModel; the network of {base} is a {kind}.",
                arm=arm,
                base=base.id,
                kind=kind,
            )
        )
    return base.network


def hint_widths(latent_factor: int) -> tuple[int, ...]:
    """Widths of ControlNet's encoder of the map: the side is halved between each two. Its own fit 8 pixels a cell."""
    halvings = int(math.log2(latent_factor))
    return _HINT_WIDTHS[: halvings + 1] + _HINT_WIDTHS[-1:] * (halvings + 1 - len(_HINT_WIDTHS))


def _as(context: Tensor | None, dtype: torch.dtype) -> Tensor | None:
    return None if context is None else context.to(dtype)
