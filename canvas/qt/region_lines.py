"""The borders of regions, as wide on screen at every zoom: computed in view pixels, for the dirty rectangle only."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from canvas.palette import UNLABELLED
from canvas.viewport import Viewport

LINE_PX = 2
"""How far into a region its line reaches."""
_AROUND = np.ones((2 * LINE_PX + 1, 2 * LINE_PX + 1), dtype=np.uint8)
_WHITE, _DARK = 0xFFFFFFFF, 0xC8000000

Ids = NDArray[np.uint8]
Pixels = NDArray[np.uint32]


def paint_region_lines(
    painter: QPainter, labels: Ids, viewport: Viewport, dirty: QRect, table: NDArray[np.uint32]
) -> None:
    """Draw each region's border within it, in the colour of `table`: 256 premultiplied ARGB pixels."""
    ids = _ids_in_view(labels, viewport, dirty, UNLABELLED)
    is_border = cv2.dilate(ids, _AROUND) != cv2.erode(ids, _AROUND)
    _paint(painter, dirty, np.where(is_border, table[ids], np.uint32(0)))


def paint_highlight(painter: QPainter, labels: Ids, viewport: Viewport, dirty: QRect, class_id: int) -> None:
    """Draw a white line within the regions of one class and a dark one around them, to be seen on every colour."""
    beyond = UNLABELLED if class_id != UNLABELLED else UNLABELLED + 1
    inside = (_ids_in_view(labels, viewport, dirty, beyond) == class_id).astype(np.uint8)
    core, reach = cv2.erode(inside, _AROUND), cv2.dilate(inside, _AROUND)
    pixels = np.where(reach > inside, np.uint32(_DARK), np.uint32(0))
    pixels[inside > core] = _WHITE
    _paint(painter, dirty, pixels)


def _ids_in_view(labels: Ids, viewport: Viewport, dirty: QRect, beyond: int) -> Ids:
    """The class under each view pixel of `dirty` and of a margin around it; `beyond` outside the document."""
    left, top = dirty.left() - LINE_PX, dirty.top() - LINE_PX
    size = (dirty.width() + 2 * LINE_PX, dirty.height() + 2 * LINE_PX)
    origin = np.array(viewport.to_document(left + 0.5, top + 0.5))
    across = np.array(viewport.to_document(left + 1.5, top + 0.5)) - origin
    down = np.array(viewport.to_document(left + 0.5, top + 1.5)) - origin
    # From the index of a view pixel to that of a document pixel, as (x, y): centres lie on whole numbers.
    to_document = np.stack([across, down, origin - 0.5], axis=1)[::-1]
    flags = cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
    warped = cv2.warpAffine(
        labels, to_document, size, flags=flags, borderMode=cv2.BORDER_CONSTANT, borderValue=(beyond,)
    )
    return np.asarray(warped, dtype=np.uint8)


def _paint(painter: QPainter, dirty: QRect, pixels: Pixels) -> None:
    inner = np.ascontiguousarray(pixels[LINE_PX:-LINE_PX, LINE_PX:-LINE_PX], dtype=np.uint32)
    height, width = inner.shape
    data = inner.view(np.uint8).data
    painter.drawImage(
        dirty.topLeft(), QImage(data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    )
