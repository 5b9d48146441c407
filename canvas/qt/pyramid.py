"""Pixels to draw at any scale: as they are, and halved again and again, so that shrinking stays smooth."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from canvas.raster import BBox

_CRISP_SCALE = 2.0


class Pyramid:
    """Premultiplied ARGB pixels of a document's size.

    Below half size it draws from a halved copy (of a halved copy ...). A copy is made when it is first needed, and from
    then on only the box that changed is computed again.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        self._size = size
        self._levels = [_Level(*size)]

    def write(self, bbox: BBox, pixels: NDArray[np.uint32]) -> None:
        """Put other pixels into one box."""
        base, *smaller = self._levels
        base.pixels[bbox.slices] = pixels
        for above, level in zip(self._levels, smaller, strict=False):
            bbox = level.halve(above, bbox)

    def paint(self, painter: QPainter, target: QRectF) -> None:
        """Draw all of it into `target`; what the painter clips away costs next to nothing."""
        height, width = self._size
        scale = target.width() * painter.device().devicePixelRatioF() / width
        depth = self._depth(scale)
        while len(self._levels) <= depth:
            above = self._levels[-1]
            level = _Level(math.ceil(above.image.height() / 2), math.ceil(above.image.width() / 2))
            level.halve(above, BBox(0, 0, above.image.height(), above.image.width()))
            self._levels.append(level)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale < _CRISP_SCALE)
        painter.drawImage(target, self._levels[depth].image, QRectF(0, 0, width / 2**depth, height / 2**depth))

    @staticmethod
    def reach_px(scale: float) -> int:
        """How many view pixels around a changed box change too, at `scale` view pixels per document pixel."""
        return math.ceil(max(scale, 1.0) if scale < _CRISP_SCALE else 0) + 2

    def _depth(self, scale: float) -> int:
        deepest = int(math.log2(min(self._size)))
        return min(max(int(-math.log2(scale)), 0), deepest)


class _Level:
    """Premultiplied ARGB pixels, and an image on the same memory."""

    def __init__(self, height: int, width: int) -> None:
        self.pixels = np.zeros((height, width), dtype=np.uint32)
        data = self.pixels.view(np.uint8).data
        self.image = QImage(data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)

    def halve(self, above: _Level, bbox: BBox) -> BBox:
        """Take the means of 2 x 2 pixels for a box of the level above; returns its box here."""
        mine = BBox(bbox.top // 2, bbox.left // 2, (bbox.bottom + 1) // 2, (bbox.right + 1) // 2)
        block = above.pixels[2 * mine.top : 2 * mine.bottom, 2 * mine.left : 2 * mine.right]
        odd_row, odd_col = block.shape[0] % 2, block.shape[1] % 2
        if odd_row or odd_col:
            block = np.pad(block, ((0, odd_row), (0, odd_col)), mode="edge")
        quads = (block[::2, ::2], block[::2, 1::2], block[1::2, ::2], block[1::2, 1::2])
        # Two channels at a time: the sum of four bytes and the rounding fit into 16 bits.
        low, high, half = np.uint32(0x00FF00FF), np.uint32(8), np.uint32(0x00020002)
        even = ((sum(quad & low for quad in quads) + half) >> np.uint32(2)) & low
        odd = ((sum((quad >> high) & low for quad in quads) + half) >> np.uint32(2)) & low
        self.pixels[mine.slices] = even | (odd << high)
        return mine
