"""Pixels of another size or the other way round. Pure; ids are never mixed."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from canvas.layers.pixels import Pixels, untouched
from canvas.raster import BBox


def resized(ids: Pixels, size: tuple[int, int]) -> Pixels:
    """Class ids scaled to `size` (height, width): each new pixel takes the class under its centre."""
    rows, cols = (_nearest(length, new) for length, new in zip(ids.shape, size, strict=True))
    return ids[np.ix_(rows, cols)]


def resized_ink(ink: Pixels, size: tuple[int, int]) -> Pixels:
    """Ink scaled to `size` (height, width): the mean of what a new pixel covers, or smoothly between the old ones."""
    height, width = size
    down_rows, down_cols = (min(new, old) for new, old in zip(size, ink.shape, strict=True))
    # Each way for itself: one side may grow while the other one shrinks.
    smaller = cv2.resize(np.ascontiguousarray(ink), (down_cols, down_rows), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(smaller, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def cropped(pixels: Pixels, bbox: BBox) -> Pixels:
    """The part of a box, which lies inside."""
    return pixels[bbox.slices].copy()


def extended(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """In the middle of a blank sheet of `size` (height, width), which is larger or the same."""
    sheet = untouched((*size, *pixels.shape[2:]))
    top, left = ((new - length) // 2 for new, length in zip(size, pixels.shape, strict=False))
    sheet[top : top + pixels.shape[0], left : left + pixels.shape[1]] = pixels
    return sheet


def flipped(pixels: Pixels, left_right: bool) -> Pixels:
    """Left and right exchanged, or top and bottom."""
    return np.ascontiguousarray(pixels[:, ::-1] if left_right else pixels[::-1])


def _nearest(length: int, new_length: int) -> NDArray[np.int64]:
    return (np.arange(new_length, dtype=np.int64) * 2 + 1) * length // (2 * new_length)
