"""Two pictures on one sheet, the one left of a divider that can be dragged, the other right of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from canvas.qt.photo_painter import PhotoPainter
from canvas.qt.sheet import Sheet
from canvas.qt.view_drag import ViewDrag

_REACH_PX = 10
_GRIP_PX = 14
_STEP = 0.02
_HALO = QColor(0, 0, 0, 140)
_LINE = QColor(255, 255, 255)


class WipeSheet(Sheet):
    """Drag the divider, or move it with the arrow keys; drag elsewhere to pan. Home and End show one picture alone."""

    divider_moved = Signal(float)
    """0, all of the right picture is seen, to 1, all of the left."""

    def __init__(self, left: QImage, right: QImage, parent: QWidget | None = None) -> None:
        """Both are shown at one size; the larger one sets it."""
        super().__init__(parent)
        self._divider = 0.5
        self._is_dragged = False
        self.set_images(left, right)

    def set_images(self, left: QImage, right: QImage) -> None:
        """Show two others; the view stays where their size is the same."""
        self._left, self._right = PhotoPainter(left), PhotoPainter(right)
        larger = max(left, right, key=lambda image: image.width() * image.height())
        if self.viewport.document_size != (larger.height(), larger.width()):
            self.set_document_size((larger.height(), larger.width()))
        self.update()

    @property
    def divider(self) -> float:
        """Where the divider is, from the view's left edge, 0, to its right edge, 1."""
        return self._divider

    def set_divider(self, divider: float) -> None:
        """Move the divider; it stays in the view."""
        divider = min(max(divider, 0.0), 1.0)
        if divider != self._divider:
            self._divider = divider
            self.update()
            self.divider_moved.emit(divider)

    def paint_content(self, painter: QPainter) -> None:
        """Draw the left picture left of the divider, and the right one right of it."""
        x = round(self._divider * self.width())
        sides = ((self._left, 0, x), (self._right, x, self.width()))
        for photo, start, end in sides:
            painter.save()
            turn = painter.worldTransform()
            painter.resetTransform()
            painter.setClipRect(QRect(start, 0, end - start, self.height()), Qt.ClipOperation.IntersectClip)
            painter.setWorldTransform(turn)
            photo.paint(painter, self.document_rect, 1.0)
            painter.restore()

    def paint_over(self, painter: QPainter, dirty: QRect) -> None:
        """Draw the divider and its grip."""
        x, y = self._divider * self.width(), self.height() / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in ((_HALO, 4.0), (_LINE, 2.0)):
            painter.setPen(QPen(colour, width))
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        painter.setPen(QPen(_HALO, 1))
        painter.setBrush(_LINE)
        painter.drawEllipse(QPointF(x, y), _GRIP_PX, _GRIP_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(60, 60, 60))
        for way in (-1, 1):
            tip, back = x + way * 9, x + way * 4
            painter.drawPolygon(QPolygonF([QPointF(tip, y), QPointF(back, y - 5), QPointF(back, y + 5)]))

    def update_cursor(self) -> None:
        """A double arrow over the divider, else a hand."""
        super().update_cursor()
        if self._is_dragged:
            self.setCursor(Qt.CursorShape.SplitHCursor)
        elif self._drag is None:
            self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the divider, or the picture."""
        if event.button() == Qt.MouseButton.LeftButton and not self._space_down:
            if self._is_over_divider(event.position()):
                self._is_dragged = True
            else:
                self._drag = ViewDrag(event.position(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            self.update_cursor()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what was taken."""
        if self._is_dragged:
            self.set_divider(event.position().x() / max(self.width(), 1))
        else:
            super().mouseMoveEvent(event)
            if self._drag is None:
                over = self._is_over_divider(event.position())
                self.setCursor(Qt.CursorShape.SplitHCursor if over else Qt.CursorShape.OpenHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._is_dragged = False
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Put the divider into the middle."""
        self.set_divider(0.5)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows move the divider; Home and End move it out of the way."""
        moves = {
            Qt.Key.Key_Left: self._divider - _STEP,
            Qt.Key.Key_Right: self._divider + _STEP,
            Qt.Key.Key_Home: 0.0,
            Qt.Key.Key_End: 1.0,
        }
        to = moves.get(Qt.Key(event.key()))
        if to is None:
            super().keyPressEvent(event)
        else:
            self.set_divider(to)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is gone: no longer over the divider."""
        self.update_cursor()
        super().leaveEvent(event)

    def _is_over_divider(self, at: QPointF) -> bool:
        x = self._divider * self.width()
        return QRectF(x - _REACH_PX, 0, 2 * _REACH_PX, self.height()).contains(at)
