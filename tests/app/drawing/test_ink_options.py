"""The pen in the program: its options, its size, the ink shown and cleared."""

from __future__ import annotations

import numpy as np
import pytest

from app.drawing.tool_memory import ToolMemory
from app.menus.commands.drawing_commands import DrawingCommands
from app.settings import table as s
from canvas.edits import PatchEdit
from tests.app.conftest import Bench


class NoSizing:
    """Nothing is resized here."""


@pytest.fixture
def drawing(bench: Bench) -> DrawingCommands:
    return DrawingCommands(bench.session, NoSizing(), lambda: None)  # type: ignore[arg-type]


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


def test_taking_a_tool_for_ink_shows_the_ink(bench: Bench, drawing: DrawingCommands) -> None:
    for tool, shown in (("brush", False), ("pen", True), ("ink_eraser", True)):
        bench.settings.set(s.INK_SHOWN, False)
        drawing.choose_tool(tool)
        assert bench.settings.get(s.INK_SHOWN) is shown


def test_clearing_is_one_step_and_none_on_blank_paper(bench: Bench, drawing: DrawingCommands) -> None:
    document, history = bench.session.document, bench.session.history
    drawing.clear_ink()
    assert not history.can_undo
    ink = np.random.default_rng(0).integers(0, 256, document.size).astype(np.uint8)
    history.perform("Pen", PatchEdit.replace_all(document.ink, ink, "ink"))
    drawing.clear_ink()
    assert not document.ink.any()
    assert (document.labels == 1).all()
    assert history.undo_label == "Clear ink"
    history.undo()
    assert np.array_equal(document.ink, ink)
