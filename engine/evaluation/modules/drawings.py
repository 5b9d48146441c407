"""What test pictures are painted from: the drawings of every one, and what a module hears of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from engine.adapters.modulation.modulation import Modulation
from engine.adapters.modulation.network import ModulationNetwork
from engine.bases.base import BaseModel
from engine.errors import DataError
from engine.layers.modality import open_modality
from engine.training.data.dataset import PictureSet

Drawings = Mapping[str, NDArray[np.uint8]]
"""By modality, (N, S, S, …) layers of N test pictures at the base's native size."""


def draw(
    data: PictureSet, numbers: Sequence[int], modalities: Sequence[str], on_progress: Callable[[int, int], None]
) -> dict[str, NDArray[np.uint8]]:
    """Whole drawings of the pictures `numbers`, made as in training; the number is the seed of what chance decides."""
    layers: dict[str, list[NDArray[np.uint8]]] = {name: [] for name in modalities}
    opened = [open_modality(name) for name in modalities]
    for done, number in enumerate(numbers):
        example = data[number]
        for one in opened:
            random = np.random.default_rng((number, *one.id.encode()))
            layers[one.id].append(one.example(example.picture, example.labels, random, partial=False))
        on_progress(done + 1, len(numbers))
    return {name: np.stack(drawn) for name, drawn in layers.items()}


def check_classes(name: str, network: ModulationNetwork, data: PictureSet) -> None:
    """Raise DataError unless a module that hears label maps knows the data's classes by the same ids."""
    known = [each.strip().casefold() for each in network.config.classes]
    wanted = [entry.name.strip().casefold() for entry in data.classes]
    if any(one.reads_labels for one in network.modalities) and known[1 : len(wanted)] != wanted[1:]:
        raise DataError(
            f"The module {name} was made for other classes than those of the test pictures.",
            "Evaluate it on pictures with its own classes, in the same order.",
        )


@torch.no_grad()
def hear(network: ModulationNetwork, base: BaseModel, drawings: Drawings, batch: int) -> list[Modulation]:
    """Of every batch of the pictures, what `network` hears of these drawings: a modulation of strength 1."""
    heard = [one for one in network.modalities if one.id in drawings]
    classes, count = len(network.config.classes), len(next(iter(drawings.values())))
    modulations = []
    for first in range(0, count, batch):
        layers = {one.id: torch.from_numpy(drawings[one.id][first : first + batch]) for one in heard}
        maps = {one.id: one.maps(layers[one.id].to(base.device), classes) for one in heard}
        modulations.append(
            Modulation(network=network, condition=network.encode(maps), weight=network.weight(maps), strength=1.0)
        )
    return modulations
