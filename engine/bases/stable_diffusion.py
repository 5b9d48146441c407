"""Text-conditional latent bases: Stable Diffusion 1.x and 2.x folders, the pocket base among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import diffusers
import torch
from diffusers import UNet2DConditionModel
from torch import Tensor
from transformers import CLIPTextModel, CLIPTokenizer
from transformers.utils import logging as transformers_logging

from engine.bases.base import Features, prediction_type_of
from engine.bases.folder import load_network, load_scheduler_config
from engine.bases.noise_path import NoisePath, VPPath
from engine.errors import WeightsError, brief
from engine.installed.layout import base_id, cell_px, native_cells, part, whole_fingerprint
from engine.installed.requirements import AUTOENCODERS
from engine.installed.weights import check_complete, check_weights, fingerprint, naming_weights, read_json, variant_of
from engine.words import say

_FEWEST_TOKENS = 3
"""The beginning, a word and the end."""
transformers_logging.disable_progress_bar()


class StableDiffusionBase:
    """A diffusers folder with `unet`, `text_encoder`, `tokenizer`, `vae` and `scheduler`. See `BaseModel`."""

    def __init__(self, folder: Path, device: torch.device, dtype: torch.dtype) -> None:
        self.id = base_id(folder)
        self.device, self.dtype = device, dtype
        vae_class = read_json(folder / "vae" / "config.json").get("_class_name")
        if vae_class not in AUTOENCODERS:
            raise WeightsError(
                say(
                    "The base {name} has an autoencoder of class {vae_class}, which is not supported.",
                    name=self.id,
                    vae_class=brief(vae_class, 60),
                ),
                say("Choose a base with one of these: {known}.", known=", ".join(AUTOENCODERS)),
            )
        self._text_encoder = _load_text_encoder(folder / "text_encoder", device)
        self._tokenizer, self._most_tokens = _load_tokenizer(folder / "tokenizer", self._text_encoder.config)
        self.network: torch.nn.Module = load_network(UNet2DConditionModel, part(folder, "unet"), device, dtype)
        self._vae = load_network(getattr(diffusers, vae_class), folder / "vae", device, dtype)
        self.scheduler_config: Mapping[str, Any]
        config, alphas_cumprod = load_scheduler_config(folder)
        # StableDiffusionPipeline reads every scheduler config so, whatever the folder says.
        self.scheduler_config = {**config, "steps_offset": 1, "clip_sample": False}
        self.path: NoisePath = VPPath(alphas_cumprod, prediction_type_of(self.scheduler_config, self.id))
        self.fingerprint = fingerprint(part(folder, "unet"))
        self.whole_fingerprint = whole_fingerprint(folder)
        self._guidance_width: int | None = self.network.config.time_cond_proj_dim
        self.takes_guidance = self._guidance_width is not None
        self.latent_channels = int(self.network.config.in_channels)
        self.latent_factor = cell_px(dict(self._vae.config))
        self.size_step = self.latent_factor
        self.native_size = native_cells(dict(self.network.config), self.id) * self.latent_factor
        self._shift = getattr(self._vae.config, "shift_factor", None) or 0.0
        self._scale = float(self._vae.config.scaling_factor)

    def encode_prompts(self, prompts: Sequence[str]) -> Tensor:
        """(B, tokens, width): the text encoder's last hidden state, padded to the tokenizer's length."""
        tokens = self._tokenizer(
            list(prompts),
            padding="max_length",
            max_length=self._most_tokens,
            truncation=True,
            return_tensors="pt",
        )
        with torch.no_grad():
            context: Tensor = self._text_encoder(tokens.input_ids.to(self.device))[0]
        return context.to(self.dtype)

    def unread_words(self, prompt: str) -> str:
        """The end of `prompt` that does not fit the tokenizer's length."""
        ids = self._tokenizer(prompt, truncation=False, verbose=False).input_ids
        kept = self._most_tokens - 1
        return str(self._tokenizer.decode(ids[kept:-1])).strip() if len(ids) > kept + 1 else ""

    @torch.no_grad()
    def predict(
        self,
        x_t: Tensor,
        timestep: Tensor | float,
        context: Tensor | None,
        guidance: float = 1.0,
        features: Features | None = None,
    ) -> Tensor:
        """See `BaseModel.predict`; computed in `dtype`, returned as float32."""
        out: Tensor = self.network(
            x_t.to(self.dtype),
            timestep,
            encoder_hidden_states=context,
            timestep_cond=self._guidance_embedding(guidance, len(x_t)),
            return_dict=False,
            **({} if features is None else features.for_network(self.dtype)),
        )[0]
        return out.float()

    def _guidance_embedding(self, guidance: float, batch: int) -> Tensor | None:
        """(batch, D): text guidance as an input of a consistency model (arXiv 2310.04378); None for other networks."""
        if self._guidance_width is None:
            return None
        scales = torch.tensor(guidance - 1).repeat(batch)
        embedded: Tensor = diffusers.StableDiffusionPipeline.get_guidance_scale_embedding(
            cast("diffusers.StableDiffusionPipeline", None), scales, embedding_dim=self._guidance_width
        )
        return embedded.to(self.device, self.dtype)

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


def _load_text_encoder(folder: Path, device: torch.device) -> CLIPTextModel:
    read_json(folder / "config.json")
    check_weights(folder)
    with naming_weights(folder):
        encoder, found = CLIPTextModel.from_pretrained(
            folder,
            variant=variant_of(folder),
            local_files_only=True,
            use_safetensors=True,
            attn_implementation="sdpa",  # else the config may name code
            output_loading_info=True,
        )
        encoder.eval().requires_grad_(False).to(device, torch.float32)
    check_complete(folder, sorted(name for name in found["missing_keys"] if not name.endswith("position_ids")))
    return encoder


def _load_tokenizer(folder: Path, encoder: Any) -> tuple[CLIPTokenizer, int]:
    """The tokenizer, and how many tokens its text encoder, of this config, reads."""
    if not (folder / "tokenizer.json").is_file() and not (folder / "vocab.json").is_file():
        raise WeightsError(
            say("The base {name} lacks its tokenizer.", name=base_id(folder.parent)),
            say("Copy the folder tokenizer from where the base came; it holds vocab.json and merges.txt."),
        )
    with naming_weights(folder):
        tokenizer = CLIPTokenizer.from_pretrained(folder, local_files_only=True)
        largest = max(tokenizer.get_vocab().values())
        most = min(int(tokenizer.model_max_length), int(encoder.max_position_embeddings))
    if most < _FEWEST_TOKENS or largest >= int(encoder.vocab_size):
        raise WeightsError(
            say("The tokenizer of the base {name} is another text encoder's.", name=base_id(folder.parent)),
            say("Copy the folder tokenizer from where the base came."),
        )
    return tokenizer, most
