"""What every frozen base offers to the sampler, the trainer and the preview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import torch
from torch import Tensor

from engine.bases.noise_path import NoisePath, PredictionType
from engine.errors import WeightsError
from engine.words import say


class Features(NamedTuple):
    """What an adapter adds to the features of a U-Net: `down` to its skip connections, `middle` in the middle."""

    down: tuple[Tensor, ...]
    middle: Tensor

    def for_network(self, dtype: torch.dtype) -> dict[str, Any]:
        """Keywords of diffusers' network call."""
        return {
            "down_block_additional_residuals": [one.to(dtype) for one in self.down],
            "mid_block_additional_residual": self.middle.to(dtype),
        }

    def with_also(self, other: Features) -> Features:
        """The sum of two adapters' features."""
        down = tuple(one + another for one, another in zip(self.down, other.down, strict=True))
        return Features(down, self.middle + other.middle)


class BaseModel(Protocol):
    """A frozen diffusion model. Every tensor it returns is on `device`; none carries a gradient.

    Latents are scaled as the network sees them. A base without an autoencoder has `latent_factor` 1 and three
    latent channels: its latents are pixels in [-1, 1].
    """

    id: str
    device: torch.device
    dtype: torch.dtype
    latent_channels: int
    latent_factor: int
    """Pixels per latent cell and side."""
    size_step: int
    """Width and height in pixels must be multiples of this."""
    native_size: int
    """Side in pixels that the base was trained at."""
    path: NoisePath
    """How it was trained to take noise away."""
    scheduler_config: Mapping[str, Any]
    fingerprint: str
    """Hash of the network's weights: what a module was trained on."""
    whole_fingerprint: str
    """Hash of all that latents, predictions and pictures depend on, see `weights.whole_fingerprint`."""
    takes_guidance: bool
    """Whether text guidance is an input of the network (a consistency model), so that one prediction has it in it."""
    network: torch.nn.Module
    """The frozen denoiser itself, for what must reach inside (a rival that is built from its weights)."""

    def encode_prompts(self, prompts: Sequence[str]) -> Tensor | None:
        """(B, tokens, width) text context; None where the base reads no text."""
        ...

    def unread_words(self, prompt: str) -> str:
        """The end of `prompt` that is beyond what the text encoder reads; empty if all of it is read."""
        ...

    def predict(
        self,
        x_t: Tensor,
        timestep: Tensor | float,
        context: Tensor | None,
        guidance: float = 1.0,
        features: Features | None = None,
    ) -> Tensor:
        """(B, C, h, w) noisy latents -> the network's own prediction, which `path` knows to read.

        `guidance` is the text guidance scale; only a base that `takes_guidance` reads it. `features`
        are added within a network that reads text; others take none.
        """
        ...

    def encode(self, images: Tensor) -> Tensor:
        """(B, 3, H, W) pixels in [-1, 1] -> (B, C, h, w) latents (the mean, not a draw)."""
        ...

    def decode(self, latents: Tensor) -> Tensor:
        """(B, C, h, w) latents -> (B, 3, H, W) pixels in about [-1, 1]."""
        ...


def signature(base: BaseModel) -> dict[str, int]:
    """What a module's shape depends on: a module runs on every base of equal signature."""
    return {
        "latent_channels": base.latent_channels,
        "latent_factor": base.latent_factor,
        "timesteps": base.path.timesteps,
    }


def padded(cells: Tensor, multiple: int) -> Tensor:
    """(B, C, h, w) with its last row and column repeated until h and w are multiples: what a U-Net that halves its grid
    needs where it cannot do with any size itself."""
    height, width = cells.shape[-2:]
    below, right = -height % multiple, -width % multiple
    return torch.nn.functional.pad(cells, (0, right, 0, below), mode="replicate") if below or right else cells


def prediction_type_of(config: Mapping[str, Any], name: str) -> PredictionType:
    """The prediction type in a scheduler's config; raises WeightsError on one that is unknown."""
    kind = config.get("prediction_type", "epsilon")
    if kind not in ("epsilon", "v_prediction", "sample"):
        raise WeightsError(
            say("The base {name} predicts “{kind}”, which is not supported.", name=name, kind=kind),
            say("Choose another base."),
        )
    return kind  # type: ignore[no-any-return]
