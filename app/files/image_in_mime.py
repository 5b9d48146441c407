"""Images in what is pasted and dropped."""

from __future__ import annotations

import base64
import binascii
import re

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage, QImageWriter

from app.formats.images.kinds import HEAD_BYTES, kind_of

PNG = "image/png"
_FILES = (PNG, "image/jpeg", "image/webp", "image/tiff", "image/bmp", "image/gif", "image/avif")
_INLINE = re.compile(r"data:image/[a-z+.-]+;base64,([A-Za-z0-9+/=\s]+)")
_MOST_INLINE = 2**26
"""Characters of an image written into a page."""


def image_in(data: QMimeData) -> bytes | None:
    """The image as a file, byte for byte where it comes as one that is whole at its start; None where there is none."""
    for kind in _FILES:
        found = bytes(data.data(kind).data()) if data.hasFormat(kind) else b""
        if kind_of(found[:HEAD_BYTES]) is not None:
            return found
    image = data.imageData() if data.hasImage() else None
    if isinstance(image, QImage) and not image.isNull():
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(image)
        return bytes(buffer.data().data())
    return _inline(data)


def _inline(data: QMimeData) -> bytes | None:
    """An image that a page holds itself, as a drag out of a browser brings it."""
    for text in (data.text(), data.html()):
        found = _INLINE.search(text) if len(text) < _MOST_INLINE else None
        if found is not None:
            try:
                image = base64.b64decode(found.group(1), validate=False)
            except (binascii.Error, ValueError):
                continue
            if kind_of(image[:HEAD_BYTES]) is not None:
                return image
    return None
