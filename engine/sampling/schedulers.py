"""The samplers by name: diffusers' schedulers, made from the base's own scheduler config."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import torch
from diffusers import (
    DDIMScheduler,
    DPMSolverMultistepScheduler,
    EulerAncestralDiscreteScheduler,
    UniPCMultistepScheduler,
)
from torch import Tensor

from engine.errors import RequestError
from engine.words import say

_CLASSES: dict[str, Any] = {
    "ddim": DDIMScheduler,
    "dpm++": DPMSolverMultistepScheduler,
    "euler-a": EulerAncestralDiscreteScheduler,
    "unipc": UniPCMultistepScheduler,
}


def make_scheduler(name: str, config: Mapping[str, Any], steps: int) -> Any:
    """A diffusers scheduler with its timesteps set. Raises RequestError for an unknown name or number of steps."""
    if name not in _CLASSES:
        raise RequestError(
            say("There is no sampler “{name}”.", name=name), say("Choose one of {known}.", known=", ".join(_CLASSES))
        )
    timesteps = int(config.get("num_train_timesteps", 1000))
    if not 1 <= steps <= timesteps:
        raise RequestError(
            say("{steps} steps cannot be taken.", steps=steps),
            say("Choose 1 to {timesteps} steps; 15 to 25 are usual.", timesteps=timesteps),
        )
    known = {key: value for key, value in config.items() if key in _CLASSES[name]._get_init_keys(_CLASSES[name])}
    scheduler = _CLASSES[name].from_config(known)
    scheduler.set_timesteps(steps)
    return scheduler


def enter(scheduler: Any, clean: Tensor, noise: Tensor, begin: int) -> Tensor:
    """The noisy latent that step `begin` (from 0) of `scheduler` expects, made of a clean one and standard noise.

    The scheduler keeps its whole list of timesteps and is told where it begins: a multistep solver then starts with
    first-order steps, as at the beginning of a run.
    """
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(begin)
    noisy: Tensor = scheduler.add_noise(clean, noise, scheduler.timesteps[begin : begin + 1].expand(len(clean)))
    return noisy


def alpha_bar_at(scheduler: Any, index: int, timestep: Tensor) -> Tensor:
    """Alpha-bar of step `index` as the network sees it, a float32 scalar on the CPU.

    Variance-exploding schedulers (Euler) know it by sigma: a = 1 / (1 + sigma^2); the others by their timestep.
    """
    if isinstance(scheduler, EulerAncestralDiscreteScheduler):
        return cast(Tensor, 1 / (1 + scheduler.sigmas[index].float().cpu() ** 2))
    return cast(Tensor, scheduler.alphas_cumprod[int(timestep)].float().cpu())


def takes_generator(scheduler: Any) -> bool:
    """Whether the scheduler draws noise in its steps."""
    return isinstance(scheduler, (EulerAncestralDiscreteScheduler, DDIMScheduler))


def initial_noise(shape: tuple[int, int, int], generators: list[torch.Generator]) -> Tensor:
    """(B, C, h, w) standard normal noise, one CPU generator an image, so that a seed means one picture everywhere."""
    return torch.cat([torch.randn((1, *shape), generator=generator) for generator in generators])
