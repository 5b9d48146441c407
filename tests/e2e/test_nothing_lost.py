from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from app.gallery.model import KEPT
from app.settings import table as s
from app.widgets.questions import Answer
from canvas.project_file import read_project
from tests.e2e.conftest import Desk

CTRL = Qt.KeyboardModifier.ControlModifier


def drop(desk: Desk, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    desk.window.dropEvent(QDropEvent(QPointF(20, 20), Qt.DropAction.CopyAction, data, left, none))


def test_project_is_saved_dropped_and_listed(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "valley.ora"
    desk.key(Qt.Key.Key_5)
    desk.paint((20, 20), (20, 60))
    desk.asking.paths = [path]
    desk.key(Qt.Key.Key_S, CTRL)
    assert not desk.window.isWindowModified()
    assert "valley.ora" in desk.window.windowTitle()
    drawn = desk.session.document.labels.copy()
    np.testing.assert_array_equal(read_project(path, desk.session.document.palette).labels, drawn)
    desk.paint((80, 20), (80, 60))
    desk.asking.answers = [Answer.DISCARD]
    drop(desk, path)
    np.testing.assert_array_equal(desk.session.document.labels, drawn)
    desk.key(Qt.Key.Key_N, CTRL)
    (recent, *_) = desk.window.recent_menu.actions()
    assert recent.text() == "valley.ora"
    recent.trigger()
    np.testing.assert_array_equal(desk.session.document.labels, drawn)
    assert "valley.ora" in desk.window.windowTitle()
    desk.settle()


def test_recalled_picture_brings_everything_back_and_is_not_saved_over(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    panel = desk.window.gallery_panel
    desk.key(Qt.Key.Key_L)
    desk.settings.set(s.SEED, 99)
    desk.settings.set(s.PROMPT, "a frozen lake")
    desk.key(Qt.Key.Key_3)
    desk.paint((20, 20), (20, 60))
    desk.settle()
    desk.key(Qt.Key.Key_Return, CTRL)
    # The picture before it may be kept only now: it had to rest first.
    qtbot.waitUntil(lambda: panel.model.rowCount() > 0 and panel.model.index(0).data(KEPT).seed == 99)
    picture, drawn = desk.pictures[-1], desk.session.document.labels.copy()
    kept = panel.model.index(0).data(KEPT)
    assert kept.prompt == "a frozen lake"
    data = kept.path.read_bytes()
    desk.settings.set(s.SEED, 1)
    desk.settings.set(s.PROMPT, "noon")
    desk.paint((80, 20), (80, 60))
    desk.asking.answers = [Answer.CANCEL, Answer.DISCARD]
    panel.view.setCurrentIndex(panel.model.index(0))
    panel.recall_chosen()
    assert desk.settings.get(s.SEED) == 1
    panel.recall_chosen()
    assert (desk.settings.get(s.SEED), desk.settings.get(s.PROMPT)) == (99, "a frozen lake")
    np.testing.assert_array_equal(desk.session.document.labels, drawn)
    np.testing.assert_array_equal(desk.pictures[-1], picture)
    assert desk.studio.desk.files.path is None
    assert desk.settings.get(s.RECENT_FILES) == ()
    desk.asking.paths = [tmp_path / "copy.png"]
    desk.key(Qt.Key.Key_S, CTRL)
    assert kept.path.read_bytes() == data


def test_gallery_shows_and_hides(desk: Desk) -> None:
    panel = desk.window.gallery_panel
    assert panel.isVisible()
    desk.key(Qt.Key.Key_G, CTRL)
    assert not panel.isVisible()
    assert not desk.window.actions_["gallery"].isChecked()
    desk.key(Qt.Key.Key_G, CTRL)
    assert panel.isVisible()


def test_keys_of_the_gallery_win_over_the_same_keys_of_the_window(desk: Desk, qtbot: QtBot) -> None:
    panel = desk.window.gallery_panel
    qtbot.waitUntil(lambda: panel.model.rowCount() > 0)
    panel.view.setCurrentIndex(panel.model.index(0))
    panel.view.setFocus()
    with qtbot.waitSignal(panel.compare_action.triggered):
        qtbot.keyClick(panel.view, Qt.Key.Key_C)
    assert desk.settings.get(s.TOOL) == "brush"
    qtbot.keyClick(panel.view, Qt.Key.Key_E)
    assert desk.settings.get(s.TOOL) == "eraser"
