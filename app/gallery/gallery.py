"""Which pictures are kept, and what is done with those that are.

A picture that the person asked for is kept as soon as it was compared with its drawing, which follows at once. A
picture of Live is kept once it has been the newest one for a second: those that the next stroke replaces at once are
passing sights. What waits is kept when another drawing is opened and when the window closes. Nothing is ever deleted
but by the person.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QImageReader

from app.gallery.folder import GalleryFolder, Kept
from app.painting.session import Session
from app.settings import table as s
from app.system.background import Background
from app.system.notices import Level, Notice, Notices
from app.system.trash import move_to_bin
from canvas.errors import CanvasError
from canvas.palette import Palette
from canvas.words import say
from engine.request.types import Finished, Judged

REST_MS = 1000
THUMBNAIL_PX = 192
GALLERY = "gallery"
"""Source of the gallery's notices."""


class Gallery(QObject):
    """The pictures in `folder`. GUI thread; files are read and written in threads of its own."""

    listed = Signal(object)
    """list[Kept], the newest first: the folder was read"""
    added = Signal(object)
    """Kept"""
    removed = Signal(object)
    """Path"""
    starred = Signal(object)
    """Path: its star has changed"""
    thumbnail_read = Signal(object, object)
    """Path, QImage (null where the file cannot be read)"""
    said = Signal(object)
    """A passing remark for the status bar."""

    def __init__(self, session: Session, notices: Notices, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._notices = notices
        self._folder = GalleryFolder(folder)
        self._stars = self._folder.stars()
        self._folder_work = Background(notices, GALLERY, self)
        """One at a time, so that what is listed and what is added afterwards never overtake each other."""
        self._thumbnail_work = Background(notices, "thumbnails", self)
        self._waiting: tuple[Finished, Palette] | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.keep_waiting)
        self._kept: dict[Path, int] = {}
        self._is_stopped = False
        self.added.connect(self._on_added)
        self.listed.connect(self._on_listed)
        session.picture_finished.connect(self._on_finished)
        session.picture_judged.connect(self._on_judged)
        session.replaced.connect(self.keep_waiting)

    @property
    def nbytes(self) -> int:
        """What the pictures take on the disk."""
        return sum(self._kept.values())

    @property
    def quota_bytes(self) -> int:
        """What they may take before that is said."""
        return self._session.settings.get(s.GALLERY_QUOTA_MB) * 2**20

    def is_starred(self, path: Path) -> bool:
        """Whether the picture has a star."""
        return path.name in self._stars

    @Slot()
    def read(self) -> None:
        """Read the folder; `listed` follows."""
        self._folder_work.run(self._folder.pictures, self.listed.emit)

    @Slot()
    def keep_waiting(self) -> None:
        """Keep the picture of Live that waits, if one does."""
        self._rest.stop()
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self._keep(*waiting)

    def read_thumbnail(self, path: Path) -> None:
        """Read a small image; `thumbnail_read` follows."""
        self._thumbnail_work.run(
            lambda: _thumbnail(path),
            lambda image: self.thumbnail_read.emit(path, image),
            lambda _error: self.thumbnail_read.emit(path, QImage()),
        )

    def set_star(self, paths: Sequence[Path], on: bool) -> None:
        """Give these pictures a star, or take it away."""
        names = {path.name for path in paths}
        stars = self._stars | names if on else self._stars - names
        try:
            self._folder.set_stars(stars)
        except CanvasError as error:
            self._notices.report(error, GALLERY)
            return
        self._stars = stars
        for path in paths:
            self.starred.emit(path)

    def delete(self, paths: Sequence[Path]) -> None:
        """Move these pictures to the bin."""
        own: Path | None = None
        done = 0
        for path in paths:
            try:
                if path.exists():
                    own = move_to_bin(path) or own
            except OSError as error:
                self._notices.report(
                    CanvasError(
                        say("“{name}” could not be deleted: {error}.", name=path.name, error=error), say("Try again.")
                    ),
                    GALLERY,
                )
                continue
            done += 1
            self._kept.pop(path, None)
            self.removed.emit(path)
        where = say("the bin") if own is None else str(own.parent)
        if done == 1:
            self.said.emit(say("Moved 1 picture to {where}", where=where))
        elif done:
            self.said.emit(say("Moved {count} pictures to {where}", count=done, where=where))
        self.check_quota()

    def stop(self) -> None:
        """Keep what waits, and end the threads."""
        if not self._is_stopped:
            self.keep_waiting()
            self._is_stopped = True
            self._folder_work.stop()
            self._thumbnail_work.stop(drop_waiting=True)

    @Slot(object)
    def _on_finished(self, finished: Finished) -> None:
        self._waiting = (finished, self._session.palette_of(finished))
        if self._is_stopped:
            self.keep_waiting()
        elif not self._session.is_asked_for(finished.run):
            self._rest.start()

    @Slot(object)
    def _on_judged(self, judged: Judged) -> None:
        if self._waiting is None or self._waiting[0].run != judged.run:
            return
        if self._session.finished is not None:
            self._waiting = (self._session.finished, self._waiting[1])
        if self._session.is_asked_for(judged.run):
            self.keep_waiting()

    def _keep(self, finished: Finished, palette: Palette) -> None:
        if not self._is_stopped:
            self._folder_work.run(lambda: self._folder.keep(finished, palette), self._on_kept)
            return
        try:  # a picture that the closing window had waited for
            self._folder.keep(finished, palette)
        except CanvasError as error:
            self._notices.report(error, GALLERY)

    def _on_kept(self, kept: Kept | None) -> None:
        self._notices.succeeded(GALLERY)
        if kept is not None:
            self.added.emit(kept)

    @Slot(object)
    def _on_listed(self, pictures: list[Kept]) -> None:
        self._kept = {kept.path: kept.nbytes for kept in pictures}
        self.check_quota()

    @Slot(object)
    def _on_added(self, kept: Kept) -> None:
        self._kept[kept.path] = kept.nbytes
        self.check_quota()

    def check_quota(self) -> None:
        """Say where the pictures take more room than the limit; once, until they do not."""
        if self.nbytes <= self.quota_bytes:
            self._notices.succeeded("gallery quota")
            return
        self._notices.post(
            Notice(
                Level.WARNING,
                say("The gallery takes more room than its limit."),
                say("Delete pictures, or raise the limit in the gallery: nothing is deleted by itself."),
            ),
            "gallery quota",
        )


def _thumbnail(path: Path) -> QImage:
    reader = QImageReader(str(path))
    size = reader.size()
    if size.isValid():
        box = QSize(THUMBNAIL_PX, THUMBNAIL_PX)
        reader.setScaledSize(size.scaled(box, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
    return reader.read()
