"""Ink at another size."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.request.types import Ink


def fit_ink(ink: Ink, height: int, width: int) -> Ink:
    """(H, W) ink -> (height, width).

    Where the picture is smaller than the drawing, every cell is the mean of the share that ink covers and of the
    darkest ink in it: by area alone a line of one pixel in a drawing of 4096 would fade to nothing, by the darkest
    alone every line would be as thick as a cell.
    """
    covered = _of_height(_of_height(ink.astype(np.float32), height).T, width).T
    darkest = _of_height(_of_height(ink, height, darkest=True).T, width, darkest=True).T
    return np.ascontiguousarray(np.rint((covered + darkest) / 2).astype(np.uint8))


def _of_height(ink: NDArray[Any], height: int, *, darkest: bool = False) -> NDArray[Any]:
    """`ink` with `height` rows: reduced by area or to the darkest, enlarged smoothly."""
    ink = np.ascontiguousarray(ink)
    now, width = ink.shape
    if now == height:
        return ink
    if darkest and now % height == 0:
        return np.asarray(ink.reshape(height, now // height, width).max(1))
    if darkest and now > height:
        return np.asarray(np.maximum.reduceat(ink, np.arange(height) * now // height, axis=0))
    way = cv2.INTER_AREA if now > height else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(ink, (width, height), interpolation=way))
