"""A picture in grey, and over it in colour where how much of something is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from canvas.qt.images import rgba_image
from canvas.qt.sheet import Sheet

_STOPS = (0.0, 0.35, 0.7, 1.0)
_RED, _GREEN, _BLUE, _ALPHA = (60, 193, 240, 255), (20, 68, 150, 236), (60, 14, 40, 150), (0, 170, 215, 235)


def heat_colours(values: NDArray[np.float32]) -> NDArray[np.uint8]:
    """(…) from 0 to 1 -> (…, 4) RGBA: clear, then dark red, orange, pale yellow. Each is lighter than those before."""
    levels = np.clip(values, 0, 1)
    channels = [np.interp(levels, _STOPS, stops) for stops in (_RED, _GREEN, _BLUE, _ALPHA)]
    colours: NDArray[np.uint8] = np.stack(channels, -1).round().astype(np.uint8)
    return colours


class HeatSheet(Sheet):
    """The map is stretched over the picture smoothly, whatever the sizes of both."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: QImage | None = None
        self._heat: QImage | None = None

    def set_picture(self, picture: QImage | None) -> None:
        """Show another picture, or none."""
        self._picture = None if picture is None else picture.convertToFormat(QImage.Format.Format_Grayscale8)
        if picture is not None and self.viewport.document_size != (picture.height(), picture.width()):
            self.set_document_size((picture.height(), picture.width()))
        self.update()

    def set_heat(self, values: NDArray[np.float32] | None) -> None:
        """Show (h, w) values from 0 to 1, or nothing."""
        self._heat = None if values is None else rgba_image(heat_colours(values))
        self.update()

    def paint_content(self, painter: QPainter) -> None:
        """Draw the picture, and the map over it."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for image in (self._picture, self._heat):
            if image is not None:
                painter.drawImage(self.document_rect, image)
