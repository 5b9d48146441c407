"""Metrics of control and realism. Pure numpy."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.request.types import UNLABELLED

Confusion = NDArray[np.int64]
"""(N, K, K): for each picture, pixels of drawn class (row) that the judge saw as class (column)."""


def confusions(drawn: NDArray[np.uint8], seen: NDArray[np.uint8], classes: int) -> Confusion:
    """Confusion matrices of (N, H, W) label maps; pixels drawn as unlabelled count nowhere."""
    pairs = drawn.astype(np.int64) * classes + seen
    return np.stack(
        [
            np.bincount(pair[mask], minlength=classes * classes).reshape(classes, classes)
            for pair, mask in zip(pairs, drawn != UNLABELLED, strict=True)
        ]
    )


def mean_iou(confusion: Confusion) -> float:
    """Mean intersection over union of the pooled matrix, over the classes that are drawn or seen; 0 is left out."""
    pooled = confusion.sum(0)[1:, 1:].astype(np.float64)
    hits = np.diag(pooled)
    union = pooled.sum(0) + pooled.sum(1) - hits
    return float((hits[union > 0] / union[union > 0]).mean())


def pixel_accuracy(confusion: Confusion) -> float:
    """Share of the labelled pixels that the judge sees as drawn."""
    pooled = confusion.sum(0)
    return float(np.trace(pooled) / pooled.sum())


def normalised(value: float, floor: float, ceiling: float) -> float:
    """Where `value` lies between the base alone (0) and real photographs (1)."""
    return (value - floor) / (ceiling - floor)


def spread(features: NDArray[np.float32]) -> NDArray[np.float64]:
    """(M, K, F) features of K pictures of each of M maps -> (M,) mean Euclidean distance of their pairs."""
    first, second = np.triu_indices(features.shape[1], 1)
    apart = features[:, first].astype(np.float64) - features[:, second]
    distances: NDArray[np.float64] = np.sqrt((apart**2).sum(-1)).mean(1)
    return distances


class KernelDistance:
    """KID: the unbiased squared MMD with the kernel (x.y / d + 1)^3 (Binkowski et al., arXiv 1801.01401).

    `x` (N, d) and `y` (M, d) are features, here the judge's: figures do not compare with those from Inception.
    """

    def __init__(self, x: NDArray[np.float32], y: NDArray[np.float32]) -> None:
        within_y = _kernel(y, y)
        self._reference = (within_y.sum() - np.trace(within_y)) / (len(y) * (len(y) - 1))
        self._within = _kernel(x, x)
        self._across = _kernel(x, y).mean(1)

    def __call__(self, rows: NDArray[np.int64] | None = None) -> float:
        """The distance of x or of a resampling of its rows; no row is paired with itself. NaN if none is left."""
        rows = np.arange(len(self._across)) if rows is None else rows
        different = rows[:, None] != rows[None, :]
        if not different.any():
            return float("nan")
        within = self._within[np.ix_(rows, rows)][different].mean()
        return float(within + self._reference - 2 * self._across[rows].mean())


def _kernel(a: NDArray[np.float32], b: NDArray[np.float32]) -> NDArray[np.float64]:
    values: NDArray[np.float64] = (a.astype(np.float64) @ b.T.astype(np.float64) / a.shape[1] + 1) ** 3
    return values


def bootstrap(count: int, measure: Callable[[NDArray[np.int64]], float], draws: int = 500) -> tuple[float, float]:
    """The 95 % interval of `measure` over `draws` resamplings, with replacement, of `count` conditions.

    Paired where `measure` is a difference between two arms at the same rows: what all conditions share cancels.
    """
    random = np.random.default_rng(0)
    values = [measure(random.integers(0, count, count)) for _ in range(draws)]
    low, high = np.nanquantile(values, [0.025, 0.975])
    return float(low), float(high)
