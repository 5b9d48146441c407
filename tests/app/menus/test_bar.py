"""The entries as a window has them: what is on, what can be done."""

from __future__ import annotations

from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from app.menus.bar import Actions
from app.settings import table as s
from tests.app.conftest import Bench
from tests.fakes.fake_window import FakeView


def test_every_action_shows_what_is_on(actions: Actions, bench: Bench, qtbot: QtBot) -> None:
    actions["tool_fill"].trigger()
    assert bench.settings.get(s.TOOL) == "fill"
    assert actions["tool_fill"].isChecked()
    assert not actions["tool_brush"].isChecked()
    actions["tool_fill"].trigger()
    assert actions["tool_fill"].isChecked()
    actions["live"].trigger()
    assert bench.settings.get(s.LIVE) is False
    assert not actions["live"].isChecked()
    assert not actions["undo"].isEnabled()
    bench.paint(20, 20)
    actions.refresh()
    assert actions["undo"].isEnabled()
    window = QMainWindow()
    qtbot.addWidget(window)
    actions.fill_menus(window.menuBar())
    titles = [action.text() for action in window.menuBar().actions()]
    assert titles == ["File", "Edit", "View", "Drawing", "Picture", "Module", "Window", "Help"]


def test_undo_ends_the_stroke_under_way_first(actions: Actions, bench: Bench, view: FakeView) -> None:
    bench.paint(20, 20)
    actions.refresh()
    actions["undo"].trigger()
    assert view.calls == ["commit"]
    assert bench.session.document.labels[20, 20] == 1
    actions["redo"].trigger()
    assert bench.session.document.labels[20, 20] == 5


def test_docks_show_as_they_are(actions: Actions) -> None:
    assert not actions["history"].isChecked()
    actions["history"].trigger()
    assert actions["history"].isChecked()
    actions["reset_layout"].trigger()
    assert not actions["history"].isChecked()


def test_what_a_notice_offers_shows_a_panel_and_never_closes_it(actions: Actions) -> None:
    for _ in range(2):
        actions["show_training"].trigger()
        assert actions["training"].isChecked()
