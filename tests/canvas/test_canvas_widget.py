"""The widget's behaviour: events in, strokes and signals out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QNativeGestureEvent, QPointingDevice, QTabletEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from canvas.document import Document
from canvas.history import History
from canvas.palette import Palette
from canvas.qt.canvas_widget import CanvasWidget
from canvas.qt.drawing_view import NO_CLASS
from canvas.qt.sheet import Sheet
from canvas.tools import TOOLS, ToolContext, make_tools


@pytest.fixture
def widget(qtbot: QtBot, document: Document, history: History) -> CanvasWidget:
    widget = CanvasWidget()
    qtbot.addWidget(widget)
    widget.resize(400, 300)
    widget.set_document(document, history)
    widget.set_class(2)
    widget.set_brush(3)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


@pytest.fixture
def pointer(widget: CanvasWidget, pointer_of: Callable[[CanvasWidget], Any]) -> Any:
    return pointer_of(widget)


@pytest.fixture
def said(widget: CanvasWidget) -> list[object]:
    """What the widget announced, in order."""
    heard: list[object] = []
    widget.stroke_started.connect(lambda: heard.append("started"))
    widget.stroke_committed.connect(lambda: heard.append("committed"))
    widget.stroke_aborted.connect(lambda: heard.append("aborted"))
    widget.class_picked.connect(lambda class_id: heard.append(("picked", class_id)))
    return heard


def test_a_stroke_of_the_mouse_paints_and_is_one_entry(
    pointer: Any, document: Document, history: History, said: list[object]
) -> None:
    pointer.press(10, 10)
    pointer.move(10, 40)
    pointer.release(30, 40)
    assert (document.labels[10, 10:41] == 2).all()
    assert said == ["started", "committed"]
    assert history.undo()
    assert not document.labels.any()


def test_every_painting_tool_brackets_its_stroke(widget: CanvasWidget, pointer: Any, said: list[object]) -> None:
    for tool_id in ("brush", "eraser", "fill"):
        widget.set_tool(tool_id)
        pointer.click(10, 10)
    assert said == ["started", "committed"] * 3


def test_escape_takes_the_stroke_back_and_only_then_is_ours(
    widget: CanvasWidget, pointer: Any, document: Document, history: History, said: list[object]
) -> None:
    override = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    override.ignore()
    QApplication.sendEvent(widget, override)
    assert not override.isAccepted()
    pointer.press(10, 10)
    override.ignore()
    QApplication.sendEvent(widget, override)
    assert override.isAccepted()
    pointer.key(Qt.Key.Key_Escape)
    pointer.move(20, 20)
    pointer.release(20, 20)
    assert not document.labels.any()
    assert not history.can_undo
    assert said == ["started", "aborted"]


def test_what_would_lose_the_stroke_commits_it(
    widget: CanvasWidget, pointer: Any, history: History, said: list[object]
) -> None:
    for interrupt in (
        lambda: widget.set_tool("eraser"),
        widget.commit_active_tool,
        lambda: QApplication.sendEvent(widget, QFocusEvent(QEvent.Type.FocusOut)),
    ):
        widget.set_tool("brush")
        said.clear()
        pointer.press(10, 10)
        interrupt()
        assert said == ["started", "committed"]
        assert history.undo()
        pointer.release(10, 10)
        assert said == ["started", "committed"]


def test_ctrl_picks_while_held(pointer: Any, document: Document, said: list[object]) -> None:
    pointer.click(10, 10)
    said.clear()
    pointer.modifiers = Qt.KeyboardModifier.ControlModifier
    pointer.click(10, 10)
    pointer.click(40, 40)
    assert said == [("picked", 2), ("picked", 0)]
    assert document.revision == 1
    pointer.modifiers = Qt.KeyboardModifier.NoModifier
    pointer.click(40, 40)
    assert document.labels[40, 40] == 2


def test_shift_draws_a_straight_line(pointer: Any, document: Document) -> None:
    pointer.click(10, 5)
    pointer.modifiers = Qt.KeyboardModifier.ShiftModifier
    pointer.click(10, 60)
    assert (document.labels[10, 5:61] == 2).all()


def test_hovering_names_the_class_once(widget: CanvasWidget, pointer: Any) -> None:
    pointer.click(10, 10)
    pointer.move(40, 40)
    hovered: list[int] = []
    widget.class_hovered.connect(hovered.append)
    for row, col in ((40, 41), (10, 10), (11, 10), (-1, 10), (10, 10)):
        pointer.move(row, col)
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))
    assert hovered == [2, NO_CLASS, 2, NO_CLASS]


@pytest.mark.parametrize("how", ["space", "middle"])
def test_panning_moves_the_view_and_paints_nothing(
    widget: CanvasWidget, pointer: Any, document: Document, how: str
) -> None:
    widget.zoom_100()
    x, y = widget.viewport.origin
    pointer.button = Qt.MouseButton.MiddleButton if how == "middle" else Qt.MouseButton.LeftButton
    if how == "space":
        pointer.key(Qt.Key.Key_Space)
        assert widget.cursor().shape() == Qt.CursorShape.OpenHandCursor
    pointer.press_at(200, 150)
    assert widget.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    pointer.move_at(215, 140)
    pointer.release_at(215, 140)
    assert widget.viewport.origin == (x + 15, y - 10)
    assert document.revision == 0
    pointer.key(Qt.Key.Key_Space, down=False)
    assert widget.cursor().shape() == Qt.CursorShape.CrossCursor
    pointer.button = Qt.MouseButton.LeftButton
    pointer.click(20, 20)
    assert document.revision == 1


def test_the_wheel_zooms_at_the_pointer(widget: CanvasWidget) -> None:
    before = widget.viewport
    point = QPointF(150, 100)
    row, col = before.to_document(150, 100)
    event = QWheelEvent(
        point,
        point,
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
    assert widget.viewport.scale == pytest.approx(before.scale * 1.44)
    assert widget.viewport.to_view(row, col) == pytest.approx((150, 100), abs=1)


def test_two_sheets_share_their_view(qtbot: QtBot, widget: CanvasWidget) -> None:
    other = Sheet()
    qtbot.addWidget(other)
    other.resize(250, 280)
    widget.view_changed.connect(other.set_viewport)
    other.view_changed.connect(widget.set_viewport)
    widget.zoom_by(3)
    assert (other.viewport.scale, other.viewport.centre) == (widget.viewport.scale, widget.viewport.centre)
    other.fit()
    assert widget.viewport.is_fitted
    assert other.viewport.view_size == (280, 250)


def test_a_fitted_view_follows_the_window(widget: CanvasWidget) -> None:
    before = widget.viewport.scale
    widget.resize(800, 600)
    assert widget.viewport.scale > before
    widget.zoom_100()
    widget.resize(500, 300)
    assert widget.viewport.scale == 1


def test_brackets_change_the_brush_and_say_so(widget: CanvasWidget, pointer: Any, document: Document) -> None:
    radii: list[float] = []
    widget.brush_size_changed.connect(radii.append)
    widget.set_brush(2)
    pointer.key(Qt.Key.Key_BracketRight)
    pointer.key(Qt.Key.Key_BracketLeft)
    pointer.key(Qt.Key.Key_BracketLeft)
    pointer.key(Qt.Key.Key_BracketLeft)
    assert radii == [2.5, 2.0, 1.5, 1.0]
    pointer.click(20, 20)
    assert np.count_nonzero(document.labels) == 4


def test_the_pen_presses_through(widget: CanvasWidget, document: Document, said: list[object]) -> None:
    widget.set_brush(10)
    for kind, button in (
        (QEvent.Type.TabletPress, Qt.MouseButton.LeftButton),
        (QEvent.Type.TabletMove, Qt.MouseButton.NoButton),
        (QEvent.Type.TabletRelease, Qt.MouseButton.LeftButton),
    ):
        at = QPointF(*widget.viewport.to_view(20, 20))
        event = QTabletEvent(
            kind,
            QPointingDevice.primaryPointingDevice(),
            at,
            at,
            0.1,
            0.0,
            0.0,
            0.0,
            0.0,
            0.0,
            Qt.KeyboardModifier.NoModifier,
            button,
            Qt.MouseButton.LeftButton,
        )
        QApplication.sendEvent(widget, event)
        assert event.isAccepted()
    assert np.count_nonzero(document.labels) == 4
    assert said == ["started", "committed"]


def test_loading_under_a_stroke_ends_it_and_shows_the_new_drawing(
    widget: CanvasWidget, pointer: Any, document: Document, palette: Palette, said: list[object]
) -> None:
    pointer.press(10, 10)
    document.load(np.ones((200, 100), dtype=np.uint8), palette)
    assert said == ["started", "aborted"]
    assert widget.viewport.document_size == (200, 100)
    assert widget.viewport.is_fitted
    pointer.move(50, 50)
    pointer.release(50, 50)
    assert (document.labels == 1).all()


def test_another_document_takes_over_and_the_old_one_is_let_go(
    widget: CanvasWidget, pointer: Any, document: Document, palette: Palette
) -> None:
    pointer.press(10, 10)
    other = Document(palette, np.zeros((30, 30), dtype=np.uint8))
    widget.set_document(other, History(other))
    assert document.labels.any()
    pointer.click(10, 10)
    assert other.labels[10, 10] == 2
    document.load(np.zeros((5, 5), dtype=np.uint8), palette)
    assert widget.viewport.document_size == (30, 30)


def test_an_unknown_tool_is_refused_and_the_old_one_stays(widget: CanvasWidget) -> None:
    with pytest.raises(KeyError):
        widget.set_tool("airbrush")
    assert widget.tool_id == "brush"


def test_a_context_offers_the_tools_of_the_window(document: Document, history: History) -> None:
    assert list(make_tools(ToolContext(document, history))) == list(TOOLS)


def test_a_polygon_is_clicked_and_closed_by_keys_and_double_click(
    widget: CanvasWidget, pointer: Any, document: Document, said: list[object]
) -> None:
    widget.set_tool("polygon")
    corners = ((5, 5), (5, 30), (20, 30), (20, 5))
    for closing in ("return", "double", "first"):
        said.clear()
        for row, col in (*corners[:3], (40, 40)):
            pointer.click(row, col)
        pointer.key(Qt.Key.Key_Backspace)
        pointer.click(*corners[3])
        assert said == ["started"]
        if closing == "return":
            pointer.key(Qt.Key.Key_Return)
        elif closing == "double":
            pointer.double_click(*corners[3])
        else:
            pointer.click(5.2, 5.1)
        assert said == ["started", "committed"]
        assert np.count_nonzero(document.labels) == 15 * 25
        document.load(np.zeros(document.size, dtype=np.uint8), document.palette)


def test_keys_of_a_polygon_are_kept_from_shortcuts_only_while_it_is_placed(widget: CanvasWidget, pointer: Any) -> None:
    widget.set_tool("polygon")
    for expected in (False, True):
        for key in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace, Qt.Key.Key_Return):
            override = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
            override.ignore()
            QApplication.sendEvent(widget, override)
            assert override.isAccepted() is expected
        pointer.click(10, 10)
    generate = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    generate.ignore()
    QApplication.sendEvent(widget, generate)
    assert not generate.isAccepted()
    pointer.key(Qt.Key.Key_Escape)


def test_picking_within_a_polygon_leaves_it_be(
    widget: CanvasWidget, pointer: Any, document: Document, said: list[object]
) -> None:
    widget.set_tool("polygon")
    pointer.click(5, 5)
    pointer.modifiers = Qt.KeyboardModifier.ControlModifier
    pointer.click(40, 40)
    pointer.modifiers = Qt.KeyboardModifier.NoModifier
    pointer.click(5, 30)
    pointer.click(20, 30)
    widget.commit_active_tool()
    assert said == ["started", ("picked", 0), "committed"]
    assert document.labels.any()


def test_shift_squares_a_shape_while_the_pointer_rests(widget: CanvasWidget, pointer: Any, document: Document) -> None:
    widget.set_tool("rectangle")
    pointer.press(5.5, 5.5)
    pointer.move(14.5, 30.5)
    pointer.key(Qt.Key.Key_Shift)
    widget.commit_active_tool()
    assert np.count_nonzero(document.labels) == 26 * 26


def test_a_double_click_of_the_brush_paints_twice(pointer: Any, history: History, said: list[object]) -> None:
    pointer.click(10, 10)
    pointer.double_click(30, 30)
    assert said == ["started", "committed"] * 2
    assert history.undo()
    assert history.undo()


def test_fill_reaches_everywhere_on_demand(widget: CanvasWidget, pointer: Any, document: Document) -> None:
    pointer.press(24, 0)
    pointer.release(24, 63)
    widget.set_class(7)
    widget.set_tool("fill")
    widget.set_fill_reach(everywhere=True)
    pointer.click(5, 5)
    assert document.labels[45, 5] == 7


def test_the_wheel_with_shift_turns_the_view_and_the_tool_follows(
    widget: CanvasWidget, pointer: Any, document: Document
) -> None:
    point = QPointF(200, 150)
    for delta in (QPoint(0, 120), QPoint(120, 0), QPoint(0, -120), QPoint(0, 120)):
        event = QWheelEvent(
            point,
            point,
            QPoint(),
            delta,
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ShiftModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)
    assert widget.viewport.rotation_deg == 30
    widget.mirror()
    widget.set_brush(0.5)
    pointer.click(10.5, 20.5)
    assert np.argwhere(document.labels).tolist() == [[10, 20]]
    widget.rotate_by(0)
    assert widget.viewport.rotation_deg == 0


@pytest.mark.parametrize("value", [0.25, -0.2])
def test_a_pinch_zooms_where_the_pointer_is(widget: CanvasWidget, value: float) -> None:
    at, scale = QPointF(120, 90), widget.viewport.scale
    under = widget.viewport.to_document(at.x(), at.y())
    pad = QPointingDevice.primaryPointingDevice()
    for kind in (Qt.NativeGestureType.BeginNativeGesture, Qt.NativeGestureType.ZoomNativeGesture):
        QApplication.sendEvent(widget, QNativeGestureEvent(kind, pad, 2, at, at, at, value, QPointF(), 0))
    assert widget.viewport.scale == pytest.approx(scale * (1 + value))
    assert widget.viewport.to_document(at.x(), at.y()) == pytest.approx(under, abs=1)
