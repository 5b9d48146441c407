"""Picture and label map through the system's clipboard."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication

from app.drawing.palette.imported_labels import in_classes_of
from app.drawing.placed_labels import put_labels
from app.files.image_in_mime import PNG, files_in, image_in
from app.formats.file_kind import FileKind, kind_of_file
from app.formats.saved_picture import artwork_bytes
from app.painting.session import Session
from app.photo.photo_offer import PhotoOffer
from app.system.notices import Notices
from app.system.translation import tr
from app.widgets.questions import Asking
from canvas.errors import CanvasError
from canvas.label_png import coloured, label_png_bytes, read_label_png_bytes
from canvas.palette import Palette
from canvas.qt.images import rgb_image, rgba_image
from canvas.words import say
from engine.request.types import LabelMap

LABELS = "application/x-sinopia-labels"
"""Mime type of a label map with its palette: JSON."""


class _DamagedError(CanvasError):
    """What this program copied does not come back whole."""


class Clipboard(QObject):
    """Copies and pastes. GUI thread. What cannot be pasted is a notice, and changes nothing."""

    said = Signal(str)
    """A passing remark for the status bar."""

    def __init__(
        self, session: Session, offer: PhotoOffer, notices: Notices, asking: Asking, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._offer = offer
        self._notices = notices
        self._asking = asking
        self.open_files: Callable[[Sequence[Path]], None] = self._no_image
        """Opens files that are no images."""
        self.import_map: Callable[[Path], None] | None = None
        """Takes over a file that plainly is a label map."""

    def copy_picture(self) -> None:
        """Copy the last whole picture; other programs that read PNG find its settings inside."""
        finished = self._session.finished
        if finished is None:
            self.said.emit(tr("There is no picture to copy yet"))
            return
        data = QMimeData()
        data.setImageData(rgb_image(finished.image))
        palette = self._session.palette_of(finished)
        if not palette.missing(finished.request.labels):
            data.setData(PNG, artwork_bytes(finished, palette))
        QGuiApplication.clipboard().setMimeData(data)
        self.said.emit(tr("Copied the draft") if self._session.is_draft else tr("Copied the picture"))

    def copy_label_map(self) -> None:
        """Copy the label map: exactly for this program, as PNG of class numbers, and as an image of its colours."""
        document = self._session.document
        png = label_png_bytes(document.labels, document.palette)
        record = {"palette": json.loads(document.palette.to_json()), "labels": base64.b64encode(png).decode("ascii")}
        data = QMimeData()
        data.setImageData(rgba_image(coloured(document.labels, document.palette)))
        data.setData(PNG, png)
        data.setData(LABELS, json.dumps(record).encode())
        QGuiApplication.clipboard().setMimeData(data)
        self.said.emit(tr("Copied the label map"))

    def paste(self) -> None:
        """Paste a label map into the drawing; ask what any other image is to become."""
        data = QGuiApplication.clipboard().mimeData() or QMimeData()  # some systems have none for an empty clipboard
        files = files_in(data)
        images = [path for path in files if kind_of_file(path) is FileKind.IMAGE]
        if data.hasFormat(LABELS):
            self._paste_labels(data)
        elif images:
            self._offer.offer_path(images[0], self.import_map)
        elif files:
            self.open_files(files)
        elif (image := image_in(data)) is not None:
            self._offer.offer_bytes(image, tr("The image on the clipboard"))
        else:
            self.said.emit(tr("There is no image on the clipboard"))

    def _no_image(self, _files: Sequence[Path]) -> None:
        self.said.emit(tr("There is no image on the clipboard"))

    def _paste_labels(self, data: QMimeData) -> None:
        """Where our own kind was cut short on the way, the image beside it is left."""
        document = self._session.document
        try:
            copied, own = _copied(bytes(data.data(LABELS).data()))
            labels = in_classes_of(document.palette, copied, own, self._asking)
            if labels is None:
                return
            put_labels(document, self._session.history, say("Paste label map"), labels)
        except CanvasError as error:
            image = image_in(data) if isinstance(error, _DamagedError) else None
            if image is None:
                self._notices.report(error)
            else:
                self._offer.offer_bytes(image, tr("The image on the clipboard"))
        else:
            self.said.emit(tr("Pasted the label map"))


def _copied(record: bytes) -> tuple[LabelMap, Palette]:
    """The label map that this program copied, and its classes. Raises CanvasError."""
    try:
        values = json.loads(record)
        own = Palette.from_json(json.dumps(values["palette"]))
        ids = read_label_png_bytes(base64.b64decode(values["labels"], validate=True), own, tr("The clipboard"))
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error, CanvasError) as error:
        raise _DamagedError(say("The label map on the clipboard is damaged."), say("Copy it again.")) from error
    return ids, own
