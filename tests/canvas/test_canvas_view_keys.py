"""Keys that act on the view while they are held: Space moves it, with Shift turns it, with O lifts the picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFocusEvent, QImage, QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from canvas.document import Document
from canvas.history import History
from canvas.qt.canvas_widget import CanvasWidget

_SPACE, _O = Qt.Key.Key_Space, Qt.Key.Key_O
_COVER = QColor(200, 30, 30)


@pytest.fixture
def widget(qtbot: QtBot, document: Document, history: History) -> CanvasWidget:
    widget = CanvasWidget()
    qtbot.addWidget(widget)
    widget.resize(400, 300)
    widget.set_document(document, history)
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    picture.fill(_COVER)
    widget.set_overlay(picture, 1.0)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


@pytest.fixture
def pointer(widget: CanvasWidget, pointer_of: Callable[[CanvasWidget], Any]) -> Any:
    return pointer_of(widget)


def _is_covered(widget: CanvasWidget) -> bool:
    return widget.grab().toImage().pixelColor(200, 150) == _COVER


@pytest.mark.parametrize("keys", [(_SPACE, _O), (_O, _SPACE)])
@pytest.mark.parametrize("released", [_SPACE, _O])
def test_space_and_o_lift_the_picture_while_both_are_held(
    widget: CanvasWidget, pointer: Any, keys: tuple[Qt.Key, Qt.Key], released: Qt.Key
) -> None:
    assert _is_covered(widget)
    pointer.key(keys[0])
    assert _is_covered(widget)
    pointer.key(keys[1])
    assert not _is_covered(widget)
    pointer.key(released, down=False)
    assert _is_covered(widget)


def test_the_picture_stays_lifted_while_a_held_key_repeats(widget: CanvasWidget, pointer: Any) -> None:
    pointer.key(_SPACE)
    pointer.key(_O)
    for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress):
        for key in (_SPACE, _O):
            QApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, autorep=True))
    assert widget.is_peeking


def test_no_key_sticks_when_the_focus_goes(widget: CanvasWidget, pointer: Any, document: Document) -> None:
    pointer.key(_SPACE)
    pointer.key(_O)
    pointer.press_at(200, 150)
    QApplication.sendEvent(widget, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.ActiveWindowFocusReason))
    assert not widget.is_panning
    assert _is_covered(widget)
    assert widget.cursor().shape() == Qt.CursorShape.CrossCursor
    before = widget.viewport
    pointer.move_at(230, 150)
    assert widget.viewport == before
    pointer.key(_SPACE)
    assert _is_covered(widget)
    pointer.key(_SPACE, down=False)
    pointer.release_at(230, 150)
    pointer.click(20, 20)
    assert document.revision == 1


def test_o_is_kept_from_the_window_only_while_space_is_held(widget: CanvasWidget, pointer: Any) -> None:
    override = QKeyEvent(QEvent.Type.ShortcutOverride, _O, Qt.KeyboardModifier.NoModifier)
    for is_down in (True, False):
        pointer.key(_SPACE, down=is_down)
        override.ignore()
        QApplication.sendEvent(widget, override)
        assert override.isAccepted() is is_down


@pytest.mark.parametrize("button", [Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton])
def test_shift_space_and_a_drag_turn_the_view_around_its_middle(
    widget: CanvasWidget, pointer: Any, document: Document, button: Qt.MouseButton
) -> None:
    pointer.button = button
    pointer.modifiers = Qt.KeyboardModifier.ShiftModifier
    if button == Qt.MouseButton.LeftButton:
        pointer.key(_SPACE)
    centre = widget.viewport.centre
    pointer.press_at(300, 150)
    pointer.move_at(270, 220)
    pointer.move_at(200, 250)
    assert widget.viewport.rotation_deg == pytest.approx(90)
    pointer.move_at(100, 150)
    pointer.release_at(100, 150)
    assert abs(widget.viewport.rotation_deg) == pytest.approx(180)
    assert widget.viewport.centre == centre
    pointer.move_at(150, 200)
    assert abs(widget.viewport.rotation_deg) == pytest.approx(180)
    assert document.revision == 0


def test_a_turned_mirrored_view_turns_with_the_hand(widget: CanvasWidget, pointer: Any) -> None:
    widget.mirror()
    pointer.modifiers = Qt.KeyboardModifier.ShiftModifier
    pointer.key(_SPACE)
    row, col = widget.viewport.to_document(300, 150)
    pointer.press_at(300, 150)
    pointer.move_at(200, 250)
    assert widget.viewport.to_view(row, col) == pytest.approx((200, 250), abs=1)
