"""Bars come and go, and nothing moves or changes its size under the pen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app.formats.images.photo import Photo
from app.settings import table as s
from app.system.notices import Level, Notice
from tests.e2e.conftest import Desk

LEFT = Qt.MouseButton.LeftButton


def place(desk: Desk) -> tuple[object, ...]:
    """Where the sheets lie on the screen, and the drawing in them."""
    sheets = (desk.canvas, desk.window.sheets.picture)
    return tuple((each.mapToGlobal(QPoint(0, 0)), each.size(), each.viewport.to_view(0, 0)) for each in sheets)


def notice(desk: Desk) -> None:
    desk.session.notices.post(Notice(Level.WARNING, "Something long. " * 20, "And a hint. " * 20))


def reference(desk: Desk) -> None:
    desk.session.work.reference.show(Photo(np.zeros((4, 4, 3), np.uint8), b"..."))


def speed(desk: Desk) -> None:
    desk.studio.speed_bar.show()


def restore(desk: Desk) -> None:
    desk.studio.restore_bar.show()


def photo(desk: Desk) -> None:
    desk.window.photo_bar.show()


@pytest.mark.parametrize("opens", [notice, reference, speed, restore, photo], ids=lambda each: each.__name__)
@pytest.mark.parametrize("mode", ["side by side", "drawing"])
def test_a_bar_that_comes_and_goes_moves_nothing(
    desk: Desk, qtbot: QtBot, opens: Callable[[Desk], None], mode: str
) -> None:
    desk.settings.set(s.VIEW_MODE, mode)
    desk.studio.speed_bar.dismiss()
    while desk.window.notice_bar.notice is not None:
        desk.window.notice_bar.dismiss()
    desk.window.sheets.fit()
    bars = desk.window.bars
    assert not bars.isVisible()
    desk.settings.set(s.CURRENT_CLASS, 5)
    before = place(desk)
    qtbot.mousePress(desk.canvas, LEFT, pos=desk.at(20, 20))
    opens(desk)
    desk.qtbot.waitUntil(bars.isVisible)
    assert bars.covered_px > 0
    assert place(desk) == before
    qtbot.mouseMove(desk.canvas, desk.at(20, 60))
    assert place(desk) == before
    for bar in (desk.window.notice_bar, desk.window.photo_bar, desk.window.reference_bar):
        bar.hide()
    desk.studio.speed_bar.hide()
    desk.studio.restore_bar.hide()
    assert not bars.isVisible()
    assert place(desk) == before
    qtbot.mouseRelease(desk.canvas, LEFT, pos=desk.at(20, 60))
    assert (desk.session.document.labels[20, 20:61] == 5).all()


def test_the_first_bars_cover_no_drawing(make_desk: Callable[[], Desk], tmp_path: Path) -> None:
    desk = make_desk()
    desk.window.resize(1280, 720)
    desk.show()
    bars, canvas = desk.window.bars, desk.canvas
    assert desk.studio.speed_bar.isVisible()
    assert desk.window.notice_bar.isVisible()
    for mode in ("side by side", "drawing"):
        desk.settings.set(s.VIEW_MODE, mode)
        _x, bottom = canvas.viewport.to_view(canvas.viewport.document_size[0], 0)
        assert canvas.mapToGlobal(QPoint(0, round(bottom))).y() <= bars.mapToGlobal(QPoint(0, 0)).y()
