"""The samplers by name: diffusers' schedulers, made from the base's own scheduler config."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

import torch
from diffusers import (
    DDIMScheduler,
    DPMSolverMultistepScheduler,
    EulerAncestralDiscreteScheduler,
    FlowMatchEulerDiscreteScheduler,
    UniPCMultistepScheduler,
)
from torch import Tensor

from engine.bases.noise_path import FlowPath, VPPath
from engine.errors import RequestError, brief
from engine.memory import is_out_of_memory
from engine.words import say

_LIBRARY_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    ImportError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What diffusers' schedulers raise over settings that do not go together: they have no error of their own."""

_NAMES = ("algorithm_type", "solver_type")
"""Keys that many schedulers have, each with names of its own."""
_ALGORITHMS: Mapping[Any, Mapping[str, tuple[str, ...]]] = {
    DPMSolverMultistepScheduler: {
        "algorithm_type": ("dpmsolver", "dpmsolver++", "sde-dpmsolver", "sde-dpmsolver++"),
        "solver_type": ("midpoint", "heun"),
    },
    UniPCMultistepScheduler: {"solver_type": ("bh1", "bh2")},
}


def make_scheduler(name: str, config: Mapping[str, Any], steps: int) -> Any:
    """A diffusers scheduler with its timesteps set, made from the config of the base's own one.

    Raises RequestError for an unknown name or number of steps, and where the sampler cannot do with the base's noise.
    """
    known = _path(config).samplers
    if name not in known:
        raise RequestError(
            say("There is no sampler “{name}”.", name=name), say("Choose one of {known}.", known=", ".join(known))
        )
    timesteps = int(config.get("num_train_timesteps", 1000))
    if not 1 <= steps <= timesteps:
        raise RequestError(
            say("{steps} steps cannot be taken.", steps=steps),
            say("Choose 1 to {timesteps} steps; 15 to 25 are usual.", timesteps=timesteps),
        )
    try:
        return _made(name, config, steps)
    except _LIBRARY_ERRORS as error:
        raise _unfit(name, config, steps, error) from error


def _path(config: Mapping[str, Any]) -> type[VPPath] | type[FlowPath]:
    """The kind of path of a base with this scheduler config."""
    return FlowPath if config.get("prediction_type") == FlowPath.prediction_type else VPPath


def _made(name: str, config: Mapping[str, Any], steps: int) -> Any:
    kind = _path(config).samplers[name]
    scheduler = kind.from_config(_carried_over(kind, config))
    scheduler.set_timesteps(steps)
    return scheduler


def _carried_over(kind: Any, config: Mapping[str, Any]) -> dict[str, Any]:
    """What of another scheduler's config means the same for this class: of a key that names an algorithm, only a value
    that the class knows; nothing of a predicted variance, which no base here has.
    """
    keys = kind._get_init_keys(kind)
    allowed = _ALGORITHMS.get(kind, {})
    return {
        key: value
        for key, value in config.items()
        if key in keys and key != "variance_type" and (key not in _NAMES or value in allowed.get(key, ()))
    }


@contextmanager
def stepping(scheduler: Any) -> Iterator[None]:
    """Turn what a scheduler raises over a step into a sentence. Raises RequestError."""
    try:
        yield
    except _LIBRARY_ERRORS as error:
        if is_out_of_memory(error):
            raise
        known = {**VPPath.samplers, **FlowPath.samplers}
        name = next(name for name, kind in known.items() if isinstance(scheduler, kind))
        raise _unfit(name, scheduler.config, len(scheduler.timesteps), error) from error


def _unfit(name: str, config: Mapping[str, Any], steps: int, error: Exception) -> RequestError:
    others = [each for each in _path(config).samplers if each != name and _steps_through(each, config, steps)]
    return RequestError(
        say(
            "The sampler “{name}” cannot paint with the noise schedule of this base: {error}.",
            name=name,
            error=brief(error, 160).rstrip("."),
        ),
        say("Choose another sampler, such as “{other}”.", other=others[0]) if others else say("Choose another base."),
    )


def _steps_through(name: str, config: Mapping[str, Any], steps: int) -> bool:
    """Whether a sampler takes all its steps, tried on a single number."""
    try:
        scheduler = _made(name, config, steps)
        sample = torch.ones(1, 1, 1, 1)
        for index, timestep in enumerate(scheduler.timesteps):
            seen_by_network(scheduler, sample, timestep)
            _path(config).level_at(scheduler, index, timestep)
            sample = scheduler.step(sample, timestep, sample, return_dict=False)[0]
        return bool(torch.isfinite(sample).all())
    except _LIBRARY_ERRORS:
        return False


def enter(scheduler: Any, clean: Tensor, noise: Tensor, begin: int) -> Tensor:
    """The noisy latent that step `begin` (from 0) of `scheduler` expects, made of a clean one and standard noise.

    The scheduler keeps its whole list of timesteps and is told where it begins: a multistep solver then starts with
    first-order steps, as at the beginning of a run.
    """
    with stepping(scheduler):
        if hasattr(scheduler, "set_begin_index"):
            scheduler.set_begin_index(begin)
        at = scheduler.timesteps[begin : begin + 1].expand(len(clean))
        if isinstance(scheduler, FlowMatchEulerDiscreteScheduler):
            return cast(Tensor, scheduler.scale_noise(clean, at, noise))
        return cast(Tensor, scheduler.add_noise(clean, noise, at))


def first_latent(scheduler: Any, noise: Tensor) -> Tensor:
    """What a run from standard normal noise begins with."""
    return noise * getattr(scheduler, "init_noise_sigma", 1.0)


def seen_by_network(scheduler: Any, x_t: Tensor, timestep: Tensor) -> Tensor:
    """The latent as the network expects it: Euler's is scaled."""
    return cast(Tensor, scheduler.scale_model_input(x_t, timestep) if hasattr(scheduler, "scale_model_input") else x_t)


def takes_generator(scheduler: Any) -> bool:
    """Whether the scheduler draws noise in its steps."""
    return isinstance(scheduler, (EulerAncestralDiscreteScheduler, DDIMScheduler))


def initial_noise(shape: tuple[int, int, int], generators: list[torch.Generator]) -> Tensor:
    """(B, C, h, w) standard normal noise, one CPU generator an image, so that a seed means one picture everywhere."""
    return torch.cat([torch.randn((1, *shape), generator=generator) for generator in generators])
