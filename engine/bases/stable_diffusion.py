"""Text-conditional latent bases: Stable Diffusion 1.x and 2.x folders, the pocket base among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import diffusers
import torch
from diffusers import UNet2DConditionModel
from torch import Tensor
from transformers import CLIPTextModel, CLIPTokenizer
from transformers.utils import logging as transformers_logging

from engine.bases.base import prediction_type_of
from engine.bases.folder import load_network, load_scheduler_config
from engine.errors import WeightsError
from engine.weights import fingerprint, naming_weights, read_json, variant_of
from engine.words import say

transformers_logging.disable_progress_bar()

_AUTOENCODERS = ("AutoencoderKL", "AutoencoderTiny")


class StableDiffusionBase:
    """A diffusers folder with `unet`, `text_encoder`, `tokenizer`, `vae` and `scheduler`. See `BaseModel`."""

    def __init__(self, folder: Path, device: torch.device, dtype: torch.dtype) -> None:
        self.id = folder.name
        self.device, self.dtype = device, dtype
        vae_class = read_json(folder / "vae" / "config.json").get("_class_name")
        if vae_class not in _AUTOENCODERS:
            raise WeightsError(
                say(
                    "The base {name} has an autoencoder of class {vae_class}, which is not supported.",
                    name=folder.name,
                    vae_class=vae_class,
                ),
                say("Choose a base with one of these: {known}.", known=", ".join(_AUTOENCODERS)),
            )
        self.network: torch.nn.Module = load_network(UNet2DConditionModel, folder / "unet", device, dtype)
        self._vae = load_network(getattr(diffusers, vae_class), folder / "vae", device, dtype)
        with naming_weights(folder / "text_encoder"):
            self._text_encoder = CLIPTextModel.from_pretrained(
                folder / "text_encoder",
                variant=variant_of(folder / "text_encoder"),
                local_files_only=True,
                use_safetensors=True,
            )
        self._text_encoder.eval().requires_grad_(False).to(device, torch.float32)
        with naming_weights(folder / "tokenizer"):
            self._tokenizer = CLIPTokenizer.from_pretrained(folder / "tokenizer", local_files_only=True)
        self.scheduler_config: Mapping[str, Any]
        config, self.alphas_cumprod = load_scheduler_config(folder)
        # StableDiffusionPipeline reads every scheduler config so, whatever the folder says.
        self.scheduler_config = {**config, "steps_offset": 1, "clip_sample": False}
        self.prediction_type = prediction_type_of(self.scheduler_config, folder.name)
        self.fingerprint = fingerprint(folder / "unet")
        self.latent_channels = int(self.network.config.in_channels)
        levels = "encoder_block_out_channels" if vae_class == "AutoencoderTiny" else "block_out_channels"
        self.latent_factor = 2 ** (len(self._vae.config[levels]) - 1)
        self.size_step = self.latent_factor
        self.native_size = int(self.network.config.sample_size) * self.latent_factor
        self._shift = getattr(self._vae.config, "shift_factor", None) or 0.0
        self._scale = float(self._vae.config.scaling_factor)

    def encode_prompts(self, prompts: Sequence[str]) -> Tensor:
        """(B, tokens, width): the text encoder's last hidden state, padded to the tokenizer's length."""
        tokens = self._tokenizer(
            list(prompts),
            padding="max_length",
            max_length=self._tokenizer.model_max_length,
            truncation=True,
            return_tensors="pt",
        )
        with torch.no_grad():
            context: Tensor = self._text_encoder(tokens.input_ids.to(self.device))[0]
        return context.to(self.dtype)

    def unread_words(self, prompt: str) -> str:
        """The end of `prompt` that does not fit the tokenizer's length."""
        ids = self._tokenizer(prompt, truncation=False, verbose=False).input_ids
        kept = self._tokenizer.model_max_length - 1
        return str(self._tokenizer.decode(ids[kept:-1])).strip() if len(ids) > kept + 1 else ""

    @torch.no_grad()
    def predict(self, x_t: Tensor, timestep: Tensor | float, context: Tensor | None) -> Tensor:
        """See `BaseModel.predict`; computed in `dtype`, returned as float32."""
        out: Tensor = self.network(x_t.to(self.dtype), timestep, encoder_hidden_states=context, return_dict=False)[0]
        return out.float()

    @torch.no_grad()
    def encode(self, images: Tensor) -> Tensor:
        """See `BaseModel.encode`."""
        encoded = self._vae.encode(images.to(self.device, self.dtype))
        latents = encoded.latents if hasattr(encoded, "latents") else encoded.latent_dist.mode()
        scaled: Tensor = (latents.float() - self._shift) * self._scale
        return scaled

    @torch.no_grad()
    def decode(self, latents: Tensor) -> Tensor:
        """See `BaseModel.decode`."""
        latents = latents / self._scale + self._shift
        out: Tensor = self._vae.decode(latents.to(self.dtype), return_dict=False)[0]
        return out.float()
