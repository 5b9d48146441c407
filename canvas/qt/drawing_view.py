"""The drawing on screen, without the tools: its layers, the picture over them, and what makes regions stand out."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from PySide6.QtCore import QEvent, QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from canvas.document import Document
from canvas.layers import LayerName
from canvas.palette import UNLABELLED, UNLABELLED_NAME, Palette, PaletteEntry
from canvas.qt.ink_painter import InkPainter
from canvas.qt.layer_painter import ColourPainter, LayerPainter
from canvas.qt.photo_painter import PhotoPainter
from canvas.qt.pyramid import Pyramid
from canvas.qt.region_lines import LINE_PX, paint_highlight, paint_region_lines
from canvas.qt.sheet import Sheet
from canvas.raster import BBox

NO_CLASS = -1
"""In place of a class id: none."""
_HINT_OPACITY = 0.25
_OVER_PHOTO_OPACITY = 0.55
"""Of the labels while a photo lies under them: a drawing that is painted all over would hide it."""


class DrawingView(Sheet):
    """Shows one document and repaints what changes in it. Space + O, while held, takes the picture off the drawing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._connections: list[Callable[[], None]] = []
        self._overlay: QImage | None = None
        self._overlay_opacity = 1.0
        self._peek_key_down = self._was_peeking = False
        self._photo: PhotoPainter | None = None
        self._photo_opacity, self._photo_is_over = 1.0, False
        self._ink_shown = self._colours_shown = True
        self._outlines_only = False
        self._highlighted = NO_CLASS
        blank = Palette("", (PaletteEntry(UNLABELLED, UNLABELLED_NAME, (0, 0, 0)),))
        self.show_document(Document(blank, np.zeros((1, 1), dtype=np.uint8)))

    def show_document(self, document: Document) -> None:
        """Show another document."""
        for disconnect in self._connections:
            disconnect()
        self._document = document
        self._layers = LayerPainter(document)
        self._colours = ColourPainter(document)
        self._ink = InkPainter(document, self._layers.table)
        self._connections = [
            document.palette_changed.connect(self._on_palette_changed),
            document.layer_changed.connect(self._on_layer_changed),
            document.changed.connect(self.on_changed),
            document.loaded.connect(self.on_loaded),
            document.resized.connect(self.on_loaded),
        ]
        self.set_document_size(document.size)
        self.update()

    def set_hidden(self, class_ids: Iterable[int]) -> None:
        """Draw these classes as if they were unlabelled."""
        self._layers.set_hidden(class_ids)
        self._ink.reset(self._layers.table)
        self.update()

    def set_ink_shown(self, shown: bool) -> None:
        """Draw the ink, or only the labels."""
        self._ink_shown = shown
        self.update()

    def set_colours_shown(self, shown: bool) -> None:
        """Draw the colour strokes, or leave them out."""
        self._colours_shown = shown
        self.update()

    def set_outlines_only(self, outlines_only: bool) -> None:
        """Draw the regions' borders, and of the regions themselves a hint, so that unlabelled is told from them."""
        self._outlines_only = outlines_only
        self.update()

    def set_highlight(self, class_id: int) -> None:
        """Outline all regions of a class, or none for NO_CLASS."""
        if class_id != self._highlighted:
            self._highlighted = class_id
            self.update()

    def set_overlay(self, image: QImage | None, opacity: float = 1.0) -> None:
        """Draw a picture of any size smoothly over the drawing; `opacity` 0 to 1."""
        self._overlay = image
        self._overlay_opacity = opacity
        self.update()

    def set_photo(self, image: QImage | None) -> None:
        """Show a photo to trace from, or none; it is fitted to the drawing."""
        self._photo = None if image is None else PhotoPainter(image)
        self.update()

    def set_photo_look(self, opacity: float, is_over: bool) -> None:
        """How much of the photo is seen, 0 to 1, and whether it lies over the drawing or under it."""
        self._photo_opacity, self._photo_is_over = opacity, is_over
        self.update()

    @property
    def is_peeking(self) -> bool:
        """Whether the picture over the drawing is lifted for a look at the drawing."""
        return self._space_down and self._peek_key_down and self._overlay is not None

    def paint_content(self, painter: QPainter) -> None:
        """Draw the label map, the photo under or over it, colours and ink on both, and the picture over all."""
        if self._photo is not None and not self._photo_is_over:
            self._photo.paint(painter, self.document_rect, self._photo_opacity)
        lies_under = self._photo is not None and not self._photo_is_over and self._photo_opacity > 0
        painter.setOpacity(_HINT_OPACITY if self._outlines_only else _OVER_PHOTO_OPACITY if lies_under else 1.0)
        self._layers.paint(painter, self.document_rect)
        painter.setOpacity(1.0)
        if self._photo is not None and self._photo_is_over:
            self._photo.paint(painter, self.document_rect, self._photo_opacity)
        if self._colours_shown:
            self._colours.paint(painter, self.document_rect)
        if self._ink_shown:
            self._ink.paint(painter, self.document_rect)
        if self._overlay is not None and not self.is_peeking:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setOpacity(self._overlay_opacity)
            painter.drawImage(self.document_rect, self._overlay)
            painter.setOpacity(1.0)

    def paint_over(self, painter: QPainter, dirty: QRect) -> None:
        """Draw the borders of regions that are to stand out."""
        labels, viewport = self._document.labels, self._viewport
        if self._outlines_only:
            paint_region_lines(painter, labels, viewport, dirty, self._layers.table)
        if self._highlighted != NO_CLASS:
            paint_highlight(painter, labels, viewport, dirty, self._highlighted)

    def event(self, event: QEvent) -> bool:
        """Keep O while Space is held, before a shortcut of the window takes it."""
        if event.type() == QEvent.Type.ShortcutOverride and self._space_down:
            assert isinstance(event, QKeyEvent)
            if event.key() == Qt.Key.Key_O:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and O together lift the picture."""
        if event.key() == Qt.Key.Key_O:
            self._peek_key_down = True
        super().keyPressEvent(event)
        self._show_peek()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Either of them lays it back."""
        if event.key() == Qt.Key.Key_O and not event.isAutoRepeat():
            self._peek_key_down = False
        super().keyReleaseEvent(event)
        self._show_peek()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A key that is released elsewhere is not seen here."""
        self._peek_key_down = False
        super().focusOutEvent(event)
        self._show_peek()

    def on_changed(self, bbox: BBox) -> None:
        """Pixels changed: draw their box again."""
        reach_px = Pyramid.reach_px(self._viewport.scale)
        if self._outlines_only or self._highlighted != NO_CLASS:
            reach_px += LINE_PX
        rect = QRectF(*self._viewport.view_rect(bbox)).toAlignedRect()
        self.update(rect.adjusted(-reach_px, -reach_px, reach_px, reach_px))

    def _on_layer_changed(self, layer: LayerName, bbox: BBox) -> None:
        if layer == "labels":
            self._layers.refresh(bbox)
            self._ink.refresh_below(bbox)
        elif layer == "colours":
            self._colours.refresh(bbox)
        else:
            self._ink.refresh(bbox)

    def _on_palette_changed(self) -> None:
        self._layers.follow_palette()
        self._ink.reset(self._layers.table)

    def on_loaded(self) -> None:
        """Another content: draw everything again, and fit it unless it has the same size."""
        self._layers.reset()
        self._colours.reset()
        self._ink.reset(self._layers.table)
        if self._document.size != self._viewport.document_size:
            self.set_document_size(self._document.size)
        self.update()

    def _show_peek(self) -> None:
        if self.is_peeking != self._was_peeking:
            self._was_peeking = self.is_peeking
            self.update()
