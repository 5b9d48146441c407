"""Photos and the clipboard in the real window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication

from app.compare.comparison_view import ComparisonView
from app.photo.becomes import Becomes
from canvas.qt.images import image_array
from tests.e2e.conftest import Desk

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def _empty_clipboard(qapp: object) -> Iterator[None]:
    yield
    QGuiApplication.clipboard().clear()


def test_photo_is_dropped_shown_and_removed_from_its_bar(desk: Desk, tmp_path: Path) -> None:
    bar, sheets = desk.window.reference_bar, desk.window.sheets
    assert not bar.isVisible()
    bare = sheets.canvas.grab().toImage()
    Image.new("RGB", (90, 60), (200, 30, 90)).save(tmp_path / "photo.jpg")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "photo.jpg"))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(20, 20), Qt.DropAction.CopyAction, data, left, none)
    desk.window.dragEnterEvent(enter)
    assert enter.isAccepted()
    desk.window.dropEvent(QDropEvent(QPointF(20, 20), Qt.DropAction.CopyAction, data, left, none))
    photo_bar = desk.window.photo_bar
    desk.qtbot.waitUntil(photo_bar.buttons[Becomes.REFERENCE].isEnabled)
    assert photo_bar.isVisible()
    assert not bar.isVisible()
    photo_bar.buttons[Becomes.REFERENCE].click()
    assert not photo_bar.isVisible()
    assert bar.isVisible()
    bar.place.setCurrentIndex(1)
    bar.place.activated.emit(1)
    assert bar.over.isVisible()
    assert not bar.under.isVisible()
    shown = sheets.canvas.grab().toImage()
    assert shown != bare
    bar.over.setValue(100)
    assert sheets.canvas.grab().toImage() != shown
    desk.key(Qt.Key.Key_R, CTRL)
    assert not bar.over.isEnabled()
    desk.window.actions_["remove_reference"].trigger()
    assert not bar.isVisible()
    assert not desk.window.actions_["reference"].isEnabled()


def test_label_map_is_copied_and_pasted_with_the_usual_keys(desk: Desk) -> None:
    before = desk.session.document.labels.copy()
    desk.key(Qt.Key.Key_C, CTRL)
    desk.key(Qt.Key.Key_3)
    desk.paint((20, 20), (30, 30))
    desk.key(Qt.Key.Key_V, CTRL)
    np.testing.assert_array_equal(desk.session.document.labels, before)
    desk.key(Qt.Key.Key_Z, CTRL)
    assert desk.session.document.labels[20, 20] == 3


def test_text_fields_keep_copy_and_paste_to_themselves(desk: Desk) -> None:
    prompt = desk.window.picture_panel.prompt
    prompt.setFocus()
    prompt.setPlainText("a lake")
    prompt.selectAll()
    desk.qtbot.keyClick(prompt, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "a lake"
    desk.qtbot.keyClick(prompt, Qt.Key.Key_V, CTRL)
    desk.qtbot.keyClick(prompt, Qt.Key.Key_V, CTRL)
    assert prompt.toPlainText() == "a lakea lake"


def test_scrubbed_step_is_on_the_sheet_until_the_next_picture(desk: Desk) -> None:
    scrubber, sheet = desk.window.step_scrubber, desk.window.sheets.picture
    assert scrubber.isVisible()
    whole = sheet.image
    desk.qtbot.mousePress(scrubber, Qt.MouseButton.LeftButton, pos=QPoint(1, 8))
    assert sheet.image is not whole
    assert sheet.image is not None
    with desk.qtbot.waitSignal(desk.session.picture_finished):
        desk.session.generate()
    assert desk.studio.desk.run_steps.chosen == len(desk.studio.desk.run_steps.steps) - 1
    finished = desk.session.finished
    assert finished is not None
    np.testing.assert_array_equal(image_array(sheet.image), finished.image)


def test_drawing_is_compared_with_its_picture_from_the_menu(desk: Desk) -> None:
    action = desk.window.actions_["compare"]
    assert action.isEnabled()
    action.trigger()
    (comparison,) = desk.window.findChildren(ComparisonView)
    assert comparison.isVisible()
    desk.qtbot.keyClick(comparison, Qt.Key.Key_Escape)
    assert not comparison.isVisible()
