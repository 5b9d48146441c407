from __future__ import annotations

import base64
from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QLabel, QMainWindow
from pytestqt.qtbot import QtBot

from app.settings import table as s
from app.widgets.theme import Look
from app.window.docks import Docks, first_size

BELOW = Qt.DockWidgetArea.BottomDockWidgetArea
RIGHT = Qt.DockWidgetArea.RightDockWidgetArea
LEFT = Qt.DockWidgetArea.LeftDockWidgetArea


class Room:
    """A window with four docks, as the studio has them."""

    def __init__(self, qapp: QApplication, settings: s.Settings) -> None:
        self.window = QMainWindow()
        self.window.setCentralWidget(QLabel("sheets"))
        self.window.resize(700, 500)
        self.docks = Docks(self.window, settings, Look(qapp))
        self.docks.add("palette", "Palette", QLabel("palette"))
        self.docks.add("history", "History", QLabel("history"), is_shown=False, tabbed_with="palette")
        self.docks.add("training", "Training", QLabel("training"), LEFT, is_shown=False)
        self.docks.add("gallery", "Gallery", QLabel("gallery"), BELOW)
        self.docks.restore()

    def dock(self, dock_id: str) -> QDockWidget:
        found = self.window.findChild(QDockWidget, dock_id)
        assert isinstance(found, QDockWidget)
        return found

    @property
    def shown(self) -> set[str]:
        return {dock_id for dock_id in ("palette", "history", "training", "gallery") if self.docks.is_shown(dock_id)}


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


def test_showing_opens_brings_to_the_front_and_never_closes(make_room: Callable[[], Room], qtbot: QtBot) -> None:
    room = make_room()
    for _ in range(2):
        room.docks.show("history")
        assert "history" in room.shown
        qtbot.waitUntil(lambda: room.dock("palette").visibleRegion().isEmpty())
    room.docks.show("palette")
    room.docks.show("history")
    qtbot.waitUntil(lambda: room.dock("palette").visibleRegion().isEmpty())


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


def test_what_floats_is_shown_after_the_window(make_room: Callable[[], Room], qapp: QApplication, qtbot: QtBot) -> None:
    room = make_room()
    room.docks.toggle("training")
    room.dock("training").setFloating(True)
    room.docks.keep()
    room.window.hide()
    again = Room(qapp, room.docks._settings)
    qtbot.addWidget(again.window)
    assert not again.dock("training").isVisible()
    again.window.show()
    qtbot.waitUntil(again.dock("training").isVisible)
    assert again.dock("training").isFloating()
    assert again.docks.is_shown("training")


def test_a_layout_that_is_kept_before_the_window_is_shown_loses_no_floating_panel(
    make_room: Callable[[], Room], qapp: QApplication, qtbot: QtBot
) -> None:
    room = make_room()
    room.dock("palette").setFloating(True)
    room.docks.keep()
    unseen = Room(qapp, room.docks._settings)
    qtbot.addWidget(unseen.window)
    unseen.docks.keep()
    again = make_room()
    qtbot.waitUntil(again.dock("palette").isVisible)
    assert again.dock("palette").isFloating()


def test_a_layout_of_before_opens_and_what_was_closed_behind_the_palette_opens_beside_it(
    make_room: Callable[[], Room], settings: s.Settings, qtbot: QtBot
) -> None:
    before = QMainWindow()
    qtbot.addWidget(before)
    docks = {}
    for name in ("palette", "training", "history"):
        docks[name] = QDockWidget(name, before)
        docks[name].setObjectName(name)
        before.addDockWidget(RIGHT, docks[name])
    for name in ("training", "history"):
        before.tabifyDockWidget(docks["palette"], docks[name])
    gallery = QDockWidget("gallery", before)
    gallery.setObjectName("gallery")
    before.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, gallery)
    docks["training"].hide()
    before.show()
    settings.set(s.LAYOUT, base64.b64encode(before.saveState(1).data()).decode())
    room = make_room()
    assert room.window.dockWidgetArea(room.dock("gallery")) is Qt.DockWidgetArea.TopDockWidgetArea
    assert room.shown == {"palette", "gallery", "history"}
    assert room.dock("history") in room.window.tabifiedDockWidgets(room.dock("palette"))
    room.docks.toggle("training")
    assert room.window.dockWidgetArea(room.dock("training")) is LEFT
    assert not room.dock("palette").visibleRegion().isEmpty() or not room.dock("history").visibleRegion().isEmpty()


@pytest.mark.parametrize("screen", [(1280, 720), (1366, 728), (1920, 1050)])
def test_a_new_window_fits_the_screen_with_its_frame(screen: tuple[int, int]) -> None:
    size = first_size(QSize(*screen))
    assert size.width() <= screen[0]
    assert size.height() + 32 <= screen[1]
