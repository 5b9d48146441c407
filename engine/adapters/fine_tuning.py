"""Full fine-tuning: the base itself learns to read the map. What modulation leaves untouched, this changes."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from engine.adapters.adapter import ActingOnWeights, Adapter, Seen, base_velocity, check_config, trainable
from engine.bases.base import BaseModel
from engine.bases.folder import load_network
from engine.layers.modality import open_modality
from engine.request.types import GenerationRequest


class FineTuning(Adapter):
    """A copy of the base whose first convolution also takes the presence and occupancy maps, by weights that start at
    zero. Guidance runs against its own prediction without the map, which it has learnt from the dropped maps; in
    painting, too, where each strength but 1 costs a second pass."""

    kind = "fine-tuning"
    acts_on = "weights"
    label = "full fine-tuning"
    own_reference = True

    def __init__(self, base: BaseModel, classes: Sequence[str], network: nn.Module | None = None) -> None:
        """A fresh one, or with a trained `network`."""
        self._base, self.classes, self.modalities = base, list(classes), (open_modality("labels"),)
        self.network = trainable(_widened(base.network, len(classes)), base) if network is None else network

    @classmethod
    def open(cls, folder: Path, base: BaseModel, classes: Sequence[str]) -> FineTuning:
        """See `Adapter.open`."""
        mine: dict[str, Any] = dict(base.network.config)  # type: ignore[arg-type]
        check_config(folder, {**mine, "in_channels": base.latent_channels + len(classes)}, cls.label)
        return cls(base, classes, load_network(type(base.network), folder, base.device, base.dtype))

    def prepare(
        self,
        maps: Mapping[str, Tensor],
        reach: Mapping[str, Sequence[float]],
        request: GenerationRequest,
        strength: float,
    ) -> ActingOnWeights:
        """See `Adapter.prepare`."""
        drawing = _on_grid(maps["labels"], self._base.latent_factor)
        return _Patch(network=self.network, drawing=drawing, strength=strength, window=request.window)

    def velocity(self, seen: Seen) -> Tensor:
        """See `Adapter.velocity`."""
        own = next(self.network.parameters()).dtype
        taken = torch.cat([seen.x_t, _on_grid(seen.occupied, self._base.latent_factor)], dim=1).to(own)
        texts = {} if seen.context is None else {"encoder_hidden_states": seen.context.to(own)}
        prediction = self.network(taken, seen.t, return_dict=False, **texts)[0]
        return base_velocity(self._base, seen, prediction)


@dataclass(frozen=True, kw_only=True)
class _Patch(ActingOnWeights):
    network: nn.Module
    drawing: Tensor
    """(1, K, h, w): presence and occupancies on the latent grid."""

    @contextmanager
    def patched(self, base: BaseModel) -> Iterator[None]:
        kept = base.network
        base.network = _Reading(self.network, self.drawing, self.strength)
        try:
            yield
        finally:
            base.network = kept


class _Reading(nn.Module):
    """A fine-tuned network as the base's own is called: the drawing comes in beside the latent."""

    def __init__(self, network: nn.Module, drawing: Tensor, strength: float) -> None:
        super().__init__()
        self._network, self._drawing, self._strength = network, drawing, strength

    def forward(self, x_t: Tensor, timestep: Tensor | float, **rest: Any) -> tuple[Tensor]:
        below, right = (mine - its for mine, its in zip(x_t.shape[-2:], self._drawing.shape[-2:], strict=True))
        drawing = nn.functional.pad(self._drawing.to(x_t.dtype), (0, right, 0, below), mode="replicate")
        drawing = drawing.expand(len(x_t), -1, -1, -1)
        said: Tensor = self._network(torch.cat([x_t, drawing], dim=1), timestep, **rest)[0]
        if self._strength != 1:
            nothing = torch.cat([x_t, torch.zeros_like(drawing)], dim=1)
            without = self._network(nothing, timestep, **rest)[0]
            said = without + self._strength * (said - without)
        return (said,)


def _on_grid(occupied: Tensor, latent_factor: int) -> Tensor:
    """(B, 1 + K, H, W) occupancy -> (B, 1 + K, h, w): the presence, and the share of every class."""
    coarse = nn.functional.avg_pool2d(occupied, latent_factor)
    return torch.cat([1 - coarse[:, :1], coarse[:, 1:]], dim=1)


def _widened(network: nn.Module, more: int) -> nn.Module:
    network = copy.deepcopy(network)
    first = network.conv_in
    assert isinstance(first, nn.Conv2d)
    wide = nn.Conv2d(
        first.in_channels + more,
        first.out_channels,
        first.kernel_size,  # type: ignore[arg-type]
        padding=first.padding,  # type: ignore[arg-type]
    )
    with torch.no_grad():
        wide.weight.zero_()
        wide.weight[:, : first.in_channels] = first.weight
        if first.bias is not None and wide.bias is not None:
            wide.bias.copy_(first.bias)
    network.conv_in = wide
    network.register_to_config(in_channels=wide.in_channels)  # type: ignore[operator]
    return network
