from __future__ import annotations

import numpy as np
from pytestqt.qtbot import QtBot

from app.drawing.over_field import OverField
from app.drawing.tool_memory import ToolMemory
from app.settings import table as s
from canvas.document import Document
from canvas.palette import Palette, PaletteEntry


def test_every_tool_keeps_its_size_and_shape() -> None:
    settings = s.Settings()
    ToolMemory(settings)
    settings.set(s.BRUSH_SIZE_PX, 20)
    settings.set(s.TOOL, "eraser")
    assert settings.get(s.BRUSH_SIZE_PX) == 20
    settings.set(s.BRUSH_SIZE_PX, 90)
    settings.set(s.BRUSH_SHAPE, "square")
    settings.set(s.TOOL, "brush")
    assert (settings.get(s.BRUSH_SIZE_PX), settings.get(s.BRUSH_SHAPE)) == (20, "round")
    settings.set(s.TOOL, "fill")
    settings.set(s.TOOL, "eraser")
    assert (settings.get(s.BRUSH_SIZE_PX), settings.get(s.BRUSH_SHAPE)) == (90, "square")
    settings.set(s.TOOL, "brush")
    assert settings.get(s.BRUSHES) == {"brush": (20, "round"), "eraser": (90, "square")}


def test_what_is_painted_over_is_ticked_and_named(qtbot: QtBot, document: Document) -> None:
    settings = s.Settings()
    field = OverField(settings, document)
    qtbot.addWidget(field)
    assert field.text().startswith("Paint over: everything")
    field.action(0).trigger()
    assert settings.get(s.PAINT_OVER) == {0}
    assert "only unlabelled" in field.text()
    for class_id in (1, 2, 3):
        field.action(class_id).trigger()
    assert "and 2 more" in field.text()
    assert field.action(1).isChecked()
    field.action(1).trigger()
    assert settings.get(s.PAINT_OVER) == {0, 2, 3}
    field.action(None).trigger()
    assert settings.get(s.PAINT_OVER) is None
    assert field.action(None).isChecked()


def test_classes_that_a_new_palette_lacks_are_painted_over_no_more(qtbot: QtBot, document: Document) -> None:
    settings = s.Settings()
    field = OverField(settings, document)
    qtbot.addWidget(field)
    settings.set(s.PAINT_OVER, frozenset({0, 5}))
    unlabelled, wall = PaletteEntry(0, "unlabelled", (0, 0, 0)), PaletteEntry(1, "wall", (9, 9, 9))
    document.load(np.zeros((4, 4), np.uint8), Palette("other", (unlabelled, wall)))
    assert settings.get(s.PAINT_OVER) == {0}
    document.load(np.zeros((4, 4), np.uint8), Palette("another", (unlabelled,)))
    settings.set(s.PAINT_OVER, None)
    assert "everything" in field.text()
