"""Parts of a diffusers folder, loaded offline, frozen, from safetensors only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from diffusers import DDPMScheduler
from torch import Tensor

from engine.weights import check_weights, naming_weights, read_json, variant_of


def load_network(kind: Any, folder: Path, device: torch.device, dtype: torch.dtype) -> Any:
    """A diffusers model of class `kind` from `folder`: frozen, in `dtype`, channels last where that is faster."""
    read_json(folder / "config.json")
    check_weights(folder)
    with naming_weights(folder):
        network = kind.from_pretrained(
            folder, dtype=dtype, variant=variant_of(folder), local_files_only=True, use_safetensors=True
        )
    network.eval().requires_grad_(False).to(device)
    return network.to(memory_format=torch.channels_last) if device.type in ("cpu", "cuda") else network


def load_scheduler_config(folder: Path) -> tuple[dict[str, Any], Tensor]:
    """The scheduler's config and its alpha-bar of every training timestep, (T,) float32."""
    config = read_json(folder / "scheduler" / "scheduler_config.json")
    with naming_weights(folder / "scheduler"):
        scheduler = DDPMScheduler.from_config(config)
    return config, scheduler.alphas_cumprod.float()
