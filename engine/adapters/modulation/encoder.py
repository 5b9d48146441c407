"""From maps at the picture's size to what the modulation network reads on the latent grid."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn

from engine.layers.modality import Modality


class ConditionEncoder(nn.Module):
    """Joins the maps of all modalities of a module.

    Returns each modality's own channels on the latent grid, presence first, then `width` features of one small
    strided convolutional network that sees all maps together, finer than the latent grid does.
    """

    def __init__(self, modalities: Sequence[Modality], classes: int, latent_factor: int, width: int) -> None:
        super().__init__()
        self.latent_factor = latent_factor
        self._modalities = tuple(modalities)
        self.out_channels = sum(one.grid_channels(classes, latent_factor) for one in modalities) + width
        layers: list[nn.Module] = []
        channels = sum(one.channels(classes) for one in modalities)
        for _ in range(max(1, int(math.log2(latent_factor)))):
            layers += [nn.Conv2d(channels, width, 3, stride=2 if latent_factor > 1 else 1, padding=1), nn.SiLU()]
            channels = width
        self.strided = nn.Sequential(*layers)

    def forward(self, maps: Sequence[Tensor]) -> Tensor:
        """(B, C, H, W) maps, one tensor a modality -> (B, out_channels, H / factor, W / factor)."""
        coarse = [one.on_grid(mine, self.latent_factor) for one, mine in zip(self._modalities, maps, strict=True)]
        seen = maps[0] if len(maps) == 1 else torch.cat(list(maps), dim=1)
        return torch.cat([*coarse, self.strided(seen).to(coarse[0].dtype)], dim=1)
