from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.drawing.history_panel import HistoryPanel
from app.drawing.palette.classes import Classes
from app.settings import table as s
from app.widgets.theme import Look
from canvas.edits import PatchEdit
from tests.app.conftest import Bench


@pytest.fixture
def panel(bench: Bench, qapp: QApplication, qtbot: QtBot) -> HistoryPanel:
    panel = HistoryPanel(bench.session.history, Look(qapp), bench.session.history.go_to)
    qtbot.addWidget(panel)
    panel.resize(300, 400)
    panel.show()
    return panel


def rows(panel: HistoryPanel) -> list[str]:
    return [panel.model.index(row).data() for row in range(panel.model.rowCount())]


def test_lists_every_step_and_where_the_drawing_is(panel: HistoryPanel, bench: Bench) -> None:
    assert rows(panel) == ["As it was opened"]
    for col in (10, 30, 50):
        bench.paint(20, col)
    assert len(rows(panel)) == 4
    assert rows(panel)[3].startswith(bench.session.history.labels[2])
    assert panel.view.currentIndex().row() == 3


def test_a_click_goes_there_and_what_is_undone_is_grey(panel: HistoryPanel, bench: Bench, qtbot: QtBot) -> None:
    for col in (10, 30, 50):
        bench.paint(20, col)
    at = panel.view.visualRect(panel.model.index(1)).center()
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert bench.session.history.position == 1
    assert bench.session.document.labels[20, [10, 30]].tolist() == [5, 1]
    grey = [isinstance(panel.model.index(row).data(Qt.ItemDataRole.ForegroundRole), QColor) for row in range(4)]
    assert grey == [False, False, True, True]
    at = panel.view.visualRect(panel.model.index(3)).center()
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert bench.session.document.labels[20, [10, 30, 50]].tolist() == [5, 5, 5]


def test_says_what_was_forgotten_once_the_budget_is_lowered(panel: HistoryPanel, bench: Bench) -> None:
    for col in (10, 30, 50):
        bench.paint(20, col)
    assert panel.forgotten.isHidden()
    bench.session.history.budget_bytes = 1
    assert bench.session.history.forgotten > 0
    assert panel.forgotten.isVisible()
    assert str(bench.session.history.forgotten) in panel.forgotten.text()
    assert rows(panel)[0] == "The oldest that is known"


def test_the_budget_is_a_setting_that_holds_at_once(bench: Bench) -> None:
    assert bench.session.history.budget_bytes == 256 * 2**20
    bench.settings.set(s.UNDO_BUDGET_MB, 64)
    assert bench.session.history.budget_bytes == 64 * 2**20


def test_a_hidden_panel_catches_up_when_it_is_seen(panel: HistoryPanel, bench: Bench) -> None:
    panel.hide()
    bench.paint(20, 10)
    assert len(rows(panel)) == 1
    panel.show()
    assert len(rows(panel)) == 2


def test_every_row_names_what_was_painted_as_it_was_called_then(panel: HistoryPanel, bench: Bench) -> None:
    bench.paint(20, 10, class_id=5)
    bench.paint(20, 30, class_id=7)
    bench.paint(20, 30, class_id=0)
    names = {each.class_id: each.name for each in bench.session.document.palette.entries}
    classes = Classes(bench.session.document, bench.session.history, lambda: None)
    classes.rename(5, "lava")
    bench.paint(20, 50, class_id=5)
    assert rows(panel)[1:4] == [f"Brush stroke: {names[5]}", f"Brush stroke: {names[7]}", "Brush stroke"]
    assert rows(panel)[-1] == "Brush stroke: lava"
    chips = [panel.model.index(row).data(Qt.ItemDataRole.DecorationRole) for row in range(4)]
    assert chips[0] is None
    colours = [chip.pixmap(16, 16).toImage().pixelColor(8, 8).getRgb()[:3] for chip in chips[1:3]]
    assert colours == [bench.session.document.palette.entry(class_id).rgb for class_id in (5, 7)]
    marked = chips[1].pixmap(QSize(16, 16), QIcon.Mode.Selected).toImage()
    assert marked.pixelColor(8, 8).getRgb()[:3] == colours[0]


def test_ink_has_no_class(panel: HistoryPanel, bench: Bench) -> None:
    ink = np.zeros_like(bench.session.document.ink)
    ink[3, 3] = 5
    bench.session.history.perform("Pen stroke", PatchEdit.replace_all(bench.session.document.ink, ink, "ink"))
    assert rows(panel)[1:] == ["Pen stroke"]


def test_going_back_in_the_history_wakes_live(bench: Bench, qtbot: QtBot) -> None:
    history = bench.session.history
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.session.start()
    for col in (10, 30, 50):
        with qtbot.waitSignal(bench.session.picture_finished):
            bench.paint(20, col)
    history.go_to(1)
    qtbot.waitUntil(lambda: bench.session.picture_shows_drawing)
    assert bench.runner.requests[-1].labels[20, [10, 30, 50]].tolist() == [5, 1, 1]
    history.go_to(3)
    assert bench.session.document.labels[20, 50] == 5
