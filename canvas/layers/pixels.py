"""The pixels of one layer, and blank ones that cost nothing."""

from __future__ import annotations

import math
import mmap
import sys

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""(H, W), or (H, W, C) where a pixel has channels. 0 everywhere where nothing is painted."""
Size = tuple[int, int]
"""(height, width) in pixels."""

_SMALL = 2**18


def untouched(shape: tuple[int, ...]) -> Pixels:
    """Zeros that take memory, and time, only where they are touched; what numpy gives may have to be cleared first."""
    count = math.prod(shape)
    if count < _SMALL:
        return np.zeros(shape, np.uint8)
    # Private, so that reading takes no memory, either.
    memory = mmap.mmap(-1, count) if sys.platform == "win32" else mmap.mmap(-1, count, flags=_PRIVATE)
    return np.frombuffer(memory, np.uint8).reshape(shape)


_PRIVATE = 0 if sys.platform == "win32" else mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS


def is_blank(pixels: Pixels) -> bool:
    """Whether nothing is painted."""
    if not pixels.flags.c_contiguous:
        return not pixels.any()
    flat = pixels.reshape(-1)
    whole = flat.size - flat.size % 8
    return not (flat[:whole].view(np.uint64).any() or flat[whole:].any())


def values(pixels: Pixels) -> NDArray[np.uint8] | NDArray[np.uint32]:
    """(H, W): one number for each pixel, equal where all channels are; the same memory, of one channel or four."""
    return pixels if pixels.ndim == 2 else pixels.view(np.uint32)[..., 0]


def masked(pixels: Pixels, mask: NDArray[np.bool_]) -> Pixels:
    """The pixels where the mask is, 0 elsewhere."""
    return np.asarray(pixels * (mask if pixels.ndim == 2 else mask[..., None]))
