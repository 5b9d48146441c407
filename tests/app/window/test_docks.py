from __future__ import annotations

import base64
from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QLabel, QMainWindow
from pytestqt.qtbot import QtBot

from app.settings import table as s
from app.widgets.theme import Look
from app.window.docks import Docks

BELOW = Qt.DockWidgetArea.BottomDockWidgetArea
RIGHT = Qt.DockWidgetArea.RightDockWidgetArea


class Room:
    """A window with three docks, as the studio has them."""

    def __init__(self, qapp: QApplication, settings: s.Settings) -> None:
        self.window = QMainWindow()
        self.window.setCentralWidget(QLabel("sheets"))
        self.window.resize(700, 500)
        self.docks = Docks(self.window, settings, Look(qapp))
        self.docks.add("palette", "Palette", QLabel("palette"))
        self.docks.add("history", "History", QLabel("history"), is_shown=False, tabbed_with="palette")
        self.docks.add("gallery", "Gallery", QLabel("gallery"), BELOW)
        self.docks.restore()

    def dock(self, dock_id: str) -> QDockWidget:
        found = self.window.findChild(QDockWidget, dock_id)
        assert isinstance(found, QDockWidget)
        return found

    @property
    def shown(self) -> set[str]:
        return {dock_id for dock_id in ("palette", "history", "gallery") if self.docks.is_shown(dock_id)}


@pytest.fixture
def settings() -> s.Settings:
    return s.Settings()


@pytest.fixture
def make_room(qapp: QApplication, qtbot: QtBot, settings: s.Settings) -> Callable[[], Room]:
    def make() -> Room:
        room = Room(qapp, settings)
        qtbot.addWidget(room.window)
        room.window.show()
        return room

    return make


def test_docks_open_and_close_and_say_so(make_room: Callable[[], Room], qtbot: QtBot) -> None:
    room = make_room()
    assert room.shown == {"palette", "gallery"}
    with qtbot.waitSignal(room.docks.changed):
        room.docks.toggle("gallery")
    assert room.shown == {"palette"}
    with qtbot.waitSignal(room.docks.changed):
        room.dock("palette").close()
    assert room.shown == set()


def test_a_dock_behind_another_tab_comes_to_the_front(make_room: Callable[[], Room], qtbot: QtBot) -> None:
    room = make_room()
    room.docks.toggle("history")
    qtbot.waitUntil(lambda: room.dock("palette").visibleRegion().isEmpty())
    room.docks.toggle("palette")
    qtbot.waitUntil(lambda: not room.dock("palette").visibleRegion().isEmpty())
    assert room.shown == {"palette", "history", "gallery"}
    room.docks.toggle("palette")
    assert room.shown == {"history", "gallery"}


def test_layout_comes_back(make_room: Callable[[], Room]) -> None:
    room = make_room()
    room.window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, room.dock("gallery"))
    room.docks.toggle("palette")
    room.window.setGeometry(40, 60, 650, 420)
    room.docks.keep()
    again = make_room()
    assert again.window.dockWidgetArea(again.dock("gallery")) is Qt.DockWidgetArea.LeftDockWidgetArea
    assert again.shown == {"gallery"}
    assert again.window.geometry() == QRect(40, 60, 650, 420)


@pytest.mark.parametrize("value", ["no base64 ☂", base64.b64encode(b"something else").decode(), "AAAA"])
def test_a_broken_layout_is_the_first_one(make_room: Callable[[], Room], settings: s.Settings, value: str) -> None:
    settings.set(s.LAYOUT, value)
    settings.set(s.PLACE, value)
    room = make_room()
    assert room.shown == {"palette", "gallery"}
    assert room.window.size().width() == 700


def test_a_window_that_would_be_off_every_screen_comes_back_onto_one(
    make_room: Callable[[], Room], qapp: QApplication
) -> None:
    room = make_room()
    room.window.move(-5000, -4000)
    room.docks.keep()
    again = make_room()
    assert qapp.primaryScreen().availableGeometry().intersects(again.window.frameGeometry())


def test_reset_puts_every_dock_back(make_room: Callable[[], Room], settings: s.Settings) -> None:
    room = make_room()
    room.dock("gallery").setFloating(True)
    room.window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, room.dock("palette"))
    room.docks.toggle("history")
    room.docks.keep()
    room.docks.reset()
    assert room.shown == {"palette", "gallery"}
    assert room.window.dockWidgetArea(room.dock("palette")) is RIGHT
    assert not room.dock("gallery").isFloating()
    assert not settings.is_set(s.LAYOUT)


def test_title_bar_floats_and_closes(make_room: Callable[[], Room]) -> None:
    room = make_room()
    title = room.dock("palette").titleBarWidget()
    title.float_button.click()
    assert room.dock("palette").isFloating()
    title.float_button.click()
    assert not room.dock("palette").isFloating()
    title.close_button.click()
    assert room.shown == {"gallery"}


def test_docks_above_each_other_share_the_height_as_asked(qapp: QApplication, qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(QLabel("sheets"))
    window.resize(700, 640)
    docks = Docks(window, s.Settings(), Look(qapp))
    docks.add("palette", "Palette", QLabel("palette"), height_px=400)
    docks.add("picture", "Picture", QLabel("picture"), height_px=200)
    docks.restore()
    window.show()
    docks.reset()

    def heights() -> list[int]:
        return [window.findChild(QDockWidget, name).height() for name in ("palette", "picture")]

    qtbot.waitUntil(lambda: heights()[0] > 1.5 * heights()[1])
