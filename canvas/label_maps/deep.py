"""Samples that Pillow does not keep: 16 bits of colour or of grey with opacity, and TIFFs of numbers it opens not."""

from __future__ import annotations

import io
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2

_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_WIDTH, _HEIGHT = 256, 257
_BIG = 43
"""In the place of 42: a BigTIFF."""


def wide_tiff(data: bytes, most_pixels: int) -> Image.Image | None:
    """A TIFF of one channel of numbers, such as doubles, as an image of mode F; None for any other file.

    Raises as Pillow's reader of tags does.
    """
    if not data.startswith(_TIFF):
        return None
    tags = ImageFileDirectory_v2(data[:16] if _BIG in data[2:4] else data[:8])
    stream = io.BytesIO(data)
    stream.seek(tags.next)
    tags.load(stream)
    samples = deep_samples(data) if int(tags[_WIDTH]) * int(tags[_HEIGHT]) <= most_pixels else None
    return None if samples is None or samples.ndim != 2 else Image.fromarray(samples.astype(np.float32))


def deep_samples(data: bytes) -> NDArray[Any] | None:
    """(H, W), or (H, W, 3 or 4) in RGB(A) order, of any number type; None where it cannot be decoded."""
    try:
        samples = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error:
        return None
    if samples is None or samples.ndim == 2:
        return samples
    if samples.shape[2] not in (3, 4):
        return samples[..., 0] if samples.shape[2] == 1 else None
    return np.ascontiguousarray(samples[..., [2, 1, 0, 3][: samples.shape[2]]])


def one_channel(colours: NDArray[Any]) -> NDArray[Any] | None:
    """(H, W) of (H, W, 3), where all three say the same, or two of them nothing; None for colours proper."""
    red, green, blue = (colours[..., channel] for channel in range(3))
    if (red == green).all() and (green == blue).all():
        return red
    said = [channel for channel in (red, green, blue) if channel.any()]
    return said[0] if len(said) == 1 else None


def fits_8_bits(samples: NDArray[np.uint16]) -> bool:
    """Whether samples of 16 bits say no more than their upper 8: these twice, or with zeros."""
    high = samples >> 8
    return bool(((samples == high << 8) | (samples == high * np.uint16(257))).all())
