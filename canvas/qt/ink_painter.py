"""The ink as pixels, kept up to date a dirty rectangle at a time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from canvas.document import Document
from canvas.qt.pyramid import Pyramid
from canvas.raster import BBox

_BLACK, _WHITE = 0x01000000, 0x01010101
"""Premultiplied ARGB of the faintest ink; that of any other is so many times as much."""
_DARK_LUMINANCE = 0.05
"""Of classes on which black could not be told any more: there the ink is drawn white."""
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])


class InkPainter:
    """Holds the ink as an image, as dark as it is inked: black, and white on classes that are nearly black themselves.

    Blank paper costs nothing. `table` is (256,) premultiplied ARGB of the classes as they are drawn, 0 for nothing.
    """

    def __init__(self, document: Document, table: NDArray[np.uint32]) -> None:
        self._document = document
        self._pyramid: Pyramid | None = None
        self.reset(table)

    def reset(self, table: NDArray[np.uint32]) -> None:
        """Compute everything again: another content, or other colours below."""
        is_dark = _is_dark(table)
        self._table = np.where(is_dark, np.uint32(_WHITE), np.uint32(_BLACK)).astype(np.uint32)
        self._has_dark = bool(is_dark.any())
        self._pyramid = None
        self.refresh(self._document.bbox)

    def refresh(self, bbox: BBox) -> None:
        """Compute the pixels of one box again: its ink has changed."""
        layers = self._document.layers
        labels, ink = layers.labels[bbox.slices], layers.ink[bbox.slices]
        if self._pyramid is None:
            if not ink.any():
                return
            self._pyramid = Pyramid(self._document.size)
        self._pyramid.write(bbox, np.multiply(self._table[labels], ink, dtype=np.uint32))

    def refresh_below(self, bbox: BBox) -> None:
        """As `refresh`, where the labels below the ink have changed."""
        if self._has_dark and self._pyramid is not None and self._document.ink[bbox.slices].any():
            self.refresh(bbox)

    def paint(self, painter: QPainter, target: QRectF) -> None:
        """Draw the whole document into `target`; what the painter clips away costs next to nothing."""
        if self._pyramid is not None:
            self._pyramid.paint(painter, target)


def _is_dark(table: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Which classes are drawn, and nearly black."""
    rgb = np.stack([table >> 16 & 255, table >> 8 & 255, table & 255], axis=-1) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return np.asarray((table != 0) & (linear @ _LUMINANCE < _DARK_LUMINANCE))
