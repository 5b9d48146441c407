"""The usual shapes of a picture: ratios of width to height. No Qt."""

from __future__ import annotations

import math

Shape = tuple[int, int]
"""Width to height, as whole numbers."""
SHAPES: tuple[Shape, ...] = ((1, 1), (3, 2), (16, 9), (4, 5), (2, 3), (9, 16))
NEW_SIZES_PX: tuple[tuple[int, int], ...] = ((512, 512), (768, 512), (1024, 576), (512, 640), (512, 768), (576, 1024))
"""Width and height of new drawings in these shapes."""


def shape_name(size: tuple[int, int]) -> str:
    """The ratio of a width and a height as it is written: 3:2; "" for one that nobody would write."""
    common = math.gcd(*size)
    width, height = size[0] // common, size[1] // common
    return f"{width}:{height}" if max(width, height) <= 21 else ""


def extended_size(size: tuple[int, int], shape: Shape) -> tuple[int, int]:
    """The smallest (width, height) in a shape that holds `size`, to the nearest pixel."""
    width, height = size
    across, down = shape
    return max(width, round(height * across / down)), max(height, round(width * down / across))
