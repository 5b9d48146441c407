"""The outline that a tool shows before it paints, and the grips on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QRegion, QTransform

from canvas.qt.sheet import Sheet
from canvas.raster import Mask
from canvas.tools import Outline, Point
from canvas.tools.outline import NO_OUTLINE, Ghost, box_line
from canvas.viewport import Viewport

GRIP_PX = 8
REACH_PX = 8.0
"""How near to a point in view pixels counts as on it."""
_HALO = QPen(QColor(0, 0, 0, 150), 3)
_LINE = QPen(QColor(255, 255, 255), 1)
_MOST_PIECES = 64
_MOST_GHOST_PX = 1024
_GHOST_OPACITY = 0.8


class ToolOutline:
    """Draws a tool's outline over a sheet, and repaints only the lines that changed."""

    def __init__(self, sheet: Sheet, colour_of: Callable[[int], QColor]) -> None:
        """`colour_of` gives the colour of a class."""
        self._sheet = sheet
        self._colour_of = colour_of
        self._shown = NO_OUTLINE
        self._ghost_of: Mask | None = None
        self._ghost_image = QImage()

    def show(self, outline: Outline) -> None:
        """Show this outline from now on."""
        old, self._shown = self._shown, replace(outline, lines=tuple(tuple(line) for line in outline.lines))
        if old != self._shown:
            self._sheet.update(self._region(old, self._shown))
            self._sheet.update(self._region(self._shown, old))

    def paint(self, painter: QPainter, dirty: QRect) -> None:
        """Draw what lies within `dirty`, to be seen on every colour."""
        if self._shown.ghost is not None:
            self._paint_ghost(painter, self._shown.ghost)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pieces = [piece for line in self._shown.lines for piece in self._pieces(line, dirty)]
        for pen in (_HALO, _LINE):
            painter.setPen(pen)
            painter.drawLines(pieces)
        painter.setBrush(Qt.GlobalColor.white)
        painter.setPen(QPen(QColor(0, 0, 0, 200), 1))
        for grip in self._shown.grips:
            painter.drawRect(self._grip(grip))

    def _paint_ghost(self, painter: QPainter, ghost: Ghost) -> None:
        if self._ghost_of is not ghost.mask:
            self._ghost_of, self._ghost_image = ghost.mask, _silhouette(ghost.mask, self._colour_of(ghost.class_id))
        top, left, bottom, right = ghost.bbox
        (left_x, left_y), (right_x, right_y), (low_x, low_y) = self._in_view(
            [(top, left), (top, right), (bottom, left)]
        ).tolist()
        across, down = ghost.bbox.width, ghost.bbox.height
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.setOpacity(_GHOST_OPACITY)
        painter.setTransform(
            QTransform(
                (right_x - left_x) / across,
                (right_y - left_y) / across,
                (low_x - left_x) / down,
                (low_y - left_y) / down,
                left_x,
                left_y,
            ),
            True,
        )
        painter.drawImage(QRectF(0, 0, across, down), self._ghost_image)
        painter.restore()

    def _pieces(self, line: Sequence[Point], dirty: QRect) -> list[QLineF]:
        """The pieces of a line in view pixels, without most of those that `dirty` does not show."""
        if len(line) < 2:
            return []
        ends = self._in_view(line)
        low, high = np.minimum(ends[:-1], ends[1:]) - 3, np.maximum(ends[:-1], ends[1:]) + 3
        shown = (low <= (dirty.right() + 1, dirty.bottom() + 1)) & (high >= (dirty.left(), dirty.top()))
        return [QLineF(*ends[i].tolist(), *ends[i + 1].tolist()) for i in np.flatnonzero(shown.all(axis=1))]

    def _in_view(self, points: Sequence[Point]) -> NDArray[np.float64]:
        """(N, 2) view points (x, y)."""
        to_view = self._sheet.viewport.to_view
        origin = np.array(to_view(0, 0))
        steps = np.array([to_view(1, 0), to_view(0, 1)]) - origin
        in_view: NDArray[np.float64] = np.asarray(points, dtype=np.float64) @ steps + origin
        return in_view

    def _grip(self, point: Point) -> QRectF:
        x, y = self._sheet.viewport.to_view(*point)
        return QRectF(round(x) - GRIP_PX / 2 + 0.5, round(y) - GRIP_PX / 2 + 0.5, GRIP_PX - 1, GRIP_PX - 1)

    def _region(self, outline: Outline, other: Outline) -> QRegion:
        """Where drawing `outline` touches pixels that drawing `other` does not."""
        region = QRegion()
        for number, line in enumerate(outline.lines):
            changed = _changed(line, other.lines[number] if number < len(other.lines) else ())
            if len(changed) > _MOST_PIECES:
                region += _around(self._in_view(changed))
            else:
                for piece in pairwise(changed):
                    region += _around(self._in_view(piece))
        if outline.ghost is not None and outline.ghost is not other.ghost:
            region += _around(self._in_view(box_line(outline.ghost.bbox)))
        if outline.grips != other.grips:
            for grip in outline.grips:
                region += self._grip(grip).toAlignedRect().adjusted(-2, -2, 2, 2)
        return region


def _silhouette(mask: Mask, colour: QColor) -> QImage:
    """The mask in one colour on nothing; of a large one so many pixels as a screen can show."""
    step = -(-max(mask.shape) // _MOST_GHOST_PX)
    pixels = np.where(mask[::step, ::step], np.uint32(colour.rgba()), np.uint32(0))
    height, width = pixels.shape
    return QImage(
        pixels.view(np.uint8).data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied
    ).copy()


def paint_axis(painter: QPainter, viewport: Viewport, start: Point, end: Point) -> None:
    """Draw a quiet dashed line between two points of the document."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    line = QLineF(*viewport.to_view(*start), *viewport.to_view(*end))
    for colour, style in ((QColor(0, 0, 0, 110), Qt.PenStyle.SolidLine), (QColor(255, 255, 255), Qt.PenStyle.DashLine)):
        painter.setPen(QPen(colour, 1, style))
        painter.drawLine(line)


def _changed(line: Sequence[Point], other: Sequence[Point]) -> Sequence[Point]:
    """The part of a line between what begins and what ends as in the other."""
    first = _in_common(line, other)
    if first == len(line) == len(other):
        return ()
    last = _in_common(line[:first:-1], other[:first:-1])
    return line[max(first - 1, 0) : len(line) - max(last - 1, 0)]


def _in_common(line: Sequence[Point], other: Sequence[Point]) -> int:
    pairs = enumerate(zip(line, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(line), len(other)))


def _around(ends: NDArray[np.float64]) -> QRect:
    left, top = np.floor(ends.min(axis=0)).astype(int).tolist()
    right, bottom = np.ceil(ends.max(axis=0)).astype(int).tolist()
    return QRect(left - 3, top - 3, right - left + 7, bottom - top + 7)
