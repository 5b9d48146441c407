"""Finding a photo to trace from, and how it is looked at."""

from __future__ import annotations

from pathlib import Path

from app.drawing.open_work import OpenWork
from app.drawing.reference import PhotoEdit
from app.formats.images.photo import Photo, read_photo
from app.settings import table as s
from app.settings.recent_files import RecentFiles
from app.system.background import Background, Ticket
from app.system.notices import Notices
from app.widgets.questions import PHOTOS, Asking
from canvas.words import say


class ReferencePhoto:
    """Puts a photo under or over the drawing. GUI thread; a photo is read in another. What fails is a notice."""

    def __init__(self, work: OpenWork, notices: Notices, asking: Asking) -> None:
        self._reference, self._history = work.reference, work.history
        self._settings = work.settings
        self._notices = notices
        self._asking = asking
        self._recent = RecentFiles(work.settings)
        self._background = Background(notices, "reference photo")
        self._ticket: Ticket | None = None
        work.replaced.connect(self._give_up)

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
        """Take a photo from a file, once it is read; another one that is being read no longer counts."""
        self._give_up()
        self._ticket = self._background.run(lambda: read_photo(path), self.show, self._notices.report)

    def show(self, photo: Photo) -> None:
        """Take a photo that was read already."""
        self._give_up()
        self._put(photo)
        self._settings.set(s.REFERENCE_SHOWN, True)

    def remove(self) -> None:
        """Have no photo any more; undo brings it back."""
        self._give_up()
        self._put(None)

    def stop(self) -> None:
        """End what is under way: the window has gone."""
        self._give_up()
        self._background.stop(drop_waiting=True)

    def _give_up(self) -> None:
        if self._ticket is not None:
            self._ticket.cancel()

    def _put(self, photo: Photo | None) -> None:
        before = self._reference.photo
        self._reference.show(photo)
        if before is not None and photo is not before:
            self._history.enter(PhotoEdit(self._reference, before, photo))
