"""Random use of every tool and option: whatever is done can be undone and redone exactly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from canvas.document import Document
from canvas.history import History
from canvas.palette import Palette
from canvas.qt.canvas_widget import CanvasWidget
from canvas.tools import TOOLS

KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Backspace, Qt.Key.Key_BracketLeft, Qt.Key.Key_Shift)
MODIFIERS = (Qt.KeyboardModifier.NoModifier,) * 3 + (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


@pytest.mark.parametrize("seed", range(4))
def test_random_use_undoes_and_redoes_exactly(
    qtbot: QtBot, palette: Palette, pointer_of: Callable[[CanvasWidget], Any], seed: int
) -> None:
    rng = np.random.default_rng(seed)
    document = Document(palette, np.zeros((90, 120), dtype=np.uint8))
    history = History(document)
    widget = CanvasWidget()
    qtbot.addWidget(widget)
    widget.resize(300, 240)
    widget.set_document(document, history)
    widget.show()
    qtbot.waitExposed(widget)
    pointer = pointer_of(widget)
    widget.set_tool("pen")
    tool_ids, ids = list(TOOLS), list(palette.ids)

    def resize() -> None:
        widget.commit_active_tool()
        history.replace("Resize", document.layers.resized(tuple(rng.integers(1, 200, 2).tolist())))

    def flip() -> None:
        widget.commit_active_tool()
        history.replace("Flip", document.layers.flipped(bool(rng.random() < 0.5)))

    def undo() -> None:
        widget.commit_active_tool()
        (history.undo if rng.random() < 0.7 else history.redo)()

    acts: list[Callable[[], object]] = [
        *[lambda: widget.set_tool(str(rng.choice(tool_ids)))] * 4,
        lambda: widget.set_class(int(rng.choice(ids))),
        lambda: widget.set_brush(float(rng.uniform(0.5, 30)), "square" if rng.random() < 0.5 else "round"),
        lambda: widget.set_ink_opacity(float(rng.uniform(0.1, 1))),
        lambda: widget.set_string(float(rng.uniform(0, 40))),
        lambda: widget.set_mirror(bool(rng.random() < 0.3), bool(rng.random() < 0.3)),
        lambda: widget.set_paint_over(frozenset(rng.choice(ids, 2).tolist()) if rng.random() < 0.3 else None),
        lambda: widget.set_viewport(widget.viewport.rotated_by(float(rng.uniform(-90, 90)))),
        widget.mirror,
        lambda: widget.zoom_by(float(rng.uniform(0.5, 2))),
        lambda: widget.set_outlines_only(bool(rng.random() < 0.5)),
        lambda: widget.set_highlight(int(rng.choice([*ids, -1]))),
        lambda: pointer.key(KEYS[rng.integers(len(KEYS))]),
        resize,
        flip,
        undo,
    ]
    for _ in range(120):
        acts[rng.integers(len(acts))]()
        pointer.modifiers = MODIFIERS[rng.integers(len(MODIFIERS))]
        (pointer.press_at if rng.random() < 0.9 else pointer.move_at)(*rng.uniform(-20, 320, 2))
        for _ in range(rng.integers(0, 4)):
            pointer.move_at(*rng.uniform(-20, 320, 2))
        if rng.random() < 0.8:
            pointer.release_at(*rng.uniform(-20, 320, 2))
        if rng.random() < 0.3:
            QApplication.processEvents()
    pointer.modifiers = Qt.KeyboardModifier.NoModifier
    widget.commit_active_tool()
    states = [document.snapshot()]
    while history.undo():
        states.append(document.snapshot())
    assert states[-1].labels.shape == (90, 120)
    assert not states[-1].labels.any()
    assert not states[-1].ink.any()
    assert len(states) > 10
    assert any(state.ink.any() for state in states)
    for state in reversed(states[:-1]):
        assert history.redo()
        assert np.array_equal(document.labels, state.labels)
        assert np.array_equal(document.ink, state.ink)
    widget.grab()
