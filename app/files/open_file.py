"""Which file the open work belongs to, what of it is in no file yet, and how it gets there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.drawing.open_work import WorkSnapshot
from app.formats.known_files import KnownFiles
from app.formats.project import save_project
from app.formats.saved_picture import write_artwork
from app.painting.session import Session
from app.settings.recent_files import RecentFiles
from app.widgets.questions import PROJECT


class OpenFile(QObject):
    """Asks nobody. GUI thread."""

    changed = Signal()
    """The file's name, or whether there is unsaved work, may have changed."""
    settled = Signal()
    """The drawing was saved, or another one was opened: the work before is in a file, or was given up."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.recent = RecentFiles(session.settings)
        self.known = KnownFiles()
        self.path: Path | None = None
        """The project or picture that Save writes; None before the first save."""
        self.picture: Path | None = None
        """The picture that Save picture writes."""
        self._saved: WorkSnapshot | None = None
        """None where nothing of the work was ever saved: it came back after a crash."""
        self._keep()
        session.work.reference.changed.connect(self.changed)
        self._disconnect = session.history.changed.connect(self.changed.emit)

    @property
    def is_project(self) -> bool:
        """Whether a project is open."""
        return self.path is not None and self.path.suffix.lower() == PROJECT

    @property
    def has_unsaved_work(self) -> bool:
        """Whether drawing, settings or the photo to trace from differ from what was opened or last written.

        Settings and photo alone, of a drawing without a file, are not lost with it: the program keeps the settings by
        itself, and the photo is a file.
        """
        has_file = self.path is not None
        return self._saved is None or not self._session.work.is_as(
            self._saved, with_settings=has_file, with_photo=has_file
        )

    @property
    def has_unsaved_settings(self) -> bool:
        """Whether the settings are others than were opened or last written."""
        return self._saved is not None and not self._session.work.has_settings_of(self._saved)

    @property
    def picture_shows_work(self) -> bool:
        """Whether the picture is of the drawing under its settings as they are now, or came with them."""
        session, saved = self._session, self._saved
        shown, then = session.finished, self._saved_picture
        came_along = shown is not None and then is not None and shown.image is then.image
        as_saved = came_along and saved is not None and session.work.has_settings_of(saved, with_seed=True)
        return session.picture_shows_drawing and (as_saved or session.picture_shows_settings)

    def begin(self) -> None:
        """What was set until now is nobody's work. Nothing may have been drawn."""
        if self._saved is not None and self._session.document.is_as(self._saved.drawing):
            self._session.history.clear()
            self._keep()
            self.changed.emit()

    def settle(self) -> None:
        """The work as it is now is in a file, or nobody's."""
        self._keep()
        self._session.work.settings_history.part()
        self.settled.emit()

    def unsettle(self) -> None:
        """The work as it is now is in no file."""
        self._saved = None

    def point_to(self, path: Path | None) -> None:
        """From now on the work belongs to this file, or to none."""
        if path is None or path.suffix.lower() != PROJECT:
            self.picture = path
        elif path != self.path:
            self.picture = None
        self.path = path
        if path is not None:
            self.recent.add(path)
        self.changed.emit()

    def write(self, path: Path) -> None:
        """Write the work as what the ending says: a project, or else a picture. Raises SaveError, LabelMapError.

        Beside an open project, a picture is a copy that Save picture writes again: the project stays what is open.
        """
        session, is_project = self._session, path.suffix.lower() == PROJECT
        if is_project:
            write_session(path, session)
        else:
            if session.finished is None:
                raise RuntimeError("there is no picture to write")
            write_artwork(path, session.finished, session.work.palette)
        self.known.note(path)
        if self.is_project and not is_project:
            self.picture = path
            self.recent.add(path)
        else:
            self.settle()
            self.point_to(path)

    def _keep(self) -> None:
        self._saved, self._saved_picture = self._session.work.snapshot(), self._session.finished


def write_session(path: Path, session: Session) -> None:
    """Write a project with everything that is open. Raises SaveError, LabelMapError."""
    finished, work = session.finished, session.work
    own = None if finished is None else session.palette_of(finished)
    save_project(path, session.request(), work.palette, finished, work.placed_photo, own)
