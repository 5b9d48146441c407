"""ControlNet-XS (Zavadski et al. 2023, arXiv 2312.06573), diffusers' own, matched in size to the large module."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from diffusers import ControlNetXSAdapter, UNet2DConditionModel, UNetControlNetXSModel
from torch import Tensor, nn

from engine.adapters.adapter import Adapter, Seen, UnfitError, base_velocity
from engine.adapters.controlnet import conditional_network, hint_widths
from engine.adapters.modulation.network import network_for
from engine.bases.base import BaseModel
from engine.layers.modality import open_modality
from engine.words import say

_LATENT_CHANNELS = 4
_BLOCKS_A_LEVEL = 2


class ControlNetXS(Adapter):
    """A thin encoder beside the base's, exchanging features with it at every block.

    diffusers' class is fused with a copy of the base, which stays frozen; it starts at the base but for the epsilon of
    the middle block's norms, which it fixes. Gradient passes through the whole base.
    """

    kind = None
    acts_on = "weights"
    label = "ControlNet-XS"
    has_scale = True

    def __init__(self, base: BaseModel, classes: Sequence[str]) -> None:
        """Raises UnfitError where diffusers' class does not take this base."""
        self._base, self.classes, self.modalities = base, list(classes), (open_modality("labels"),)
        unet = conditional_network(base, self.label)
        _check(unet, base.id)
        wanted = sum(parameter.numel() for parameter in network_for(base, classes, "large").parameters())
        try:
            adapter = _adapter(unet, wanted, len(classes), hint_widths(base.latent_factor))
            network = UNetControlNetXSModel.from_unet(unet, adapter)
        except (RuntimeError, ValueError, TypeError, AttributeError) as error:
            text = say("diffusers' ControlNet-XS does not take {base}: {error}", base=base.id, error=error)
            raise UnfitError(text) from error
        network.float().train().freeze_unet_params()
        self.network: nn.Module = network.to(base.device, memory_format=torch.channels_last)

    def velocity(self, seen: Seen) -> Tensor:
        """See `Adapter.velocity`."""
        own = next(self.network.parameters()).dtype
        prediction = self.network(
            seen.x_t.to(own),
            seen.t,
            encoder_hidden_states=None if seen.context is None else seen.context.to(own),
            controlnet_cond=seen.occupied.to(own),
            conditioning_scale=seen.scale,
            return_dict=False,
        )[0]
        return base_velocity(self._base, seen, prediction)


def _check(unet: UNet2DConditionModel, base_id: str) -> None:
    """Raise UnfitError with what diffusers' class has fixed and this base has otherwise."""
    reasons = []
    if unet.config.in_channels != _LATENT_CHANNELS:
        reasons.append(
            f"its first and last convolution have {_LATENT_CHANNELS} latent channels, "
            f"where those of {base_id} have {unet.config.in_channels}"
        )
    if unet.config.layers_per_block != _BLOCKS_A_LEVEL:
        reasons.append(
            f"it has {_BLOCKS_A_LEVEL} residual blocks a level, where {base_id} has {unet.config.layers_per_block}"
        )
    if reasons:
        text = say("diffusers' ControlNet-XS is made for Stable Diffusion only: {why}.", why=", and ".join(reasons))
        raise UnfitError(text)


def _adapter(unet: UNet2DConditionModel, wanted: int, channels: int, widths: tuple[int, ...]) -> ControlNetXSAdapter:
    """The adapter whose parameters come nearest to `wanted`, over widths that are eighths of the base's."""
    heads = unet.config.attention_head_dim
    levels = list(unet.config.block_out_channels)
    heads = list(heads) if isinstance(heads, (list, tuple)) else [heads] * len(levels)

    def adapter(eighths: int) -> ControlNetXSAdapter:
        own = [max(head, width * eighths // 8 // head * head) for head, width in zip(heads, levels, strict=True)]
        return ControlNetXSAdapter.from_unet(
            unet, block_out_channels=own, conditioning_channels=channels, conditioning_embedding_out_channels=widths
        )

    def missed(eighths: int) -> int:
        with torch.random.fork_rng(devices=[]):
            return abs(sum(int(parameter.numel()) for parameter in adapter(eighths).parameters()) - wanted)

    return adapter(min(range(1, 9), key=missed))
