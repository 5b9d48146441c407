"""Running the base for a training: pictures to latents, noise draws to what the base says of them, on disk."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from engine import compute_threads
from engine.bases.base import BaseModel
from engine.errors import WeightsError
from engine.training.data.dataset import Example
from engine.training.disk import allocate
from engine.words import say

PASS = 64
"""Pictures or draws that go through the base at once."""
_CAPTIONED = 0.5
"""Share of the draws made with the caption; the others with the empty text, the base's unconditional branch."""
_NOISE_BIASED = 0.5
"""Share of the draws with t = (1 - u^3) T; `layout_biased` is the density of all draws together."""
_REMEMBERED_TEXTS = 256

Rows = np.ndarray[Any, Any]


class BasePasses:
    """Fills the arrays in a folder: `labels` (P, S, S), `latents` (2, P, …) of each picture and its mirror image, and
    for each noise draw `noise`, `v`, `t`, `captioned` (P x draws, …). Draw r belongs to picture r % P; every second
    round of draws is of the mirrored pictures. Several processes may fill parts of the same arrays."""

    def __init__(self, base: BaseModel, folder: Path, pictures: int, size: int, draws: int) -> None:
        """Open the arrays, or make them where they are missing."""
        self._base, self._pictures = base, pictures
        latent = (base.latent_channels, size // base.latent_factor, size // base.latent_factor)
        rows = pictures * draws
        self._labels = array(folder / "labels.npy", (pictures, size, size), np.uint8)
        self._latents = array(folder / "latents.npy", (2, pictures, *latent), np.float16)
        self._noise = array(folder / "noise.npy", (rows, *latent), np.float16)
        self._v = array(folder / "v.npy", (rows, *latent), np.float16)
        self._t = array(folder / "t.npy", (rows,), np.int16)
        self._captioned = array(folder / "captioned.npy", (rows,), np.bool_)
        self._context = lru_cache(_REMEMBERED_TEXTS)(lambda text: base.encode_prompts([text]))

    def encode(self, pictures: Rows, examples: Sequence[Example]) -> None:
        """Put examples in the places of the given pictures."""
        compute_threads.adapt()
        pixels = torch.from_numpy(np.stack([e.picture for e in examples])).permute(0, 3, 1, 2).float() / 127.5 - 1
        self._labels[pictures] = np.stack([e.labels for e in examples])
        for side, seen in enumerate((pixels, pixels.flip(-1))):
            self._latents[side, pictures] = self._numbers(self._base.encode(seen).cpu())

    def draw(self, rows: Rows, captions: Sequence[str], random: np.random.Generator) -> None:
        """Draw noise and noise levels for the given rows and run the base; `captions` are of the rows' pictures."""
        compute_threads.adapt()
        base, timesteps = self._base, self._base.path.timesteps
        picture, mirrored = rows % self._pictures, (rows // self._pictures) % 2
        u = random.random(len(rows))
        t = np.where(random.random(len(rows)) < _NOISE_BIASED, 1 - u**3, u) * timesteps
        t = np.clip(t.astype(np.int64), 0, timesteps - 1)
        captioned = random.random(len(rows)) < _CAPTIONED
        said = [self._context(text if use else "") for text, use in zip(captions, captioned, strict=True)]
        context = torch.cat([one for one in said if one is not None]) if said[0] is not None else None
        noise = torch.from_numpy(random.standard_normal((len(rows), *self._noise.shape[1:]), dtype=np.float32))
        noise = noise.half().float()
        z0 = torch.from_numpy(np.asarray(self._latents[mirrored, picture], dtype=np.float32))
        level = base.path.level(torch.from_numpy(t))
        x_t = base.path.mix(z0, noise, level)
        prediction = base.predict(x_t.to(base.device), torch.from_numpy(t).to(base.device), context).cpu()
        self._noise[rows] = noise.numpy()
        self._v[rows] = self._numbers(base.path.common(prediction, x_t, level))
        self._t[rows] = t
        self._captioned[rows] = captioned

    def _numbers(self, computed: Tensor) -> np.ndarray[Any, Any]:
        """As it is kept. Raises WeightsError for what is no number there."""
        kept = computed.half()
        if not bool(torch.isfinite(kept).all()):
            raise WeightsError(
                say(
                    "The base {name} gives no numbers for some of these pictures (NaN, or too large).",
                    name=self._base.id,
                ),
                say("Train with another base, or copy this one again: its weights may be damaged."),
            )
        return kept.numpy()

    def flush(self) -> None:
        """Have everything on disk."""
        for part in (self._labels, self._latents, self._noise, self._v, self._t, self._captioned):
            part.flush()


def array(path: Path, shape: tuple[int, ...], dtype: type[np.generic]) -> np.memmap[Any, Any]:
    """The array at `path`, to read and write; zeros where there is none. Raises OSError where there is no room for all
    of it."""
    if not path.is_file():
        partial = path.with_name(path.name + ".partial")
        try:
            np.lib.format.open_memmap(partial, mode="w+", dtype=dtype, shape=shape).flush()
            allocate(partial)
            partial.replace(path)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
    allocate(path)
    return np.lib.format.open_memmap(path, mode="r+")
