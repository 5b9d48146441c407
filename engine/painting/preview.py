"""Step previews: one linear map from a latent cell to its pixels, no autoencoder."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from engine.bases.base import BaseModel
from engine.installed.weights import naming_weights
from engine.request.latent_map import LatentMap
from engine.request.types import Picture

log = logging.getLogger(__name__)

EXACT_FILE = "latent_pca.safetensors"
_FIT_IMAGES = 24


class LinearPreview:
    """Paints what a step predicts; `map` is what it paints with."""

    def __init__(self, weight: Tensor, offset: Tensor) -> None:
        """`weight` (side * side * 3, C) and `offset` (side * side * 3,), in the order row, column, channel."""
        self.weight, self.offset = weight.float().cpu(), offset.float().cpu()
        self.map = LatentMap(self.weight.numpy(), self.offset.numpy())

    def __call__(self, x0: Tensor) -> Picture:
        """(1, C, h, w) predicted latent -> (h * side, w * side, 3) RGB.

        In torch, unlike `map`: the threads of numpy's BLAS spin on after a product, and every second step took twice as
        long beside them.
        """
        _, channels, height, width = x0.shape
        side = self.map.side
        patches = self.weight @ x0[0].float().cpu().reshape(channels, -1) + self.offset[:, None]
        pixels = patches.reshape(side, side, 3, height, width).permute(3, 0, 4, 1, 2)
        return to_picture(pixels.reshape(height * side, width * side, 3))


def to_picture(pixels: Tensor) -> Picture:
    """(H, W, 3) pixels in [-1, 1] -> read-only uint8 RGB."""
    picture: Picture = pixels.float().add(1).mul(127.5).round().clamp(0, 255).to(torch.uint8).cpu().numpy()
    picture = np.ascontiguousarray(picture)
    picture.setflags(write=False)
    return picture


def open_preview(base: BaseModel, folder: Path, cache_dir: Path) -> LinearPreview:
    """The base's preview map: exact where its folder brings one, else fitted at first use and kept in `cache_dir`."""
    if (folder / EXACT_FILE).is_file():
        with naming_weights(folder / EXACT_FILE):
            parts = load_file(folder / EXACT_FILE)
            return LinearPreview(parts["basis"] / parts["scale"], parts["mean"])
    if base.latent_factor == 1:
        return LinearPreview(torch.eye(3), torch.zeros(3))
    stored = cache_dir / f"preview-{base.whole_fingerprint}.safetensors"
    preview = _read(stored)
    if preview is None:
        preview = fit_preview(base)
        _keep(preview, stored)
    return preview


def _read(stored: Path) -> LinearPreview | None:
    """What an earlier run kept; None where there is none, or none that can be used."""
    if not stored.is_file():
        return None
    try:
        parts = load_file(stored)
        weight, offset = parts["weight"], parts["offset"]
    except (SafetensorError, OSError, KeyError, ValueError) as error:
        log.warning("The preview is fitted again: %s", error)
        return None
    return LinearPreview(weight, offset) if _is_finite(weight, offset) else None


def _keep(preview: LinearPreview, stored: Path) -> None:
    partial = stored.with_suffix(f".{os.getpid()}.partial")
    try:
        stored.parent.mkdir(parents=True, exist_ok=True)
        save_file({"weight": preview.weight.contiguous(), "offset": preview.offset.contiguous()}, partial)
        partial.replace(stored)
    except (SafetensorError, OSError) as error:
        log.warning("The preview could not be kept, and is fitted again next time: %s", error)
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _is_finite(weight: Tensor, offset: Tensor) -> bool:
    return bool(torch.isfinite(weight).all() and torch.isfinite(offset).all())


def fit_preview(base: BaseModel) -> LinearPreview:
    """Least squares from latent to the mean colour of its cell, over smooth coloured noise that the base encodes.

    Raises FloatingPointError where the base encodes it to numbers that are not finite.
    """
    generator = torch.Generator().manual_seed(0)
    side = base.native_size
    latents, colours = [], []
    for index in range(_FIT_IMAGES):
        coarse = torch.randn((1, 3, 4 + 2 * (index % 7), 4 + 2 * (index % 7)), generator=generator)
        tint = torch.randn((1, 3, 1, 1), generator=generator) * 0.5
        smooth = nn.functional.interpolate(coarse * 0.5, (side, side), mode="bicubic") + tint
        image = smooth.clamp(-1, 1)
        latents.append(base.encode(image)[0].float().cpu().flatten(1).T)
        colours.append(nn.functional.avg_pool2d(image, base.latent_factor)[0].flatten(1).T)
    if not all(bool(torch.isfinite(each).all()) for each in latents):
        raise FloatingPointError("the autoencoder's latents are not finite")
    z, rgb = torch.cat(latents), torch.cat(colours)
    design = torch.cat([z, torch.ones(len(z), 1)], dim=1)
    # A little ridge keeps the map finite where a channel hardly varies.
    gram = design.T @ design + 1e-4 * len(z) * torch.eye(design.shape[1])
    solution = torch.linalg.solve(gram, design.T @ rgb)
    return LinearPreview(solution[:-1].T, solution[-1])
