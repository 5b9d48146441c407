from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from canvas.document import Document
from canvas.history import History
from canvas.palette import Palette
from canvas.tools import PointerEvent, Tool, ToolContext, make_tools, stepped_radius


@pytest.fixture
def context(document: Document, history: History) -> ToolContext:
    return ToolContext(document, history, class_id=2, radius_px=2.0)


def drag(tool: Tool, points: Sequence[tuple[float, float]], shift: bool = False) -> None:
    tool.press(PointerEvent("press", *points[0], shift=shift))
    for point in points[1:]:
        tool.move(PointerEvent("move", *point))
    tool.release(PointerEvent("release", *points[-1]))


def test_a_brush_stroke_is_one_entry_without_gaps_and_has_one_class(context: ToolContext) -> None:
    drag(make_tools(context)["brush"], [(10, 5), (10, 55), (40, 55)])
    labels = context.document.labels
    assert (labels[9:11, 5:56] == 2).all()
    assert (labels[10:40, 54:56] == 2).all()
    assert set(np.unique(labels).tolist()) == {0, 2}
    assert context.history.undo()
    assert not context.history.can_undo
    assert not context.document.labels.any()


def test_a_click_paints_one_stamp(context: ToolContext) -> None:
    context.radius_px = 0.5
    drag(make_tools(context)["brush"], [(10.9, 5.1)])
    assert np.argwhere(context.document.labels).tolist() == [[10, 5]]


def test_pressure_narrows_the_brush(context: ToolContext) -> None:
    context.radius_px = 10
    brush = make_tools(context)["brush"]
    brush.press(PointerEvent("press", 20, 20, pressure=0.1))
    brush.commit()
    assert np.count_nonzero(context.document.labels) == 4


def test_shift_draws_a_straight_line_from_the_last_point(context: ToolContext) -> None:
    brush = make_tools(context)["brush"]
    context.radius_px = 0.5
    drag(brush, [(5, 5)], shift=True)
    assert np.count_nonzero(context.document.labels) == 1
    drag(brush, [(5, 30)], shift=True)
    assert (context.document.labels[5, 5:31] == 2).all()
    assert np.count_nonzero(context.document.labels) == 26
    drag(brush, [(40, 30)])
    assert np.count_nonzero(context.document.labels) == 27


def test_the_eraser_leaves_pixels_unlabelled(context: ToolContext) -> None:
    tools = make_tools(context)
    drag(tools["fill"], [(0, 0)])
    drag(tools["eraser"], [(20, 0), (20, 63)])
    assert not context.document.labels[19:21].any()
    assert context.history.undo_label == "Eraser stroke"


def test_fill_takes_the_region_and_with_shift_the_class(context: ToolContext) -> None:
    tools = make_tools(context)
    drag(tools["brush"], [(24, -5), (24, 70)])
    context.class_id = 7
    drag(tools["fill"], [(0, 0)])
    labels = context.document.labels
    assert (labels[0] == 7).all()
    assert not labels[-1].any()
    context.history.undo()
    drag(tools["fill"], [(0, 0)], shift=True)
    assert (labels[0] == 7).all()
    assert (labels[-1] == 7).all()
    assert (labels[24] == 2).all()


def test_fill_outside_the_drawing_does_nothing(context: ToolContext) -> None:
    drag(make_tools(context)["fill"], [(-0.5, 3)])
    assert not context.history.can_undo


def test_the_picker_names_the_class_and_changes_nothing(context: ToolContext) -> None:
    picked: list[int] = []
    context.picked.connect(picked.append)
    tools = make_tools(context)
    drag(tools["brush"], [(10, 10)])
    drag(tools["picker"], [(10, 10), (30, 30), (-4, 0)])
    assert picked == [2, 0]
    assert context.document.revision == 1


@pytest.mark.parametrize("tool_id", ["brush", "eraser", "fill"])
def test_abort_takes_the_stroke_back_and_what_follows_is_ignored(context: ToolContext, tool_id: str) -> None:
    tools = make_tools(context)
    context.class_id = 1
    drag(tools["fill"], [(0, 0)])
    context.class_id = 2
    before = context.document.labels.copy()
    tool = tools[tool_id]
    tool.press(PointerEvent("press", 20, 20))
    tool.move(PointerEvent("move", 30, 40))
    assert tool.is_active
    assert not np.array_equal(context.document.labels, before)
    tool.abort()
    assert not tool.is_active
    for event in (PointerEvent("move", 5, 5), PointerEvent("release", 5, 5)):
        (tool.move if event.kind == "move" else tool.release)(event)
    tool.abort()
    tool.commit()
    assert np.array_equal(context.document.labels, before)
    assert context.history.undo_label == "Fill"
    assert not context.history.can_redo


def test_commit_ends_the_stroke_and_the_rest_of_it_is_ignored(context: ToolContext) -> None:
    brush = make_tools(context)["brush"]
    brush.press(PointerEvent("press", 20, 20))
    brush.commit()
    brush.move(PointerEvent("move", 40, 40))
    brush.release(PointerEvent("release", 40, 40))
    assert context.document.labels[40, 40] == 0
    assert context.history.undo()
    assert not context.history.can_undo


def test_a_press_without_release_commits_the_stroke_before(context: ToolContext) -> None:
    brush = make_tools(context)["brush"]
    brush.press(PointerEvent("press", 10, 10))
    brush.press(PointerEvent("press", 30, 30))
    brush.commit()
    assert context.history.undo()
    assert context.history.undo()


def test_loading_ends_the_stroke_under_the_tool(context: ToolContext, palette: Palette) -> None:
    brush = make_tools(context)["brush"]
    brush.press(PointerEvent("press", 10, 10))
    context.document.load(np.zeros((8, 8), dtype=np.uint8), palette)
    assert not brush.is_active
    brush.move(PointerEvent("move", 4, 4))
    brush.release(PointerEvent("release", 4, 4))
    assert not context.document.labels.any()


def test_stepping_grows_and_shrinks_by_at_least_a_pixel() -> None:
    radius, widths = 0.5, []
    for _ in range(60):
        widths.append(2 * radius)
        radius = stepped_radius(radius, grow=True)
    assert widths[:4] == [1, 2, 3, 4]
    assert widths[-1] == 1024
    for _ in range(80):
        radius = stepped_radius(radius, grow=False)
    assert radius == 0.5
