"""A button for something that can be dragged out of the window, too."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QToolButton

from app.widgets.fields.plain_box import HEIGHT_PX


class DragButton(QToolButton):
    """A click triggers its action; a drag says so instead."""

    dragged = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAutoRaise(True)
        self.setFixedSize(HEIGHT_PX, HEIGHT_PX)
        self._pressed_at: QPointF | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a drag would begin."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin the drag once it is one; the button is then no longer pressed."""
        super().mouseMoveEvent(event)
        began = self._pressed_at
        if began is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        if (event.position() - began).manhattanLength() >= QApplication.startDragDistance():
            self._pressed_at = None
            self.setDown(False)
            self.dragged.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click, if it was none of a drag."""
        super().mouseReleaseEvent(event)
        self._pressed_at = None
