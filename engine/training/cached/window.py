"""A cache of base outputs that moves over a stream: neither memory nor disk grows with the set."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from engine.bases.base import BaseModel
from engine.errors import DataError
from engine.training.cached.base_passes import PASS, BasePasses, array
from engine.training.cached.cache import BaseOutputs, cache_bytes
from engine.training.data.dataset import Example, read_example
from engine.training.data.members import unlabelled
from engine.training.data.numbering import ClassList
from engine.training.data.shards import LeftOut, Place, ShardStream
from engine.training.disk import write_whole, writing
from engine.words import say

MOST_PICTURES = 4096
_FEWEST_PICTURES = 64


def window_pictures(base: BaseModel, size: int, draws: int, room_bytes: int, *, keep_pictures: bool) -> int:
    """How many pictures a window holds in `room_bytes` of disk. Raises DataError if that is too few to learn from."""
    each = cache_bytes(base, 1, size, draws, keep_pictures=keep_pictures) + (size * size if keep_pictures else 0)
    pictures = min(MOST_PICTURES, room_bytes // each)
    if pictures < _FEWEST_PICTURES:
        raise DataError(
            say(
                "The window over the stream would hold {pictures} pictures, and needs {fewest}.",
                pictures=pictures,
                fewest=_FEWEST_PICTURES,
            ),
            say("Allow it more room (--cache-limit-gb), take fewer draws a picture (--draws), or free some disk."),
        )
    return int(pictures)


class Window(BaseOutputs):
    """A ring of pictures of one process's stream, with noise draws and what the base says of them.

    Batches are drawn from all of it, so it is the buffer that shuffles the stream, too. Once every draw was used about
    `uses` times, the oldest pictures are replaced by the next ones. After an interruption it goes on as it was.
    """

    is_own = True

    def __init__(
        self,
        base: BaseModel,
        stream: ShardStream,
        folder: Path,
        key: Mapping[str, Any],
        *,
        pictures: int,
        size: int,
        class_list: ClassList,
        draws: int,
        uses: int,
        seed: Sequence[int],
        labelled: bool,
        keep_pictures: bool,
        left_out: LeftOut,
    ) -> None:
        """`folder` holds it, and what it holds of the same `key` is taken up; `labelled` leaves out pictures without a
        label map, else label maps are not read."""
        self._folder, self._size, self._class_list, self._labelled = folder, size, class_list, labelled
        self._draws, self._seed, self._left_out = draws, seed, left_out
        self._refilled = min(PASS, pictures // 4)
        self._rows_of_refill = self._refilled * draws * uses
        self._taken, self._key = 0, dict(key)
        state = self._read_state()
        if state is None:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            (folder / "captions.json").write_text('[""]', encoding="utf-8")
        place = Place(*state["place"]) if state else Place()
        self.filled: int = state["filled"] if state else 0
        """How many pictures have come in so far."""
        self._epoch_of_last, self._place = place.epoch, place
        self._stream: Iterator[Any] = stream.after(place)
        self._passes = BasePasses(base, folder, pictures, size, draws)
        self._kept = array(folder / "pictures.npy", (pictures, size, size, 3), np.uint8) if keep_pictures else None
        self._kept_inks = array(folder / "inks.npy", (pictures, size, size), np.uint8) if keep_pictures else None
        super().__init__(folder, base.path)
        self._t = np.load(folder / "t.npy", mmap_mode="r")

    def fill(self, on_progress: Callable[[int, int], None]) -> None:
        """Read until it is full; `on_progress(done, total)`. Raises DataError."""
        while self.filled < self.pictures:
            self._refill(min(self._refilled, self.pictures - self.filled))
            on_progress(self.filled, self.pictures)

    def move_on(self, taken: int) -> bool:
        """Replace the oldest pictures where the draws were used enough. Raises DataError."""
        self._taken += taken
        moved = False
        while self._taken >= self._rows_of_refill:
            self._taken -= self._rows_of_refill
            with writing(self._folder):
                self._refill(self._refilled)
            moved = True
        return moved

    def remove(self) -> None:
        """Give the disk back; it is of no use any more."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _refill(self, count: int) -> None:
        examples = [self._next() for _ in range(count)]
        slots = np.arange(self.filled, self.filled + count) % self.pictures
        self._passes.encode(slots, examples)
        if self._kept is not None and self._kept_inks is not None:
            self._kept[slots] = [one.picture for one in examples]
            self._kept_inks[slots] = [np.zeros_like(one.labels) if one.ink is None else one.ink for one in examples]
            self._kept.flush()
            self._kept_inks.flush()
        captions = [one.caption for one in examples]
        for draw in range(self._draws):
            random = np.random.default_rng((*self._seed, self.filled, draw))
            self._passes.draw(slots + draw * self.pictures, captions, random)
        self._passes.flush()
        self.filled += count
        state = {"key": self._key, "place": self._place, "filled": self.filled}
        write_whole(self._folder / "state.json", json.dumps(state))

    def _next(self) -> Example:
        while True:
            self._place, member = next(self._stream)
            if self._place.epoch > self._epoch_of_last + 1:
                raise DataError(
                    say("The shards have no pictures with label maps."), say("Put KEY.seg.png beside KEY.jpg.")
                )
            if self._labelled and "labels" not in member.parts:
                continue
            try:
                example = read_example(member if self._labelled else unlabelled(member), self._size, self._class_list)
            except DataError as error:
                self._left_out(error)
                continue
            self._epoch_of_last = self._place.epoch
            self._left_out.read += 1
            return example

    def _read_state(self) -> dict[str, Any] | None:
        try:
            state = json.loads((self._folder / "state.json").read_text(encoding="utf-8"))
            return state if state["key"] == json.loads(json.dumps(self._key)) else None
        except (OSError, ValueError, KeyError, TypeError):
            return None
