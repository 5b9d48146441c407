"""What every frozen base offers to the sampler, the trainer and the preview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Protocol

import torch
from torch import Tensor

from engine.errors import WeightsError
from engine.words import say

PredictionType = Literal["epsilon", "v_prediction", "sample"]


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
    prediction_type: PredictionType
    alphas_cumprod: Tensor
    """(T,) float32 on the CPU: alpha-bar of every training timestep."""
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

    def predict(self, x_t: Tensor, timestep: Tensor | float, context: Tensor | None, guidance: float = 1.0) -> Tensor:
        """(B, C, h, w) noisy latents -> the network's own prediction, in `prediction_type`.

        `guidance` is the text guidance scale; only a base that `takes_guidance` reads it.
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
        "timesteps": len(base.alphas_cumprod),
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


def velocity(prediction: Tensor, x_t: Tensor, alpha_bar: Tensor, kind: PredictionType) -> Tensor:
    """Any prediction as v = sqrt(a) eps - sqrt(1 - a) x0 (Salimans & Ho, arXiv 2202.00512, appendix D).

    `alpha_bar` broadcasts over `x_t`.
    """
    root, noise_root = alpha_bar.sqrt(), (1 - alpha_bar).sqrt()
    if kind == "v_prediction":
        return prediction
    if kind == "epsilon":
        return (prediction - noise_root * x_t) / root
    return (root * x_t - prediction) / noise_root


def from_velocity(v: Tensor, x_t: Tensor, alpha_bar: Tensor, kind: PredictionType) -> Tensor:
    """What v is as the base's own kind of prediction: the inverse of `velocity`."""
    root, noise_root = alpha_bar.sqrt(), (1 - alpha_bar).sqrt()
    if kind == "v_prediction":
        return v
    if kind == "epsilon":
        return root * v + noise_root * x_t
    return root * x_t - noise_root * v


def from_velocity_delta(delta: Tensor, alpha_bar: Tensor, kind: PredictionType) -> Tensor:
    """What a change of v by `delta` is in the base's own prediction; linear, so that zero stays exactly zero."""
    if kind == "v_prediction":
        return delta
    if kind == "epsilon":
        return alpha_bar.sqrt() * delta
    return -(1 - alpha_bar).sqrt() * delta


def predicted_x0(v: Tensor, x_t: Tensor, alpha_bar: Tensor) -> Tensor:
    """The picture that v points to: x0 = sqrt(a) x_t - sqrt(1 - a) v."""
    return alpha_bar.sqrt() * x_t - (1 - alpha_bar).sqrt() * v
