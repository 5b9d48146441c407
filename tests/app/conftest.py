from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from app.drawing.open_work import OpenWork
from app.drawing.palette.classes import Classes
from app.drawing.palette.palette_choice import PaletteChoice
from app.files.open_and_save import Filing
from app.installed.choices import Choices
from app.installed.heard_layers import Hearing
from app.installed.palettes import PaletteShelf
from app.menus.bar import Actions
from app.menus.desk import Desk
from app.painting.session import Session
from app.settings import table as s
from app.settings.recent_files import RecentFiles
from app.start.services import make_desk
from app.system.notices import Notice, Notices
from app.widgets.questions import PaletteAsking
from app.widgets.theme import Look
from canvas.document import Document
from canvas.history import History
from canvas.palette import Palette, PaletteEntry
from canvas.tools import Brush as BrushTool
from canvas.tools import PointerEvent, ToolContext
from engine.serving.thread import EngineController
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_runner import CLASSES, FakeRegistry, FakeRunner
from tests.fakes.fake_window import FakeFields, FakePanels, FakeView, FakeWindows
from tests.fakes.scripted_asking import ScriptedAsking

_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What the offscreen platform lacks says nothing about the program."""
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture
def palette() -> Palette:
    return Palette("test", tuple(PaletteEntry(each.id, each.name, each.rgb) for each in CLASSES))


@pytest.fixture
def document(palette: Palette) -> Document:
    return Document(palette, np.full((48, 64), 1, np.uint8))


@dataclass
class Bench:
    """A session on a real engine thread with a fake runner, and what it said."""

    session: Session
    runner: FakeRunner
    settings: s.Settings
    notices: list[Notice] = field(default_factory=list)
    pictures: list[Any] = field(default_factory=list)

    def choosing(self, asking: PaletteAsking) -> PaletteChoice:
        """The flows of palettes over this session, with the shelf of the fake registry."""
        session = self.session
        classes = Classes(session.document, session.history, lambda: None)
        shelf = PaletteShelf(Choices(FakeRegistry(), self.settings))
        return PaletteChoice(session.document, classes, shelf, session.notices, asking, RecentFiles(self.settings))

    def paint(self, row: float, col: float, class_id: int = 5) -> None:
        """One whole stroke of one stamp."""
        session = self.session
        brush = BrushTool(ToolContext(session.document, session.history, class_id=class_id, radius_px=4))
        brush.press(PointerEvent("press", row, col))
        brush.release(PointerEvent("release", row, col))


@pytest.fixture
def bench(qapp: object, document: Document) -> Iterator[Bench]:
    runner = FakeRunner()
    settings = s.Settings()
    settings.set(s.BASE, "pocket")
    settings.set(s.STEPS, 6)
    notices = Notices()
    session = Session(OpenWork(document, History(document), settings), EngineController(lambda: runner), notices)
    bench = Bench(session, runner, settings)
    notices.posted.connect(bench.notices.append)
    session.picture_changed.connect(bench.pictures.append)
    yield bench
    runner.release()
    assert session.stop()


@pytest.fixture
def first_picture(bench: Bench, qtbot: QtBot) -> None:
    """There is a picture, and no other one until it is asked for."""
    bench.settings.set(s.LIVE, False)
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.session.start()


@pytest.fixture
def asking() -> ScriptedAsking:
    return ScriptedAsking()


@pytest.fixture
def filing(bench: Bench, asking: ScriptedAsking) -> Filing:
    bench.settings.set(s.LIVE, False)
    return Filing(bench.session, bench.session.notices, asking)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def view() -> FakeView:
    return FakeView()


@pytest.fixture
def desk(bench: Bench, view: FakeView, asking: ScriptedAsking, qtbot: QtBot) -> Iterator[Desk]:
    """The real services of a window that has neither sheets nor panels."""
    window = QWidget()
    qtbot.addWidget(window)
    choices = Choices(FakeRegistry(), bench.settings)
    desk = make_desk(
        bench.session,
        choices,
        Hearing(choices, bench.settings),
        asking,
        window,
        sheets=view,
        fields=FakeFields(),
        panels=FakePanels(),
        windows=FakeWindows(),
        measure_speed=lambda: None,
    )
    yield desk
    desk.stop()


@pytest.fixture
def actions(desk: Desk, qapp: QApplication) -> Iterator[Actions]:
    """The menus' entries over the desk."""
    window = QMainWindow()
    yield Actions(window, desk, Look(qapp))
    window.deleteLater()
