"""The outline of the brush under the pointer."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform

from canvas import raster
from canvas.qt.sheet import Sheet
from canvas.viewport import Viewport

_HALO = QPen(QColor(0, 0, 0, 150), 3)
_LINE = QPen(QColor(255, 255, 255), 1)
_PIXEL_OUTLINE_SCALE = 2.0
_PIXEL_OUTLINE_MAX_PX = 64
_SMOOTH_MAX_PX = 200


class Stamp(NamedTuple):
    """What a press would paint at the pointer."""

    diameter_px: int
    """In document pixels."""
    shape: raster.Shape
    is_smooth: bool = False
    """Whether it lies at the very point, with smooth edges, rather than on the grid of pixels."""


class BrushCursor:
    """Follows the pointer over a sheet, and repaints only where the outline was and is."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._at: QPointF | None = None
        self._stamp: Stamp | None = None
        self._touched = QRect()

    def move_to(self, at: QPointF | None) -> None:
        """The pointer is at this view point, or gone."""
        self._at = at
        self._refresh()

    def set_stamp(self, stamp: Stamp | None) -> None:
        """Outline a stamp, or nothing."""
        if stamp != self._stamp:
            self._stamp = stamp
            self._refresh()

    def paint(self, painter: QPainter) -> None:
        """Draw the outline, to be seen on every colour."""
        path = self._path()
        self._touched = _touched_rect(path)
        bounds = path.boundingRect()
        is_large = max(bounds.width(), bounds.height()) > _SMOOTH_MAX_PX
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not is_large)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if is_large:
            _paint_large(painter, path)
            return
        for pen in (_HALO, _LINE):
            painter.setPen(pen)
            painter.drawPath(path)

    def _refresh(self) -> None:
        self._sheet.update(self._touched)
        self._touched = _touched_rect(self._path())
        self._sheet.update(self._touched)

    def _path(self) -> QPainterPath:
        if self._at is None or self._stamp is None:
            return QPainterPath()
        point = self._sheet.viewport.to_document(self._at.x(), self._at.y())
        return outline(self._sheet.viewport, *point, self._stamp)


def outline(viewport: Viewport, row: float, col: float, stamp: Stamp) -> QPainterPath:
    """The outline in view pixels of a stamp at a document point.

    Zoomed in it follows the very pixels that a stamp here would paint; otherwise, and for a smooth one, it is a plain
    circle or square.
    """
    diameter_px = stamp.diameter_px
    centre_row, centre_col = (row, col) if stamp.is_smooth else raster.snapped((row, col), diameter_px)
    origin_x, origin_y = viewport.origin
    x = origin_x + (centre_col - diameter_px / 2) * viewport.scale
    y = origin_y + (centre_row - diameter_px / 2) * viewport.scale
    side = diameter_px * viewport.scale
    path = QPainterPath()
    if stamp.shape == "square":
        path.addRect(x, y, side, side)
    elif stamp.is_smooth or viewport.scale < _PIXEL_OUTLINE_SCALE or diameter_px > _PIXEL_OUTLINE_MAX_PX:
        path.addEllipse(x, y, side, side)
    else:
        path = QTransform(viewport.scale, 0, 0, viewport.scale, x, y).map(_disc_outline(diameter_px))
    return QTransform(*viewport.turn).map(path)


def _paint_large(painter: QPainter, path: QPainterPath) -> None:
    """Thin lines without smoothing: a smooth wide line of this length would take longer than all else."""
    for shift_px, colour in ((1, _HALO.color()), (-1, _HALO.color()), (0, _LINE.color())):
        painter.setPen(QPen(colour, 1))
        painter.drawPath(path.translated(shift_px, shift_px))


def _touched_rect(path: QPainterPath) -> QRect:
    """All that drawing the outline touches."""
    return QRect() if path.isEmpty() else path.boundingRect().toAlignedRect().adjusted(-3, -3, 3, 3)


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
