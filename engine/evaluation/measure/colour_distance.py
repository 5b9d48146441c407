"""How far a picture's colours are from the colour strokes that it was painted from."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.evaluation.measure.painting import Pictures

_CELLS = 16
"""Colours are compared by the mean of each cell of such a grid: strokes are meant roughly."""
ColourSums = NDArray[np.float64]
"""(N, 2): for each picture, the sum of the cells' distances in CIE Lab, and how many cells are painted."""


def colour_sums(paint: NDArray[np.uint8], pictures: Pictures) -> ColourSums:
    """Sums of (N, H, W, 4) RGBA paint and (N, S, S, 3) pictures, over the cells that are mostly painted."""
    sums = np.zeros((len(paint), 2))
    for index, (wanted, picture) in enumerate(zip(paint, pictures, strict=True)):
        painted = _cells(wanted[..., 3:]) > 127.5
        apart = np.linalg.norm(_lab(_cells(wanted[..., :3])) - _lab(_cells(picture)), axis=2)
        sums[index] = apart[painted].sum(), painted.sum()
    return sums


def colour_distance(sums: ColourSums) -> float:
    """The mean distance of all pictures' pooled cells; 0 where nothing is painted."""
    distance, cells = sums.sum(0).tolist()
    return distance / cells if cells else 0.0


def _cells(values: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.asarray(cv2.resize(values.astype(np.float32), (_CELLS, _CELLS), interpolation=cv2.INTER_AREA))


def _lab(rgb: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(cv2.cvtColor(rgb / np.float32(255), cv2.COLOR_RGB2LAB))
