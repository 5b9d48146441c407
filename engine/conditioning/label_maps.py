"""Label maps as a condition: class ids at the drawing's size -> soft occupancy at the picture's size -> features."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from engine.types import UNLABELLED, LabelMap


def occupancy(labels: LabelMap, height: int, width: int, channels: int) -> NDArray[np.float32]:
    """(H, W) class ids -> (channels, height, width): the share of each output cell's area that each class covers.

    Exact area averaging in both directions, enlarging or reducing; the channels sum to 1 where every id is below
    `channels`. No pixel is ever picked: a river one pixel wide leaves its trace in the coarsest grid.
    """
    out = np.zeros((channels, height, width), dtype=np.float32)
    for class_id in np.flatnonzero(np.bincount(labels.ravel(), minlength=channels)[:channels]):
        mask = (labels == class_id).astype(np.float32)
        # One axis at a time: OpenCV's area mode is exact only where both axes shrink or both grow.
        mask = cv2.resize(mask, (width, labels.shape[0]), interpolation=cv2.INTER_AREA)
        out[class_id] = cv2.resize(mask, (width, height), interpolation=cv2.INTER_AREA)
    return out


def match_classes(
    labels: LabelMap,
    names: Mapping[int, str],
    weights: Mapping[int, float],
    classes: Sequence[str],
) -> tuple[LabelMap, dict[int, float], list[str]]:
    """A drawing's ids -> the module's ids, matched by name (case and surrounding space do not count).

    `names` are the drawing's, `classes` the module's, in order of its ids. A class of weight 0 becomes unlabelled.
    Returns the map in the module's ids, the weights by the module's ids, and the names of the painted classes that
    the module does not know: they become unlabelled too.
    """
    known = {name.strip().casefold(): index for index, name in enumerate(classes)}
    table = np.zeros(256, dtype=np.uint8)
    module_weights: dict[int, float] = {}
    unknown = []
    for drawn in np.flatnonzero(np.bincount(labels.ravel(), minlength=256)).tolist():
        weight = float(weights.get(drawn, 1.0))
        if drawn == UNLABELLED or weight == 0:
            continue
        name = names.get(drawn, f"id {drawn}")
        index = known.get(name.strip().casefold(), UNLABELLED)
        if index == UNLABELLED:
            unknown.append(name)
            continue
        table[drawn] = index
        module_weights[index] = weight
    matched: LabelMap = table[labels]
    return matched, module_weights, unknown


def spatial_weight(occupied: Tensor, weights: Mapping[int, float]) -> Tensor:
    """(B, 1 + K, h, w) occupancy -> (B, 1, h, w): the mean class weight of each cell; unlabelled area counts 0."""
    table = torch.ones(occupied.shape[1], device=occupied.device)
    table[UNLABELLED] = 0
    for class_id, weight in weights.items():
        table[class_id] = weight
    return torch.einsum("bkhw,k->bhw", occupied, table).unsqueeze(1)


class LabelEncoder(nn.Module):
    """Soft occupancy at the picture's size -> what the modulation network reads on the latent grid.

    Returns presence (1), the area-averaged occupancy of the K classes, and `width` features of a small strided
    convolutional encoder that sees the borders between classes finer than the latent grid does.
    """

    def __init__(self, classes: int, latent_factor: int, width: int) -> None:
        super().__init__()
        self.latent_factor = latent_factor
        self.out_channels = 1 + classes + width
        layers: list[nn.Module] = []
        channels = classes + 1
        for _ in range(max(1, int(math.log2(latent_factor)))):
            layers += [nn.Conv2d(channels, width, 3, stride=2 if latent_factor > 1 else 1, padding=1), nn.SiLU()]
            channels = width
        self.strided = nn.Sequential(*layers)

    def forward(self, occupied: Tensor) -> Tensor:
        """(B, 1 + K, H, W) occupancy in [0, 1] -> (B, 1 + K + width, H / factor, W / factor)."""
        coarse = nn.functional.avg_pool2d(occupied, self.latent_factor)
        presence = 1 - coarse[:, :1]
        return torch.cat([presence, coarse[:, 1:], self.strided(occupied).to(coarse.dtype)], dim=1)
