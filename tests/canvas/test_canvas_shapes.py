"""Line, rectangle, ellipse, lasso, polygon: what they paint, show, and take back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from canvas.document import Document
from canvas.history import History
from canvas.palette import Palette
from canvas.tools import PointerEvent, Tool, ToolContext, make_tools
from canvas.tools.outline import line_edge
from canvas.tools.shapes import turned_to_eighth

DRAGGED = ("line", "rectangle", "ellipse", "lasso")


@pytest.fixture
def context(document: Document, history: History) -> ToolContext:
    return ToolContext(document, history, class_id=2, radius_px=1.5)


@pytest.fixture
def tools(context: ToolContext) -> dict[str, Tool]:
    return make_tools(context)


def drag(tool: Tool, points: Sequence[tuple[float, float]], shift: bool = False) -> None:
    tool.press(PointerEvent("press", *points[0], shift=shift))
    for point in points[1:]:
        tool.move(PointerEvent("move", *point, shift=shift))
    tool.release(PointerEvent("release", *points[-1], shift=shift))


def press(tool: Tool, row: float, col: float, is_double: bool = False, shift: bool = False) -> None:
    tool.press(PointerEvent("press", row, col, is_double=is_double, shift=shift, reach_px=2))
    tool.release(PointerEvent("release", row, col, shift=shift, reach_px=2))


def test_a_rectangle_holds_both_corner_pixels(context: ToolContext, tools: dict[str, Tool]) -> None:
    drag(tools["rectangle"], [(20.5, 30.5), (22, 40), (10.2, 12.9)])
    expected = np.zeros(context.document.size, np.uint8)
    expected[10:21, 12:31] = 2
    assert np.array_equal(context.document.labels, expected)


@pytest.mark.parametrize("end", [(30, 15), (15, 40), (2, 9), (12, 1)])
@pytest.mark.parametrize("tool_id", ["rectangle", "ellipse"])
def test_shift_makes_a_square_and_a_circle(
    context: ToolContext, tools: dict[str, Tool], tool_id: str, end: tuple[float, float]
) -> None:
    context.document.load(np.zeros((100, 100), np.uint8), context.document.palette)
    drag(tools[tool_id], [(45.3, 50.8), (end[0] + 35, end[1] + 40)], shift=True)
    rows, cols = np.nonzero(context.document.labels)
    assert np.ptp(rows) == np.ptp(cols) > 5


def test_a_line_is_as_wide_as_the_brush_and_shift_turns_it(context: ToolContext, tools: dict[str, Tool]) -> None:
    drag(tools["line"], [(20.5, 5.5), (23, 50)], shift=True)
    assert (context.document.labels[19:22, 5:48] == 2).all()
    assert not context.document.labels[22:].any()
    assert turned_to_eighth((0, 0), (10, 9)) == pytest.approx((9.5, 9.5))
    assert turned_to_eighth((5, 5), (5, -2)) == pytest.approx((5, -2))


def test_a_lasso_fills_what_its_way_encloses_also_twice(context: ToolContext, tools: dict[str, Tool]) -> None:
    way = [(5, 5), (5, 40), (30, 40), (30, 5)]
    drag(tools["lasso"], [*way, *way, (5, 5)])
    assert (context.document.labels[5:30, 5:40] == 2).all()
    assert np.count_nonzero(context.document.labels) == 25 * 35


@pytest.mark.parametrize("tool_id", DRAGGED)
def test_a_shape_is_shown_while_dragged_and_one_step_of_undo(
    context: ToolContext, tools: dict[str, Tool], tool_id: str
) -> None:
    tool = tools[tool_id]
    tool.press(PointerEvent("press", 10, 10))
    tool.move(PointerEvent("move", 30, 40))
    tool.move(PointerEvent("move", 40, 20))
    assert tool.is_active
    assert tool.outline.lines
    assert context.document.revision == 0
    tool.release(PointerEvent("release", 40, 20))
    assert not tool.is_active
    assert not tool.outline.lines
    assert set(np.unique(context.document.labels)) == {0, 2}
    assert context.history.undo()
    assert not context.document.labels.any()
    assert not context.history.can_undo


@pytest.mark.parametrize("tool_id", DRAGGED)
def test_a_click_without_a_drag_paints_nothing(context: ToolContext, tools: dict[str, Tool], tool_id: str) -> None:
    drag(tools[tool_id], [(10, 10)])
    assert not context.history.can_undo


@pytest.mark.parametrize("tool_id", [*DRAGGED, "polygon"])
def test_abort_forgets_the_shape(context: ToolContext, tools: dict[str, Tool], tool_id: str) -> None:
    tool = tools[tool_id]
    for point in ((10, 10), (10, 40), (40, 40)):
        (tool.press if tool_id == "polygon" or not tool.is_active else tool.move)(PointerEvent("press", *point))
    tool.abort()
    assert not tool.is_active
    assert not tool.outline.lines
    tool.move(PointerEvent("move", 5, 5))
    tool.release(PointerEvent("release", 5, 5))
    assert context.document.revision == 0
    assert not context.history.in_stroke


@pytest.mark.parametrize("tool_id", [*DRAGGED, "polygon"])
def test_loading_ends_the_shape(context: ToolContext, tools: dict[str, Tool], palette: Palette, tool_id: str) -> None:
    tool = tools[tool_id]
    tool.press(PointerEvent("press", 10, 10))
    tool.move(PointerEvent("move", 30, 40))
    context.document.load(np.zeros((8, 8), np.uint8), palette)
    assert not tool.outline.lines
    tool.release(PointerEvent("release", 30, 40))
    tool.commit()
    assert not context.document.labels.any()
    drag(tools["rectangle"], [(1, 1), (3, 3)])
    assert np.count_nonzero(context.document.labels) == 9


@pytest.mark.parametrize("how", ["double", "first", "commit"])
def test_a_polygon_closes(context: ToolContext, tools: dict[str, Tool], how: str) -> None:
    polygon = tools["polygon"]
    for row, col in ((10, 10), (10, 40), (30, 40), (30, 10)):
        press(polygon, row, col)
        assert polygon.is_active
    if how == "double":
        press(polygon, 30, 10, is_double=True)
    elif how == "first":
        press(polygon, 11, 9)
    else:
        polygon.commit()
    assert not polygon.is_active
    expected = np.zeros(context.document.size, np.uint8)
    expected[10:30, 10:40] = 2
    assert np.array_equal(context.document.labels, expected)
    assert context.history.undo_label == "Polygon"


def test_stepping_back_takes_points_from_a_polygon(context: ToolContext, tools: dict[str, Tool]) -> None:
    polygon = tools["polygon"]
    for row, col in ((10, 10), (10, 40), (30, 40), (45, 60)):
        press(polygon, row, col)
    polygon.step_back()
    press(polygon, 30, 10)
    polygon.commit()
    assert context.document.labels[29, 39] == 2
    assert not context.document.labels[30:].any()
    press(polygon, 10, 10)
    polygon.step_back()
    assert not polygon.is_active
    polygon.step_back()


def test_shift_turns_a_side_of_a_polygon(context: ToolContext, tools: dict[str, Tool]) -> None:
    polygon = tools["polygon"]
    press(polygon, 10, 10)
    polygon.move(PointerEvent("move", 11, 40, shift=True))
    assert polygon.outline.lines[0][1] == pytest.approx((10, 40))
    press(polygon, 11, 40, shift=True)
    press(polygon, 30, 40)
    press(polygon, 30, 10)
    polygon.commit()
    assert (context.document.labels[10:30, 10:40] == 2).all()


def test_the_edge_of_a_line_encloses_the_stamps_at_its_ends() -> None:
    for shape in ("round", "square"):
        edge = np.array(line_edge((10, 10), (20, 30), 8, shape))
        assert edge.min(axis=0) == pytest.approx((6, 6), abs=0.1)
        assert edge.max(axis=0) == pytest.approx((24, 34), abs=0.1)
        assert edge[0] == pytest.approx(edge[-1])
