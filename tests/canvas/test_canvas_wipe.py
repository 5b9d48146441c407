"""Two pictures and the divider between them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from canvas.qt.wipe_sheet import WipeSheet

_RED, _BLUE = QColor(200, 40, 40), QColor(40, 40, 200)


def _plain(colour: QColor, width: int = 64, height: int = 64) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(colour)
    return image


@pytest.fixture
def sheet(qtbot: QtBot) -> WipeSheet:
    sheet = WipeSheet(_plain(_RED), _plain(_BLUE, 32, 32))
    qtbot.addWidget(sheet)
    sheet.resize(400, 400)
    sheet.show()
    qtbot.waitExposed(sheet)
    return sheet


@pytest.fixture
def pointer(sheet: WipeSheet, pointer_of: Callable[[Any], Any]) -> Any:
    return pointer_of(sheet)


def _seen(sheet: WipeSheet) -> tuple[QColor, QColor]:
    image = sheet.grab().toImage()
    return image.pixelColor(100, 120), image.pixelColor(300, 120)


def test_each_picture_is_seen_on_its_side(sheet: WipeSheet) -> None:
    assert _seen(sheet) == (_RED, _BLUE)


@pytest.mark.parametrize("turn", ["mirror", "rotate"])
def test_the_sides_stay_where_they_are_when_the_view_is_turned(sheet: WipeSheet, turn: str) -> None:
    if turn == "mirror":
        sheet.mirror()
    else:
        sheet.rotate_by(90)
    assert _seen(sheet) == (_RED, _BLUE)


def test_the_divider_follows_the_pointer_and_stays_in_the_view(sheet: WipeSheet, pointer: Any) -> None:
    before = sheet.viewport
    pointer.move_at(205, 60)
    assert sheet.cursor().shape() == Qt.CursorShape.SplitHCursor
    pointer.press_at(205, 60)
    pointer.move_at(350, 60)
    assert sheet.divider == pytest.approx(0.875)
    assert _seen(sheet) == (_RED, _RED)
    pointer.move_at(-50, 60)
    assert sheet.divider == 0.0
    assert _seen(sheet) == (_BLUE, _BLUE)
    pointer.release_at(-50, 60)
    pointer.move_at(200, 60)
    assert sheet.divider == 0.0
    assert sheet.viewport == before


def test_a_drag_elsewhere_pans_both(sheet: WipeSheet, pointer: Any) -> None:
    x, y = sheet.viewport.origin
    pointer.press_at(60, 60)
    pointer.move_at(80, 70)
    pointer.release_at(80, 70)
    assert sheet.viewport.origin == (x + 20, y + 10)
    assert sheet.divider == 0.5


def test_keys_move_the_divider(sheet: WipeSheet, pointer: Any) -> None:
    for key, divider in (
        (Qt.Key.Key_Right, 0.52),
        (Qt.Key.Key_End, 1.0),
        (Qt.Key.Key_Right, 1.0),
        (Qt.Key.Key_Home, 0.0),
        (Qt.Key.Key_Left, 0.0),
    ):
        pointer.key(key)
        assert sheet.divider == pytest.approx(divider)
    pointer.double_click(1, 1)
    assert sheet.divider == 0.5


def test_space_still_pans_over_the_divider(sheet: WipeSheet, pointer: Any) -> None:
    x, y = sheet.viewport.origin
    pointer.key(Qt.Key.Key_Space)
    pointer.press_at(200, 60)
    pointer.move_at(210, 60)
    pointer.release_at(210, 60)
    assert sheet.viewport.origin == (x + 10, y)
    assert sheet.divider == 0.5
