"""Label maps of another size or the other way round. Pure; ids are never mixed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from canvas.raster import BBox

Ids = NDArray[np.uint8]


def resized(ids: Ids, size: tuple[int, int]) -> Ids:
    """Scaled to `size` (height, width): each new pixel takes the class under its centre."""
    rows, cols = (_nearest(length, new) for length, new in zip(ids.shape, size, strict=True))
    return ids[np.ix_(rows, cols)]


def cropped(ids: Ids, bbox: BBox) -> Ids:
    """The part of a box, which lies inside."""
    return ids[bbox.slices].copy()


def flipped(ids: Ids, left_right: bool) -> Ids:
    """Left and right exchanged, or top and bottom."""
    return np.ascontiguousarray(ids[:, ::-1] if left_right else ids[::-1])


def _nearest(length: int, new_length: int) -> NDArray[np.int64]:
    return (np.arange(new_length, dtype=np.int64) * 2 + 1) * length // (2 * new_length)
