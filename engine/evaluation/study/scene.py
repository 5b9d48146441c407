"""What every cell is judged against: the base, the test maps with their seeds, the judge, photographs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.bases.base import BaseModel
from engine.evaluation.measure.judged import Segmenter
from engine.evaluation.measure.painting import Pictures, resized
from engine.evaluation.study.draws import Draws
from engine.installed.kinds import ModuleClass
from engine.training.data.dataset import PictureSet

_SHOWN = 8


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The same for all arms."""

    base: BaseModel
    judge: Segmenter
    legend: Sequence[ModuleClass]
    """The label ids in order, unlabelled among them."""
    maps: NDArray[np.uint8]
    """(N, size, size) in the judge's size, spread over the test split."""
    seeds: Sequence[int]
    """Of the starting noise, one a map."""
    held_out: Draws
    real: NDArray[np.float32]
    """(M, F) features of the test photographs that are none of the maps'."""

    @property
    def classes(self) -> int:
        """How many label ids there are."""
        return len(self.legend)

    def show(self, path: Path, pictures: Pictures) -> None:
        """Write some maps with their pictures below them, as one PNG."""
        table = np.zeros((256, 3), np.uint8)
        table[: self.classes] = [entry.rgb for entry in self.legend]
        shown = np.linspace(0, len(self.maps) - 1, min(_SHOWN, len(self.maps))).round().astype(int)
        rows = [
            np.concatenate(list(part), axis=1)
            for part in (table[self.maps[shown]], resized(pictures, self.judge.size)[shown])
        ]
        Image.fromarray(np.concatenate(rows)).save(path)


@dataclass(frozen=True)
class Tests:
    """The test split in the judge's size, parted into conditions and other photographs."""

    numbers: Sequence[int]
    """Of the conditions in the split."""
    maps: NDArray[np.uint8]
    """(N, size, size), spread over the split: sorted data begins with one kind of picture."""
    photographs: Pictures
    """Of the maps."""
    others: Pictures
    """What realism is measured against; where there are not two others, all photographs stand in for them."""


def read_tests(data: PictureSet, count: int, on_progress: Callable[[int, int], None], *, spread: bool = True) -> Tests:
    """`count` maps of `data`, or as many as there are; without `spread` the first ones."""
    labels, photographs = [], []
    for index in range(len(data)):
        example = data[index]
        labels.append(example.labels)
        photographs.append(example.picture)
        on_progress(index + 1, len(data))
    count = min(count, len(data))
    chosen = np.linspace(0, len(data) - 1, count).round().astype(int) if spread else np.arange(count)
    others = np.setdiff1d(np.arange(len(data)), chosen)
    pictures = np.stack(photographs)
    return Tests(
        numbers=chosen.tolist(),
        maps=np.stack(labels)[chosen],
        photographs=pictures[chosen],
        others=pictures[others] if len(others) > 1 else pictures,
    )
