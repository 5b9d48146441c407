"""Finding a photo to trace from, and how it is looked at."""

from __future__ import annotations

from pathlib import Path

from app.drawing.reference import PhotoEdit
from app.formats.images.photo import Photo, read_photo
from app.painting.session import Session
from app.settings import table as s
from app.settings.recent_files import RecentFiles
from app.system.notices import Notices
from app.widgets.questions import PHOTOS, Asking
from canvas.errors import CanvasError
from canvas.words import say


class Tracing:
    """Puts a photo under or over the drawing. GUI thread. A photo that cannot be read is a notice."""

    def __init__(self, session: Session, notices: Notices, asking: Asking) -> None:
        self._reference, self._history = session.work.reference, session.history
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
        try:
            photo = read_photo(path)
        except CanvasError as error:
            self._notices.report(error)
        else:
            self.show(photo)

    def show(self, photo: Photo) -> None:
        """Take a photo that was read already."""
        self._put(photo)
        self._settings.set(s.REFERENCE_SHOWN, True)

    def remove(self) -> None:
        """Have no photo any more; undo brings it back."""
        self._put(None)

    def _put(self, photo: Photo | None) -> None:
        before = self._reference.photo
        self._reference.show(photo)
        if before is not None and photo is not before:
            self._history.enter(PhotoEdit(self._reference, before, photo))
