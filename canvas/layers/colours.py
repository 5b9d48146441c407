"""Colour strokes: RGBA pixels whose alpha is how far paint covers. Their blending, other sizes, and their PNG form."""

from __future__ import annotations

import io

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from canvas.errors import LabelMapError
from canvas.label_png import check_header, decoded
from canvas.layers.pixels import Pixels, Size
from canvas.words import say

CHANNELS = 4


def laid_over(below: Pixels, above: Pixels) -> Pixels:
    """(..., 4) paint on (..., 4) paint: what the upper one leaves is seen through."""
    upper = above[..., 3:].astype(np.float32) / 255
    lower = below[..., 3:].astype(np.float32) / 255 * (1 - upper)
    return _straight(np.concatenate([above[..., :3] * upper + below[..., :3] * lower, upper + lower], axis=-1))


def thinned(below: Pixels, taken: Pixels) -> Pixels:
    """(N, 4) paint of which (N,) is taken away, 0 .. 255."""
    kept = below[:, 3].astype(np.uint32) * (255 - taken)
    left = below.copy()
    left[:, 3] = (kept + 127) // 255
    return clear(left)


def clear(colours: Pixels) -> Pixels:
    """The same paint, in place: 0 where nothing covers, so that no colour stands for nothing."""
    colours[colours[..., 3] == 0] = 0
    return colours


def resized_colours(colours: Pixels, size: Size) -> Pixels:
    """Paint scaled to `size`: the mean of what a new pixel covers, each colour as far as it does, or smoothly."""
    height, width = size
    alpha = colours[..., 3:].astype(np.float32) / 255
    scaled = np.concatenate([colours[..., :3] * alpha, alpha], axis=2)
    down = tuple(min(new, old) for new, old in zip(size, colours.shape, strict=False))
    # Each way for itself: one side may grow while the other one shrinks.
    scaled = cv2.resize(scaled, down[::-1], interpolation=cv2.INTER_AREA)
    return _straight(np.asarray(cv2.resize(scaled, (width, height), interpolation=cv2.INTER_LINEAR)))


def colour_strokes_png_bytes(colours: Pixels) -> bytes:
    """An RGBA PNG of (H, W, 4) paint."""
    stream = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(colours)).save(stream, "PNG")
    return stream.getvalue()


def read_colour_strokes_png_bytes(data: bytes, size: Size, name: str) -> Pixels:
    """(H, W, 4) paint of what `colour_strokes_png_bytes` wrote. Raises LabelMapError unless it is that, of `size`."""
    check_header(data[:26], name)
    pixels = np.asarray(decoded(data, name))
    if pixels.dtype != np.uint8 or pixels.shape != (*size, CHANNELS):
        raise LabelMapError(say('"{name}" holds no colours of the size of its drawing.', name=name))
    return clear(pixels.copy())


def _straight(premultiplied: NDArray[np.float32]) -> Pixels:
    """(..., 4) RGBA, 0 .. 255, of colours as far as they cover, with alpha 0 .. 1."""
    alpha = premultiplied[..., 3:]
    rgb = np.divide(premultiplied[..., :3], alpha, out=np.zeros_like(premultiplied[..., :3]), where=alpha > 0)
    pixels = np.rint(np.concatenate([rgb, 255 * alpha], axis=-1)).clip(0, 255).astype(np.uint8)
    return clear(pixels)
