"""The modulated sampler: a generator that yields every step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Any, NamedTuple, cast

import torch
from torch import Tensor

from engine import compute_threads
from engine.adapters.adapter import Acting, ActingOnFeatures, ActingOnWeights
from engine.adapters.modulation.modulation import Modulation, modulate
from engine.bases.base import BaseModel, Features
from engine.cancel import CancelToken
from engine.sampling.schedulers import enter, first_latent, seen_by_network, stepping, takes_generator


class Step(NamedTuple):
    """Step `i` (from 0) of the `n` that are taken is done.

    `x_t` (B, C, h, w) is the latent after it, the picture's latent after the last; `x0` the picture predicted in it.
    Where modules acted, `gamma` and `beta` (B, h, w) tell how much, and `base_x0` is what the base alone predicted in
    this step, from the same noise.
    """

    i: int
    n: int
    x_t: Tensor
    x0: Tensor
    base_x0: Tensor | None = None
    gamma: Tensor | None = None
    beta: Tensor | None = None


@torch.no_grad()
def sample(
    base: BaseModel,
    scheduler: Any,
    noise: Tensor,
    *,
    context: Tensor | None = None,
    empty_context: Tensor | None = None,
    guidance: float = 1.0,
    acting: Sequence[Acting] = (),
    generators: list[torch.Generator] | None = None,
    cancel: CancelToken | None = None,
    start: Tensor | None = None,
    begin: int = 0,
) -> Iterator[Step]:
    """Denoise `noise` (B, C, h, w; standard normal) with a diffusers scheduler whose timesteps are set.

    With `start` (B, C, h, w), a clean latent, the run goes on from it instead: it gets as much of the noise as step
    `begin` (from 0) begins with, and the steps from there on are taken (SDEdit, arXiv 2108.01073).

    Text guidance (Ho & Salimans, arXiv 2207.12598) is on where `guidance` > 1 and both contexts are given:
    f_empty + guidance (f_text - f_empty); modules read f_text and their deltas come after guidance. What acts on
    features or weights acts on both. A base that
    `takes_guidance` is told it instead. With nothing acting this is diffusers' own loop, operation for operation.

    `generators` (one an image, on the CPU) feed the samplers that draw noise in their steps. `cancel` is read before
    every network call; RunCancelled comes out of the generator.
    """
    cancel = cancel or CancelToken()
    guided = guidance > 1 and not base.takes_guidance and context is not None and empty_context is not None
    both = torch.cat([empty_context, context]) if guided else context  # type: ignore[list-item]
    extra = {"generator": generators} if generators and takes_generator(scheduler) else {}
    noise = noise.to(base.device)
    x_t = first_latent(scheduler, noise) if start is None else enter(scheduler, start.to(base.device), noise, begin)
    steps = len(scheduler.timesteps)
    for index, timestep in enumerate(scheduler.timesteps[begin:], begin):
        with stepping(scheduler):
            seen = seen_by_network(scheduler, x_t, timestep)
            level = base.path.level_at(scheduler, index, timestep).to(seen.device)
        compute_threads.adapt()
        cancel.check()
        now = [one for one in acting if one.acts_at(index, steps)]
        if guided:
            empty, conditional = _predicted(base, torch.cat([seen, seen]), timestep, both, 1.0, now).chunk(2)
            prediction = empty + guidance * (conditional - empty)
        else:
            prediction = conditional = _predicted(base, seen, timestep, both, guidance, now)
        modulations = [cast(Modulation, one) for one in now if not isinstance(one, ActingOnFeatures | ActingOnWeights)]
        base_x0 = gamma = beta = None
        if modulations:
            cancel.check()
            base_x0 = base.path.x0(prediction, seen, level)
            prediction, gamma, beta = modulate(prediction, conditional, seen, timestep, level, base.path, modulations)
        x0 = base.path.x0(prediction, seen, level)
        with stepping(scheduler):
            x_t = scheduler.step(prediction, timestep, x_t, return_dict=False, **extra)[0]
        yield Step(index - begin, steps - begin, x_t, x0, base_x0, gamma, beta)


def _predicted(
    base: BaseModel,
    x_t: Tensor,
    timestep: Tensor,
    context: Tensor | None,
    guidance: float,
    acting: Sequence[Acting],
) -> Tensor:
    """The base's prediction under what acts on its features and weights."""
    features: Features | None = None
    with ExitStack() as patches:
        for one in acting:
            if isinstance(one, ActingOnFeatures):
                mine = one.features(x_t, timestep, context)
                features = mine if features is None else features.with_also(mine)
            elif isinstance(one, ActingOnWeights):
                patches.enter_context(one.patched(base))
        if features is None:
            return base.predict(x_t, timestep, context, guidance)
        return base.predict(x_t, timestep, context, guidance, features)
