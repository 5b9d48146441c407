"""Who uses the keyboard sees where it is, and who does not see is told what everything is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QDialog, QTabBar, QWidget

from app.drawing.palette.mapping_dialog import MappingDialog
from app.drawing.palette.merge_dialog import MergeDialog
from app.drawing.size_dialog import SizeDialog
from app.files.export_dialog import ExportDialog
from app.settings import table as s
from tests.e2e.conftest import Desk

NO_FOCUS = Qt.FocusPolicy.NoFocus


@pytest.fixture
def desk(make_desk: Callable[[], Desk]) -> Desk:
    """All panels and windows are open."""
    desk = make_desk()
    desk.settings.set(s.MORE_SHOWN, True)
    desk.window.resize(1400, 1000)
    desk.show()
    for name in ("history", "training"):
        desk.window.docks.toggle(name)
    window, palette = desk.window, desk.session.document.palette
    for name in ("settings", "shortcuts", "about"):
        window.side_windows.open(name)
    SizeDialog("New", (64, 64), [(128, 128)], True, window)
    ExportDialog(desk.settings, None, (64, 64), window)
    MergeDialog(palette, 5, window)
    MappingDialog(desk.session.document.labels, palette, palette, window)
    return desk


def fields(desk: Desk) -> Iterator[QWidget]:
    """Every widget that takes the keyboard, of the window and all that belong to it."""
    for each in desk.window.findChildren(QWidget):
        if each.focusPolicy() is not NO_FOCUS and each.focusProxy() is None:
            yield each


def named(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()} in {type(widget.parentWidget()).__name__}"


def test_everything_that_takes_the_keyboard_says_what_it_is(desk: Desk) -> None:
    assert len(desk.window.findChildren(QDialog)) >= 7
    silent = []
    for each in fields(desk):
        spoken = QAccessible.queryAccessibleInterface(each)
        name = "" if spoken is None else spoken.text(QAccessible.Text.Name)
        is_empty_offer = each is desk.window.notice_bar.act  # its text is that of the action that a notice offers
        if not name and not is_empty_offer and not isinstance(each, QTabBar):
            silent.append(named(each))
    assert not silent, "\n".join(silent)


def test_sliders_say_what_they_are_a_slider_of(desk: Desk) -> None:
    panel = desk.window.picture_panel
    assert panel.fields["strength"].slider.accessibleName() == "Strength"
    assert panel.fields["strength"].box.accessibleName() == "Strength"
    assert desk.canvas.accessibleName() == "Drawing"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_keyboard_is_seen_wherever_it_is(desk: Desk, theme: str) -> None:
    desk.settings.set(s.THEME, theme)
    unseen = []
    for each in fields(desk):
        if each.isEnabled() and not each.visibleRegion().isEmpty() and each.focusPolicy() & Qt.FocusPolicy.TabFocus:
            before, after = shot(desk, each, has_focus=False), shot(desk, each, has_focus=True)
            if before.shape != after.shape or np.count_nonzero((before != after).any(axis=-1)) < 12:
                unseen.append(named(each))
    assert not unseen, "\n".join(unseen)


def shot(desk: Desk, widget: QWidget, *, has_focus: bool) -> np.ndarray:
    """How a widget looks with the keyboard and without; with room around it."""
    window = widget.window()
    if not window.isActiveWindow():
        window.activateWindow()
        desk.qtbot.waitUntil(window.isActiveWindow)
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    if has_focus:
        assert widget.hasFocus(), named(widget)
    else:
        widget.clearFocus()
    where = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()).adjusted(-2, -2, 2, 2)
    image = window.grab(where).toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return pixels[:, : image.width(), :3].copy()
