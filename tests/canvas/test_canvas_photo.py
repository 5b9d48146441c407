"""The photo to trace from: where it lies, and what of it is seen."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from canvas.document import Document
from canvas.edits import PatchEdit
from canvas.history import History
from canvas.qt.canvas_widget import CanvasWidget
from canvas.qt.photo_painter import PhotoPainter

_RED = QColor(200, 40, 40)


def _photo(width: int, height: int, colour: QColor = _RED) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(colour)
    return image


@pytest.fixture
def widget(qtbot: QtBot, document: Document, history: History) -> CanvasWidget:
    """A drawing of 48 x 64 whose left half is sky."""
    widget = CanvasWidget()
    qtbot.addWidget(widget)
    widget.resize(400, 300)
    labels = document.labels.copy()
    labels[:, :32] = 1
    document.apply(PatchEdit.replace_all(document.labels, labels))
    widget.set_document(document, history)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def _colour(widget: CanvasWidget, row: float, col: float) -> QColor:
    x, y = widget.viewport.to_view(row, col)
    return widget.grab().toImage().pixelColor(round(x), round(y))


def test_under_the_drawing_it_shows_where_nothing_is_painted_and_through_the_labels(
    widget: CanvasWidget, document: Document
) -> None:
    before = _colour(widget, 24, 10)
    widget.set_photo(_photo(64, 48))
    assert _colour(widget, 24, 50) == _RED
    through = _colour(widget, 24, 10)
    for channel in ("red", "green", "blue"):
        ends = sorted(getattr(colour, channel)() for colour in (before, _RED))
        assert ends[0] < getattr(through, channel)() < ends[1]
    everything = np.ones_like(document.labels)
    document.apply(PatchEdit.replace_all(document.labels, everything))
    assert _colour(widget, 24, 50) == through
    widget.set_photo(None)
    document.apply(PatchEdit.replace_all(document.labels, np.zeros_like(everything)))
    assert _colour(widget, 24, 50) not in (_RED, before)


def test_over_the_drawing_it_covers_as_much_as_it_is_opaque(widget: CanvasWidget) -> None:
    sky = _colour(widget, 24, 10)
    widget.set_photo(_photo(64, 48))
    widget.set_photo_look(0.5, is_over=True)
    mixed = _colour(widget, 24, 10)
    assert mixed.red() == pytest.approx((sky.red() + _RED.red()) / 2, abs=2)
    widget.set_photo_look(0.0, is_over=True)
    assert _colour(widget, 24, 10) == sky
    widget.set_photo_look(1.0, is_over=True)
    assert _colour(widget, 24, 10) == _RED


def test_the_picture_lies_over_the_photo(widget: CanvasWidget) -> None:
    widget.set_photo(_photo(64, 48))
    widget.set_photo_look(1.0, is_over=True)
    widget.set_overlay(_photo(8, 8, QColor(0, 90, 0)))
    assert _colour(widget, 24, 50) == QColor(0, 90, 0)


@pytest.mark.parametrize("size", [(100, 400), (4000, 30)])
def test_another_shape_fits_into_the_middle(widget: CanvasWidget, size: tuple[int, int]) -> None:
    widget.set_photo(_photo(*size))
    width, height = size
    painter = PhotoPainter(_photo(*size))
    rect = painter.rect_in(widget.document_rect)
    assert rect.width() / rect.height() == pytest.approx(width / height, rel=0.01)
    assert rect.center() == widget.document_rect.center()
    assert widget.document_rect.contains(rect)
    assert max(rect.width() / widget.document_rect.width(), rect.height() / widget.document_rect.height()) == 1


def test_a_shrunk_photo_is_smooth() -> None:
    rows, cols = np.indices((512, 512))
    checks = ((rows + cols) % 2 * 255).astype(np.uint8)
    image = QImage(checks.data, 512, 512, 512, QImage.Format.Format_Grayscale8)
    target = QImage(64, 64, QImage.Format.Format_RGB32)
    target.fill(QColor(0, 0, 0))
    painter = QPainter(target)
    PhotoPainter(image).paint(painter, QRectF(0, 0, 64, 64), 1.0)
    painter.end()
    greys = [target.pixelColor(x, y).red() for x in range(64) for y in range(64)]
    assert min(greys) >= 120
    assert max(greys) <= 135
