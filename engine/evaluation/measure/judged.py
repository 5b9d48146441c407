"""What the judge saw in a set of pictures, kept one by one so that two sets can be compared pair by pair."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from engine.evaluation.measure.edges import TOLERANCES_PX, EdgeCounts, edge_counts, edge_f1
from engine.evaluation.measure.metrics import Confusion, KernelDistance, bootstrap, confusions, mean_iou, pixel_accuracy
from engine.evaluation.measure.painting import Pictures, resized


class Segmenter(Protocol):
    """The judge, or a stand-in of it in tests."""

    size: int

    def __call__(self, pictures: Pictures) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """(N, size, size, 3) RGB -> (N, size, size) class ids and (N, F) features."""
        ...


@dataclass(frozen=True)
class Judged:
    """N pictures of N maps, in the judge's eyes."""

    confusion: Confusion
    edges: EdgeCounts
    features: NDArray[np.float32]

    def save(self, path: Path) -> None:
        """Write it as safetensors, atomically."""
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        save_file({name: np.ascontiguousarray(value) for name, value in vars(self).items()}, partial)
        partial.replace(path)


def load_judged(path: Path) -> Judged:
    """What `Judged.save` wrote."""
    return Judged(**load_file(path))


def judge_pictures(judge: Segmenter, maps: NDArray[np.uint8], pictures: Pictures, classes: int) -> Judged:
    """`maps` are (N, size, size) in the judge's size."""
    ids, features = judge(resized(pictures, judge.size))
    return Judged(confusions(maps, ids, classes), edge_counts(maps, ids), features.astype(np.float32))


@dataclass(frozen=True)
class Scores:
    """Figures of one set of pictures; intervals are 95 %, over conditions."""

    mean_iou: float
    mean_iou_interval: tuple[float, float]
    pixel_accuracy: float
    edge_f1: dict[str, float]
    """By tolerance in pixels."""
    kid: float
    """Against real photographs of other places."""
    kid_interval: tuple[float, float]

    def record(self) -> dict[str, Any]:
        """For a JSON file."""
        return asdict(self)


def scores(judged: Judged, real: NDArray[np.float32], resamplings: int) -> Scores:
    """`real` (M, F) are features of photographs that are none of the conditions'."""
    count, distance = len(judged.features), KernelDistance(judged.features, real)
    return Scores(
        mean_iou=mean_iou(judged.confusion),
        mean_iou_interval=bootstrap(count, lambda rows: mean_iou(judged.confusion[rows]), resamplings),
        pixel_accuracy=pixel_accuracy(judged.confusion),
        edge_f1={str(tolerance): edge_f1(judged.edges, tolerance) for tolerance in TOLERANCES_PX},
        kid=distance(),
        kid_interval=bootstrap(count, distance, resamplings),
    )


def paired_difference(one: Judged, other: Judged, resamplings: int) -> tuple[float, tuple[float, float]]:
    """Mean IoU of `one` less that of `other`, with the interval over conditions that both were given."""

    def difference(rows: NDArray[np.int64]) -> float:
        return mean_iou(one.confusion[rows]) - mean_iou(other.confusion[rows])

    count = len(one.confusion)
    return difference(np.arange(count)), bootstrap(count, difference, resamplings)
