"""The held-out gain of an arm: how much of the base's loss it takes away on pictures that it never saw."""

from __future__ import annotations

import numpy as np
import torch

from engine.adapters.adapter import Adapter
from engine.evaluation.study.draws import Draws
from engine.training.fit import mixed_precision
from engine.training.held_out import T_BUCKETS, gain_rows

_BATCH = 32


@torch.no_grad()
def held_out_gain(arm: Adapter, draws: Draws) -> list[dict[str, float]]:
    """For each bucket of t: the base's v loss, and the part of it that the arm takes away with the right map and with
    the map of another picture. Every arm meets the same noise; one that reads its map is harmed by a wrong one."""
    timesteps = draws.base.path.timesteps
    sums = np.zeros((T_BUCKETS, 4))
    for first in range(0, len(draws), _BATCH):
        rows = np.arange(first, min(first + _BATCH, len(draws)))
        labels, losses = draws.labels(rows), []
        for shown in (labels, labels.roll(1, 0)):
            seen, target = draws.seen(rows, with_text=not arm.reads_prediction, labels=shown)
            with mixed_precision(draws.base.device):
                predicted = arm.velocity(seen)
            losses.append((predicted.float() - target).pow(2).mean((1, 2, 3)))
        alone = (seen.v - target).pow(2).mean((1, 2, 3))
        bucket = seen.t.cpu().numpy() * T_BUCKETS // timesteps
        for column, values in enumerate((torch.ones_like(alone), alone, *losses)):
            np.add.at(sums[:, column], bucket, values.float().cpu().numpy())
    return gain_rows(sums, timesteps, "gain_wrong_map")
