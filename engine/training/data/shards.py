"""Shards read from beginning to end and never as a whole, so that a set may be larger than memory and disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import IO, Any, NamedTuple

import numpy as np
from webdataset.gopen import gopen
from webdataset.shardlists import expand_urls
from webdataset.tariterators import group_by_keys

from engine.errors import DataError
from engine.training.data.file_names import PICTURE, SHARD_PARTS, is_hidden, shown, split_name
from engine.training.data.members import Member, is_held_out, named_twice, shards_in
from engine.training.data.tar_files import BROKEN_TAR, reason, tar_contents
from engine.words import say

_NAMED = 20
_SHARE_LEFT_OUT = 0.01

Shard = Path | str
"""A file, whatever its name looks like; or an address or command that a person has typed."""


class Shards(NamedTuple):
    """What is read to train on, and to measure on."""

    training: list[Shard]
    held_out: list[Shard]


class Place(NamedTuple):
    """Where a process is in its stream: what it reads next, counted from 0."""

    epoch: int = 0
    shard: int = 0
    """Among the shards that the process reads in this epoch, in their order."""
    example: int = 0


class LeftOut:
    """What could not be used: each is named once and passed over, but not too many."""

    def __init__(self, say: Callable[[str], None], *, any_number: bool = False) -> None:
        """`any_number` may be left out."""
        self._say, self._any_number = say, any_number
        self._named: set[str] = set()
        self.read, self.count = 0, 0

    def __call__(self, error: DataError) -> None:
        """Name it. Raises DataError if this is one too many: above twenty, and above one in a hundred of those read."""
        if error.text in self._named:  # in an earlier epoch
            return
        self._named.add(error.text)
        self.count += 1
        text = say("Left out: {error}", error=error)
        self._say(text)
        if not self._any_number and self.count > max(_NAMED, _SHARE_LEFT_OUT * self.read):
            raise DataError(
                say(
                    "{number} of {all} examples could not be used. The last one: {error}",
                    number=self.count,
                    all=self.read + self.count,
                    error=error,
                ),
                say("Mend or remove these files, or leave out however many there are (--skip-bad)."),
            ) from error


class ShardStream:
    """The examples of shards for one process of several, epoch after epoch, without end.

    In each epoch the shards come in another order, and each is one process's; where there are fewer shards than
    processes, each process takes every n-th example of all of them. The same for the same seed.
    """

    def __init__(
        self,
        shards: Sequence[Shard],
        seed: int,
        left_out: LeftOut,
        index: int = 0,
        count: int = 1,
        held_out: Mapping[Shard, int] | None = None,
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

    def _members(self, shard: Shard) -> Iterator[tuple[int, Member]]:
        try:
            yield from enumerate(read_shard(shard, self._left_out))
        except DataError as error:
            self._left_out(error)


def named_shards(folder: Path, patterns: Sequence[str]) -> Shards:
    """The shards that the patterns name, or those of the folder; those of the test split in the folder in any case.

    Patterns are paths and addresses with braces as in `{0000..0099}`. Only what is typed there can be an address or a
    command, and only where it is not the name of a file. Raises DataError if there are none to train on.
    """
    here: list[Shard] = list(shards_in(folder))
    try:
        named = [_typed(shard) for pattern in patterns for shard in _expanded(pattern)]
    except (ValueError, AssertionError, OSError) as error:
        raise DataError(
            say("The names of the shards cannot be read: {error}.", error=shown(error, 200)),
            say("See the README for their form."),
        ) from error
    held_out = [shard for shard in dict.fromkeys([*here, *named]) if is_held_out(shard_name(shard))]
    training = [shard for shard in dict.fromkeys(named if patterns else here) if not is_held_out(shard_name(shard))]
    if not training:
        raise DataError(
            say("{folder} has no shards to train on.", folder=folder.name),
            say("Put *.tar there, or name shards after --stream."),
        )
    return Shards(training, held_out)


def _raised(error: DataError) -> None:
    raise error


def read_shard(shard: Shard, refuse: Callable[[DataError], None] = _raised) -> Iterator[Member]:
    """The pictures of a shard, in its order, each with what lies beside it; `refuse` is told of files that it holds
    twice. Raises DataError where it breaks off."""
    name = shown(shard_name(shard))
    try:
        stream = _open(shard)
    except (OSError, ValueError) as error:
        raise DataError(
            say("The shard {name} cannot be opened: {error}.", name=name, error=reason(error)), say("Is it there?")
        ) from error
    try:
        for sample in group_by_keys(_once(stream, name, refuse), keys=_key):
            parts = {part: part for part in SHARD_PARTS.values() if part in sample}
            if PICTURE in sample:
                yield Member(f"{name}/{sample['__key__']}", {PICTURE: PICTURE, **parts}, sample.get)
    except BROKEN_TAR as error:
        raise DataError(
            say("The shard {name} breaks off: {error}.", name=name, error=reason(error)), say("Copy it again.")
        ) from error
    finally:
        with suppress(OSError):
            stream.close()


def shard_name(shard: Shard) -> str:
    """What to call a shard."""
    if isinstance(shard, Path):
        return shard.name
    return shard if shard.startswith("pipe:") else PurePosixPath(shard).name


def _once(stream: IO[bytes], shard: str, refuse: Callable[[DataError], None]) -> Iterator[dict[str, Any]]:
    """The files of a shard as webdataset groups them; of those with one name the first."""
    seen = set()
    for name, data in tar_contents(stream):
        if is_hidden(name):
            continue
        if (key := _key(name)) in seen:
            refuse(named_twice(shard, name))
        elif key[0] is not None:
            seen.add(key)
            yield {"fname": name, "data": data, "__url__": shard}


def _key(name: str) -> tuple[str | None, str | None]:
    """What webdataset groups by: the stem and the part."""
    return split_name(name, SHARD_PARTS) or (None, None)


def _expanded(pattern: str) -> list[str]:
    """A shell puts the names of files there, too."""
    return [pattern] if _is_file(pattern) else list(expand_urls(pattern))


def _typed(shard: str) -> Shard:
    is_address = ("://" in shard or shard.startswith("pipe:")) and not _is_file(shard)
    return shard if is_address else Path(shard).absolute()


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except (OSError, ValueError):  # what no system can look up is no file
        return False


def _open(shard: Shard) -> IO[bytes]:
    """The network is reached, or a command run, only for a shard that is named as such."""
    if isinstance(shard, Path):
        return shard.open("rb")
    stream: IO[bytes] = gopen(shard)
    return stream
