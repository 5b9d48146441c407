"""Painting the test maps: with an arm or with the base alone, from the same starting noise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from engine.adapters.adapter import Adapter
from engine.adapters.modulation.modulation import Modulation
from engine.bases.base import BaseModel
from engine.evaluation.protocol.plans import PicturePlan
from engine.evaluation.study.controlled import Controlled
from engine.layers.label_maps import occupancy
from engine.painting.preview import to_picture
from engine.sampling.sampler import sample
from engine.sampling.schedulers import initial_noise, make_scheduler

Pictures = NDArray[np.uint8]
"""(N, S, S, 3) RGB."""


def paint(
    base: BaseModel,
    arm: Adapter | None,
    maps: NDArray[np.uint8],
    seeds: Sequence[int],
    plan: PicturePlan,
    *,
    classes: int,
    strength: float = 1.0,
    scale: float = 1.0,
    on_progress: Callable[[int], None] = lambda done: None,
) -> Pictures:
    """(N, H, W) label maps -> pictures at the base's native size, with the empty text; None is the base alone."""

    def control(part: slice) -> Control:
        if arm is None:
            return Control(base)
        return Control(Controlled(base, arm, occupied(maps[part], base.native_size, classes), strength, scale))

    return paint_batches(base, control, seeds, plan, on_progress)


class Control(NamedTuple):
    """What paints a batch: a base, controlled or not, and the modules that act on it."""

    painter: BaseModel
    modulations: Sequence[Modulation] = ()


def paint_batches(
    base: BaseModel,
    control: Callable[[slice], Control],
    seeds: Sequence[int],
    plan: PicturePlan,
    on_progress: Callable[[int], None],
) -> Pictures:
    """A picture for each seed, with the empty text, one pass of the base a step; `control` is asked for each batch."""
    cells = base.native_size // base.latent_factor
    pictures: list[NDArray[np.uint8]] = []
    for first in range(0, len(seeds), plan.batch):
        part = slice(first, min(first + plan.batch, len(seeds)))
        painter, modulations = control(part)
        generators = [torch.Generator().manual_seed(seed) for seed in seeds[part]]
        steps = sample(
            painter,
            make_scheduler(plan.sampler, base.scheduler_config, plan.steps),
            initial_noise((base.latent_channels, cells, cells), generators),
            context=base.encode_prompts([""] * len(generators)),
            acting=modulations,
            generators=generators,
        )
        for step in steps:
            latents = step.x_t
        pictures += [to_picture(picture.permute(1, 2, 0)) for picture in base.decode(latents)]
        on_progress(len(pictures))
    return np.stack(pictures)


def occupied(maps: NDArray[np.uint8], side: int, classes: int) -> torch.Tensor:
    """(N, H, W) ids -> (N, classes, side, side) soft occupancy."""
    return torch.from_numpy(np.stack([occupancy(one, side, side, classes) for one in maps]))


def resized(pictures: Pictures, side: int) -> Pictures:
    """The pictures at the judge's size."""
    if pictures.shape[1] == side:
        return pictures
    scaled = [Image.fromarray(picture).resize((side, side), Image.Resampling.LANCZOS) for picture in pictures]
    return np.stack([np.asarray(picture) for picture in scaled])
