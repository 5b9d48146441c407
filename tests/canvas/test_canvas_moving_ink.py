"""A region that moves takes its ink along, and leaves that of others as it was."""

from __future__ import annotations

import numpy as np
import pytest

from canvas.document import Document
from canvas.edits import PatchEdit
from canvas.history import History
from canvas.raster import BBox
from canvas.tools import Move, PointerEvent, ToolContext

HOUSE = BBox(10, 10, 20, 22)


@pytest.fixture
def context(document: Document, history: History) -> ToolContext:
    labels, ink = np.zeros((48, 64), np.uint8), np.zeros((48, 64), np.uint8)
    labels[HOUSE.slices] = 7
    ink[12:18, 12:20] = np.random.default_rng(0).integers(1, 200, (6, 8))
    ink[15, :] = 255  # a line across everything
    ink[40, 5:60] = 90
    document.load(labels, document.palette, ink)
    return ToolContext(document, history)


def drag(tool: Move, start: tuple[float, float], end: tuple[float, float]) -> None:
    tool.press(PointerEvent("press", *start, reach_px=1.0))
    tool.move(PointerEvent("move", *end, reach_px=1.0))
    tool.release(PointerEvent("release", *end, reach_px=1.0))


def test_ink_goes_along_and_is_one_step(document: Document, history: History, context: ToolContext) -> None:
    before = document.snapshot()
    drag(Move(context), (11, 11), (30, 31))
    assert np.array_equal(document.ink[29:39, 30:42], before.ink[HOUSE.slices])
    assert not document.ink[HOUSE.slices].any()
    assert (document.ink[15, :10] == 255).all()
    assert history.labels == ("Move region",)
    moved = document.snapshot()
    history.undo()
    assert document.is_as(before)
    history.redo()
    assert np.array_equal(document.ink, moved.ink)
    assert np.array_equal(document.labels, moved.labels)


def test_ink_on_the_way_is_as_it_was_when_the_region_has_gone_on(document: Document, context: ToolContext) -> None:
    move = Move(context)
    before = document.ink.copy()
    drag(move, (11, 11), (36, 31))
    assert (document.ink[40, 30:42] >= 90).all()
    drag(move, (37, 32), (11, 11 + 20))
    assert np.array_equal(document.ink[40], before[40])
    drag(move, (11, 31), (10, 10))
    expected = before.copy()
    expected[HOUSE.slices] = 0
    now, last = document.ink.copy(), BBox(8, 8, 18, 20)
    now[last.slices] = expected[last.slices] = 0
    assert np.array_equal(now, expected)


def test_ink_scales_with_the_region(document: Document, context: ToolContext) -> None:
    move = Move(context)
    total = int(document.ink[HOUSE.slices].sum())
    drag(move, (11, 11), (11, 11))
    drag(move, (20, 22), (30, 34))
    assert (document.labels[10:30, 10:34] == 7).all()
    assert int(document.ink[10:30, 10:34].sum()) == pytest.approx(4 * total + 12 * 255, rel=0.05)
    drag(move, (30, 34), (20, 22))
    assert int(document.ink[HOUSE.slices].sum()) == pytest.approx(total, rel=0.02)


def test_ink_stays_where_that_is_chosen(document: Document, context: ToolContext) -> None:
    context.moves_ink = False
    before = document.ink.copy()
    drag(Move(context), (11, 11), (30, 31))
    assert document.labels[30, 31] == 7
    assert np.array_equal(document.ink, before)


def test_ink_that_was_drawn_since_is_not_taken_back(document: Document, history: History, context: ToolContext) -> None:
    move = Move(context)
    drag(move, (11, 11), (30, 31))
    new = np.full((2, 2), 222, np.uint8)
    history.perform("Pen stroke", PatchEdit.write(document.ink, BBox(36, 39, 38, 41), new, "ink"))
    assert move.outline.lines == ()
    drag(move, (30, 31), (11, 11))
    assert (document.ink[17:19, 19:21] == 222).all()


@pytest.mark.parametrize("seed", range(4))
def test_random_moves_are_undone_and_redone_exactly(
    document: Document, history: History, context: ToolContext, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    move = Move(context)
    states = [document.snapshot()]
    for _ in range(25):
        context.moves_ink = bool(rng.random() < 0.8)
        count = history.position
        rows, cols = np.nonzero(document.labels == 7)
        if not rows.size:
            history.undo()
            states.pop()
            continue
        at = rng.integers(rows.size)
        drag(move, (rows[at] + 0.5, cols[at] + 0.5), tuple(rng.uniform(-5, 70, 2)))
        if history.position > count:
            states.append(document.snapshot())
    for position in rng.integers(0, len(states), 20).tolist():
        history.go_to(position)
        assert np.array_equal(document.ink, states[position].ink)
        assert np.array_equal(document.labels, states[position].labels)
