"""What a training reads: a whole set, cached once, or shards that stream through a window."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from engine.bases.base import BaseModel
from engine.errors import DataError
from engine.installed.registry import ModuleClass
from engine.training.cached.cache import BaseOutputs, cache_bytes, open_cache
from engine.training.cached.window import Window, window_pictures
from engine.training.data.dataset import PictureSet, read_example
from engine.training.data.members import Member, check_folder, unlabelled
from engine.training.data.numbering import NO_CLASSES, read_class_list
from engine.training.data.shards import LeftOut, Shard, ShardStream, named_shards, read_shard
from engine.training.disk import writing
from engine.training.plan import ModuleTraining, Reporter
from engine.training.processes import Processes
from engine.words import say

_HELD_OUT_DRAWS = 4
_HELD_OUT_OF_STREAM = 256


class Source(Protocol):
    """Examples to learn from, and others to measure the gain on."""

    classes: tuple[ModuleClass, ...]
    """Of the label maps, unlabelled included; that one alone where label maps are not read."""

    def open(self, base: BaseModel) -> tuple[BaseOutputs, BaseOutputs]:
        """What the base says: to train on, and held out. Builds it first. Every process comes here."""

    def pictures(self) -> int:
        """How many were learnt from; a stream counts them anew in each epoch. Every process comes here."""

    def close(self) -> None:
        """Remove what is of no use after the training."""


@dataclass
class Asked:
    """What every source needs to know."""

    training: ModuleTraining
    size: int
    labelled: bool
    keep_pictures: bool
    report: Reporter
    tell: Callable[[str], None]
    """For what every process has to say for itself."""
    processes: Processes

    def cache(self, base: BaseModel, data: PictureSet, draws: int, seed: int) -> BaseOutputs:
        """The whole set, cached."""
        return open_cache(
            base,
            data,
            self.training.cache_dir,
            draws=draws,
            seed=seed,
            limit_bytes=int(self.training.cache_limit_gb * 1e9),
            on_progress=self.report.stage,
            keep_pictures=self.keep_pictures,
            processes=self.processes,
        )


def open_source(asked: Asked) -> Source:
    """The source that is asked for. Raises DataError. Every process comes here."""
    return Cached(asked) if asked.training.stream is None else Streamed(asked)


class Cached:
    """A folder of pictures or shards, all of it in the cache."""

    def __init__(self, asked: Asked) -> None:
        """Reads everything once. Raises DataError naming every example that cannot be used."""
        self._asked, labelled = asked, asked.labelled
        faults: list[DataError] = []
        with asked.processes.together():
            self._train = self._read("train", faults.append)
            self._held_out = self._read("test", lambda _: None)
        self._train = self._usable(self._train, "training", [fault.text for fault in faults])
        self._held_out = self._usable(self._held_out, "held-out", [])
        self.classes = self._train.classes if labelled else self._train.classes[:1]

    def open(self, base: BaseModel) -> tuple[BaseOutputs, BaseOutputs]:
        """Both caches, built where they are missing."""
        asked, training, count = self._asked, self._asked.training, len(self._train)
        size = cache_bytes(base, count, asked.size, training.draws, keep_pictures=asked.keep_pictures)
        told = f"{size / 1e9:.2f}"
        text = say("{number} pictures; the cache of base outputs takes {size} GB", number=count, size=told)
        asked.report.say(text)
        seed = training.options.seed
        outputs = asked.cache(base, self._train, training.draws, seed)
        return outputs, asked.cache(base, self._held_out, _HELD_OUT_DRAWS, seed + 1)

    def pictures(self) -> int:
        """All of the training split."""
        return len(self._train)

    def close(self) -> None:
        """The cache stays: the next training on these pictures has it."""

    def _read(self, split: str, refuse: Callable[[DataError], None]) -> PictureSet:
        asked, training = self._asked, self._asked.training
        return PictureSet(
            training.data,
            asked.size,
            split,
            labelled=asked.labelled,
            numbering=training.numbering,
            refuse=refuse,
        )

    def _usable(self, data: PictureSet, name: str, faults: list[str]) -> PictureSet:
        """Each process of a machine reads its part; what any of them cannot use, all refuse, or leave out.

        `faults` are those of the shards, found before.
        """
        processes, what = self._asked.processes, f"Checking {name} pictures"

        def count(index: int) -> None:
            self._asked.report.stage(what, min(index + processes.local_count, len(data)), len(data))

        with processes.together():
            found = data.problems(range(processes.local_index, len(data), processes.local_count), count)
        problems = dict(sorted(pair for some in processes.gathered(found) for pair in some.items()))
        texts = list(dict.fromkeys([*faults, *problems.values()]))
        if not self._asked.training.skip_bad or len(problems) == len(data):
            data.refuse(texts)
        for text in texts:
            left_out = say("Left out: {error}", error=text)
            self._asked.report.say(left_out)
        return data.subset([index for index in range(len(data)) if index not in problems]) if problems else data


class Streamed:
    """Shards, read from beginning to end again and again, through a window for each process.

    A fixed number of examples is held out: the first of the test shards, or else of the training shards.
    """

    def __init__(self, asked: Asked) -> None:
        """Reads what is held out. Raises DataError."""
        self._asked, folder = asked, asked.training.data
        self._left_out = LeftOut(asked.tell, any_number=asked.training.skip_bad)
        with asked.processes.together():
            check_folder(folder)
            self._shards = named_shards(folder, asked.training.stream or ())
            read = read_class_list(folder).numbered(asked.training.numbering) if asked.labelled else NO_CLASSES
            self._class_list, self.classes = read, read.classes
            self._held_out, self._skipped = self._hold_out()

    def open(self, base: BaseModel) -> tuple[BaseOutputs, BaseOutputs]:
        """The window, full, and the cache of what is held out."""
        asked, training, processes = self._asked, self._asked.training, self._asked.processes
        seed, keep = training.options.seed, asked.keep_pictures
        held_out = asked.cache(base, self._held_out, _HELD_OUT_DRAWS, seed + 1)
        with processes.together():
            with writing(training.cache_dir):
                training.cache_dir.mkdir(parents=True, exist_ok=True)
            room = min(int(training.cache_limit_gb * 1e9), shutil.disk_usage(training.cache_dir).free)
            pictures = window_pictures(
                base, asked.size, training.draws, room // processes.local_count, keep_pictures=keep
            )
        stream = ShardStream(
            self._shards.training, seed, self._left_out, processes.index, processes.count, self._skipped
        )
        key = {"base": base.whole_fingerprint, "shards": [str(shard) for shard in self._shards.training], "seed": seed}
        key |= {"processes": processes.count, "numbering": self._class_list.record()}
        key |= {"pictures": pictures, "size": asked.size, "draws": training.draws, "kept": keep}
        key |= {"classes": [entry.name for entry in self.classes]}
        self._window = Window(
            base,
            stream,
            self._folder(),
            key,
            pictures=pictures,
            size=asked.size,
            class_list=self._class_list,
            draws=training.draws,
            uses=training.uses,
            seed=(seed, processes.index),
            labelled=asked.labelled,
            keep_pictures=keep,
            left_out=self._left_out,
        )
        shards = len(self._shards.training)
        text = say("{shards} shards, {pictures} pictures at a time", shards=shards, pictures=pictures)
        asked.report.say(text)
        with processes.together(), writing(self._folder()):
            self._window.fill(lambda done, total: asked.report.stage("Filling the window", done, total))
        return self._window, held_out

    def pictures(self) -> int:
        """All that came through the windows."""
        return sum(self._asked.processes.gathered(self._window.filled))

    def close(self) -> None:
        """The window goes."""
        self._window.remove()

    def _folder(self) -> Path:
        name = hashlib.sha256(str(self._asked.training.out.resolve()).encode()).hexdigest()[:8]
        return self._asked.training.cache_dir / f"window-{name}-{self._asked.processes.index}"

    def _hold_out(self) -> tuple[PictureSet, dict[Shard, int]]:
        """What is held out, and how many examples at the beginning of training shards that takes."""
        members: list[Member] = []
        skipped: dict[Shard, int] = {}
        for shard, number, member in self._first_examples():
            if len(members) == _HELD_OUT_OF_STREAM:
                break
            skipped[shard] = number + 1
            if self._asked.labelled and "labels" not in member.parts:
                continue
            used = member if self._asked.labelled else unlabelled(member)
            try:
                read_example(used, self._asked.size, self._class_list)
            except DataError as error:
                self._left_out(error)
                continue
            members.append(used)
        if not members:
            raise DataError(
                say("The shards have no examples to hold out."),
                say("Put NAME.jpg and NAME.png side by side, or WebDataset shards with KEY.jpg and KEY.seg.png."),
            )
        return PictureSet.of(members, self._asked.size, self._class_list), {} if self._shards.held_out else skipped

    def _first_examples(self) -> Iterator[tuple[Shard, int, Member]]:
        for shard in self._shards.held_out or self._shards.training:
            try:
                yield from ((shard, number, member) for number, member in enumerate(read_shard(shard, self._left_out)))
            except DataError as error:
                self._left_out(error)
