"""The second sheet: the picture, scaled up smoothly to the size of the drawing."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QTransform
from PySide6.QtWidgets import QWidget

from canvas.qt.sheet import Sheet
from canvas.raster import BBox


class PictureView(Sheet):
    """Shows the last picture or preview that it was given, and a line on how to get one before the first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._invitation = ""

    @property
    def image(self) -> QImage | None:
        """What is shown."""
        return self._image

    @property
    def invitation(self) -> str:
        """What is said while there is no picture."""
        return self._invitation

    def set_image(self, image: QImage | None) -> None:
        """Show a picture of any size, or none."""
        self._image = image
        self.update()

    def set_invitation(self, text: str) -> None:
        """Say this while there is no picture."""
        self._invitation = text
        if self._image is None:
            self.update()

    def paint_content(self, painter: QPainter) -> None:
        """Draw the picture over the whole document rectangle."""
        if self._image is None:
            painter.fillRect(self.document_rect, self.palette().window())
            painter.setPen(self.palette().placeholderText().color())
            painter.setWorldTransform(QTransform())
            rect = QRectF(*self.viewport.view_rect(BBox(0, 0, *self.viewport.document_size)))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._invitation)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.document_rect, self._image)
