"""numpy <-> QImage. Every function copies: neither side's memory is shared."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage


def rgb_image(array: NDArray[np.uint8]) -> QImage:
    """(H, W, 3) RGB as an image."""
    height, width, _ = array.shape
    packed = np.ascontiguousarray(array)
    return QImage(packed.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def rgba_image(array: NDArray[np.uint8]) -> QImage:
    """(H, W, 4) RGBA, or (H, W, 3) RGB, as an image."""
    height, width, channels = array.shape
    if channels == 3:
        return rgb_image(array)
    packed = np.ascontiguousarray(array)
    return QImage(packed.data, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()


def label_image(ids: NDArray[np.uint8], table: NDArray[np.uint8]) -> QImage:
    """(H, W) class ids as an image, through a colour table (256, 3) such as `Palette.colour_table()`."""
    return rgb_image(table[ids])


def image_array(image: QImage) -> NDArray[np.uint8]:
    """An image of any format as (H, W, 3) RGB; transparency is dropped."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(rgb.constBits(), dtype=np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    return rows[:, : 3 * rgb.width()].reshape(rgb.height(), rgb.width(), 3).copy()
