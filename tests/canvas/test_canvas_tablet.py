"""A tablet's pen over the widget: real tablet events, and the mouse events that come with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from canvas.document import Document
from canvas.edits import PatchEdit
from canvas.history import History
from canvas.qt.canvas_widget import CanvasWidget
from canvas.tools import PointerEvent, PressureFilter

LEFT, RIGHT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
NONE = Qt.MouseButton.NoButton
WAY = [(10.25, 8.5), (14.0, 20.75), (22.5, 30.125), (31.0, 37.0), (34.25, 50.5)]


class Tablet:
    """Sends a widget the events of a pen, at document points."""

    def __init__(self, widget: CanvasWidget) -> None:
        self._widget = widget
        self._ends = {
            end: QPointingDevice(
                end.name, number, QInputDevice.DeviceType.Stylus, end, QInputDevice.Capability.All, 1, 3
            )
            for number, end in enumerate((QPointingDevice.PointerType.Pen, QPointingDevice.PointerType.Eraser), 1)
        }
        self.end = QPointingDevice.PointerType.Pen
        self.modifiers = Qt.KeyboardModifier.NoModifier
        self.buttons = NONE
        self.now_ms = 0

    def press(self, row: float, col: float, pressure: float = 1.0, button: Qt.MouseButton = LEFT) -> bool:
        self.buttons |= button
        return self._send(QEvent.Type.TabletPress, row, col, pressure, button)

    def move(self, row: float, col: float, pressure: float = 1.0) -> bool:
        return self._send(QEvent.Type.TabletMove, row, col, pressure, NONE)

    def release(self, row: float, col: float, pressure: float = 0.0, button: Qt.MouseButton = LEFT) -> bool:
        self.buttons &= ~button
        return self._send(QEvent.Type.TabletRelease, row, col, pressure, button)

    def stroke(self, points: list[tuple[float, float]], pressures: list[float]) -> None:
        self.press(*points[0], pressures[0])
        for point, pressure in zip(points[1:], pressures[1:], strict=True):
            self.move(*point, pressure)
        self.release(*points[-1])

    def _send(self, kind: QEvent.Type, row: float, col: float, pressure: float, button: Qt.MouseButton) -> bool:
        at = QPointF(*self._widget.viewport.to_view(row, col))
        device = self._ends[self.end]
        event = QTabletEvent(
            kind, device, at, at, pressure, 0.0, 0.0, 0.0, 0.0, 0.0, self.modifiers, button, self.buttons
        )
        event.setTimestamp(self.now_ms)
        QApplication.sendEvent(self._widget, event)
        return event.isAccepted()


@pytest.fixture
def widget(qtbot: QtBot, document: Document, history: History) -> CanvasWidget:
    widget = CanvasWidget()
    qtbot.addWidget(widget)
    widget.resize(400, 300)
    widget.set_document(document, history)
    widget.show()
    qtbot.waitExposed(widget)
    widget.set_tool("pen")
    widget.set_brush(3.0)
    return widget


@pytest.fixture
def tablet(widget: CanvasWidget) -> Tablet:
    return Tablet(widget)


@pytest.fixture
def pointer(widget: CanvasWidget, pointer_of: Callable[[CanvasWidget], Any]) -> Any:
    return pointer_of(widget)


@pytest.mark.parametrize("tool", ["pen", "ink_eraser", "brush", "eraser", "rectangle", "lasso", "line"])
def test_a_pen_at_full_pressure_draws_what_the_mouse_draws(
    widget: CanvasWidget, tablet: Tablet, pointer: Any, document: Document, history: History, tool: str
) -> None:
    history.perform("ink", PatchEdit.replace_all(document.ink, np.full((48, 64), 90, np.uint8), "ink"))
    history.perform("labels", PatchEdit.replace_all(document.labels, np.full((48, 64), 7, np.uint8)))
    before = document.snapshot()
    widget.set_tool(tool)
    said: list[str] = []
    widget.stroke_started.connect(lambda: said.append("started"))
    widget.stroke_committed.connect(lambda: said.append("committed"))
    pointer.press(*WAY[0])
    for point in WAY[1:]:
        pointer.move(*point)
    pointer.release(*WAY[-1])
    drawn = document.snapshot()
    assert not document.is_as(before)
    history.undo()
    tablet.stroke(WAY, [1.0] * len(WAY))
    assert np.array_equal(document.labels, drawn.labels)
    assert np.array_equal(document.ink, drawn.ink)
    assert said == ["started", "committed"] * 2


def test_positions_are_finer_than_pixels(tablet: Tablet, document: Document, history: History) -> None:
    middles = []
    for col in (20.0, 20.4):
        tablet.stroke([(24.0, col)], [1.0])
        middles.append(np.average(np.arange(64) + 0.5, weights=document.ink.sum(axis=0)))
        history.undo()
    assert middles == pytest.approx([20.0, 20.4], abs=0.02)


def test_pressure_makes_the_line(tablet: Tablet, widget: CanvasWidget, document: Document, history: History) -> None:
    widget.set_brush(8.0)
    tablet.stroke([(24.0, float(col)) for col in range(8, 56, 2)], list(np.linspace(0.1, 1, 24)))
    widths = (document.ink > 127).sum(axis=0)
    assert widths[50] > widths[30] > widths[12] > 0
    history.undo()
    widget.set_pressure(sizes=False, fades=True)
    tablet.stroke([(24.0, float(col)) for col in range(8, 56, 2)], list(np.linspace(0.1, 1, 24)))
    assert document.ink[24, 50] > document.ink[24, 30] > document.ink[24, 12] > 0


def test_the_mouse_is_not_heard_while_the_pen_is_down(
    tablet: Tablet, pointer: Any, widget: CanvasWidget, document: Document, history: History
) -> None:
    tablet.stroke(WAY, [1.0] * len(WAY))
    alone = document.ink.copy()
    history.undo()
    assert tablet.press(*WAY[0])
    pointer.press(*WAY[0])
    for row, col in WAY[1:]:
        tablet.move(row, col)
        pointer.move(row + 9, col - 7)
    pointer.double_click(40, 5)
    pointer.release(*WAY[0])
    tablet.release(*WAY[-1])
    pointer.release(*WAY[-1])
    assert np.array_equal(document.ink, alone)
    assert history.position == 1
    pointer.click(44, 4)
    assert document.ink[44, 4] == 255


def test_a_pen_that_left_while_down_gives_the_mouse_back(
    tablet: Tablet, pointer: Any, widget: CanvasWidget, document: Document, history: History
) -> None:
    tablet.press(*WAY[0])
    tablet.move(*WAY[1])
    QApplication.sendEvent(widget, QFocusEvent(QEvent.Type.FocusOut))
    assert history.position == 1
    pointer.click(44, 4)
    assert document.ink[44, 4] == 255


def test_spikes_of_pressure_at_the_ends_leave_no_blot(
    tablet: Tablet, widget: CanvasWidget, document: Document, history: History
) -> None:
    widget.set_brush(10.0)
    points = [(24.0, 10 + 2.0 * step) for step in range(20)]
    calm = [0.1] * 20
    tablet.stroke(points, calm)
    expected = document.ink.copy()
    history.undo()
    for spoiled in (0, 9, 19):
        tablet.stroke(points, [1.0 if at == spoiled else value for at, value in enumerate(calm)])
        assert np.array_equal(document.ink, expected)
        history.undo()


def test_a_tap_has_its_own_pressure(tablet: Tablet, widget: CanvasWidget, document: Document) -> None:
    widget.set_tool("brush")
    widget.set_brush(10.0)
    tablet.press(24, 32, 0.5)
    tablet.release(24, 32, 0.0)
    assert int((document.labels[24] > 0).sum()) == 10


def test_a_resting_pen_is_drawn_without_more_samples(
    tablet: Tablet, widget: CanvasWidget, document: Document, qtbot: QtBot
) -> None:
    tablet.press(24, 32)
    qtbot.waitUntil(lambda: document.ink[24, 32] == 255)
    tablet.release(24, 32)


def test_undo_with_the_pen_down_keeps_what_was_held_back(
    tablet: Tablet, widget: CanvasWidget, document: Document, history: History
) -> None:
    tablet.press(10, 10)
    tablet.move(10, 40)
    widget.commit_active_tool()
    assert document.ink[10, 39] == 255
    history.undo()
    tablet.move(40, 40)
    tablet.release(40, 40)
    assert not document.ink.any()
    tablet.press(10, 10)
    tablet.move(10, 40)
    widget.abort_active_tool()
    tablet.move(40, 40)
    tablet.release(40, 40)
    assert not document.ink.any()


@pytest.mark.parametrize(("tool", "layer"), [("pen", "ink"), ("ink_eraser", "ink"), ("brush", "labels")])
def test_the_other_end_erases_on_the_layer_of_the_tool(
    tablet: Tablet, pointer: Any, widget: CanvasWidget, document: Document, history: History, tool: str, layer: str
) -> None:
    history.perform("ink", PatchEdit.replace_all(document.ink, np.full((48, 64), 200, np.uint8), "ink"))
    history.perform("labels", PatchEdit.replace_all(document.labels, np.full((48, 64), 7, np.uint8)))
    widget.set_tool(tool)
    tablet.end = QPointingDevice.PointerType.Eraser
    tablet.stroke(WAY, [1.0] * len(WAY))
    assert (document.ink[14, 20] == 0) == (layer == "ink")
    assert (document.labels[14, 20] == 0) == (layer == "labels")
    tablet.end = QPointingDevice.PointerType.Pen
    assert widget.tool_id == tool
    pointer.move(5, 5)
    pointer.click(24, 5)
    assert history.labels[-1].startswith({"pen": "Pen", "ink_eraser": "Ink eraser", "brush": "Brush"}[tool])


def test_hovering_shows_the_class_and_paints_nothing(tablet: Tablet, widget: CanvasWidget, document: Document) -> None:
    hovered: list[int] = []
    widget.class_hovered.connect(hovered.append)
    for point in WAY:
        assert tablet.move(*point, 0.0)
    assert hovered == [0]
    assert not document.ink.any()


def test_the_barrel_button_picks_and_the_middle_one_is_left_to_the_mouse(
    tablet: Tablet, widget: CanvasWidget, document: Document, history: History
) -> None:
    history.perform("labels", PatchEdit.replace_all(document.labels, np.full((48, 64), 7, np.uint8)))
    picked: list[int] = []
    widget.class_picked.connect(picked.append)
    assert tablet.press(20, 20, 0.0, RIGHT)
    tablet.release(20, 20, 0.0, RIGHT)
    assert picked == [7]
    tablet.press(20, 20, 0.0, RIGHT)
    tablet.press(20, 20, 0.5)
    tablet.release(20, 20)
    tablet.release(20, 20, 0.0, RIGHT)
    assert set(picked) == {7}
    assert not document.ink.any()
    tablet.press(20, 20)
    tablet.release(20, 20)
    assert document.ink[20, 20] == 255
    assert not tablet.press(20, 20, 0.0, MIDDLE)


def test_space_and_the_pen_move_the_view(
    widget: CanvasWidget, tablet: Tablet, pointer: Any, document: Document
) -> None:
    """Qt makes mouse events of what is left to it, and these move the view."""
    pointer.key(Qt.Key.Key_Space)
    before = widget.viewport
    for send, echo in (
        (tablet.press, pointer.press),
        (tablet.move, pointer.move),
        (tablet.move, pointer.move),
        (tablet.release, pointer.release),
    ):
        row, col = (10, 10) if send == tablet.press else (20, 25)
        assert not send(row, col)
        echo(row, col)
    pointer.key(Qt.Key.Key_Space, down=False)
    assert widget.viewport != before
    assert not document.ink.any()
    pointer.press(*WAY[0])
    pointer.release(*WAY[0])
    assert document.ink.any()


def test_space_in_the_middle_of_a_stroke_of_the_pen_does_not_end_it(
    widget: CanvasWidget, tablet: Tablet, pointer: Any, document: Document, history: History
) -> None:
    tablet.press(10, 10, 0.2)
    pointer.key(Qt.Key.Key_Space)
    assert tablet.move(10, 30, 0.2)
    assert tablet.release(10, 30)
    pointer.key(Qt.Key.Key_Space, down=False)
    assert document.ink[10, 29] > 0
    assert len(history.labels) == 1


def test_shift_and_a_drag_change_the_size_of_the_pen(
    tablet: Tablet, pointer: Any, widget: CanvasWidget, document: Document
) -> None:
    radii: list[float] = []
    widget.brush_size_changed.connect(radii.append)
    tablet.modifiers = Qt.KeyboardModifier.ShiftModifier
    tablet.stroke([(20.0, 20.0), (20.0, 25.0), (20.0, 30.0)], [0.5, 0.5, 0.5])
    assert radii[-1] == 13
    assert not document.ink.any()
    pointer.key(Qt.Key.Key_BracketRight)
    assert radii[-1] > 13


def test_a_double_tap_closes_a_polygon(tablet: Tablet, widget: CanvasWidget, document: Document) -> None:
    widget.set_tool("polygon")
    for at_ms, point in ((1000, (5, 5)), (2000, (5, 50)), (3000, (40, 30)), (3100, (40, 30))):
        tablet.now_ms = at_ms
        tablet.press(*point)
        tablet.release(*point)
    assert document.labels[15, 30] == 1


def test_filter_keeps_what_the_hand_does() -> None:
    def filtered(pressures: list[float]) -> list[float]:
        kept, filter_ = [], PressureFilter()
        for at, pressure in enumerate(pressures):
            kept += filter_.feed(PointerEvent("move" if at else "press", 0, at, pressure))
        kept += filter_.feed(PointerEvent("release", 0, len(pressures), 0.0))
        assert [event.col for event in kept] == list(range(len(pressures) + 1))
        return [event.pressure for event in kept]

    rising = [0.1, 0.2, 0.3, 0.4, 0.5]
    assert filtered(rising) == [0.1, 0.2, 0.3, 0.4, 0.4, 0.4]
    assert filtered([1.0, 0.2, 0.2, 0.9, 0.2, 1.0]) == [0.2, 0.2, 0.2, 0.2, 0.9, 0.2, 0.2]
    assert filtered([0.6]) == [0.6, 0.6]
