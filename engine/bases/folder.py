"""Parts of a diffusers folder, loaded offline, frozen, from safetensors only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from diffusers import DDPMScheduler
from torch import Tensor

from engine.errors import WeightsError, brief
from engine.installed.layout import base_id, part
from engine.installed.weights import check_complete, check_weights, naming_weights, read_json, variant_of
from engine.json_numbers import integer
from engine.words import say

_MOST_TIMESTEPS = 100_000
_NOISE = ("beta_start", "beta_end", "beta_schedule", "trained_betas", "num_train_timesteps", "rescale_betas_zero_snr")


def load_network(kind: Any, folder: Path, device: torch.device, dtype: torch.dtype) -> Any:
    """A diffusers model of class `kind` from `folder`: frozen, in `dtype`, channels last where that is faster."""
    read_json(folder / "config.json")
    check_weights(folder)
    with naming_weights(folder):
        network, found = kind.from_pretrained(
            folder,
            dtype=dtype,
            variant=variant_of(folder),
            local_files_only=True,
            use_safetensors=True,
            output_loading_info=True,
        )
    check_complete(folder, sorted(found["missing_keys"]))
    with naming_weights(folder):
        network.eval().requires_grad_(False).to(device)
        return network.to(memory_format=torch.channels_last) if device.type in ("cpu", "cuda") else network


def load_scheduler_config(folder: Path) -> tuple[dict[str, Any], Tensor]:
    """The scheduler's config and its alpha-bar of every training timestep, (T,) float32 from 1 down to 0."""
    config = read_json(part(folder, "scheduler") / "scheduler_config.json")
    try:
        steps = integer(config.get("num_train_timesteps", 1000), 1, _MOST_TIMESTEPS)
        scheduler = DDPMScheduler.from_config({key: value for key, value in config.items() if key in _NOISE})
        alphas = scheduler.alphas_cumprod.float()
        if alphas.shape != (steps,) or not bool(((alphas >= 0) & (alphas <= 1)).all()):
            raise ValueError("it is none of a diffusion")
    except (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError) as error:
        raise WeightsError(
            say(
                "The noise schedule of the base {name} cannot be used: {error}.",
                name=base_id(folder),
                error=brief(error),
            ),
            say("Copy its folder again from where it came, or choose another base."),
        ) from error
    return config, alphas
