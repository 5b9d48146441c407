"""The cache of base outputs: with it, training a module never runs the base again."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from engine.bases.base import BaseModel, velocity
from engine.errors import DataError
from engine.training.dataset import PictureSet
from engine.types import LabelMap, Picture

_BATCH = 64
_CAPTIONED = 0.5
"""Share of the draws made with the caption; the others with the empty text, the base's unconditional branch."""
_NOISE_BIASED = 0.5
"""Share of the draws with t = (1 - u^3) T; `layout_biased` is the density of all draws together."""


@dataclass(frozen=True)
class CacheKey:
    """What the cache depends on; a change makes another cache."""

    base: str
    """Fingerprint of the base."""
    data: str
    """Hash of the examples."""
    size: int
    draws: int
    """Noise draws a picture; every second one is of the mirrored picture."""
    seed: int
    form: int = 2
    """Of the files; 2 since they say which rows were captioned."""


class Batch(NamedTuple):
    """Rows of the cache as float32 tensors: what the base saw (`x_t`, `t`), said (`v`), and should have said."""

    x_t: Tensor
    v: Tensor
    target: Tensor
    t: Tensor


class BaseOutputs:
    """Noise draws and the base's v on them, as fp16 arrays on disk, with what they were drawn from.

    Row r belongs to picture r % pictures.
    """

    def __init__(self, folder: Path, alphas_cumprod: Tensor) -> None:
        """Open a finished cache."""
        self._alphas = alphas_cumprod
        self._labels = np.load(folder / "labels.npy", mmap_mode="r")
        pictures = folder / "pictures.npy"
        self._pictures = np.load(pictures, mmap_mode="r") if pictures.is_file() else None
        self._latents = np.load(folder / "latents.npy", mmap_mode="r")
        self._noise = np.load(folder / "noise.npy", mmap_mode="r")
        self._v = np.load(folder / "v.npy", mmap_mode="r")
        self._t = np.load(folder / "t.npy")
        self._captioned = np.load(folder / "captioned.npy")
        self._captions: list[str] = json.loads((folder / "captions.json").read_text(encoding="utf-8"))

    def __len__(self) -> int:
        return len(self._t)

    @property
    def pictures(self) -> int:
        """How many pictures the rows were drawn from; the first rows are one of each."""
        return len(self._labels)

    def batch(self, rows: np.ndarray[Any, Any]) -> Batch:
        """The given rows."""
        pictures = len(self._labels)
        picture, mirrored = rows % pictures, (rows // pictures) % 2
        t = torch.from_numpy(self._t[rows].astype(np.int64))
        noise, v, z0 = (
            torch.from_numpy(np.asarray(part, dtype=np.float32))
            for part in (self._noise[rows], self._v[rows], self._latents[mirrored, picture])
        )
        alpha_bar = self._alphas[t].view(-1, 1, 1, 1)
        x_t = alpha_bar.sqrt() * z0 + (1 - alpha_bar).sqrt() * noise
        target = alpha_bar.sqrt() * noise - (1 - alpha_bar).sqrt() * z0
        return Batch(x_t, v, target, t)

    def source(self, row: int) -> tuple[Picture | None, LabelMap]:
        """The picture, where the cache keeps pictures, and the label map that a row was drawn from; mirrored as it."""
        pictures = len(self._labels)
        picture, step = row % pictures, -1 if (row // pictures) % 2 else 1
        rgb = None if self._pictures is None else np.ascontiguousarray(self._pictures[picture][:, ::step])
        return rgb, np.ascontiguousarray(self._labels[picture][:, ::step])

    def labels(self, rows: np.ndarray[Any, Any]) -> Tensor:
        """(B, H, W) uint8 class ids of the given rows."""
        return torch.from_numpy(np.stack([self.source(row)[1] for row in rows.tolist()]))

    def noise_levels(self) -> np.ndarray[Any, Any]:
        """s = t / T of every row."""
        levels: np.ndarray[Any, Any] = self._t / len(self._alphas)
        return levels

    def texts(self, rows: np.ndarray[Any, Any]) -> list[str]:
        """What the base read in each of the given rows: the picture's caption, or nothing."""
        return [self._captions[row % len(self._captions)] if self._captioned[row] else "" for row in rows]


def cache_bytes(base: BaseModel, pictures: int, size: int, draws: int, *, keep_pictures: bool = False) -> int:
    """How much disk a cache takes."""
    latent = 2 * base.latent_channels * (size // base.latent_factor) ** 2
    return pictures * ((4 if keep_pictures else 1) * size * size + 2 * latent + draws * (2 * latent + 3))


def open_cache(
    base: BaseModel,
    data: PictureSet,
    parent: Path,
    *,
    draws: int,
    seed: int,
    limit_bytes: int,
    on_progress: Callable[[str, int, int], None],
    keep_pictures: bool = False,
) -> BaseOutputs:
    """The cache of `data` under `parent`, built or finished first where it is missing or was interrupted.

    It serves every modality; `keep_pictures` puts the pictures beside it, for those that are made from pictures.
    `on_progress(what, done, total)` is called as it grows. Raises DataError if it would exceed `limit_bytes` or the
    free disk.
    """
    key = CacheKey(base.fingerprint, data.digest(), data.size, draws, seed)
    folder = parent / hashlib.sha256(json.dumps(asdict(key)).encode()).hexdigest()[:16]
    if not (folder / "done").is_file():
        needed = cache_bytes(base, len(data), data.size, draws, keep_pictures=keep_pictures)
        parent.mkdir(parents=True, exist_ok=True)
        room = min(limit_bytes, shutil.disk_usage(parent).free)
        if needed > room and not folder.is_dir():
            raise DataError(
                f"The cache of base outputs would take {needed / 1e9:.1f} GB; {room / 1e9:.1f} GB are allowed or free.",
                "Lower --draws, raise --cache-limit-gb, or make room.",
            )
        _build(base, data, folder, key, on_progress)
    if keep_pictures and not (folder / "pictures.npy").is_file():
        _keep_pictures(data, folder, on_progress)
    return BaseOutputs(folder, base.alphas_cumprod)


def _build(
    base: BaseModel, data: PictureSet, folder: Path, key: CacheKey, on_progress: Callable[[str, int, int], None]
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "encoded").is_file():
        _encode(base, data, folder, on_progress)
        (folder / "encoded").touch()
    pictures = len(data)
    rows = pictures * key.draws
    latents = np.load(folder / "latents.npy", mmap_mode="r")
    grid = latents.shape[2:]
    noise_file = _array(folder / "noise.npy", (rows, *grid), np.float16)
    v_file = _array(folder / "v.npy", (rows, *grid), np.float16)
    t_file = _array(folder / "t.npy", (rows,), np.int16)
    captioned_file = _array(folder / "captioned.npy", (rows,), np.bool_)
    files = (noise_file, v_file, t_file, captioned_file)
    captions = json.loads((folder / "captions.json").read_text(encoding="utf-8"))
    contexts: dict[str, Tensor | None] = {}
    progress = folder / "progress"
    start = int(progress.read_text()) if progress.is_file() else 0
    timesteps = len(base.alphas_cumprod)
    for first in range(start, rows, _BATCH):
        index = np.arange(first, min(first + _BATCH, rows))
        random = np.random.default_rng((key.seed, first))
        picture, mirrored = index % pictures, (index // pictures) % 2
        u = random.random(len(index))
        t = np.where(random.random(len(index)) < _NOISE_BIASED, 1 - u**3, u) * timesteps
        t = np.clip(t.astype(np.int64), 0, timesteps - 1)
        captioned = random.random(len(index)) < _CAPTIONED
        texts = [captions[p] if use else "" for p, use in zip(picture, captioned, strict=True)]
        for text in set(texts) - contexts.keys():
            contexts[text] = base.encode_prompts([text])
        said = [contexts[text] for text in texts]
        context = torch.cat([one for one in said if one is not None]) if said[0] is not None else None
        noise = torch.from_numpy(random.standard_normal((len(index), *grid), dtype=np.float32)).half().float()
        z0 = torch.from_numpy(np.asarray(latents[mirrored, picture], dtype=np.float32))
        alpha_bar = base.alphas_cumprod[torch.from_numpy(t)].view(-1, 1, 1, 1)
        x_t = alpha_bar.sqrt() * z0 + (1 - alpha_bar).sqrt() * noise
        steps = torch.from_numpy(t).to(base.device)
        prediction = base.predict(x_t.to(base.device), steps, context).cpu()
        noise_file[index] = noise.numpy()
        v_file[index] = velocity(prediction, x_t, alpha_bar, base.prediction_type).numpy()
        t_file[index] = t
        captioned_file[index] = captioned
        if first // _BATCH % 20 == 0:
            for part in files:
                part.flush()
            progress.write_text(str(first))
        on_progress("Running the base", int(index[-1]) + 1, rows)
    for part in files:
        part.flush()
    (folder / "done").touch()


def _keep_pictures(data: PictureSet, folder: Path, on_progress: Callable[[str, int, int], None]) -> None:
    partial = folder / "pictures.partial.npy"
    pictures = np.lib.format.open_memmap(partial, mode="w+", dtype=np.uint8, shape=(len(data), data.size, data.size, 3))
    for index in range(len(data)):
        pictures[index] = data[index].picture
        on_progress("Keeping pictures", index + 1, len(data))
    pictures.flush()
    partial.replace(folder / "pictures.npy")


def _encode(base: BaseModel, data: PictureSet, folder: Path, on_progress: Callable[[str, int, int], None]) -> None:
    grid = data.size // base.latent_factor
    labels = _array(folder / "labels.npy", (len(data), data.size, data.size), np.uint8)
    latents = _array(folder / "latents.npy", (2, len(data), base.latent_channels, grid, grid), np.float16)
    captions = []
    for first in range(0, len(data), _BATCH):
        examples = [data[i] for i in range(first, min(first + _BATCH, len(data)))]
        rows = slice(first, first + len(examples))
        pixels = torch.from_numpy(np.stack([e.picture for e in examples])).permute(0, 3, 1, 2).float() / 127.5 - 1
        labels[rows] = np.stack([e.labels for e in examples])
        latents[0, rows] = base.encode(pixels).cpu().numpy()
        latents[1, rows] = base.encode(pixels.flip(-1)).cpu().numpy()
        captions += [e.caption for e in examples]
        on_progress("Encoding pictures", first + len(examples), len(data))
    labels.flush()
    latents.flush()
    (folder / "captions.json").write_text(json.dumps(captions), encoding="utf-8")


def _array(path: Path, shape: tuple[int, ...], dtype: type[np.generic]) -> np.memmap[Any, Any]:
    if path.is_file():
        return np.lib.format.open_memmap(path, mode="r+")
    return np.lib.format.open_memmap(path, mode="w+", dtype=dtype, shape=shape)
