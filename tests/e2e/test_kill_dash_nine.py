from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.widgets.questions import Answer
from canvas.journal import read_journal
from canvas.project_file import read_project
from tests.e2e.conftest import Desk
from tests.fakes.killed_painter import kill_a_painter

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.mark.parametrize(("seed", "after_s", "saves"), [(1, 0.0, False), (2, 0.35, True), (3, 1.3, True)])
def test_killed_window_leaves_all_but_the_stroke_in_hand(
    tmp_path: Path, seed: int, after_s: float, saves: bool
) -> None:
    killed = kill_a_painter(tmp_path, seed, after_s, tmp_path / "saved.ora" if saves else None)
    assert killed.is_good, killed


def test_next_start_offers_the_drawing_back(
    make_desk: Callable[[], Desk], user_folder: Path, qtbot: QtBot, example: Path
) -> None:
    kill_a_painter(user_folder, 5, 0.6)
    (journal,) = (user_folder / "data" / "journals").glob("*.journal")
    (journal.parent / f".{journal.name}.0123456789ab.tmp").write_bytes(b"half")  # killed while it started afresh
    left = read_journal(journal)
    desk, other = make_desk(), make_desk()
    desk.show()
    qtbot.waitUntil(lambda: desk.studio.recovery.count == 1)
    other.show()
    assert other.studio.recovery.count == 0
    bar = desk.studio.restore_bar
    assert bar.isVisible()
    assert "Sinopia ended before a drawing was saved." in bar.text.text()
    bar.restore.click()
    desk.settle()
    np.testing.assert_array_equal(desk.session.document.labels, left.labels)
    np.testing.assert_array_equal(desk.session.document.ink, left.ink)
    assert left.ink.any()
    assert not bar.isVisible()
    assert desk.window.isWindowModified()
    assert not journal.exists()
    assert desk.studio.autosave.path.exists()
    desk.asking.answers = [Answer.DISCARD]
    with qtbot.waitSignal(desk.window.closed):
        desk.window.close()
    assert list(user_folder.glob("data/journals/*")) == []


def test_undecided_offer_comes_again_and_discard_puts_it_into_the_bin(
    desk: Desk, make_desk: Callable[[], Desk], user_folder: Path, qtbot: QtBot
) -> None:
    desk.key(Qt.Key.Key_3)
    desk.paint((20, 20), (30, 30))
    desk.studio.shut_down()  # without the question that closing asks
    (journal,) = (user_folder / "data" / "journals").glob("*.journal")
    for _ in range(2):
        again = make_desk()
        again.show()
        qtbot.waitUntil(again.studio.restore_bar.isVisible)
        assert journal.exists()
        with qtbot.waitSignal(again.window.closed):
            again.window.close()
    last = make_desk()
    last.show()
    qtbot.waitUntil(last.studio.restore_bar.isVisible)
    last.studio.restore_bar.discard.click()
    assert not last.studio.restore_bar.isVisible()
    assert not journal.exists()
    assert (journal.parent / "bin" / journal.name).exists()


def test_damaged_journals_are_said_and_kept(
    desk: Desk, make_desk: Callable[[], Desk], user_folder: Path, qtbot: QtBot
) -> None:
    desk.key(Qt.Key.Key_3)
    desk.paint((20, 20), (30, 30))
    assert desk.studio.autosave.flush()
    whole = desk.session.document.labels.copy()
    desk.paint((70, 20), (70, 90))
    desk.studio.shut_down()
    (journal,) = (user_folder / "data" / "journals").glob("*.journal")
    journal.write_bytes(journal.read_bytes()[:-3])
    (journal.parent / "rubbish.journal").write_bytes(b"rubbish")
    again = make_desk()
    again.show()
    qtbot.waitUntil(again.studio.restore_bar.isVisible)
    notice = again.window.notice_bar.notice
    assert notice is not None
    assert "damaged" in notice.text
    assert (journal.parent / "damaged" / "rubbish.journal").read_bytes() == b"rubbish"
    again.studio.restore_bar.restore.click()
    np.testing.assert_array_equal(again.session.document.labels, whole)
    notice = again.window.notice_bar.notice
    assert notice is not None
    assert "last whole stroke" in notice.text


def test_saved_work_leaves_no_journal(desk: Desk, user_folder: Path, qtbot: QtBot, tmp_path: Path) -> None:
    desk.key(Qt.Key.Key_3)
    desk.paint((20, 20), (30, 30))
    assert desk.studio.autosave.flush()
    desk.asking.paths = [tmp_path / "a.png"]
    desk.key(Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: not desk.window.isWindowModified())
    assert not desk.studio.autosave.flush()
    assert list(user_folder.glob("data/journals/*")) == []


def test_restored_project_is_saved_to_its_file(
    desk: Desk, make_desk: Callable[[], Desk], tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "valley.ora"
    desk.key(Qt.Key.Key_3)
    desk.paint((20, 20), (30, 30))
    desk.asking.paths = [path]
    desk.key(Qt.Key.Key_S, CTRL)
    desk.paint((70, 20), (70, 90))
    drawn = desk.session.document.labels.copy()
    desk.studio.shut_down()
    again = make_desk()
    again.show()
    qtbot.waitUntil(again.studio.restore_bar.isVisible)
    assert again.studio.restore_bar.text.text() == "Sinopia ended before “valley.ora” was saved."
    again.key(Qt.Key.Key_4)
    again.paint((10, 10), (10, 20))
    again.asking.answers = [Answer.CANCEL, Answer.DISCARD]
    again.studio.restore_bar.restore.click()
    assert again.session.document.labels[10, 10] == 4
    assert again.studio.restore_bar.isVisible()
    again.studio.restore_bar.restore.click()
    np.testing.assert_array_equal(again.session.document.labels, drawn)
    assert "valley.ora" in again.window.windowTitle()
    assert again.window.isWindowModified()
    again.key(Qt.Key.Key_S, CTRL)
    np.testing.assert_array_equal(read_project(path, again.session.document.palette).labels, drawn)
    assert not again.studio.autosave.flush()
    again.settle()
