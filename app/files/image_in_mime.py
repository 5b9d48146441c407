"""Images and files in what is pasted and dropped."""

from __future__ import annotations

import base64
import binascii
import re
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QUrl
from PySide6.QtGui import QImage, QImageWriter

from app.formats.images.kinds import HEAD_BYTES, kind_of
from canvas.paths import is_there

PNG = "image/png"
_FILES = (PNG, "image/jpeg", "image/webp", "image/tiff", "image/bmp", "image/gif", "image/avif")
_INLINE = re.compile(r"data:image/[a-z+.-]+;base64,([A-Za-z0-9+/=\s]+)")
_GNOME = "x-special/gnome-copied-files"
_ENDS = {"PNG": b"IEND", "JPEG": b"\xff\xd9", "GIF": b";"}
"""What the last bytes of whole files hold."""
_TAIL_BYTES = 64
_MOST_INLINE = 2**26
"""Characters of an image written into a page."""


def files_in(data: QMimeData) -> list[Path]:
    """The files that are named, as all systems and file managers name them; where some are gone, those that are left.

    None where all are gone and there is an image beside their names.
    """
    urls = [*data.urls(), *(QUrl(line.strip()) for line in _copied_by_gnome(data))]
    named = list(dict.fromkeys(Path(url.toLocalFile()) for url in urls if url.isLocalFile()))
    there = [path for path in named if is_there(path)]
    return there if there or image_in(data) is not None else named


def image_in(data: QMimeData) -> bytes | None:
    """The image as a file, byte for byte where one that is whole comes along, whatever it is called; None without any.

    One that is cut short is the last resort.
    """
    cut: bytes | None = None
    others = [kind for kind in data.formats() if kind.startswith("image/") and kind not in _FILES]
    for kind in (*_FILES, *others):
        found = bytes(data.data(kind).data()) if data.hasFormat(kind) else b""
        if kind_of(found[:HEAD_BYTES]) is not None:
            if _is_whole(found):
                return found
            cut = cut or found
    return _pixels(data) or _inline(data) or cut


def _is_whole(file: bytes) -> bool:
    """Whether an image file has its end, as far as its kind tells that."""
    kind, tail = kind_of(file[:HEAD_BYTES]), file[-_TAIL_BYTES:]
    if kind in _ENDS:
        return _ENDS[kind] in tail
    if kind == "WEBP":
        return len(file) >= int.from_bytes(file[4:8], "little") + 8
    return kind != "BMP" or len(file) >= int.from_bytes(file[2:6], "little")


def _pixels(data: QMimeData) -> bytes | None:
    image = data.imageData() if data.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        return None
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def _copied_by_gnome(data: QMimeData) -> list[str]:
    """The lines of its file manager's own kind: what to do, and the files."""
    return bytes(data.data(_GNOME).data()).decode("utf-8", "replace").splitlines()[1:]


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
