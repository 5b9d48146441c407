"""How much of the base's loss a module takes away on pictures that it never saw."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from engine.adapters.modulation.network import ModulationNetwork
from engine.bases.noise_path import NoisePath
from engine.training.cached.cache import BaseOutputs, Batch
from engine.training.drawings import Drawings
from engine.training.fit import mixed_precision
from engine.training.trainer import modulation_loss

T_BUCKETS = 8


@torch.no_grad()
def held_out_gain(
    network: ModulationNetwork, outputs: BaseOutputs, path: NoisePath, most: int | None = None
) -> list[dict[str, float]]:
    """For each bucket of t: the base's v loss, and how much of it the module takes away with the right drawing and
    with that of another picture (a module that reads its drawing is harmed by a wrong one). Of `most`
    rows, or of all."""
    device = next(network.parameters()).device
    drawings = Drawings(network.modalities, outputs)
    sums = np.zeros((T_BUCKETS, 4))
    measured = len(outputs) if most is None else min(most, len(outputs))
    for first in range(0, measured, 64):
        rows = np.arange(first, min(first + 64, measured))
        batch = Batch(*(part.to(device) for part in outputs.batch(rows)))
        layers = {name: layer.to(device) for name, layer in drawings.held_out(rows).items()}
        others = {name: layer.roll(1, 0) for name, layer in layers.items()}
        with mixed_precision(device):
            _, _, right = modulation_loss(network, batch, layers, path)
            _, _, wrong = modulation_loss(network, batch, others, path)
        alone = (batch.v - batch.target).pow(2).mean((1, 2, 3))
        bucket = (batch.t.cpu().numpy() * T_BUCKETS) // path.timesteps
        for column, values in enumerate((torch.ones_like(alone), alone, right, wrong)):
            np.add.at(sums[:, column], bucket, values.float().cpu().numpy())
    return gain_rows(sums, path.timesteps, "gain_wrong_drawing")


def gain_rows(sums: NDArray[np.float64], timesteps: int, wrong: str) -> list[dict[str, float]]:
    """A record for each bucket of t from its sums (T_BUCKETS, 4): how many draws, and the summed losses of the base, of
    what was given the right drawing, and of what was given a wrong one, whose gain is called `wrong`."""
    width = timesteps / T_BUCKETS
    return [
        {
            "t_from": index * width,
            "t_to": (index + 1) * width,
            "examples": count,
            "base_loss": alone / count,
            "gain": 1 - right / alone,
            wrong: 1 - misled / alone,
        }
        for index, (count, alone, right, misled) in enumerate(sums.tolist())
        if count
    ]
