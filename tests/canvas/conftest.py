"""A small palette and drawing for the tests of the canvas."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from canvas.document import Document
from canvas.history import History
from canvas.palette import Palette, PaletteEntry
from canvas.qt.canvas_widget import CanvasWidget


class Pointer:
    """Sends a widget the events of a mouse and keyboard, at document points or (`..._at`) view points."""

    def __init__(self, widget: CanvasWidget) -> None:
        self._widget = widget
        self.button = Qt.MouseButton.LeftButton
        self.modifiers = Qt.KeyboardModifier.NoModifier
        self._buttons = Qt.MouseButton.NoButton

    def press(self, row: float, col: float) -> None:
        self.press_at(*self._widget.viewport.to_view(row, col))

    def move(self, row: float, col: float) -> None:
        self.move_at(*self._widget.viewport.to_view(row, col))

    def release(self, row: float, col: float) -> None:
        self.release_at(*self._widget.viewport.to_view(row, col))

    def click(self, row: float, col: float) -> None:
        self.press(row, col)
        self.release(row, col)

    def double_click(self, row: float, col: float) -> None:
        """The second press of a double-click, and its release."""
        self._buttons = self.button
        self._send(QEvent.Type.MouseButtonDblClick, *self._widget.viewport.to_view(row, col), self.button)
        self.release(row, col)

    def press_at(self, x: float, y: float) -> None:
        self._buttons = self.button
        self._send(QEvent.Type.MouseButtonPress, x, y, self.button)

    def move_at(self, x: float, y: float) -> None:
        self._send(QEvent.Type.MouseMove, x, y, Qt.MouseButton.NoButton)

    def release_at(self, x: float, y: float) -> None:
        self._buttons = Qt.MouseButton.NoButton
        self._send(QEvent.Type.MouseButtonRelease, x, y, self.button)

    def leave(self) -> None:
        QApplication.sendEvent(self._widget, QEvent(QEvent.Type.Leave))

    def key(self, key: Qt.Key, down: bool = True) -> None:
        kind = QEvent.Type.KeyPress if down else QEvent.Type.KeyRelease
        QApplication.sendEvent(self._widget, QKeyEvent(kind, key, self.modifiers))

    def _send(self, kind: QEvent.Type, x: float, y: float, button: Qt.MouseButton) -> None:
        at = QPointF(x, y)
        QApplication.sendEvent(self._widget, QMouseEvent(kind, at, at, button, self._buttons, self.modifiers))


@pytest.fixture
def pointer_of() -> type[Pointer]:
    """Makes a pointer for a widget."""
    return Pointer


@pytest.fixture
def palette() -> Palette:
    return Palette(
        "test",
        (
            PaletteEntry(0, "unlabelled", (0, 0, 0)),
            PaletteEntry(1, "sky", (112, 172, 240)),
            PaletteEntry(2, "tree", (28, 96, 48)),
            PaletteEntry(7, "water", (24, 84, 168)),
        ),
    )


@pytest.fixture
def document(palette: Palette) -> Document:
    return Document(palette, np.zeros((48, 64), dtype=np.uint8))


@pytest.fixture
def history(document: Document) -> History:
    return History(document)
