"""Colour brush and eraser: what lies on what, what is undone, mirrored, picked and moved along, and what is drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from canvas.colour_stroke import Colour, ColourStroke
from canvas.document import Document
from canvas.edits import PatchEdit
from canvas.history import History
from canvas.layers.colours import laid_over
from canvas.qt.canvas_widget import CanvasWidget
from canvas.qt.layer_painter import premultiplied
from canvas.raster import BBox
from canvas.tools import ColourBrush, ColourEraser, Move, Pen, Picker, PointerEvent, ToolContext
from tests.canvas.conftest import Pointer

RED: Colour = (200, 30, 10)
BLUE: Colour = (10, 40, 220)


@pytest.fixture
def context(document: Document, history: History) -> ToolContext:
    return ToolContext(document, history, radius_px=4.0, colour=RED)


def stroke(tool: Pen | Move, *points: tuple[float, float], pressure: float = 1.0) -> None:
    events = [PointerEvent("move", *point, pressure) for point in points]
    tool.press(replace(events[0], kind="press"))
    for event in events[1:]:
        tool.move(event)
    tool.release(replace(events[-1], kind="release"))


def test_a_stroke_lays_its_colour_and_nothing_else(document: Document, history: History, context: ToolContext) -> None:
    before = document.snapshot()
    stroke(ColourBrush(context), (20, 10), (20, 40))
    assert document.colours[20, 25].tolist() == [*RED, 255]
    painted = document.colours[document.colours[..., 3] > 0]
    assert (painted[:, :3] == RED).all()
    assert set(painted[:, 3]) != {255}  # soft at its edge
    assert not document.labels.any()
    assert not document.ink.any()
    assert history.labels == ("Colour stroke",)
    history.undo()
    assert document.is_as(before)


def test_it_covers_what_ink_would(document: Document, context: ToolContext) -> None:
    way = [(12.0, 8.0), (30.0, 20.0), (14.0, 44.0), (40.0, 50.0)]
    stroke(ColourBrush(context), *way)
    stroke(Pen(context), *way)
    np.testing.assert_array_equal(document.colours[..., 3], document.ink)


def test_a_stroke_lies_once_on_what_was_before_it(document: Document, context: ToolContext) -> None:
    """However many events draw it, and where it crosses itself."""
    stroke(ColourBrush(context), (20, 4), (20, 60))
    below = document.colours.copy()
    context.colour = BLUE
    covered = Document(document.palette, document.labels)
    way = [(8.0, 20.0), (34.0, 22.0), (30.0, 40.0), (10.0, 12.0), (30.0, 12.0)]
    stroke(ColourBrush(replace(context, document=covered, history=History(covered))), *way)
    stroke(ColourBrush(context), *way)
    np.testing.assert_array_equal(document.colours, laid_over(below, covered.colours))


def test_the_eraser_takes_paint_alone(document: Document, history: History, context: ToolContext) -> None:
    stroke(ColourBrush(context), (20, 10), (20, 40))
    stroke(Pen(context), (20, 10), (20, 40))
    before = document.snapshot()
    stroke(ColourEraser(context), (20, 20), (20, 22))
    assert document.colours[20, 21].tolist() == [0, 0, 0, 0]
    assert document.colours[20, 35].tolist() == [*RED, 255]
    np.testing.assert_array_equal(document.ink, before.ink)
    left = document.colours[document.colours[..., 3] > 0]
    assert (left[:, :3] == RED).all()
    history.undo()
    assert document.is_as(before)


def test_an_eraser_over_nothing_is_no_step(history: History, context: ToolContext) -> None:
    stroke(ColourEraser(context), (20, 20), (20, 30))
    assert history.labels == ()


def test_the_same_colour_again_is_no_step(history: History, context: ToolContext) -> None:
    stroke(ColourBrush(replace(context, radius_px=9.0)), (20, 20), (20, 40))
    stroke(ColourBrush(context), (20, 22), (20, 38))
    assert history.labels == ("Colour stroke",)


def test_escape_takes_it_back(document: Document, context: ToolContext) -> None:
    tool, before = ColourBrush(context), document.snapshot()
    tool.press(PointerEvent("press", 20, 20))
    tool.move(PointerEvent("move", 30, 40))
    assert document.colours.any()
    tool.abort()
    assert document.is_as(before)


def test_it_is_mirrored(document: Document, context: ToolContext) -> None:
    context.mirrors_left_right = context.mirrors_top_bottom = True
    stroke(ColourBrush(context), (10, 8), (16, 20))
    np.testing.assert_array_equal(document.colours, document.colours[:, ::-1])
    np.testing.assert_array_equal(document.colours, document.colours[::-1])
    assert document.colours[10, 8].tolist() == [*RED, 255]


def test_a_light_hand_makes_it_thinner_or_fainter(document: Document, history: History, context: ToolContext) -> None:
    covers = []
    for sizes, fades in ((False, False), (True, False), (False, True)):
        context.pressure_sizes, context.pressure_fades = sizes, fades
        stroke(ColourBrush(context), (20, 20), (20, 40), pressure=0.2)
        covers.append(document.colours[..., 3].astype(int))
        history.undo()
    assert (covers[1] > 0).sum() < (covers[0] > 0).sum()
    assert covers[2].max() < 255 == covers[0].max()


def test_a_stroke_touches_its_own_box_alone(document: Document) -> None:
    colours = np.zeros((400, 400, 4), np.uint8)
    part = ColourStroke((400, 400), RED)
    covered = np.zeros((60, 60), np.uint8)
    covered[20:30, 10:40] = 255
    edit = part.laid(colours, BBox(100, 100, 160, 160), covered)
    assert edit.bbox == BBox(120, 110, 130, 140)
    edit.apply(colours)
    again = part.laid(colours, BBox(100, 100, 160, 160), covered)
    assert again.is_empty


def test_picking_takes_the_colour_that_is_seen(document: Document, context: ToolContext) -> None:
    colours: list[Colour] = []
    classes: list[int] = []
    context.colour_picked.connect(colours.append)
    context.picked.connect(classes.append)
    document.apply(PatchEdit.paint(document.labels, BBox(0, 0, 10, 10), np.ones((10, 10), np.bool_), 7))
    stroke(ColourBrush(context), (30, 30), (30, 40))
    picker = Picker(context)
    picker.press(PointerEvent("press", 5, 5))
    assert (classes, colours) == ([7], [])
    context.layer = "colours"
    for row, col in ((5, 5), (30, 35), (45, 2), (-4, 2)):
        picker.press(PointerEvent("press", row, col))
    assert colours == [document.palette.entry(7).rgb, RED]
    assert classes == [7]


@pytest.mark.parametrize("along", [True, False])
def test_a_region_takes_its_colours_along(along: bool, document: Document, context: ToolContext) -> None:
    house = BBox(10, 10, 20, 22)
    document.apply(PatchEdit.paint(document.labels, house, np.ones((10, 12), np.bool_), 7))
    stroke(ColourBrush(context), (15, 2), (15, 60))
    context.colour = BLUE
    stroke(ColourBrush(context), (34, 2), (34, 60))
    context.moves_ink = along
    before = document.snapshot()
    move = Move(context)
    stroke(move, (11, 11), (30, 31))
    if not along:
        np.testing.assert_array_equal(document.colours, before.colours)
        return
    here, there = house.slices, BBox(29, 30, 39, 42).slices
    assert not document.colours[here].any()
    np.testing.assert_array_equal(document.colours[there], laid_over(before.colours[there], before.colours[here]))
    stroke(move, (30, 31), (11, 11))  # back again: what it lay on is as it was
    np.testing.assert_array_equal(document.colours, before.colours)
    context.history.undo()
    context.history.undo()
    assert document.is_as(before)


def test_premultiplied() -> None:
    pixels = np.array([[[200, 100, 50, 255], [200, 100, 50, 128], [0, 0, 0, 0]]], np.uint8)
    assert [hex(each) for each in premultiplied(pixels)[0].tolist()] == ["0xffc86432", "0x80643219", "0x0"]


@pytest.fixture
def canvas(qtbot: QtBot, document: Document, history: History) -> CanvasWidget:
    widget = CanvasWidget()
    qtbot.addWidget(widget)
    widget.resize(256, 192)
    widget.set_document(document, history)
    widget.set_tool("colour_brush")
    widget.set_brush(4.0)
    widget.set_colour(RED)
    widget.zoom_100()
    return widget


def seen(canvas: CanvasWidget, row: int, col: int) -> tuple[int, int, int]:
    at = canvas.viewport.to_view(row + 0.5, col + 0.5)
    colour = canvas.grab().toImage().pixelColor(int(at[0]), int(at[1]))
    return colour.red(), colour.green(), colour.blue()


def test_it_is_seen_over_labels_and_under_ink(canvas: CanvasWidget, document: Document, history: History) -> None:
    document.apply(PatchEdit.paint(document.labels, document.bbox, np.ones(document.size, np.bool_), 7))
    pointer = Pointer(canvas)
    pointer.press(20, 10)
    pointer.move(20, 40)
    pointer.release(20, 40)
    assert history.labels == ("Colour stroke",)
    assert seen(canvas, 20, 25) == RED
    assert seen(canvas, 40, 25) == document.palette.entry(7).rgb
    history.perform("ink", PatchEdit.write(document.ink, BBox(20, 20, 21, 30), np.full((1, 10), 255, np.uint8), "ink"))
    assert seen(canvas, 20, 25) == (0, 0, 0)
    assert seen(canvas, 20, 33) == RED
    canvas.set_colours_shown(False)
    assert seen(canvas, 20, 33) == document.palette.entry(7).rgb
    canvas.set_colours_shown(True)
    history.undo()
    history.undo()
    assert seen(canvas, 20, 33) == document.palette.entry(7).rgb


def test_ctrl_picks_a_colour_and_the_other_end_erases(canvas: CanvasWidget, document: Document, qtbot: QtBot) -> None:
    pointer = Pointer(canvas)
    pointer.press(20, 10)
    pointer.release(20, 10)
    canvas._turn_pen(is_eraser_end=True)
    assert canvas._hand == "colour_eraser"
    canvas._turn_pen(is_eraser_end=False)
    with qtbot.waitSignal(canvas.colour_picked) as picked:
        pointer.key(Qt.Key.Key_Control)
        canvas._set_picking(True)
        canvas._take(PointerEvent("press", 20.5, 10.5))
    assert picked.args == [RED]
