"""Another size for the drawing: what becomes of the pixels, the history, the view and the tools."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from canvas.document import Document
from canvas.errors import CanvasError
from canvas.history import History
from canvas.layers import Layers
from canvas.layers.resizing import cropped, flipped, resized
from canvas.palette import Palette
from canvas.qt.canvas_widget import CanvasWidget
from canvas.raster import BBox
from canvas.tools import Crop, PointerEvent, ToolContext


@pytest.fixture
def document(palette: Palette) -> Document:
    blocks = np.random.default_rng(0).choice(np.array(palette.ids, dtype=np.uint8), (6, 8))
    return Document(palette, np.kron(blocks, np.ones((8, 8), dtype=np.uint8)))


def test_resizing_takes_the_class_under_each_centre() -> None:
    ids = np.arange(12, dtype=np.uint8).reshape(3, 4)
    assert np.array_equal(resized(ids, (6, 12)), np.kron(ids, np.ones((2, 3), np.uint8)))
    assert resized(ids, (1, 2)).tolist() == [[5, 7]]
    assert np.array_equal(resized(resized(ids, (9, 20)), (3, 4)), ids)


def test_cropping_and_flipping() -> None:
    ids = np.arange(12, dtype=np.uint8).reshape(3, 4)
    assert cropped(ids, BBox(1, 2, 3, 4)).tolist() == [[6, 7], [10, 11]]
    assert flipped(ids, left_right=True)[0].tolist() == [3, 2, 1, 0]
    assert flipped(ids, left_right=False)[0].tolist() == [8, 9, 10, 11]


def test_another_size_is_one_entry_among_the_strokes(document: Document, history: History) -> None:
    states = [document.labels.copy()]
    context = ToolContext(document, history, class_id=7)
    context_tools = [Crop(context)]
    history.replace("Resize", document.layers.resized((96, 128)))
    states.append(document.labels.copy())
    context_tools[0].press(PointerEvent("press", 10.5, 10.5))
    context_tools[0].release(PointerEvent("release", 59.5, 99.5))
    states.append(document.labels.copy())
    history.replace("Flip", document.layers.flipped(left_right=True))
    states.append(document.labels.copy())
    assert [state.shape for state in states] == [(48, 64), (96, 128), (50, 90), (50, 90)]
    assert history.undo_label == "Flip"
    for state in reversed(states[:-1]):
        assert history.undo()
        assert np.array_equal(document.labels, state)
    assert not history.can_undo
    for state in states[1:]:
        assert history.redo()
        assert np.array_equal(document.labels, state)
    assert history.bytes_used < 10_000


def test_a_size_that_cannot_be_changes_nothing(document: Document, history: History) -> None:
    with pytest.raises(CanvasError):
        history.replace("Resize", Layers.blank((5000, 3)))
    assert document.revision == 0
    assert not history.can_undo
    history.begin("stroke")
    with pytest.raises(RuntimeError):
        history.replace("Resize", Layers.blank((5, 3)))
    history.abort()


def test_events_of_another_size(document: Document, history: History) -> None:
    calls: list[object] = []
    document.loaded.connect(lambda: calls.append("loaded"))
    document.resized.connect(lambda: calls.append(("resized", document.size)))
    document.changed.connect(calls.append)
    history.replace("Resize", Layers.blank((5, 3)))
    assert calls == [("resized", (5, 3)), BBox(0, 0, 5, 3)]


def test_cropping_is_clipped_and_the_whole_or_nothing_is_no_crop(document: Document, history: History) -> None:
    crop = Crop(ToolContext(document, history))
    for start, end in (((-5, -5), (80, 90)), ((-9, -9), (-2, 70)), ((5, 5), (5, 5))):
        crop.press(PointerEvent("press", *start))
        crop.release(PointerEvent("release", *end))
        assert not history.can_undo
    expected = document.labels[20:, 30:].copy()
    crop.press(PointerEvent("press", 20, 30))
    crop.move(PointerEvent("move", 70, 70))
    assert crop.outline.lines
    crop.release(PointerEvent("release", 70, 70))
    assert np.array_equal(document.labels, expected)
    crop.press(PointerEvent("press", 2, 3))
    crop.move(PointerEvent("move", 8, 9))
    crop.abort()
    assert np.array_equal(document.labels, expected)


def test_the_widget_follows_another_size(
    qtbot: QtBot, document: Document, history: History, pointer_of: Callable[[CanvasWidget], Any]
) -> None:
    widget = CanvasWidget()
    qtbot.addWidget(widget)
    widget.resize(400, 300)
    widget.set_document(document, history)
    widget.show()
    qtbot.waitExposed(widget)
    widget.rotate_by(30)
    history.replace("Resize", Layers.blank((200, 300)))
    assert widget.viewport.document_size == (200, 300)
    assert widget.viewport.rotation_deg == 30
    pointer = pointer_of(widget)
    widget.set_class(7)
    widget.set_brush(3)
    pointer.click(150, 250)
    assert document.labels[150, 250] == 7
    widget.set_viewport(widget.viewport.zoomed_to(2.5))
    history.replace("Flip", document.layers.flipped(left_right=True))
    assert widget.viewport.scale == 2.5
    widget.set_tool("crop")
    pointer.press(50.5, 50.5)
    pointer.move(149.5, 149.5)
    pointer.release(149.5, 149.5)
    assert widget.viewport.document_size == (100, 100)
    widget.grab()
    history.undo()
    history.undo()
    history.undo()
    history.undo()
    assert widget.viewport.document_size == (48, 64)
    widget.grab()


def test_a_stroke_after_another_size_is_undone_at_that_size(document: Document, history: History) -> None:
    history.replace("Resize", Layers(np.ones((300, 200), np.uint8), np.zeros((300, 200), np.uint8)))
    crop = Crop(ToolContext(document, history))
    crop.press(PointerEvent("press", 0, 0))
    crop.release(PointerEvent("release", 250, 10))
    while history.undo():
        pass
    while history.redo():
        pass
    assert document.size == (251, 11)
