from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.widgets.fields.drag_button import DragButton

LEFT = Qt.MouseButton.LeftButton


def test_a_click_is_a_click_and_a_drag_is_told_once(qtbot: QtBot) -> None:
    button = DragButton()
    qtbot.addWidget(button)
    button.show()
    told: list[str] = []
    button.clicked.connect(lambda: told.append("clicked"))
    button.dragged.connect(lambda: told.append("dragged"))
    QTest.mouseClick(button, LEFT, pos=QPoint(5, 5))
    assert told == ["clicked"]
    far = QPoint(5 + 2 * QApplication.startDragDistance(), 5)
    QTest.mousePress(button, LEFT, pos=QPoint(5, 5))
    for step in (QPoint(6, 5), far, far + QPoint(20, 0)):
        _move(button, step)
    QTest.mouseRelease(button, LEFT, pos=far)
    assert told == ["clicked", "dragged"]


def _move(button: DragButton, to: QPoint) -> None:
    """A move with the button held, which QTest does not send."""
    at = QPointF(to)
    event = QMouseEvent(
        QEvent.Type.MouseMove, at, QPointF(button.mapToGlobal(to)), LEFT, LEFT, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(button, event)
