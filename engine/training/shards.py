"""Shards read from beginning to end and never as a whole, so that a set may be larger than memory and disk."""

from __future__ import annotations

import tarfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

import numpy as np
from webdataset.gopen import gopen
from webdataset.shardlists import expand_urls
from webdataset.tariterators import group_by_keys, tar_file_expander

from engine.errors import DataError
from engine.training.dataset import PICTURE_SUFFIXES, SHARD_PARTS, Member, is_held_out
from engine.words import say

_NAMED = 20
_SHARE_LEFT_OUT = 0.01


class Shards(NamedTuple):
    """Paths and addresses of shards."""

    training: list[str]
    held_out: list[str]


class Place(NamedTuple):
    """Where a process is in its stream: what it reads next, counted from 0."""

    epoch: int = 0
    shard: int = 0
    """Among the shards that the process reads in this epoch, in their order."""
    example: int = 0


class LeftOut:
    """What could not be used: each is named and passed over, but not too many."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self.read, self.count = 0, 0

    def __call__(self, error: DataError) -> None:
        """Name it. Raises DataError if this is one too many: above twenty, and above one in a hundred of those read."""
        self.count += 1
        text = say("Left out: {error}", error=error)
        self._say(text)
        if self.count > max(_NAMED, _SHARE_LEFT_OUT * self.read):
            raise DataError(
                say(
                    "{number} of {all} examples could not be used. The last one: {error}",
                    number=self.count,
                    all=self.read + self.count,
                    error=error,
                ),
                say("Mend or remove these files."),
            ) from error


class ShardStream:
    """The examples of shards for one process of several, epoch after epoch, without end.

    In each epoch the shards come in another order, and each is one process's; where there are fewer shards than
    processes, each process takes every n-th example of all of them. The same for the same seed.
    """

    def __init__(
        self,
        shards: Sequence[str],
        seed: int,
        left_out: LeftOut,
        index: int = 0,
        count: int = 1,
        held_out: Mapping[str, int] | None = None,
    ) -> None:
        """`held_out` says how many examples at the beginning of a shard are not to be taken."""
        self._shards, self._seed, self._left_out = list(shards), seed, left_out
        self._index, self._count, self._held_out = index, count, held_out or {}

    def after(self, place: Place) -> Iterator[tuple[Place, Member]]:
        """Examples with the place after them. Raises DataError if an epoch has none, or too many are left out."""
        by_shard = len(self._shards) >= self._count
        while True:
            whole, found = place == Place(place.epoch), False
            order = np.random.default_rng((self._seed, place.epoch)).permutation(len(self._shards))
            own = order[self._index :: self._count] if by_shard else order
            for at in range(place.shard, len(own)):
                shard = self._shards[own[at]]
                for number, member in self._members(shard):
                    mine = by_shard or number % self._count == self._index
                    if mine and number >= max(place.example, self._held_out.get(shard, 0)):
                        place, found = Place(place.epoch, at, number + 1), True
                        yield place, member
                place = Place(place.epoch, at + 1)
            if whole and not found:
                raise DataError(
                    say("The shards hold no examples for this process."), say("Are there fewer than processes?")
                )
            place = Place(place.epoch + 1)

    def _members(self, shard: str) -> Iterator[tuple[int, Member]]:
        try:
            yield from enumerate(read_shard(shard))
        except DataError as error:
            self._left_out(error)


def named_shards(folder: Path, patterns: Sequence[str]) -> Shards:
    """The shards that the patterns name, or those of the folder; those of the test split in the folder in any case.

    Patterns are paths and addresses with braces as in `{0000..0099}`. Raises DataError if there are none to train on.
    """
    here = sorted(str(path) for path in folder.glob("*.tar"))
    try:
        named = [shard for pattern in patterns for shard in expand_urls(pattern)]
    except (ValueError, AssertionError) as error:
        raise DataError(
            say("The names of the shards cannot be read: {error}.", error=error), say("See the README for their form.")
        ) from error
    held_out = [shard for shard in dict.fromkeys([*here, *named]) if is_held_out(shard_name(shard))]
    training = [shard for shard in dict.fromkeys(named if patterns else here) if not is_held_out(shard_name(shard))]
    if not training:
        raise DataError(
            say("{folder} has no shards to train on.", folder=folder.name),
            say("Put *.tar there, or name shards after --stream."),
        )
    return Shards(training, held_out)


def read_shard(shard: str) -> Iterator[Member]:
    """The pictures of a shard, in its order, each with what lies beside it. Raises DataError where it breaks off."""
    name = shard_name(shard)
    try:
        stream = _open(shard)
    except (OSError, ValueError) as error:
        raise DataError(
            say("The shard {name} cannot be opened: {error}.", name=name, error=_reason(error)), say("Is it there?")
        ) from error
    try:
        for sample in group_by_keys(tar_file_expander([{"url": shard, "stream": stream}])):
            parts = {part: suffix.lstrip(".") for part, suffix in SHARD_PARTS if suffix.lstrip(".") in sample}
            for suffix in PICTURE_SUFFIXES:
                if suffix.lstrip(".") in sample:
                    yield Member(f"{name}/{sample['__key__']}", {"picture": suffix.lstrip("."), **parts}, sample.get)
                    break
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        raise DataError(
            say("The shard {name} breaks off: {error}.", name=name, error=_reason(error)), say("Copy it again.")
        ) from error
    finally:
        with suppress(OSError):
            stream.close()


def shard_name(shard: str) -> str:
    """What to call a shard."""
    return shard if shard.startswith("pipe:") else PurePosixPath(shard).name


def _open(shard: str) -> IO[bytes]:
    """The network is reached, or a command run, only for a shard that is named as such."""
    if "://" in shard or shard.startswith("pipe:"):
        stream: IO[bytes] = gopen(shard)
        return stream
    return Path(shard).open("rb")


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error.args[0] if error.args else error)
