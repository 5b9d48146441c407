"""The cache of base outputs: with it, training a module never runs the base again."""

from __future__ import annotations

import functools
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from engine.bases.base import BaseModel
from engine.bases.noise_path import NoisePath
from engine.errors import DataError
from engine.request.types import Ink, LabelMap, Picture
from engine.training.cached.base_passes import PASS, BasePasses, Rows, array
from engine.training.data.dataset import PictureSet
from engine.training.disk import write_whole, writing
from engine.training.processes import ALONE, Processes
from engine.words import say

_FLUSHED_AFTER = 20
"""Passes; what an interruption loses at most, for each process."""


@dataclass(frozen=True)
class CacheKey:
    """What the cache depends on; a change makes another cache."""

    base: str
    """Fingerprint of all of the base, its autoencoder, text encoder and noise schedule, too."""
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

    is_own = False
    """Whether every process has rows of its own; else all have the same."""

    def __init__(self, folder: Path, path: NoisePath) -> None:
        """Open a finished cache."""
        self._path = path
        self._labels = np.load(folder / "labels.npy", mmap_mode="r")
        pictures = folder / "pictures.npy"
        self._pictures = np.load(pictures, mmap_mode="r") if pictures.is_file() else None
        inks = folder / "inks.npy"
        self._inks = np.load(inks, mmap_mode="r") if pictures.is_file() and inks.is_file() else None
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

    def batch(self, rows: Rows) -> Batch:
        """The given rows."""
        pictures = len(self._labels)
        picture, mirrored = rows % pictures, (rows // pictures) % 2
        t = torch.from_numpy(self._t[rows].astype(np.int64))
        noise, v, z0 = (
            torch.from_numpy(np.asarray(part, dtype=np.float32))
            for part in (self._noise[rows], self._v[rows], self._latents[mirrored, picture])
        )
        level = self._path.level(t)
        return Batch(self._path.mix(z0, noise, level), v, self._path.target(z0, noise, level), t)

    def source(self, row: int) -> tuple[Picture | None, LabelMap]:
        """The picture, where the cache keeps pictures, and the label map that a row was drawn from; mirrored as it."""
        pictures = len(self._labels)
        picture, step = row % pictures, -1 if (row // pictures) % 2 else 1
        rgb = None if self._pictures is None else np.ascontiguousarray(self._pictures[picture][:, ::step])
        return rgb, np.ascontiguousarray(self._labels[picture][:, ::step])

    def own_ink(self, row: int) -> Ink | None:
        """The sketch that a person drew of the picture of a row, mirrored as it; None where there is none."""
        if self._inks is None:
            return None
        pictures = len(self._labels)
        ink = np.ascontiguousarray(self._inks[row % pictures][:, :: -1 if (row // pictures) % 2 else 1])
        return ink if ink.any() else None

    def labels(self, rows: Rows) -> Tensor:
        """(B, H, W) uint8 class ids of the given rows."""
        return torch.from_numpy(np.stack([self.source(row)[1] for row in rows.tolist()]))

    def move_on(self, taken: int) -> bool:
        """Told after each batch how many rows it took. Returns whether other rows are here now; never in a cache."""
        return False

    def noise_levels(self) -> Rows:
        """s = t / T of every row."""
        levels: Rows = self._t / self._path.timesteps
        return levels

    def texts(self, rows: Rows) -> list[str]:
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
    processes: Processes = ALONE,
) -> BaseOutputs:
    """The cache of `data` under `parent`, built or finished first where it is missing or was interrupted.

    It serves every modality; `keep_pictures` puts the pictures beside it, for those that are made from pictures.
    `on_progress(what, done, total)` is called as it grows. The processes of a machine build a part each. Raises
    DataError if it would exceed `limit_bytes` or the free disk, or if the machines do not hold the same examples.
    """
    with processes.together():
        digest = data.digest() if processes.is_first_here else ""
    digests = set(processes.gathered(digest)) - {""}
    if len(digests) > 1:
        raise DataError(
            say("The machines do not hold the same examples."), say("Copy the data folder of one to the others.")
        )
    key = CacheKey(base.whole_fingerprint, digests.pop(), data.size, draws, seed)
    folder = parent / hashlib.sha256(json.dumps(asdict(key)).encode()).hexdigest()[:16]
    building = _Building(base, data, folder, key, on_progress, processes)
    room = functools.partial(_make_room, base, data, folder, draws, limit_bytes, keep_pictures)
    if_missing, if_wanted = not (folder / "done").is_file(), keep_pictures and not (folder / "pictures.npy").is_file()
    for wanted, alone, work in (
        (if_missing, True, room),
        (if_missing, True, building.begin),
        (if_missing, False, building.encode),
        (if_missing, True, building.encoded),
        (if_missing, False, building.draw),
        (if_missing, True, building.done),
        (if_wanted, True, building.begin_pictures),
        (if_wanted, False, building.keep_pictures),
        (if_wanted, True, building.pictures_kept),
    ):
        with processes.together(), writing(folder):
            if wanted and (processes.is_first_here or not alone):
                work()
    return BaseOutputs(folder, base.path)


def _make_room(
    base: BaseModel, data: PictureSet, folder: Path, draws: int, limit_bytes: int, keep_pictures: bool
) -> None:
    needed = cache_bytes(base, len(data), data.size, draws, keep_pictures=keep_pictures)
    with writing(folder.parent):
        folder.parent.mkdir(parents=True, exist_ok=True)
    room = min(limit_bytes, shutil.disk_usage(folder.parent).free)
    if needed > room and not folder.is_dir():
        raise DataError(
            say(
                "The cache of base outputs would take {needed} GB; {room} GB are allowed or free.",
                needed=f"{needed / 1e9:.1f}",
                room=f"{room / 1e9:.1f}",
            ),
            say(
                "Allow it more room (--cache-limit-gb), take fewer draws a picture (--draws), free some disk, or let "
                "shards stream (--stream)."
            ),
        )


class _Building:
    """One process's part in building a cache, in chunks of one pass; which chunks are drawn is kept on disk."""

    def __init__(
        self,
        base: BaseModel,
        data: PictureSet,
        folder: Path,
        key: CacheKey,
        on_progress: Callable[[str, int, int], None],
        processes: Processes,
    ) -> None:
        self._base, self._data, self._folder, self._key = base, data, folder, key
        self._on_progress, self._processes = on_progress, processes

    def begin(self) -> None:
        self._folder.mkdir(exist_ok=True)
        self._open()
        if not (self._folder / "captions.json").is_file():
            write_whole(self._folder / "captions.json", json.dumps(self._data.captions()))

    def encode(self) -> None:
        if (self._folder / "encoded").is_file():
            return
        passes, _ = self._open()
        for pictures in self._chunks(len(self._data), "Encoding pictures"):
            passes.encode(pictures, [self._data[index] for index in pictures.tolist()])
        passes.flush()

    def encoded(self) -> None:
        (self._folder / "encoded").touch()

    def draw(self) -> None:
        passes, drawn = self._open()
        captions = json.loads((self._folder / "captions.json").read_text(encoding="utf-8"))
        fresh: list[int] = []
        for rows in self._chunks(len(self._data) * self._key.draws, "Running the base", drawn):
            first = int(rows[0])
            said = [captions[row % len(captions)] for row in rows.tolist()]
            passes.draw(rows, said, np.random.default_rng((self._key.seed, first)))
            fresh.append(first // PASS)
            if len(fresh) == _FLUSHED_AFTER:
                passes.flush()
                drawn[fresh] = True
                drawn.flush()
                fresh = []
        passes.flush()

    def done(self) -> None:
        (self._folder / "done").touch()

    def begin_pictures(self) -> None:
        self._partial_pictures()
        self._inks()

    def keep_pictures(self) -> None:
        kept, inks = self._partial_pictures(), self._inks()
        for pictures in self._chunks(len(self._data), "Keeping pictures"):
            examples = [self._data[index] for index in pictures.tolist()]
            kept[pictures] = [example.picture for example in examples]
            for index, example in zip(pictures.tolist(), examples, strict=True):
                if inks is not None and example.ink is not None:
                    inks[index] = example.ink
        kept.flush()
        if inks is not None:
            inks.flush()

    def pictures_kept(self) -> None:
        (self._folder / "pictures.partial.npy").replace(self._folder / "pictures.npy")

    def _open(self) -> tuple[BasePasses, np.memmap[Any, Any]]:
        pictures, draws = len(self._data), self._key.draws
        passes = BasePasses(self._base, self._folder, pictures, self._data.size, draws)
        return passes, array(self._folder / "drawn.npy", (-(-pictures * draws // PASS),), np.bool_)

    def _partial_pictures(self) -> np.memmap[Any, Any]:
        size = self._data.size
        return array(self._folder / "pictures.partial.npy", (len(self._data), size, size, 3), np.uint8)

    def _inks(self) -> np.memmap[Any, Any] | None:
        size = self._data.size
        return array(self._folder / "inks.npy", (len(self._data), size, size), np.uint8) if self._data.has_ink else None

    def _chunks(self, count: int, what: str, finished: np.memmap[Any, Any] | None = None) -> Iterator[Rows]:
        """This process's chunks of so many rows, the finished ones left out."""
        here = self._processes.local_count
        for chunk in range(self._processes.local_index, -(-count // PASS), here):
            if finished is None or not finished[chunk]:
                yield np.arange(chunk * PASS, min((chunk + 1) * PASS, count))
            self._on_progress(what, min((chunk + here) * PASS, count), count)
