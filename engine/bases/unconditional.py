"""Bases without text: a UNet2DModel folder, in pixels or behind a VQModel (the LDM family)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from diffusers import UNet2DModel, VQModel
from torch import Tensor

from engine.bases.base import Features, padded, prediction_type_of
from engine.bases.folder import load_network, load_scheduler_config
from engine.bases.noise_path import NoisePath, VPPath
from engine.installed.layout import base_id, cell_px, native_cells, part, whole_fingerprint
from engine.installed.weights import fingerprint


class UnconditionalBase:
    """A diffusers folder with `unet`, `scheduler` and optionally `vqvae`. See `BaseModel`."""

    def __init__(self, folder: Path, device: torch.device, dtype: torch.dtype) -> None:
        self.id = base_id(folder)
        self.device, self.dtype = device, dtype
        self.network: torch.nn.Module = load_network(UNet2DModel, part(folder, "unet"), device, dtype)
        has_autoencoder = (folder / "vqvae").is_dir()
        self._vqvae = load_network(VQModel, folder / "vqvae", device, dtype) if has_autoencoder else None
        self.scheduler_config: Mapping[str, Any]
        self.scheduler_config, alphas_cumprod = load_scheduler_config(folder)
        self.path: NoisePath = VPPath(alphas_cumprod, prediction_type_of(self.scheduler_config, self.id))
        self.fingerprint = fingerprint(part(folder, "unet"))
        self.whole_fingerprint = whole_fingerprint(folder)
        self.takes_guidance = False
        self.latent_channels = int(self.network.config.in_channels)
        self.latent_factor = cell_px(dict(self._vqvae.config)) if self._vqvae else 1
        self.size_step = self.latent_factor
        self._halves = 2 ** (len(self.network.config.block_out_channels) - 1)
        self.native_size = native_cells(dict(self.network.config), self.id) * self.latent_factor
        self._scale = float(self._vqvae.config.scaling_factor) if self._vqvae else 1.0

    def encode_prompts(self, prompts: Sequence[str]) -> None:
        """None: this base reads no text."""
        return

    def unread_words(self, prompt: str) -> str:
        """All of `prompt`: this base reads no text."""
        return prompt.strip()

    @torch.no_grad()
    def predict(
        self,
        x_t: Tensor,
        timestep: Tensor | float,
        context: Tensor | None,
        guidance: float = 1.0,
        features: Features | None = None,
    ) -> Tensor:
        """See `BaseModel.predict`; `context`, `guidance` and `features` are ignored."""
        height, width = x_t.shape[-2:]
        out: Tensor = self.network(padded(x_t.to(self.dtype), self._halves), timestep, return_dict=False)[0]
        return out[..., :height, :width].float()

    @torch.no_grad()
    def encode(self, images: Tensor) -> Tensor:
        """See `BaseModel.encode`."""
        images = images.to(self.device)
        if self._vqvae is None:
            return images.float()
        latents: Tensor = self._vqvae.encode(images.to(self.dtype)).latents
        return latents.float() * self._scale

    @torch.no_grad()
    def decode(self, latents: Tensor) -> Tensor:
        """See `BaseModel.decode`."""
        if self._vqvae is None:
            return latents.float()
        out: Tensor = self._vqvae.decode((latents / self._scale).to(self.dtype), return_dict=False)[0]
        return out.float()
