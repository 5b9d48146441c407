"""Tools and brushes, the pen's own size, the ink shown and cleared."""

from __future__ import annotations

import numpy as np

from app.drawing.tool_memory import ToolMemory
from app.menus.bar import Actions
from app.settings import table as s
from canvas.edits import PatchEdit
from tests.app.conftest import Bench


def test_the_pen_begins_thin_and_keeps_its_own_size() -> None:
    settings = s.Settings()
    ToolMemory(settings)
    settings.set(s.BRUSH_SIZE_PX, 64)
    settings.set(s.TOOL, "pen")
    assert settings.get(s.BRUSH_SIZE_PX) == 6
    settings.set(s.BRUSH_SIZE_PX, 9)
    settings.set(s.TOOL, "ink_eraser")
    assert settings.get(s.BRUSH_SIZE_PX) == 24
    settings.set(s.TOOL, "brush")
    assert settings.get(s.BRUSH_SIZE_PX) == 64
    settings.set(s.TOOL, "pen")
    assert settings.get(s.BRUSH_SIZE_PX) == 9


def test_taking_a_tool_for_ink_shows_the_ink(bench: Bench, actions: Actions) -> None:
    for tool, shown in (("brush", False), ("pen", True), ("ink_eraser", True)):
        bench.settings.set(s.INK_SHOWN, False)
        actions[f"tool_{tool}"].trigger()
        assert bench.settings.get(s.INK_SHOWN) is shown


def test_clearing_is_one_step_and_none_on_blank_paper(bench: Bench, actions: Actions) -> None:
    document, history = bench.session.document, bench.session.history
    actions["clear_ink"].trigger()
    assert not history.can_undo
    ink = np.random.default_rng(0).integers(0, 256, document.size).astype(np.uint8)
    history.perform("Pen", PatchEdit.replace_all(document.ink, ink, "ink"))
    actions["clear_ink"].trigger()
    assert not document.ink.any()
    assert (document.labels == 1).all()
    assert history.undo_label == "Clear ink"
    history.undo()
    assert np.array_equal(document.ink, ink)


def test_classes_are_chosen_by_their_place(actions: Actions, bench: Bench) -> None:
    actions["class_5"].trigger()
    assert bench.settings.get(s.CURRENT_CLASS) == 5
    actions["class_9"].trigger()
    assert bench.settings.get(s.CURRENT_CLASS) == bench.session.document.palette.keys().get(9, 5)


def test_brush_grows_and_shrinks_within_bounds(actions: Actions, bench: Bench) -> None:
    bench.settings.set(s.BRUSH_SIZE_PX, 1)
    actions["shrink"].trigger()
    assert bench.settings.get(s.BRUSH_SIZE_PX) == 1
    sizes = [bench.settings.get(s.BRUSH_SIZE_PX)]
    for _ in range(60):
        actions["grow"].trigger()
        sizes.append(bench.settings.get(s.BRUSH_SIZE_PX))
    assert sizes == sorted(sizes)
    assert sizes[1] == 2
    assert sizes[-1] <= 1000
