"""What the widget shows: dirty rectangles, scaling, visibility."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from canvas import raster
from canvas.document import Document
from canvas.edits import PatchEdit
from canvas.history import History
from canvas.palette import Palette
from canvas.qt.canvas_widget import CanvasWidget
from canvas.qt.images import image_array, rgb_image
from canvas.qt.layer_painter import LayerPainter
from canvas.raster import BBox


class RecordingWidget(CanvasWidget):
    def __init__(self) -> None:
        super().__init__()
        self.painted: list[tuple[int, int]] = []

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        self.painted.append((event.rect().width(), event.rect().height()))
        super().paintEvent(event)


@pytest.fixture
def drawing(palette: Palette) -> Document:
    """Blocks of random classes, of an odd size."""
    blocks = np.random.default_rng(0).choice(np.array(palette.ids, dtype=np.uint8), (40, 45))
    return Document(palette, np.kron(blocks, np.ones((17, 17), dtype=np.uint8))[:673, :757])


@pytest.fixture
def widget(qtbot: QtBot, drawing: Document) -> RecordingWidget:
    widget = RecordingWidget()
    qtbot.addWidget(widget)
    widget.resize(420, 360)
    widget.set_document(drawing, History(drawing))
    widget.show()
    qtbot.waitExposed(widget)
    QApplication.processEvents()
    return widget


@pytest.fixture
def pointer(widget: RecordingWidget, pointer_of: Callable[[CanvasWidget], Any]) -> Any:
    return pointer_of(widget)


def on_screen(widget: CanvasWidget) -> np.ndarray:
    """What has been put on the screen so far, by partial repaints."""
    QApplication.processEvents()
    return image_array(widget.screen().grabWindow(widget.winId()).toImage())


def rendered(drawing: Document, side: int, scale: float) -> np.ndarray:
    """The drawing alone, on magenta."""
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.magenta)
    painter = QPainter(image)
    height, width = drawing.size
    LayerPainter(drawing).paint(painter, QRectF(0, 0, width * scale, height * scale))
    painter.end()
    return image_array(image)


@pytest.mark.parametrize("scale", [0.11, 0.26, 0.5, 0.77, 1.0, 1.37, 2.5, 9.0])
@pytest.mark.parametrize("with_overlay", [False, True])
@pytest.mark.parametrize("degrees", [0, 90, 37])
def test_partial_repaints_show_what_a_whole_repaint_shows(
    widget: RecordingWidget, pointer: Any, scale: float, with_overlay: bool, degrees: float
) -> None:
    rng = np.random.default_rng(3)
    if degrees:
        widget.rotate_by(degrees)
        widget.mirror()
    widget.set_viewport(widget.viewport.zoomed_to(scale).panned(3.4, -7.7))
    if with_overlay:
        widget.set_overlay(rgb_image(rng.integers(0, 256, (64, 64, 3), dtype=np.uint8)), 0.5)
    on_screen(widget)
    widget.set_brush(9 / scale)
    for class_id in (1, 2, 0, 7):
        widget.set_class(class_id)
        pointer.press_at(*rng.uniform(50, 310, 2))
        for _ in range(6):
            pointer.move_at(*rng.uniform(50, 310, 2))
            shown = on_screen(widget)
        pointer.release_at(200, 200)
    shown = on_screen(widget)
    whole = image_array(widget.grab().toImage())
    difference = np.abs(shown.astype(int) - whole).max(axis=2)
    # Qt interpolates in fixed point from wherever a rectangle begins: the last bits may differ, nothing else.
    if degrees % 90:
        assert (difference > 2).mean() < 0.005
        assert (difference > 16).mean() < 0.0005
    else:
        assert difference.max() <= 2


def test_only_the_dirty_rectangle_is_repainted(widget: RecordingWidget, pointer: Any) -> None:
    widget.zoom_100()
    widget.set_brush(8)
    pointer.press_at(100, 100)
    QApplication.processEvents()
    widget.painted.clear()
    pointer.move_at(110, 104)
    QApplication.processEvents()
    assert widget.painted
    assert all(width < 60 and height < 60 for width, height in widget.painted)


@pytest.mark.parametrize("seed", range(3))
def test_the_cache_follows_edits_as_if_made_anew(drawing: Document, seed: int) -> None:
    rng = np.random.default_rng(seed)
    kept = LayerPainter(drawing)
    drawing.changed.connect(kept.refresh)

    def shown(painter_of: LayerPainter, side: int) -> np.ndarray:
        image = QImage(side, side, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.magenta)
        painter = QPainter(image)
        painter_of.paint(painter, QRectF(0, 0, side, side * drawing.size[0] / drawing.size[1]))
        painter.end()
        return image_array(image)

    shown(kept, 47)
    for _ in range(20):
        start, end = rng.uniform(-30, 800, (2, 2))
        covered = raster.line(drawing.size, tuple(start), tuple(end), int(rng.integers(1, 60)))
        drawing.apply(PatchEdit.paint(drawing.labels, *covered, int(rng.choice(drawing.palette.ids))))
    for side in (47, 95, 190, 300, 757):
        assert np.array_equal(shown(kept, side), shown(LayerPainter(drawing), side))


def test_shrinking_averages_instead_of_picking(palette: Palette) -> None:
    stripes = np.tile(np.array([1, 2], dtype=np.uint8), (512, 256))
    shown = rendered(Document(palette, stripes), 64, 0.125)
    mean = (np.array(palette.entry(1).rgb) + np.array(palette.entry(2).rgb)) / 2
    assert np.abs(shown - mean).max() <= 1


@pytest.mark.parametrize("scale", [1.0, 2.0, 3.0, 7.5])
def test_zoomed_in_every_pixel_has_a_colour_of_the_palette(drawing: Document, palette: Palette, scale: float) -> None:
    shown = rendered(drawing, 300, scale)
    allowed = [entry.rgb for entry in palette.entries if entry.class_id] + [(255, 0, 255)]
    assert {tuple(colour) for colour in np.unique(shown.reshape(-1, 3), axis=0).tolist()} <= set(allowed)


def test_at_100_percent_the_picture_is_the_label_map(drawing: Document) -> None:
    shown = rendered(drawing, 300, 1.0)
    ids = drawing.labels[:300, :300]
    table = drawing.palette.colour_table()
    table[0] = (255, 0, 255)
    assert np.array_equal(shown, table[ids])


def test_hidden_classes_look_unlabelled(widget: RecordingWidget, drawing: Document, palette: Palette) -> None:
    drawing.load(np.zeros(drawing.size, dtype=np.uint8), palette)
    unlabelled = on_screen(widget)
    drawing.load(np.full(drawing.size, 7, dtype=np.uint8), palette)
    assert not np.array_equal(on_screen(widget), unlabelled)
    widget.set_hidden([7])
    assert np.array_equal(on_screen(widget), unlabelled)
    widget.set_hidden([])
    assert not np.array_equal(on_screen(widget), unlabelled)


def test_unlabelled_is_a_checkerboard_of_two_greys_within_a_border(widget: RecordingWidget, palette: Palette) -> None:
    document = Document(palette, np.zeros((100, 100), dtype=np.uint8))
    widget.set_document(document, History(document))
    widget.zoom_100()
    shown = on_screen(widget)
    x, y = widget.viewport.origin
    inside = shown[y : y + 100, x : x + 100]
    assert len(np.unique(inside)) == 2
    assert int(np.ptp(inside)) < 16
    for edge in (shown[y - 1, x : x + 100], shown[y + 100, x : x + 100], shown[y : y + 100, x - 1]):
        assert len(np.unique(edge)) == 1
        assert edge[0, 0] < shown[0, 0, 0]


def test_the_surround_is_neutral_and_darker_in_a_dark_theme(widget: RecordingWidget) -> None:
    light = on_screen(widget)[2, 2].tolist()
    palette = widget.palette()
    palette.setColor(QPalette.ColorRole.Window, QColor(30, 30, 30))
    widget.setPalette(palette)
    dark = on_screen(widget)[2, 2].tolist()
    assert light == [128, 128, 128]
    assert len(set(dark)) == 1
    assert dark[0] < 80


def test_the_picture_lies_over_the_drawing_with_its_opacity(
    widget: RecordingWidget, drawing: Document, palette: Palette
) -> None:
    drawing.load(np.ones(drawing.size, dtype=np.uint8), palette)
    red = QImage(16, 16, QImage.Format.Format_RGB888)
    red.fill(QColor(255, 0, 0))
    for opacity in (1.0, 0.5, 0.0):
        widget.set_overlay(red, opacity)
        expected = opacity * np.array([255, 0, 0]) + (1 - opacity) * np.array(palette.entry(1).rgb)
        assert np.abs(on_screen(widget)[180, 210] - expected).max() <= 2
    widget.set_overlay(None)
    assert on_screen(widget)[180, 210].tolist() == list(palette.entry(1).rgb)


def test_the_brush_outline_leaves_no_trace_behind(widget: RecordingWidget, pointer: Any) -> None:
    clean = on_screen(widget)
    for shape in ("round", "square"):
        widget.set_brush(40, shape)
        for x, y in ((100, 100), (200.5, 130.2), (10, 300)):
            pointer.move_at(x, y)
            assert not np.array_equal(on_screen(widget), clean)
        widget.set_brush(90, shape)
    pointer.key(Qt.Key.Key_Control)
    assert np.array_equal(on_screen(widget), clean)


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_on_a_dense_screen_the_drawing_uses_every_pixel(
    widget: RecordingWidget, drawing: Document, ratio: float
) -> None:
    widget.zoom_100()
    image = QImage(widget.size() * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    widget.render(image, QPoint())
    shown = image_array(image)
    x, y = widget.viewport.origin
    row, col = 300, 400
    inside = shown[round((y + row + 0.5) * ratio), round((x + col + 0.5) * ratio)]
    block = drawing.labels[row - 3 : row + 4, col - 3 : col + 4]
    assert (block == block[3, 3]).all()
    if block[3, 3]:
        assert inside.tolist() == list(drawing.palette.entry(int(block[3, 3])).rgb)


@pytest.mark.parametrize("size", [(1, 1), (1, 4096), (3, 2)])
def test_extreme_sizes_are_shown_and_painted(widget: RecordingWidget, palette: Palette, size: tuple[int, int]) -> None:
    document = Document(palette, np.ones(size, dtype=np.uint8))
    widget.set_document(document, History(document))
    for scale in (1 / 64, 0.3, 1.0, 64.0):
        widget.set_viewport(widget.viewport.zoomed_to(scale))
        on_screen(widget)
        document.apply(PatchEdit.paint(document.labels, BBox(0, 0, 1, 1), np.ones((1, 1), dtype=np.bool_), 2))
        document.apply(PatchEdit.paint(document.labels, BBox(0, 0, 1, 1), np.ones((1, 1), dtype=np.bool_), 1))
        on_screen(widget)


@pytest.mark.parametrize("tool_id", ["line", "rectangle", "ellipse", "lasso", "polygon"])
@pytest.mark.parametrize("scale", [0.5, 3.0])
def test_the_outline_of_a_shape_leaves_no_trace_and_partial_repaints_show_it_whole(
    widget: RecordingWidget, pointer: Any, tool_id: str, scale: float
) -> None:
    widget.set_viewport(widget.viewport.zoomed_to(scale))
    widget.set_tool(tool_id)
    rng = np.random.default_rng(5)
    clean = on_screen(widget)
    pointer.press_at(200, 200)
    for count in range(8):
        pointer.move_at(*rng.uniform(50, 310, 2))
        if tool_id == "polygon" and count % 3 == 0:
            pointer.press_at(*rng.uniform(50, 310, 2))
        shown = on_screen(widget)
        assert not np.array_equal(shown, clean)
        assert np.abs(shown.astype(int) - image_array(widget.grab().toImage())).max() <= 2
    pointer.key(Qt.Key.Key_Escape)
    pointer.leave()
    assert np.array_equal(on_screen(widget), clean)


@pytest.mark.parametrize("scale", [0.5, 3.0])
@pytest.mark.parametrize("degrees", [0, 90])
def test_lines_of_regions_are_repainted_in_part_as_a_whole(
    widget: RecordingWidget, pointer: Any, scale: float, degrees: float
) -> None:
    widget.set_viewport(widget.viewport.zoomed_to(scale).rotated_by(degrees))
    widget.set_outlines_only(True)
    widget.set_highlight(2)
    rng = np.random.default_rng(3)
    for class_id in (2, 0, 7):
        widget.set_class(class_id)
        pointer.press_at(*rng.uniform(50, 310, 2))
        for _ in range(5):
            pointer.move_at(*rng.uniform(50, 310, 2))
            on_screen(widget)
        pointer.release_at(200, 200)
    assert np.abs(on_screen(widget).astype(int) - image_array(widget.grab().toImage())).max() <= 2


def test_outlines_only_leaves_the_border_in_its_colour_and_a_hint_within(
    widget: RecordingWidget, palette: Palette
) -> None:
    labels = np.zeros((100, 100), dtype=np.uint8)
    labels[20:80, 20:80] = 2
    document = Document(palette, labels)
    widget.set_document(document, History(document))
    widget.zoom_100()
    plain = on_screen(widget)
    widget.set_outlines_only(True)
    shown = on_screen(widget)
    x, y = widget.viewport.origin
    inside = shown[y : y + 100, x : x + 100]
    rgb = np.array(palette.entry(2).rgb)
    for row, col in ((20, 50), (21, 50), (79, 30), (40, 20), (40, 78)):
        assert (inside[row, col] == rgb).all()
    assert np.abs(inside[50, 50].astype(int) - rgb).max() > 60
    assert np.array_equal(inside[:19], plain[y : y + 19, x : x + 100])
    widget.set_outlines_only(False)
    assert np.array_equal(on_screen(widget), plain)


@pytest.mark.parametrize("class_id", [0, 2])
def test_a_highlighted_class_is_outlined_and_leaves_no_trace(
    widget: RecordingWidget, palette: Palette, class_id: int
) -> None:
    labels = np.zeros((100, 100), dtype=np.uint8)
    labels[20:80, 20:80] = 2
    document = Document(palette, labels)
    widget.set_document(document, History(document))
    widget.zoom_100()
    plain = on_screen(widget)
    widget.set_highlight(class_id)
    x, y = widget.viewport.origin
    inside = on_screen(widget)[y : y + 100, x : x + 100]
    within, around = ((20, 50), (19, 50)) if class_id == 2 else ((19, 50), (20, 50))
    assert inside[within].tolist() == [255, 255, 255]
    assert inside[around].max() < 60
    assert bool(inside[0, 50].min() == 255) is (class_id == 0)
    widget.set_highlight(-1)
    assert np.array_equal(on_screen(widget), plain)
