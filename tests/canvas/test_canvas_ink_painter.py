"""What the ink looks like on the sheet, and that the picture of it follows every change."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from canvas.document import Document
from canvas.edits import PaletteEdit, PatchEdit
from canvas.history import History
from canvas.palette import Palette, PaletteEntry
from canvas.qt.canvas_widget import CanvasWidget
from canvas.qt.ink_painter import InkPainter
from canvas.qt.layer_painter import LayerPainter
from canvas.raster import BBox

SKY, NIGHT, WATER = 1, 2, 7


@pytest.fixture
def palette() -> Palette:
    return Palette(
        "test",
        (
            PaletteEntry(0, "unlabelled", (0, 0, 0)),
            PaletteEntry(SKY, "sky", (112, 172, 240)),
            PaletteEntry(NIGHT, "night", (0, 0, 60)),
            PaletteEntry(WATER, "water", (24, 84, 168)),
        ),
    )


@pytest.fixture
def widget(qtbot: QtBot, document: Document, history: History) -> CanvasWidget:
    widget = CanvasWidget()
    qtbot.addWidget(widget)
    widget.resize(300, 240)
    widget.set_document(document, history)
    widget.show()
    qtbot.waitExposed(widget)
    widget.zoom_100()
    return widget


def label(history: History, document: Document, class_id: int, bbox: BBox) -> None:
    everything = np.ones((bbox.height, bbox.width), np.bool_)
    history.perform("label", PatchEdit.paint(document.labels, bbox, everything, class_id))


def ink(history: History, document: Document, tone: int, bbox: BBox) -> None:
    new = np.full((bbox.height, bbox.width), tone, np.uint8)
    history.perform("ink", PatchEdit.write(document.ink, bbox, new, "ink"))


def pixel(widget: CanvasWidget, row: int, col: int) -> tuple[int, int, int]:
    x, y = widget.viewport.to_view(row + 0.5, col + 0.5)
    colour = QColor(widget.grab().toImage().pixel(int(x), int(y)))
    return colour.red(), colour.green(), colour.blue()


def test_ink_is_black_on_light_and_white_on_nearly_black(
    widget: CanvasWidget, document: Document, history: History
) -> None:
    label(history, document, SKY, BBox(0, 0, 48, 32))
    label(history, document, NIGHT, BBox(0, 32, 48, 64))
    ink(history, document, 255, BBox(10, 0, 20, 64))
    ink(history, document, 128, BBox(30, 0, 40, 64))
    assert pixel(widget, 15, 10) == (0, 0, 0)
    assert pixel(widget, 15, 50) == (255, 255, 255)
    assert pixel(widget, 35, 10) == pytest.approx((56, 86, 120), abs=1)
    label(history, document, WATER, BBox(0, 32, 48, 64))
    assert pixel(widget, 15, 50) == (0, 0, 0)
    history.undo()
    assert pixel(widget, 15, 50) == (255, 255, 255)
    widget.set_ink_shown(False)
    assert pixel(widget, 15, 10) == (112, 172, 240)
    widget.set_ink_shown(True)
    lit = Palette(
        "lit",
        tuple(e if e.class_id != NIGHT else PaletteEntry(2, "day", (250, 240, 9)) for e in document.palette.entries),
    )
    history.perform("Recolour", PaletteEdit(document.palette, lit))
    assert pixel(widget, 15, 50) == (0, 0, 0)
    assert pixel(widget, 5, 50) == (250, 240, 9)
    document.load(document.labels, lit)
    assert pixel(widget, 15, 10) == (112, 172, 240)


@pytest.mark.parametrize("side", [1, 7, 20, 64, 90])
def test_the_kept_picture_is_that_of_a_fresh_painter(document: Document, history: History, side: int) -> None:
    rng = np.random.default_rng(side)
    kept = InkPainter(document, LayerPainter(document).table)
    document.layer_changed.connect(
        lambda layer, bbox: kept.refresh(bbox) if layer == "ink" else kept.refresh_below(bbox)
    )

    def shown(painter_of: InkPainter) -> np.ndarray:
        image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        painter = QPainter(image)
        painter_of.paint(painter, QRectF(0, 0, side, side))
        painter.end()
        return np.frombuffer(image.constBits(), np.uint8).copy()

    assert not shown(kept).any()
    for _ in range(12):
        top, left = rng.integers(0, 40, 2).tolist()
        box = BBox(top, left, top + 8, left + 20)
        if rng.random() < 0.5:
            ink(history, document, int(rng.integers(256)), box)
        else:
            label(history, document, int(rng.choice(document.palette.ids)), box)
        assert np.array_equal(shown(kept), shown(InkPainter(document, LayerPainter(document).table)))
