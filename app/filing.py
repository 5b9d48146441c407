"""Opening and saving: which file the work belongs to, and whether something would be lost."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from app import settings as s
from app.artwork import Artwork, has_recipe, read_artwork, write_artwork
from app.dialogs.asking import Answer, Asking
from app.notices import Level, Notice, Notices
from app.session import Session
from canvas.edits import PatchEdit
from canvas.errors import CanvasError
from canvas.label_png import read_label_png, write_label_png
from engine.errors import EngineError
from engine.types import Finished, LabelMap, RunId

log = logging.getLogger(__name__)

FILES = "files"
"""Source of the notices about files."""


class Filing(QObject):
    """The files of the open drawing. GUI thread. Every failure becomes a notice and loses nothing."""

    changed = Signal()
    """The file's name, or whether there is unsaved work, may have changed."""
    said = Signal(str)
    """A passing remark for the status bar."""

    def __init__(self, session: Session, notices: Notices, asking: Asking, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = session.settings
        self._notices = notices
        self._asking = asking
        self._path: Path | None = None
        self._saved: LabelMap = session.document.snapshot().labels
        self._after_painting: Callable[[], None] | None = None
        session.picture_finished.connect(self._go_on)
        session.run_failed.connect(self._give_up)
        session.cancelled_by_person.connect(self._forget)
        self._disconnect = session.history.changed.connect(self.changed.emit)

    @property
    def path(self) -> Path | None:
        """The picture file that Save writes; None before the first save."""
        return self._path

    @property
    def has_unsaved_work(self) -> bool:
        """Whether the drawing differs from what was opened or last written."""
        return not np.array_equal(self._saved, self._session.document.labels)

    def may_discard(self, about_to: str, then: Callable[[], None]) -> bool:
        """Whether the drawing may go now; asks if it has unsaved work.

        If the person has it saved first, the answer is False, and `then` is called once it is.
        """
        if not self.has_unsaved_work:
            return True
        answer = self._asking.unsaved(about_to)
        if answer is Answer.SAVE:
            self.save(then)
        return answer is Answer.DISCARD

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Write the picture where it was written last, or where the person says."""
        path = self._path or self._asking.save_path("Save picture", self._folder() / "picture.png")
        if path is not None:
            self._save_to(path, then)

    def save_as(self) -> None:
        """Write the picture where the person says."""
        path = self._asking.save_path("Save picture as", self._path or self._folder() / "picture.png")
        if path is not None:
            self._save_to(path, None)

    def open(self) -> None:
        """Open a picture that was saved, or a label map, that the person chooses."""
        path = self._asking.open_path("Open a picture or a label map", self._folder())
        if path is not None:
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Open a saved picture with its drawing and settings, or a label map; asks if work would be lost."""
        if self.may_discard(f"opening {path.name}", lambda: self.open_path(path)):
            self._attempt(lambda: self._open(path))

    def new(self, size: tuple[int, int] | None = None) -> None:
        """Start an empty drawing of the same classes; `size` is (width, height), or None for the same."""
        if self.may_discard("starting a new drawing", lambda: self.new(size)):
            shape = self._session.document.size if size is None else size[::-1]
            self._replace(np.zeros(shape, np.uint8), None)
            self._set_path(None)

    def export_label_map(self) -> None:
        """Write the drawing as an indexed PNG."""
        stem = "drawing" if self._path is None else self._path.stem
        path = self._asking.save_path("Export label map", self._folder() / f"{stem}-labels.png")
        if path is not None:
            self._attempt(lambda: self._export(path))

    def import_label_map(self) -> None:
        """Take over the pixels of a label map, undoable where its size is the drawing's."""
        path = self._asking.open_path("Import label map", self._folder())
        if path is not None:
            self._import_from(path)

    def _import_from(self, path: Path) -> None:
        self._attempt(lambda: self._import(path))

    def _open(self, path: Path) -> None:
        if has_recipe(path):
            artwork = read_artwork(path)
            try:
                self._session.replace(artwork.request.labels, artwork.palette, artwork.request, _as_finished(artwork))
            except (ValueError, TypeError) as error:
                raise CanvasError(
                    f"{path.name} was painted with a setting that cannot be: {error}.",
                    "Its recipe was changed by hand, or by a newer version of the program.",
                ) from error
            for warning in artwork.warnings:
                self._notices.post(Notice(Level.WARNING, warning))
            self._saved = self._session.document.snapshot().labels
            self._set_path(path)
        else:
            self._replace(read_label_png(path, self._session.document.palette), path)
            self._set_path(None)

    def _replace(self, labels: LabelMap, path: Path | None) -> None:
        self._session.replace(labels, self._session.document.palette)
        self._saved = self._session.document.snapshot().labels
        if path is not None:
            self._remember(path)

    def _export(self, path: Path) -> None:
        snapshot = self._session.document.snapshot()
        write_label_png(path, snapshot.labels, snapshot.palette)
        self._saved = snapshot.labels
        self._remember(path)
        self.changed.emit()
        self.said.emit(f"Exported {path.name}")

    def _import(self, path: Path) -> None:
        document, history = self._session.document, self._session.history
        labels = read_label_png(path, document.palette)
        if labels.shape == document.labels.shape:
            history.perform("Import label map", PatchEdit.replace_all(document.labels, labels))
        elif self.may_discard(f"importing {path.name}", lambda: self._import_from(path)):
            self._replace(labels, path)
            self._set_path(None)

    def _save_to(self, path: Path, then: Callable[[], None] | None) -> None:
        if not self._session.picture_shows_drawing:
            self._after_painting = lambda: self._save_to(path, then)
            self.said.emit(f"{path.name} is saved once the picture is painted")
            if not self._session.is_painting:
                self._session.generate()
            return
        if self._attempt(lambda: self._write(path)) and then is not None:
            then()

    def _write(self, path: Path) -> None:
        finished = self._session.finished
        if finished is None:
            raise RuntimeError("there is no picture to write")
        write_artwork(path, finished, self._session.document.palette)
        self._saved = finished.request.labels
        self._set_path(path)
        self.said.emit(f"Saved {path.name}")

    @Slot()
    def _go_on(self) -> None:
        waiting, self._after_painting = self._after_painting, None
        if waiting is not None:
            waiting()

    @Slot()
    def _forget(self) -> None:
        self._after_painting = None

    @Slot()
    def _give_up(self) -> None:
        if self._after_painting is not None:
            self._after_painting = None
            self._notices.post(
                Notice(
                    Level.WARNING,
                    "The picture was not saved, because it could not be painted.",
                    "The drawing alone can be kept with File, Export label map.",
                )
            )

    def _attempt(self, action: Callable[[], None]) -> bool:
        try:
            action()
        except (CanvasError, EngineError) as error:
            self._notices.report(error)
            return False
        return True

    def _set_path(self, path: Path | None) -> None:
        self._path = path
        if path is not None:
            self._remember(path)
        self.changed.emit()

    def _remember(self, path: Path) -> None:
        self._settings.set(s.LAST_FOLDER, str(path.resolve().parent))

    def _folder(self) -> Path:
        folder = Path(self._settings.get(s.LAST_FOLDER) or Path.home())
        return folder if folder.is_dir() else Path.home()


def _as_finished(artwork: Artwork) -> Finished:
    return Finished(
        run=RunId(number=0), request=artwork.request, image=artwork.image, seconds=0.0, provenance=artwork.provenance
    )
