"""Images in what is pasted and dropped."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage, QImageWriter

PNG = "image/png"


def png_in(data: QMimeData) -> bytes | None:
    """The image as PNG, byte for byte where it comes as one; None where there is none."""
    if data.hasFormat(PNG):
        found = bytes(data.data(PNG).data())
        if found:
            return found
    image = data.imageData() if data.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        return None
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())
