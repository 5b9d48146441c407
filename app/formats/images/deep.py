"""Images of more than 8 bits a sample, of which Pillow keeps 8 or opens nothing. No Qt."""

from __future__ import annotations

import io
import struct
from typing import Any

from PIL import Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from app.formats.images.samples import coloured, within
from canvas.label_maps.deep import deep_samples

_WIDTH, _HEIGHT, _BITS, _PHOTOMETRIC, _SAMPLE_FORMAT = 256, 257, 258, 262, 339
_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB = 0, 1, 2
_PROFILE = 34675
_REAL = 3
_BIG = 43
"""In the place of 42: a BigTIFF."""


class DeepImage:
    """A PNG or TIFF, not decoded yet. `size` is (width, height) as it is stored, `profile` its ICC profile if known."""

    def __init__(
        self, data: bytes, size: tuple[int, int], profile: bytes | None = None, *, is_white_zero: bool = False
    ) -> None:
        self._data, self.size, self.profile, self._is_white_zero = data, size, profile, is_white_zero

    def decoded(self, most_px: int) -> Image.Image | None:
        """Grey, RGB or RGBA of 8 bits, a TIFF upright, of at most `most_px` a side; None where it cannot be decoded."""
        samples = deep_samples(self._data)
        if samples is None:
            return None
        shown = coloured(within(samples, most_px))
        return Image.fromarray(255 - shown if self._is_white_zero else shown)


def deep_png(data: bytes) -> DeepImage | None:
    """A PNG of 16 bits a sample that is not grey alone; None for others."""
    width, height, depth, colour = struct.unpack(">IIBB", data[16:26])
    return DeepImage(data, (width, height)) if depth == 16 and colour in (2, 4, 6) else None


def deep_tiff(data: bytes) -> DeepImage | None:
    """A TIFF of more than 8 bits a sample, or of real or signed numbers; None for others. Raises as Pillow does."""
    tags = ImageFileDirectory_v2(data[:16] if _BIG in data[2:4] else data[:8])
    stream = io.BytesIO(data)
    stream.seek(tags.next)
    tags.load(stream)
    bits, formats = _values(tags.get(_BITS, 1)), _values(tags.get(_SAMPLE_FORMAT, 1))
    photometric = tags.get(_PHOTOMETRIC, _BLACK_IS_ZERO)
    if max(bits) <= 8 or photometric not in (_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB):
        return None
    if _REAL in formats and min(bits) < 32:
        return None
    size = int(tags[_WIDTH]), int(tags[_HEIGHT])
    return DeepImage(data, size, tags.get(_PROFILE), is_white_zero=photometric == _WHITE_IS_ZERO)


def _values(tag: Any) -> tuple[int, ...]:
    return tag if isinstance(tag, tuple) else (int(tag),)
