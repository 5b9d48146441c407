from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.drawing.history_panel import HistoryPanel
from app.settings import table as s
from app.widgets.theme import Look
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
    assert rows(panel)[3] == bench.session.history.labels[2]
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
