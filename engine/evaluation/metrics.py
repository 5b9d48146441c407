"""Metrics of control and realism. Pure numpy."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.types import UNLABELLED

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


def kernel_distance(x: NDArray[np.float32], y: NDArray[np.float32]) -> float:
    """KID: the unbiased squared MMD with the kernel (x.y / d + 1)^3 (Binkowski et al., arXiv 1801.01401).

    `x` (N, d) and `y` (M, d) are features, here the judge's: figures do not compare with those from Inception.
    """

    def kernel(a: NDArray[np.float32], b: NDArray[np.float32]) -> NDArray[np.float64]:
        values: NDArray[np.float64] = (a.astype(np.float64) @ b.T.astype(np.float64) / a.shape[1] + 1) ** 3
        return values

    n, m = len(x), len(y)
    within_x, within_y = kernel(x, x), kernel(y, y)
    first = (within_x.sum() - np.trace(within_x)) / (n * (n - 1))
    second = (within_y.sum() - np.trace(within_y)) / (m * (m - 1))
    return float(first + second - 2 * kernel(x, y).mean())


def bootstrap(count: int, measure: Callable[[NDArray[np.int64]], float], draws: int = 500) -> tuple[float, float]:
    """The 95 % interval of `measure` over `draws` resamplings, with replacement, of `count` conditions."""
    random = np.random.default_rng(0)
    values = [measure(random.integers(0, count, count)) for _ in range(draws)]
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)
