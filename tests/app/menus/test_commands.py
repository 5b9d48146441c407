from __future__ import annotations

from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.menus.commands.commands import Commands
from app.menus.commands.view_commands import VIEW_MODES
from app.menus.table import ACTIONS, MENUS
from app.menus.window_actions import Actions
from app.settings import table as s
from app.widgets.theme import Look
from tests.app.conftest import Bench
from tests.fakes.fake_window import FakeView


def test_classes_are_chosen_by_their_place(commands: Commands, bench: Bench) -> None:
    commands.drawing.choose_class(5)
    assert bench.settings.get(s.CURRENT_CLASS) == 5
    commands.drawing.choose_class(30)
    assert bench.settings.get(s.CURRENT_CLASS) == 5


def test_views_cycle(commands: Commands, bench: Bench) -> None:
    seen = []
    for _ in VIEW_MODES:
        commands.view.cycle_mode()
        seen.append(bench.settings.get(s.VIEW_MODE))
    assert seen == ["overlay", "drawing", "picture", "side by side"]


def test_brush_grows_and_shrinks_within_bounds(commands: Commands, bench: Bench) -> None:
    bench.settings.set(s.BRUSH_SIZE_PX, 1)
    commands.drawing.shrink_brush()
    assert bench.settings.get(s.BRUSH_SIZE_PX) == 1
    sizes = [bench.settings.get(s.BRUSH_SIZE_PX)]
    for _ in range(60):
        commands.drawing.grow_brush()
        sizes.append(bench.settings.get(s.BRUSH_SIZE_PX))
    assert sizes == sorted(sizes)
    assert sizes[1] == 2
    assert sizes[-1] <= 1000


def test_undo_commits_the_stroke_under_way_first(commands: Commands, bench: Bench, view: FakeView) -> None:
    bench.paint(20, 20)
    commands.edit.undo()
    assert view.calls == ["commit"]
    assert bench.session.document.labels[20, 20] == 1
    commands.edit.redo()
    assert bench.session.document.labels[20, 20] == 5


def test_cancel_takes_the_stroke_back(commands: Commands, view: FakeView) -> None:
    commands.picture.cancel()
    assert view.calls == ["abort"]


def test_new_seed_is_another(commands: Commands, bench: Bench) -> None:
    seeds = set()
    for _ in range(5):
        commands.picture.new_seed()
        seeds.add(bench.settings.get(s.SEED))
    assert len(seeds) > 1


def test_every_action_shows_what_is_on(commands: Commands, bench: Bench, qapp: QApplication, qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    sheets = QWidget(window)
    actions = Actions(window, sheets, commands, bench.settings, Look(qapp))
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
    actions.fill_menus(window.menuBar())
    assert [action.text() for action in window.menuBar().actions()] == [
        "File",
        "Edit",
        "View",
        "Drawing",
        "Picture",
        "Module",
        "Window",
        "Help",
    ]


def test_action_ids_are_unique() -> None:
    assert len({spec.id for spec in ACTIONS}) == len(ACTIONS)


def test_every_menu_lists_its_part_of_the_table(
    commands: Commands, bench: Bench, qapp: QApplication, qtbot: QtBot
) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = Actions(window, QWidget(window), commands, bench.settings, Look(qapp))
    recent = QMenu("Open recent", window)
    actions.fill_menus(window.menuBar(), {"recent": recent})
    shown = [action.text() for action in window.menuBar().actions()[0].menu().actions()]
    assert shown[:6] == ["New drawing…", "New window", "Open…", "Open recent", "", "Save"]
    for bar_entry, menu in zip(window.menuBar().actions(), MENUS, strict=True):
        made = set(bar_entry.menu().findChildren(QMenu)) | {bar_entry.menu()}
        listed = {entry for each in made for entry in each.actions()}
        assert {actions[spec.id] for spec in menu.actions()} <= listed


def test_docks_show_as_they_are(commands: Commands, bench: Bench, qapp: QApplication, qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = Actions(window, QWidget(window), commands, bench.settings, Look(qapp))
    assert not actions["history"].isChecked()
    actions["history"].trigger()
    assert actions["history"].isChecked()
    actions["reset_layout"].trigger()
    assert not actions["history"].isChecked()


def test_going_back_in_the_history_wakes_live(commands: Commands, bench: Bench, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.session.start()
    for col in (10, 30, 50):
        with qtbot.waitSignal(bench.session.picture_finished):
            bench.paint(20, col)
    commands.edit.go_to(1)
    qtbot.waitUntil(lambda: bench.session.picture_shows_drawing)
    assert bench.runner.requests[-1].labels[20, [10, 30, 50]].tolist() == [5, 1, 1]
    commands.edit.go_to(3)
    assert bench.session.document.labels[20, 50] == 5
