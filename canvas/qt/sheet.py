"""A sheet on neutral grey that can be panned and zoomed: what the drawing and the picture have in common."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from canvas.qt.hatching import Hatching
from canvas.qt.view_drag import ViewDrag
from canvas.viewport import Viewport

_WHEEL_STEP = 1.2
_TURN_STEP_DEG = 15.0
_LEAST_PINCH = 0.1
_CHECK_PX = 8
_FOCUS_PX = 2
_BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


class _Look(NamedTuple):
    """Neutral greys, so that the colours between them are judged right."""

    surround: QColor
    border: QColor
    checks: QBrush


def _look(is_dark: bool) -> _Look:
    surround, border, even, odd = (56, 24, 92, 100) if is_dark else (128, 84, 196, 205)
    tile = QImage(2 * _CHECK_PX, 2 * _CHECK_PX, QImage.Format.Format_RGB32)
    tile.fill(QColor(even, even, even))
    painter = QPainter(tile)
    for corner in (0, _CHECK_PX):
        painter.fillRect(corner, corner, _CHECK_PX, _CHECK_PX, QColor(odd, odd, odd))
    painter.end()
    return _Look(QColor(surround, surround, surround), QColor(border, border, border), QBrush(tile))


class Sheet(QWidget):
    """Shows one document rectangle. Space + drag or the middle button pans, the wheel zooms at the pointer; with
    Shift both turn the view. A pinch zooms, too.

    Subclasses draw in `paint_content`. Two sheets share their view by connecting each one's `view_changed` to the
    other's `set_viewport`: a viewport that is the same already is not announced again.
    """

    view_changed = Signal(object)
    """Viewport"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._viewport = Viewport.fitting((1, 1), (self.height(), self.width()))
        self._look = _look(self._is_dark())
        self._space_down = False
        self._drag: ViewDrag | None = None
        self._hatching: Hatching | None = None
        self._is_reached = False
        """Whether the keyboard is here, and came by keyboard."""

    @property
    def viewport(self) -> Viewport:
        """Where the document lies."""
        return self._viewport

    def set_viewport(self, viewport: Viewport) -> None:
        """Show the same part of the document as another sheet, which may have another size."""
        viewport = viewport.resized((self.height(), self.width()))
        if viewport != self._viewport:
            self._viewport = viewport
            self.update()
            self.view_changed.emit(viewport)

    def set_document_size(self, size: tuple[int, int]) -> None:
        """Show a document of this size (height, width), fitted."""
        self.set_viewport(self._viewport.for_document(size))

    def fit(self) -> None:
        """Show the whole document, and keep doing so when the window changes."""
        self.set_viewport(self._viewport.fitted())

    def set_inset(self, inset_px: int) -> None:
        """Leave so many pixels at the lower edge free the next time that the document is fitted; nothing moves now."""
        self._viewport = replace(self._viewport, inset_px=inset_px)

    def zoom_100(self) -> None:
        """One view pixel for one document pixel."""
        self.set_viewport(self._viewport.zoomed_to(1.0))

    def zoom_by(self, factor: float) -> None:
        """Zoom around the middle."""
        self.set_viewport(self._viewport.zoomed_to(self._viewport.scale * factor))

    def rotate_by(self, degrees: float) -> None:
        """Turn the view clockwise around its middle; 0 turns it upright."""
        self.set_viewport(self._viewport.rotated_by(degrees) if degrees else self._viewport.unrotated())

    def mirror(self) -> None:
        """Exchange left and right in the view."""
        self.set_viewport(self._viewport.mirrored())

    def set_hatched(self, mask: NDArray[np.bool_] | None) -> None:
        """Hatch the part of the document where the (H, W) mask is on, or nothing."""
        if mask is not None or self._hatching is not None:
            self._hatching = None if mask is None else Hatching(mask)
            self.update()

    @property
    def turn(self) -> QTransform:
        """What the view's rotation and mirror do to a painter."""
        return QTransform(*self._viewport.turn)

    @property
    def document_rect(self) -> QRectF:
        """The document in the widget before the view is turned."""
        return QRectF(*self._viewport.document_rect)

    def paint_content(self, painter: QPainter) -> None:
        """Draw the document into `document_rect`, over the checkerboard.

        The painter turns it, and is clipped to what is dirty.
        """

    def update_cursor(self) -> None:
        """Show what the pointer would do now."""
        if self._drag is not None:
            turning, moving = Qt.CursorShape.SizeHorCursor, Qt.CursorShape.ClosedHandCursor
            self.setCursor(turning if self._drag.turns else moving)
        elif self._space_down:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()

    @property
    def is_panning(self) -> bool:
        """Whether the pointer moves the view, or would when pressed."""
        return self._space_down or self._drag is not None

    def sizeHint(self) -> QSize:
        """Room for a drawing of the usual size."""
        return QSize(544, 544)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw surround, checkerboard, content and border, within the dirty region."""
        look = self._look
        rect = self.document_rect
        painter = QPainter(self)
        if self._viewport.is_turned or not rect.contains(QRectF(event.rect())):
            painter.fillRect(event.rect(), look.surround)
        painter.save()
        painter.setTransform(self.turn, True)
        is_askew = self._viewport.rotation_deg % 90 != 0
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_askew)
        painter.setBrushOrigin(rect.topLeft())
        painter.fillRect(rect, look.checks)
        self.paint_content(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_askew)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(look.border)
        painter.drawRect(rect.toAlignedRect().adjusted(-1, -1, 0, 0))
        painter.restore()
        if self._hatching is not None:
            self._hatching.paint(painter, rect, self.turn, self.size())
        self.paint_over(painter, event.rect())
        if self._is_reached:
            painter.resetTransform()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(QPen(self.palette().highlight().color(), _FOCUS_PX))
            painter.setBrush(Qt.BrushStyle.NoBrush)  # whatever was painted over the sheet may have left one
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def paint_over(self, painter: QPainter, dirty: QRect) -> None:
        """Draw what belongs to the pointer, above everything; only `dirty` will be seen."""

    def changeEvent(self, event: QEvent) -> None:
        """Follow the system between light and dark."""
        if event.type() == QEvent.Type.PaletteChange:
            self._look = _look(self._is_dark())
            self.update()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the middle in the middle, or the whole document in view."""
        self.set_viewport(self._viewport)

    def event(self, event: QEvent) -> bool:
        """Two fingers on a trackpad that move apart or together zoom where the pointer is."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            at = event.position()
            self.set_viewport(self._viewport.zoomed_by(max(1 + event.value(), _LEAST_PINCH), at.x(), at.y()))
            event.accept()
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; with Shift, turn."""
        steps = (event.angleDelta().y() or event.angleDelta().x()) / 120
        if steps and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.rotate_by(_TURN_STEP_DEG * steps)
        elif steps:
            at = event.position()
            self.set_viewport(self._viewport.zoomed_by(_WHEEL_STEP**steps, at.x(), at.y()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to pan, or with Shift to turn the view."""
        left, middle = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
        if event.button() == middle or (event.button() == left and self._space_down):
            self._drag = ViewDrag(event.position(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            self.update_cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, or turn the view."""
        if self._drag is not None:
            self.set_viewport(self._drag.moved(self._viewport, event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag of the view."""
        self._drag = None
        self.update_cursor()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space makes the pointer a hand."""
        if event.key() != Qt.Key.Key_Space:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self._space_down = True
            self.update_cursor()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Back to the tool."""
        if event.key() != Qt.Key.Key_Space:
            super().keyReleaseEvent(event)
        elif not event.isAutoRepeat():
            self._space_down = False
            self.update_cursor()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is to whom it brought here; who points at the sheet knows."""
        self._is_reached = event.reason() in _BY_KEYBOARD
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A key that is released elsewhere is not seen here."""
        self._space_down = False
        self._drag = None
        self._is_reached = False
        self.update()
        self.update_cursor()
        super().focusOutEvent(event)

    def _is_dark(self) -> bool:
        return self.palette().window().color().lightness() < 128
