from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.painting.session import Session
from app.settings import table as s
from app.start.studio import Studio
from app.window.main_window import MainWindow
from canvas.label_png import write_label_png
from canvas.palette import Palette, PaletteEntry
from canvas.qt.canvas_widget import CanvasWidget
from tests.fakes.fake_runner import CLASSES, FakeRegistry, FakeRunner
from tests.fakes.scripted_asking import ScriptedAsking

_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What the offscreen platform lacks says nothing about the program."""
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@dataclass
class Desk:
    """The real window over a fake runner, and a person who has the mouse."""

    studio: Studio
    runner: FakeRunner
    asking: ScriptedAsking
    qtbot: QtBot
    pictures: list[object] = field(default_factory=list)

    @property
    def window(self) -> MainWindow:
        return self.studio.window

    @property
    def session(self) -> Session:
        return self.studio.session

    @property
    def settings(self) -> s.Settings:
        return self.studio.settings

    @property
    def canvas(self) -> CanvasWidget:
        return self.window.sheets.canvas

    def show(self) -> None:
        """Open the window and wait for its first picture."""
        with self.qtbot.waitSignal(self.session.picture_finished):
            self.window.show()
        self.settle()

    def settle(self) -> None:
        """Wait until nothing paints and nothing waits to."""
        self.qtbot.waitUntil(lambda: not self.session.is_painting)

    def at(self, row: int, col: int) -> QPoint:
        """Where a pixel of the drawing is on the canvas."""
        x, y = self.canvas.viewport.to_view(row + 0.5, col + 0.5)
        return QPoint(round(x), round(y))

    def paint(self, *points: tuple[int, int]) -> None:
        """One stroke through pixels (row, col) with the left button."""
        left = Qt.MouseButton.LeftButton
        self.qtbot.mousePress(self.canvas, left, pos=self.at(*points[0]))
        for point in points[1:]:
            self.qtbot.mouseMove(self.canvas, self.at(*point))
        self.qtbot.mouseRelease(self.canvas, left, pos=self.at(*points[-1]))

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key, with the drawing in focus."""
        self.canvas.setFocus()
        self.qtbot.keyClick(self.canvas, key, modifier)


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One example drawing in place of those that come with the program: 96 x 128, sky over grass."""
    palette = Palette("test", tuple(PaletteEntry(each.id, each.name, each.rgb) for each in CLASSES))
    labels = np.full((96, 128), 1, np.uint8)
    labels[60:] = 7
    path = tmp_path / "example.png"
    write_label_png(path, labels, palette)
    monkeypatch.setattr("app.system.resources.example_files", lambda: [path])
    return path


@pytest.fixture
def make_desk(example: Path, qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[], Desk]]:
    made: list[Desk] = []

    def make() -> Desk:
        runner, asking = FakeRunner(), ScriptedAsking()
        settings = s.Settings(tmp_path / "settings.json")
        studio = Studio(qapp, settings, FakeRegistry(), lambda: runner, asking)
        settings.set(s.STEPS, 6)
        settings.set(s.BRUSH_SIZE_PX, 12)
        desk = Desk(studio, runner, asking, qtbot)
        studio.session.picture_changed.connect(desk.pictures.append)
        made.append(desk)
        return desk

    yield make
    for desk in made:
        desk.runner.release()
        desk.studio.shut_down()
        desk.window.hide()
        desk.window.deleteLater()


@pytest.fixture
def desk(make_desk: Callable[[], Desk]) -> Desk:
    desk = make_desk()
    desk.show()
    return desk
