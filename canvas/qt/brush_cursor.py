"""The outline of the brush under the pointer."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform

from canvas import raster
from canvas.viewport import Viewport

_HALO = QPen(QColor(0, 0, 0, 150), 3)
_LINE = QPen(QColor(255, 255, 255), 1)
_PIXEL_OUTLINE_SCALE = 2.0
_PIXEL_OUTLINE_MAX_PX = 64


def outline(viewport: Viewport, row: float, col: float, diameter_px: int, shape: raster.Shape) -> QPainterPath:
    """The stamp's outline in view pixels.

    Zoomed in it follows the very pixels that a stamp here would paint; otherwise it is a plain circle or square.
    """
    centre_row, centre_col = raster.snapped((row, col), diameter_px)
    x, y = viewport.to_view(centre_row - diameter_px / 2, centre_col - diameter_px / 2)
    side = diameter_px * viewport.scale
    path = QPainterPath()
    if shape == "square":
        path.addRect(x, y, side, side)
    elif viewport.scale < _PIXEL_OUTLINE_SCALE or diameter_px > _PIXEL_OUTLINE_MAX_PX:
        path.addEllipse(x, y, side, side)
    else:
        path = QTransform(viewport.scale, 0, 0, viewport.scale, x, y).map(_disc_outline(diameter_px))
    return path


def touched_rect(path: QPainterPath) -> QRect:
    """All that drawing the outline touches."""
    return path.boundingRect().toAlignedRect().adjusted(-3, -3, 3, 3)


def paint_outline(painter: QPainter, path: QPainterPath) -> None:
    """Draw it to be seen on every colour."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (_HALO, _LINE):
        painter.setPen(pen)
        painter.drawPath(path)


@lru_cache(maxsize=_PIXEL_OUTLINE_MAX_PX)
def _disc_outline(diameter_px: int) -> QPainterPath:
    """The pixels of a round stamp as one outline, from (0, 0)."""
    size = (diameter_px, diameter_px)
    bbox, mask = raster.stamp(size, diameter_px / 2, diameter_px / 2, diameter_px)
    path = QPainterPath()
    for row, covered in enumerate(mask, start=bbox.top):
        first = bbox.left + int(covered.argmax())
        path.addRect(first, row, int(covered.sum()), 1)
    return path.simplified()
