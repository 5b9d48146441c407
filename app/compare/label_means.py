"""The mean of a coarse map inside the area of each class of a drawing. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.request.types import LabelMap


class LabelMeans:
    """Counts once how many pixels of each class lie in each cell, so that any number of maps cost little."""

    def __init__(self, labels: LabelMap, grid: tuple[int, int]) -> None:
        """`grid` is the maps' (height, width); they are stretched over the drawing."""
        height, width = grid
        rows = np.arange(labels.shape[0]) * height // labels.shape[0]
        cols = np.arange(labels.shape[1]) * width // labels.shape[1]
        ids = np.flatnonzero(np.bincount(labels.ravel(), minlength=256))
        place = np.zeros(256, np.int64)
        place[ids] = np.arange(len(ids))
        cells = (rows[:, None] * width + cols) * len(ids) + place[labels]
        self._ids: list[int] = ids.tolist()
        self._pixels = np.bincount(cells.ravel(), minlength=height * width * len(ids)).reshape(-1, len(ids))

    def of(self, values: NDArray[np.float32]) -> dict[int, float]:
        """Class id -> mean of the (h, w) map over the pixels of the class."""
        means = values.ravel().astype(np.float64) @ self._pixels / self._pixels.sum(0)
        return dict(zip(self._ids, means.tolist(), strict=True))
