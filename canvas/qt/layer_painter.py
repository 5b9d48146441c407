"""The label map, and the colour strokes on it, as pixels that are kept up to date a dirty rectangle at a time."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from canvas.document import Document
from canvas.layers import Pixels
from canvas.layers.pixels import is_blank
from canvas.palette import UNLABELLED
from canvas.qt.pyramid import Pyramid
from canvas.raster import BBox

_OPAQUE = 0xFF000000


class LayerPainter:
    """Holds the label map as an image, transparent where it is unlabelled or its class is hidden."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._hidden: frozenset[int] = frozenset()
        self.reset()

    @property
    def hidden(self) -> frozenset[int]:
        """Ids of the classes that are drawn as if unlabelled."""
        return self._hidden

    @property
    def table(self) -> NDArray[np.uint32]:
        """(256,) premultiplied ARGB of each class; 0 where nothing is drawn."""
        return self._table

    def set_hidden(self, class_ids: Iterable[int]) -> None:
        """Choose which classes are drawn as if unlabelled."""
        self._hidden = frozenset(class_ids)
        self.reset()

    def reset(self) -> None:
        """Compute everything again: another content, palette or visibility."""
        self._table = self._made_table()
        self._pyramid = Pyramid(self._document.size)
        self.refresh(self._document.bbox)

    def follow_palette(self) -> None:
        """Compute everything again if the classes have other colours."""
        if not np.array_equal(self._table, self._made_table()):
            self.reset()

    def refresh(self, bbox: BBox) -> None:
        """Compute the pixels of one box again."""
        self._pyramid.write(bbox, self._table[self._document.labels[bbox.slices]])

    def paint(self, painter: QPainter, target: QRectF) -> None:
        """Draw the whole document into `target`; what the painter clips away costs next to nothing."""
        self._pyramid.paint(painter, target)

    def _made_table(self) -> NDArray[np.uint32]:
        rgb = self._document.palette.colour_table().astype(np.uint32)
        table = np.asarray(_OPAQUE | rgb[:, 0] << 16 | rgb[:, 1] << 8 | rgb[:, 2], dtype=np.uint32)
        table[[UNLABELLED, *self._hidden]] = 0
        return table


class ColourPainter:
    """Holds the colour strokes as an image. Where nothing is painted it costs nothing."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._pyramid: Pyramid | None = None
        self.reset()

    def reset(self) -> None:
        """Compute everything again: another content."""
        self._pyramid = None
        if self._document.layers.painted("colours") is not None:
            self.refresh(self._document.bbox)

    def refresh(self, bbox: BBox) -> None:
        """Compute the pixels of one box again."""
        colours = self._document.colours[bbox.slices]
        if self._pyramid is None:
            if is_blank(colours):
                return
            self._pyramid = Pyramid(self._document.size)
        self._pyramid.write(bbox, premultiplied(colours))

    def paint(self, painter: QPainter, target: QRectF) -> None:
        """Draw the whole document into `target`; what the painter clips away costs next to nothing."""
        if self._pyramid is not None:
            self._pyramid.paint(painter, target)


def premultiplied(colours: Pixels) -> NDArray[np.uint32]:
    """(H, W, 4) RGBA -> (H, W) ARGB, each channel as far as it covers."""
    alpha = colours[..., 3].astype(np.uint32)
    red, green, blue = ((colours[..., channel] * alpha + 127) // 255 for channel in range(3))
    return np.asarray(alpha << 24 | red << 16 | green << 8 | blue, dtype=np.uint32)
