"""Finding a photo to trace from, and how it is looked at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app import settings as s
from app.dialogs.asking import PHOTOS, Asking
from app.notices import Notices
from app.photo import Photo, photo_of, read_photo
from app.recent_files import RecentFiles
from app.session import Session
from canvas.errors import CanvasError
from canvas.words import say


class Tracing:
    """Puts a photo under or over the drawing. GUI thread. A photo that cannot be read is a notice."""

    def __init__(self, session: Session, notices: Notices, asking: Asking) -> None:
        self._reference = session.reference
        self._settings = session.settings
        self._notices = notices
        self._asking = asking
        self._recent = RecentFiles(session.settings)

    @property
    def has_photo(self) -> bool:
        """Whether there is a photo to show or hide."""
        return self._reference.photo is not None

    def open(self) -> None:
        """Take a photo that the person chooses."""
        path = self._asking.open_path(say("Open a photo to trace from"), self._recent.folder, PHOTOS)
        if path is not None:
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Take a photo from a file."""
        self._take(lambda: read_photo(path))

    def open_bytes(self, data: bytes, name: str) -> None:
        """Take a photo from memory; `name` is what notices call it."""
        self._take(lambda: photo_of(data, name))

    def remove(self) -> None:
        """Have no photo any more."""
        self._reference.show(None)

    def _take(self, read: Callable[[], Photo]) -> None:
        try:
            photo = read()
        except CanvasError as error:
            self._notices.report(error)
            return
        self._reference.show(photo)
        self._settings.set(s.REFERENCE_SHOWN, True)
