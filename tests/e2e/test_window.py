from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from app.formats.saved_picture import has_recipe
from app.painting.progress import LiveState
from app.settings import table as s
from app.widgets.questions import Answer
from canvas.label_png import read_label_png, write_label_png
from engine.request.types import Failed, RunId
from tests.e2e.conftest import Desk
from tests.fakes.fake_runner import painted

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def drop(desk: Desk, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(20, 20), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    desk.window.dropEvent(event)


def test_first_sight_is_the_example_and_its_picture(desk: Desk) -> None:
    assert desk.session.document.size == (96, 128)
    assert len(desk.runner.requests) == 1
    request = desk.runner.requests[0]
    assert (request.base, request.module, request.prompt) == ("pocket", "pocket-labels", "a meadow")
    np.testing.assert_array_equal(desk.pictures[-1], painted(request))
    assert desk.window.sheets.picture.image is not None
    notice = desk.window.notice_bar.notice
    assert notice is not None
    assert "Paint on the left" in notice.text


def test_paint_preview_undo_save_reopen(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    desk.key(Qt.Key.Key_5)
    assert desk.settings.get(s.CURRENT_CLASS) == 5
    desk.paint((20, 20), (20, 60))
    desk.settle()
    assert (desk.session.document.labels[20, 20:60] == 5).all()
    assert desk.runner.requests[-1].labels[20, 40] == 5
    assert desk.session.live_state is LiveState.UP_TO_DATE
    desk.paint((80, 80), (80, 100))
    desk.settle()
    desk.key(Qt.Key.Key_Z, CTRL)
    assert desk.session.document.labels[80, 90] == 7
    qtbot.waitUntil(lambda: desk.session.picture_shows_drawing)
    desk.settings.set(s.SEED, 1234)
    qtbot.waitUntil(lambda: desk.runner.requests[-1].seed == 1234 and not desk.session.is_painting)
    picture = desk.pictures[-1]

    path = tmp_path / "landscape.png"
    desk.asking.paths = [path]
    assert desk.window.isWindowModified()
    desk.key(Qt.Key.Key_S, CTRL)
    assert has_recipe(path)
    assert not desk.window.isWindowModified()
    assert "landscape.png" in desk.window.windowTitle()

    desk.key(Qt.Key.Key_N, CTRL)
    desk.settings.set(s.SEED, 1)
    assert not desk.session.document.labels.any()
    desk.settle()
    desk.asking.paths = [path]
    desk.key(Qt.Key.Key_O, CTRL)
    assert (desk.session.document.labels[20, 20:60] == 5).all()
    assert desk.settings.get(s.SEED) == 1234
    np.testing.assert_array_equal(desk.pictures[-1], picture)
    with qtbot.waitSignal(desk.session.picture_finished):
        desk.key(Qt.Key.Key_Return, CTRL)
    np.testing.assert_array_equal(desk.pictures[-1], picture)


def test_live_paints_within_the_stroke(desk: Desk, qtbot: QtBot) -> None:
    left = Qt.MouseButton.LeftButton
    count = len(desk.runner.requests)
    desk.key(Qt.Key.Key_6)
    qtbot.mousePress(desk.canvas, left, pos=desk.at(20, 20))
    qtbot.mouseMove(desk.canvas, desk.at(20, 50))
    qtbot.waitUntil(lambda: len(desk.runner.requests) > count)
    assert desk.session.history.in_stroke
    qtbot.mouseRelease(desk.canvas, left, pos=desk.at(20, 50))
    qtbot.waitUntil(lambda: desk.session.picture_shows_drawing and not desk.session.is_painting)


def test_escape_cancels_and_keeps_the_picture(desk: Desk, qtbot: QtBot) -> None:
    last = desk.pictures[-1]
    desk.runner.hold_before(5)
    desk.key(Qt.Key.Key_R)
    qtbot.waitUntil(lambda: desk.window.status.progress.text().startswith("step 4 of 6"))
    assert desk.window.actions_["cancel"].isEnabled()
    desk.key(Qt.Key.Key_Escape)
    desk.settle()
    np.testing.assert_array_equal(desk.pictures[-1], last)
    assert "stopped" in desk.window.run_panel.state.text()
    assert not desk.window.actions_["cancel"].isEnabled()


def test_failure_is_a_notice_and_keeps_the_picture(desk: Desk, qtbot: QtBot) -> None:
    last = desk.pictures[-1]
    desk.runner.fail_with(
        Failed(run=RunId(number=0), text="No memory.", hint="Choose a smaller size.", details="trace")
    )
    desk.key(Qt.Key.Key_3)
    with qtbot.waitSignal(desk.session.run_failed):
        desk.paint((20, 20), (30, 30))
    bar = desk.window.notice_bar
    assert bar.isVisible()
    assert (bar.text.text(), bar.hint.text()) == ("No memory.", "Choose a smaller size.")
    np.testing.assert_array_equal(desk.pictures[-1], last)
    assert "paused after an error" in desk.window.run_panel.state.text()
    assert desk.session.document.labels[20, 20] == 3
    desk.runner.fail_with(None)
    with qtbot.waitSignal(desk.session.picture_finished):
        desk.key(Qt.Key.Key_Return, CTRL)
    assert not bar.isVisible()


def test_crash_in_the_engine_is_a_notice_and_the_window_goes_on(desk: Desk, qtbot: QtBot) -> None:
    desk.runner.fail_with(RuntimeError("boom"))
    with qtbot.waitSignal(desk.session.run_failed):
        desk.key(Qt.Key.Key_Return, CTRL)
    assert "boom" in desk.window.notice_bar.text.text()
    desk.runner.fail_with(None)
    with qtbot.waitSignal(desk.session.picture_finished):
        desk.key(Qt.Key.Key_Return, CTRL)


def test_dropped_label_map_opens(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "map.png"
    write_label_png(path, np.full((40, 30), 4, np.uint8), desk.session.document.palette)
    with qtbot.waitSignal(desk.session.picture_finished):
        drop(desk, path)
    assert desk.session.document.size == (40, 30)
    assert desk.runner.requests[-1].labels.shape == (40, 30)
    assert desk.asking.asked == []


def test_dropped_picture_asks_before_work_is_lost(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    desk.asking.paths = [path]
    desk.key(Qt.Key.Key_S, CTRL)
    desk.key(Qt.Key.Key_3)
    desk.paint((20, 20), (30, 30))
    desk.asking.answers = [Answer.CANCEL]
    drop(desk, path)
    assert desk.session.document.labels[20, 20] == 3
    desk.asking.answers = [Answer.DISCARD]
    drop(desk, path)
    assert desk.session.document.labels[20, 20] == 1


def test_dropped_rubbish_is_a_notice(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "broken.png"
    path.write_bytes(b"no image")
    drop(desk, path)
    assert desk.window.notice_bar.isVisible()
    assert desk.session.document.size == (96, 128)


def test_closing_without_changes_does_not_ask(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.window.closed):
        desk.key(Qt.Key.Key_Q, CTRL)
    assert desk.asking.asked == []


def test_closing_with_unsaved_work_asks(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    desk.key(Qt.Key.Key_3)
    desk.paint((20, 20), (30, 30))
    desk.asking.answers = [Answer.CANCEL]
    assert not desk.window.close()
    assert desk.window.isVisible()
    desk.asking.answers, desk.asking.paths = [Answer.SAVE], [tmp_path / "kept.png"]
    with qtbot.waitSignal(desk.window.closed):
        desk.window.close()
    assert has_recipe(tmp_path / "kept.png")
    assert desk.asking.asked == ["closing", "closing", "Save"]


def test_settings_outlive_the_window(desk: Desk, make_desk: Callable[[], Desk], qtbot: QtBot) -> None:
    desk.settings.set(s.PROMPT, "a frozen lake")
    desk.settings.set(s.VIEW_MODE, "overlay")
    with qtbot.waitSignal(desk.window.closed):
        desk.window.close()
    again = make_desk()
    assert again.settings.get(s.PROMPT) == "a frozen lake"
    assert not again.window.sheets.picture.isVisibleTo(again.window)
    again.show()


def test_tab_cycles_the_views_and_tools_have_keys(desk: Desk, qtbot: QtBot) -> None:
    sheets = desk.window.sheets
    desk.key(Qt.Key.Key_F6)
    assert desk.settings.get(s.VIEW_MODE) == "overlay"
    assert sheets.canvas.isVisible()
    assert not sheets.picture.isVisible()
    desk.settings.set(s.VIEW_MODE, "side by side")
    for key, tool in ((Qt.Key.Key_E, "eraser"), (Qt.Key.Key_F, "fill"), (Qt.Key.Key_B, "brush")):
        desk.key(key)
        assert sheets.canvas.tool_id == tool
    size_px = desk.settings.get(s.BRUSH_SIZE_PX)
    desk.key(Qt.Key.Key_BracketRight)
    assert desk.settings.get(s.BRUSH_SIZE_PX) > size_px
    desk.key(Qt.Key.Key_L)
    qtbot.waitUntil(lambda: desk.session.live_state is LiveState.OFF)


def test_a_polygon_keeps_its_keys_and_crop_and_flip_are_undone(desk: Desk, qtbot: QtBot) -> None:
    left = Qt.MouseButton.LeftButton
    document = desk.session.document
    desk.key(Qt.Key.Key_3)
    desk.key(Qt.Key.Key_G)
    assert desk.settings.get(s.TOOL) == "polygon"
    for row, col in ((10, 10), (10, 60), (50, 60)):
        qtbot.mouseClick(desk.canvas, left, pos=desk.at(row, col))
    desk.key(Qt.Key.Key_Return)
    assert document.labels[15, 50] == 3
    qtbot.mouseClick(desk.canvas, left, pos=desk.at(80, 80))
    desk.key(Qt.Key.Key_Escape)
    assert not desk.session.history.in_stroke
    desk.studio.desk.size.flip(left_right=True)
    assert document.labels[15, 77] == 3
    desk.key(Qt.Key.Key_C)
    desk.paint((10, 20), (49, 79))
    assert document.size == (40, 60)
    assert desk.window.sheets.picture.viewport.document_size == (40, 60)
    desk.settle()
    assert desk.runner.requests[-1].labels.shape == (40, 60)
    for _ in range(3):
        desk.key(Qt.Key.Key_Z, CTRL)
    assert document.size == (96, 128)
    assert not (document.labels == 3).any()
    desk.settle()


def test_letters_typed_into_the_prompt_are_no_commands(desk: Desk, qtbot: QtBot) -> None:
    prompt = desk.window.picture_panel.prompt
    prompt.setFocus()
    prompt.selectAll()
    qtbot.keyClicks(prompt, "fble 12")
    assert prompt.toPlainText() == "fble 12"
    assert desk.settings.get(s.TOOL) == "brush"
    assert desk.settings.get(s.LIVE) is True
    qtbot.waitUntil(lambda: desk.runner.requests[-1].prompt == "fble 12")
    desk.settle()


def test_both_sheets_share_pan_and_zoom(desk: Desk) -> None:
    sheets = desk.window.sheets
    desk.key(Qt.Key.Key_1, CTRL)
    assert sheets.canvas.viewport.scale == sheets.picture.viewport.scale == 1.0
    sheets.picture.set_viewport(sheets.picture.viewport.zoomed_to(3.0).panned(10, 5))
    assert sheets.canvas.viewport.scale == 3.0
    assert sheets.canvas.viewport.centre == sheets.picture.viewport.centre
    desk.key(Qt.Key.Key_2, CTRL)
    assert sheets.canvas.viewport.is_fitted
    assert sheets.picture.viewport.is_fitted


def test_the_view_is_turned_and_mirrored_and_the_drawing_is_not(desk: Desk) -> None:
    sheets, before = desk.window.sheets, desk.session.document.revision
    desk.key(Qt.Key.Key_6, CTRL)
    desk.key(Qt.Key.Key_M)
    for sheet in (sheets.canvas, sheets.picture):
        assert (sheet.viewport.rotation_deg, sheet.viewport.is_mirrored) == (-15, True)
    desk.key(Qt.Key.Key_4, CTRL)
    assert sheets.picture.viewport.rotation_deg == -30
    desk.key(Qt.Key.Key_5, CTRL)
    desk.key(Qt.Key.Key_M)
    assert (sheets.picture.viewport.rotation_deg, sheets.picture.viewport.is_mirrored) == (0, False)
    assert desk.session.document.revision == before


def test_exported_label_map_is_exact(desk: Desk, tmp_path: Path) -> None:
    desk.key(Qt.Key.Key_3)
    desk.paint((20, 20), (30, 30))
    path = tmp_path / "labels.png"
    desk.asking.paths, desk.asking.exports = [path], ["labels-index"]
    desk.key(Qt.Key.Key_E, CTRL | SHIFT)
    np.testing.assert_array_equal(read_label_png(path, desk.session.document.palette), desk.session.document.labels)


@pytest.mark.parametrize("mode", ["side by side", "overlay", "drawing", "picture"])
def test_every_view_shows_something(desk: Desk, mode: str) -> None:
    desk.settings.set(s.VIEW_MODE, mode)
    image = desk.window.sheets.grab().toImage()
    colours = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
    assert len(colours) >= 3


def test_closing_asks_while_a_module_is_trained(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(desk.studio.desk.trainings), "is_running", True)
    desk.asking.agrees = [False, True]
    assert not desk.window.close()
    assert desk.window.isVisible()
    assert desk.window.close()
    assert desk.asking.asked[-2:] == ["pause training", "pause training"]
