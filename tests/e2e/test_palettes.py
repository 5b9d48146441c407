from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.installed.palettes import palette_of
from app.settings import table as s
from app.widgets.questions import Answer
from canvas.palette_mapping import matches
from tests.e2e.conftest import Desk
from tests.fakes.fake_runner import FakeRegistry

CTRL = Qt.KeyboardModifier.ControlModifier


def bundled(desk: Desk, name: str) -> None:
    """Choose a bundled palette in the panel's menu, with the mapping that is proposed."""
    menu = desk.window.palette_panel.palette_menu
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text().startswith(name)).trigger()


def test_another_palette_maps_the_drawing_is_saved_and_undone(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    document = desk.session.document
    before, palette = document.labels.copy(), document.palette
    desk.asking.mappings = [{1: 3, 7: 10}]
    bundled(desk, "ADE20K")
    desk.settle()
    np.testing.assert_array_equal(document.labels, np.where(before == 1, 3, 10))
    assert desk.runner.requests[-1].classes[10] == "grass"
    assert desk.window.isWindowModified()
    assert desk.settings.get(s.CURRENT_CLASS) == 3
    desk.key(Qt.Key.Key_5)
    assert desk.settings.get(s.CURRENT_CLASS) == 5

    path = tmp_path / "ade.ora"
    desk.asking.paths = [path]
    desk.key(Qt.Key.Key_S, CTRL)
    desk.key(Qt.Key.Key_Z, CTRL)
    np.testing.assert_array_equal(document.labels, before)
    assert document.palette == palette
    desk.settle()
    desk.asking.answers = [Answer.DISCARD]
    desk.studio.desk.files.open_path(path)
    assert document.palette.name == "ADE20K 150"
    assert document.palette.entry(91).also == ("aeroplane", "plane")
    np.testing.assert_array_equal(document.labels, np.where(before == 1, 3, 10))


def test_classes_of_another_palette_are_offered_to_the_module(desk: Desk, qtbot: QtBot) -> None:
    document = desk.session.document
    desk.asking.mappings = [{1: 3, 7: 10}]
    bundled(desk, "ADE20K")
    action = desk.window.actions_["map_classes"]
    qtbot.waitUntil(action.isEnabled)
    current = document.palette
    desk.asking.mappings = [None]
    action.trigger()
    assert document.palette == current
    module = palette_of(FakeRegistry().module_infos[0])
    desk.asking.mappings = [{match.class_id: match.target for match in matches(current, module)}]
    action.trigger()
    assert document.palette == module
    assert set(np.unique(document.labels).tolist()) == {1, 7}
