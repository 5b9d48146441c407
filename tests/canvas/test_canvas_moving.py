"""Moving and scaling a region."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from canvas.document import Document
from canvas.history import History
from canvas.palette import Palette
from canvas.qt.canvas_widget import CanvasWidget
from canvas.tools import Move, PointerEvent, ToolContext


@pytest.fixture
def document(palette: Palette) -> Document:
    """Sky with an L of water in it, and some water elsewhere."""
    labels = np.ones((60, 80), np.uint8)
    labels[10:30, 10:14] = 7
    labels[26:30, 10:30] = 7
    labels[50:55, 60:70] = 7
    return Document(palette, labels)


@pytest.fixture
def move(document: Document, history: History) -> Move:
    return Move(ToolContext(document, history))


def drag(tool: Move, start: tuple[float, float], end: tuple[float, float], shift: bool = False) -> None:
    tool.press(PointerEvent("press", *start, reach_px=2))
    tool.move(PointerEvent("move", *end, shift=shift, reach_px=2))
    tool.release(PointerEvent("release", *end, shift=shift, reach_px=2))


def test_a_region_is_moved_and_what_it_leaves_is_unlabelled(move: Move, document: Document, history: History) -> None:
    before = document.labels.copy()
    drag(move, (15, 11), (20.4, 26.2))
    expected = before.copy()
    expected[10:30, 10:14] = expected[26:30, 10:30] = 0
    expected[15:35, 25:29] = expected[31:35, 25:45] = 7
    assert np.array_equal(document.labels, expected)
    assert history.undo_label == "Move region"
    history.undo()
    assert np.array_equal(document.labels, before)
    assert not history.can_undo


def test_a_region_comes_back_whole_from_beyond_the_edge(move: Move, document: Document) -> None:
    before = np.count_nonzero(document.labels == 7)
    drag(move, (28, 12), (28, -4))
    assert np.count_nonzero(document.labels == 7) < before
    drag(move, (27, 8), (27, 24))
    assert np.count_nonzero(document.labels == 7) == before
    drag(move, (27, 17), (27, -100))
    assert np.count_nonzero(document.labels == 7) == 50


def test_the_region_stays_picked_and_scales_by_its_grips(move: Move, document: Document, history: History) -> None:
    drag(move, (15, 11), (15, 11))
    assert not history.can_undo
    assert len(move.outline.grips) == 8
    assert move.outline.ghost is None
    drag(move, (30, 30), (50, 50))
    assert (document.labels[10:50, 10:18] == 7).all()
    assert (document.labels[42:50, 10:50] == 7).all()
    assert document.labels[41, 18] == 1
    drag(move, (50, 50), (12, 12))
    drag(move, (12, 12), (30, 30))
    assert (document.labels[10:30, 10:14] == 7).all()
    assert (document.labels[26:30, 10:30] == 7).all()
    assert np.count_nonzero(document.labels == 7) == 80 + 64 + 50


@pytest.mark.parametrize(
    ("start", "end", "box"),
    [
        ((30, 30), (34, 40), (10, 10, 40, 40)),
        ((10, 10), (0, 8), (0, 0, 30, 30)),
        ((20, 30), (20, 40), (5, 10, 35, 40)),
        ((30, 20), (20, 20), (10, 15, 20, 25)),
    ],
)
def test_shift_keeps_the_proportions(
    move: Move, start: tuple[float, float], end: tuple[float, float], box: tuple[int, int, int, int]
) -> None:
    drag(move, (15, 11), (15, 11))
    drag(move, start, end, shift=True)
    rows, cols = zip(*move.outline.lines[0], strict=True)
    assert (min(rows), min(cols), max(rows), max(cols)) == box


def test_shift_moves_along_a_multiple_of_45_degrees(move: Move) -> None:
    drag(move, (15, 11), (17, 31), shift=True)
    assert move.outline.lines[0][0] == (10, 30)


def test_a_region_never_shrinks_to_nothing(move: Move, document: Document) -> None:
    drag(move, (52, 65), (52, 65))
    drag(move, (55, 70), (10, 10))
    assert document.labels[50, 60] == 7
    assert move.outline.lines[0] == [(50, 60), (50, 61), (51, 61), (51, 60), (50, 60)]


def test_a_drag_shows_the_region_where_it_would_be_and_abort_forgets_it(
    move: Move, document: Document, history: History
) -> None:
    move.press(PointerEvent("press", 15, 11))
    move.move(PointerEvent("move", 25, 21))
    ghost = move.outline.ghost
    assert ghost is not None
    assert (ghost.bbox.top, ghost.bbox.left, ghost.class_id) == (20, 20, 7)
    assert document.revision == 0
    move.abort()
    assert not history.in_stroke
    assert move.outline.ghost is None
    assert len(move.outline.grips) == 8
    assert move.outline.lines[0][0] == (10, 10)


def test_a_press_on_nothing_lets_go(move: Move, document: Document, history: History) -> None:
    drag(move, (15, 11), (15, 31))
    move.press(PointerEvent("press", 15, 11))
    assert not move.is_active
    assert not move.outline.lines
    move.press(PointerEvent("press", -3, 500))
    assert not history.in_stroke


def test_a_change_under_the_region_lets_go(move: Move, history: History, document: Document, palette: Palette) -> None:
    drag(move, (15, 11), (15, 31))
    history.undo()
    assert not move.outline.lines
    drag(move, (15, 11), (15, 11))
    document.load(np.zeros((5, 5), np.uint8), palette)
    assert not move.outline.lines


def test_the_widget_shows_the_ghost_and_the_grips(
    qtbot: QtBot, document: Document, history: History, pointer_of: Callable[[CanvasWidget], Any]
) -> None:
    widget = CanvasWidget()
    qtbot.addWidget(widget)
    widget.resize(400, 300)
    widget.set_document(document, history)
    widget.set_tool("move")
    widget.show()
    qtbot.waitExposed(widget)
    pointer = pointer_of(widget)
    pointer.press(15, 11)
    pointer.move(15, 51)
    x, y = widget.viewport.to_view(15, 51)
    colour = widget.grab().toImage().pixelColor(round(x), round(y))
    assert colour.blue() - colour.red() > 100
    assert widget.cursor().shape() == Qt.CursorShape.SizeAllCursor
    pointer.release(15, 51)
    assert document.labels[15, 51] == 7
    x, y = widget.viewport.to_view(10, 50)
    assert widget.grab().toImage().pixelColor(round(x), round(y)).lightness() > 240
    history.undo()
    assert widget.grab().toImage().pixelColor(round(x), round(y)).lightness() < 240
