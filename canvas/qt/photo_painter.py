"""A photo behind or before the drawing, drawn smoothly at any zoom without scaling all of it each time."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter


class PhotoPainter:
    """Holds the photo at full, half, quarter ... size, each made when it is first needed.

    It draws from the smallest that has enough pixels, so that what the painter clips away costs next to nothing and
    shrinking stays smooth.
    """

    def __init__(self, image: QImage) -> None:
        has_alpha = image.hasAlphaChannel()
        kind = QImage.Format.Format_ARGB32_Premultiplied if has_alpha else QImage.Format.Format_RGB32
        self._levels = [image.convertToFormat(kind)]

    def paint(self, painter: QPainter, document: QRectF, opacity: float) -> None:
        """Draw the whole photo into the middle of the document's rectangle, as large as it fits."""
        if opacity == 0:
            return
        target = self.rect_in(document)
        before = painter.opacity()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setOpacity(before * opacity)
        painter.drawImage(target, self._level(target.width() * painter.device().devicePixelRatioF()))
        painter.setOpacity(before)

    def rect_in(self, document: QRectF) -> QRectF:
        """Where the photo lies in the document's rectangle."""
        size = self._levels[0].size().toSizeF().scaled(document.size(), Qt.AspectRatioMode.KeepAspectRatio)
        rect = QRectF(document.topLeft(), size)
        rect.moveCenter(document.center())
        return rect

    def _level(self, width_px: float) -> QImage:
        depth = 0
        while self._levels[0].width() / 2 ** (depth + 1) >= max(width_px, 1):
            depth += 1
            if depth == len(self._levels):
                above = self._levels[-1]
                size = above.size() / 2
                self._levels.append(
                    above.scaled(
                        max(size.width(), 1),
                        max(size.height(), 1),
                        Qt.AspectRatioMode.IgnoreAspectRatio,
                        Qt.TransformationMode.SmoothTransformation,
                    )
                )
        return self._levels[depth]
