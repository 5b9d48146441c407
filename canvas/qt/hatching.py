"""Hatching over a part of the sheet: seen on every colour, of one density at every zoom."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRectF, QSize
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QTransform

_PERIOD_PX = 8
_DARK, _LIGHT = QColor(193, 68, 14, 235), QColor(255, 255, 255, 210)
_WIDTHS_PX = (2, 1)


class Hatching:
    """Slanted lines where a mask says so. The mask is stretched over the document; the lines belong to the screen."""

    def __init__(self, mask: NDArray[np.bool_]) -> None:
        """`mask` is (H, W); nothing else keeps a hold on it."""
        packed = np.where(mask, np.uint8(255), np.uint8(0))
        height, width = packed.shape
        self._mask = QImage(packed.data, width, height, width, QImage.Format.Format_Alpha8).copy()
        self._brush = QBrush(_tile())
        self._layer = QImage()
        self._made_for: tuple[QRectF, QTransform, QSize] | None = None

    def paint(self, painter: QPainter, document: QRectF, turn: QTransform, size: QSize) -> None:
        """Draw on a view of `size`, whose painter is not turned; `document` is where the mask lies before `turn`."""
        if self._made_for != (document, turn, size):
            self._layer = self._drawn(document, turn, size, painter.device().devicePixelRatioF())
            self._made_for = (QRectF(document), QTransform(turn), QSize(size))
        painter.drawImage(QPoint(0, 0), self._layer)

    def _drawn(self, document: QRectF, turn: QTransform, size: QSize, ratio: float) -> QImage:
        layer = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
        layer.setDevicePixelRatio(ratio)
        layer.fill(0)
        painter = QPainter(layer)
        painter.setTransform(turn, True)
        painter.drawImage(document, self._mask)
        painter.resetTransform()
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        painter.fillRect(QRectF(0, 0, size.width(), size.height()), self._brush)
        painter.end()
        return layer


def _tile() -> QImage:
    tile = QImage(_PERIOD_PX, _PERIOD_PX, QImage.Format.Format_ARGB32_Premultiplied)
    tile.fill(0)
    dark, light = _WIDTHS_PX
    for y in range(_PERIOD_PX):
        for x in range(_PERIOD_PX):
            at = (x + y) % _PERIOD_PX
            if at < dark + light:
                tile.setPixelColor(x, y, _DARK if at < dark else _LIGHT)
    return tile
