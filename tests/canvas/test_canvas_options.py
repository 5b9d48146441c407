"""What the options do to every tool: painting over some classes only, mirroring, resizing by a drag."""

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
from canvas.tools import OPTIONS, TOOLS, PointerEvent, Polygon, Tool, ToolContext, make_tools

PAINTING = [tool_id for tool_id in TOOLS if "over" in OPTIONS.get(tool_id, ())]


@pytest.fixture
def context(palette: Palette) -> ToolContext:
    """A drawing of an odd width: sky above, tree below, unlabelled in the middle."""
    labels = np.zeros((60, 81), np.uint8)
    labels[:20], labels[40:] = 1, 2
    document = Document(palette, labels)
    return ToolContext(document, History(document), class_id=7, radius_px=4.0)


def use(tool: Tool) -> None:
    """A stroke, or shape, from the sky over the middle into the trees, left of the middle."""
    tool.press(PointerEvent("press", 5, 10))
    for row, col in ((12, 35), (50, 34), (52, 30)):
        tool.move(PointerEvent("move", row, col))
        if isinstance(tool, Polygon):
            tool.press(PointerEvent("press", row, col))
    tool.release(PointerEvent("release", 52, 30))
    tool.commit()


@pytest.mark.parametrize("tool_id", PAINTING)
@pytest.mark.parametrize("over", [frozenset({0}), frozenset({1}), frozenset({1, 2})])
def test_classes_that_are_not_painted_over_are_preserved(
    context: ToolContext, tool_id: str, over: frozenset[int]
) -> None:
    before = context.document.labels.copy()
    context.over = over
    use(make_tools(context)[tool_id])
    changed = context.document.labels != before
    allowed = over - {0} or {1, 2} if tool_id == "eraser" else over
    assert set(before[changed].tolist()) == (allowed & {1} if tool_id == "fill" else allowed)


def test_a_fill_paints_nothing_where_its_region_is_preserved(context: ToolContext) -> None:
    context.over = frozenset({0})
    use(make_tools(context)["fill"])
    assert not context.history.can_undo
    context.over = frozenset({1})
    use(make_tools(context)["fill"])
    assert (context.document.labels[:20] == 7).all()


@pytest.mark.parametrize("tool_id", PAINTING)
@pytest.mark.parametrize(("left_right", "top_bottom"), [(True, False), (False, True), (True, True)])
def test_what_is_painted_is_mirrored_exactly_in_one_undo_step(
    context: ToolContext, tool_id: str, left_right: bool, top_bottom: bool
) -> None:
    document = context.document
    symmetric = np.zeros(document.size, np.uint8)
    symmetric[10:50, 5:76] = 1
    document.load(symmetric, document.palette)
    context.mirrors_left_right, context.mirrors_top_bottom = left_right, top_bottom
    use(make_tools(context)[tool_id])
    painted = document.labels
    assert not np.array_equal(painted, symmetric)
    if left_right:
        assert np.array_equal(painted, painted[:, ::-1])
    if top_bottom:
        assert np.array_equal(painted, painted[::-1])
    assert context.history.undo()
    assert np.array_equal(document.labels, symmetric)
    assert not context.history.can_undo


def test_outlines_are_mirrored_with_their_points(context: ToolContext) -> None:
    context.mirrors_left_right = context.mirrors_top_bottom = True
    assert context.mirrored([(1, 2)]) == [[(1, 2)], [(1, 79)], [(59, 2)], [(59, 79)]]


@pytest.fixture
def widget(qtbot: QtBot, context: ToolContext) -> CanvasWidget:
    widget = CanvasWidget()
    qtbot.addWidget(widget)
    widget.resize(400, 300)
    widget.set_document(context.document, context.history)
    widget.set_class(7)
    widget.set_brush(5)
    widget.show()
    qtbot.waitExposed(widget)
    widget.set_viewport(widget.viewport.zoomed_to(2.0))
    return widget


@pytest.fixture
def pointer(widget: CanvasWidget, pointer_of: Callable[[CanvasWidget], Any]) -> Any:
    return pointer_of(widget)


def test_a_drag_with_shift_resizes_the_brush_and_paints_nothing(
    widget: CanvasWidget, pointer: Any, context: ToolContext
) -> None:
    radii: list[float] = []
    widget.brush_size_changed.connect(radii.append)
    pointer.modifiers = Qt.KeyboardModifier.ShiftModifier
    pointer.press_at(200, 150)
    for x in (202, 210, 220, 120, 212):
        pointer.move_at(x, 150)
    pointer.release_at(212, 150)
    assert radii == [10.0, 15.0, 0.5, 11.0]
    assert context.document.revision == 0
    pointer.modifiers = Qt.KeyboardModifier.NoModifier
    pointer.click(30, 40)
    assert np.count_nonzero(context.document.labels[30] == 7) == 22


def test_a_click_with_shift_still_draws_the_straight_line(
    widget: CanvasWidget, pointer: Any, context: ToolContext
) -> None:
    pointer.click(30, 10)
    pointer.modifiers = Qt.KeyboardModifier.ShiftModifier
    pointer.click(30, 70)
    assert (context.document.labels[30, 10:71] == 7).all()
    assert context.history.undo()
    assert context.history.undo()
    assert not context.history.can_undo


def test_shift_still_constrains_shapes_and_resizes_nothing(
    widget: CanvasWidget, pointer: Any, context: ToolContext
) -> None:
    widget.set_tool("rectangle")
    pointer.modifiers = Qt.KeyboardModifier.ShiftModifier
    pointer.press(20.5, 20.5)
    pointer.move(39.5, 25.5)
    pointer.release(39.5, 25.5)
    assert np.count_nonzero(context.document.labels == 7) == 400


def test_losing_the_focus_ends_a_resize(widget: CanvasWidget, pointer: Any, context: ToolContext) -> None:
    pointer.modifiers = Qt.KeyboardModifier.ShiftModifier
    pointer.press_at(200, 150)
    widget.commit_active_tool()
    pointer.release_at(200, 150)
    assert context.document.revision == 0
