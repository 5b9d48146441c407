"""Pen and ink eraser: what they draw from presses and moves, and what of it can be undone."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from canvas.document import Document
from canvas.edits import PatchEdit
from canvas.history import History
from canvas.ink_stroke import Nib, capsule
from canvas.tools import InkEraser, Pen, PointerEvent, ToolContext
from canvas.tools.hand import Curve, PulledString, softened

WAY = [(10.0, 10.0), (12.5, 22.0), (20.0, 33.5), (31.0, 40.0), (38.5, 52.0)]


@pytest.fixture
def context(document: Document, history: History) -> ToolContext:
    return ToolContext(document, history, radius_px=3.0)


def stroke(tool: Pen, *points: tuple[float, float], pressure: float = 1.0, shift: bool = False) -> None:
    events = [PointerEvent("move", *point, pressure, shift) for point in points]
    tool.press(replace(events[0], kind="press"))
    for event in events[1:]:
        tool.move(event)
    tool.release(replace(events[-1], kind="release"))


def test_a_click_is_a_round_dot(document: Document, history: History, context: ToolContext) -> None:
    stroke(Pen(context), (20.0, 30.0))
    assert document.ink.sum() / 255 == pytest.approx(math.pi * 9, rel=0.03)
    assert document.ink[20, 30] == 255
    assert not document.labels.any()
    assert history.labels == ("Pen stroke",)
    assert history.undo()
    assert not document.ink.any()


def test_the_line_passes_smoothly_by_all_samples(document: Document, context: ToolContext) -> None:
    stroke(Pen(context), *WAY)
    for row, col in (WAY[0], WAY[-1]):
        assert document.ink[int(row), int(col)] == 255
    for start, end in pairwise(WAY):
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        assert document.ink[int(middle[0]), int(middle[1])] == 255
    # Without a jump of its width: each step along covers about as much more as the one before.
    length = sum(math.dist(a, b) for a, b in pairwise(WAY))
    assert document.ink.sum() / 255 == pytest.approx(6 * length + math.pi * 9, rel=0.06)


def test_many_samples_or_few_make_the_same_straight_line(document: Document, context: ToolContext) -> None:
    stroke(Pen(context), (10.0, 10.0), (40.0, 50.0))
    coarse = document.ink.copy()
    context.history.undo()
    stroke(Pen(context), *[(10 + 30 * t, 10 + 40 * t) for t in np.linspace(0, 1, 41)])
    assert np.abs(coarse.astype(int) - document.ink).max() <= 2


def test_shift_draws_straight_from_the_last_point(document: Document, context: ToolContext) -> None:
    pen = Pen(context)
    stroke(pen, (10.0, 10.0), (15.0, 12.0))
    stroke(pen, (40.0, 55.0), shift=True)
    bbox, covered = capsule(document.size, Nib(15, 12, 3), Nib(40, 55, 3))
    assert (document.ink[bbox.slices] >= covered).all()
    assert context.history.position == 2
    fresh = Pen(context)
    stroke(fresh, (5.0, 60.0), shift=True)
    assert document.ink[5, 60] == 255
    assert document.ink[20, 60] == 0


def test_opacity_is_that_of_the_whole_stroke(document: Document, context: ToolContext) -> None:
    context.ink_opacity = 0.4
    stroke(Pen(context), (24.0, 10.0), (24.0, 50.0), (24.0, 10.0), (24.0, 50.0))
    assert document.ink.max() == 102


@pytest.mark.parametrize(("sizes", "fades"), [(True, False), (False, True), (True, True), (False, False)])
def test_pressure_is_heeded_as_chosen(document: Document, context: ToolContext, sizes: bool, fades: bool) -> None:
    context.pressure_sizes, context.pressure_fades, context.radius_px = sizes, fades, 8.0
    stroke(Pen(context), (24.0, 12.0), (24.0, 50.0), pressure=0.3)
    width = int((document.ink[:, 32] > 0).sum())
    assert (width < 12) == sizes
    assert (document.ink.max() < 140) == fades
    assert document.ink.any()


def test_pressure_changes_along_the_line(document: Document, context: ToolContext) -> None:
    context.radius_px = 8.0
    pen = Pen(context)
    pen.press(PointerEvent("press", 24, 5, 0.05))
    for col in range(6, 60):
        pen.move(PointerEvent("move", 24, col, 0.05 + 0.95 * col / 60))
    pen.release(PointerEvent("release", 24, 59, 0.0))
    widths = (document.ink > 127).sum(axis=0)[8:56]
    assert (np.diff(widths) >= 0).all()
    assert widths[-1] > 2 * widths[0]


def test_a_light_hand_gets_more_and_the_ends_are_kept() -> None:
    curve = [softened(pressure) for pressure in np.linspace(0, 1, 21)]
    assert (curve[0], curve[-1]) == (0, 1)
    assert (np.diff(curve) > 0).all()
    assert softened(0.5) > 0.6
    assert softened(-1) == 0
    assert softened(2) == 1


def test_the_eraser_takes_ink_and_leaves_labels(document: Document, history: History, context: ToolContext) -> None:
    history.perform("fill", PatchEdit.replace_all(document.ink, np.full((48, 64), 200, np.uint8), "ink"))
    history.perform("label", PatchEdit.replace_all(document.labels, np.full((48, 64), 2, np.uint8)))
    context.ink_opacity = 0.2  # of the pen
    stroke(InkEraser(context), (20.0, 10.0), (20.0, 50.0))
    assert document.ink[20, 30] == 0
    assert document.ink[40, 30] == 200
    assert (document.labels == 2).all()
    assert history.labels[-1] == "Ink eraser stroke"
    history.undo()
    assert (document.ink == 200).all()


def test_mirrored_ink_is_symmetric_also_where_it_meets_itself(document: Document, context: ToolContext) -> None:
    context.mirrors_left_right = context.mirrors_top_bottom = True
    context.ink_opacity = 0.5
    stroke(Pen(context), *WAY, (24.0, 32.0))
    assert np.array_equal(document.ink, document.ink[:, ::-1])
    assert np.array_equal(document.ink, document.ink[::-1])
    assert document.ink.max() == 128


def test_the_string_keeps_what_trembles_out_and_catches_up(document: Document, context: ToolContext) -> None:
    rng = np.random.default_rng(0)
    trembling = [(24 + 3 * rng.normal(), float(col)) for col in np.linspace(8, 56, 60)]

    def roughness() -> float:
        pen = Pen(context)
        stroke(pen, *trembling)
        middles = [float(np.average(np.arange(48), weights=document.ink[:, col])) for col in range(12, 40)]
        context.history.undo()
        return float(np.abs(np.diff(middles)).mean())

    loose = roughness()
    context.string_px = 10.0
    assert roughness() < loose / 2
    pen = Pen(context)
    pen.press(PointerEvent("press", 24, 10))
    pen.move(PointerEvent("move", 24, 16))
    assert document.ink[24, 15] == 0
    assert pen.outline.lines == (((24, 10), (24, 16)),)
    pen.move(PointerEvent("move", 24, 40))
    assert document.ink[24, 36] == 0
    pen.release(PointerEvent("release", 24, 40))
    assert document.ink[24, 39] == 255
    assert pen.outline.lines == ()


def test_the_string_is_as_long_on_screen_at_every_zoom(document: Document, context: ToolContext) -> None:
    context.string_px = 10.0
    pen = Pen(context)
    pen.press(PointerEvent("press", 24, 10, pixel=0.1))
    pen.move(PointerEvent("move", 24, 30, pixel=0.1))
    pen.move(PointerEvent("move", 24, 40, pixel=0.1))
    assert document.ink[24, 28] == 255


def test_string_and_curve_alone() -> None:
    string = PulledString((0.0, 0.0), 5.0)
    assert string.pull((3.0, 4.0)) == (0.0, 0.0)
    assert string.pull((6.0, 8.0)) == pytest.approx((3.0, 4.0))
    curve = Curve(Nib(0, 0, 1))
    assert curve.end() == []
    way = [*curve.to(Nib(0, 10, 1)), *curve.to(Nib(10, 10, 3)), *curve.end()]
    assert way[-1] == Nib(10, 10, 3)
    assert all(a.radius_px <= b.radius_px for a, b in pairwise(way))
    turns = [math.atan2(b.row - a.row, b.col - a.col) for a, b in pairwise([Nib(0, 0, 1), *way])]
    assert max(abs(b - a) for a, b in pairwise(turns)) < 0.8


def test_escape_takes_the_stroke_back_and_leaving_ends_it(document: Document, context: ToolContext) -> None:
    pen = Pen(context)
    pen.press(PointerEvent("press", 10, 10))
    pen.move(PointerEvent("move", 30, 30))
    pen.abort()
    assert not document.ink.any()
    pen.move(PointerEvent("move", 40, 40))
    pen.release(PointerEvent("release", 40, 40))
    assert not context.history.can_undo
    pen.press(PointerEvent("press", 10, 10))
    pen.move(PointerEvent("move", 30, 30))
    pen.commit()
    assert document.ink[30, 30] == 255
    assert context.history.labels == ("Pen stroke",)
    document.load(np.zeros((200, 10), np.uint8), document.palette)
    pen.move(PointerEvent("move", 100, 5))
    pen.commit()
    assert not document.ink.any()


@pytest.mark.parametrize("seed", range(4))
def test_random_strokes_are_undone_and_redone_exactly(
    document: Document, history: History, context: ToolContext, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    tools = [Pen(context), InkEraser(context)]
    states = [document.ink.copy()]
    for _ in range(25):
        context.radius_px, context.ink_opacity = float(rng.uniform(0.3, 20)), float(rng.uniform(0.1, 1))
        context.mirrors_left_right, context.string_px = bool(rng.random() < 0.3), float(rng.uniform(0, 12))
        context.pressure_fades = bool(rng.random() < 0.5)
        count = history.position
        tool = tools[rng.integers(2)]
        way = [tuple(point) for point in rng.uniform(-20, 80, (rng.integers(1, 7), 2))]
        stroke(tool, *way, pressure=float(rng.uniform(0, 1)), shift=bool(rng.random() < 0.3))
        if history.position > count:
            states.append(document.ink.copy())
    for position in rng.integers(0, len(states), 20).tolist():
        history.go_to(position)
        assert np.array_equal(document.ink, states[position])
    assert not states[0].any()
