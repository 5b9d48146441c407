"""Opening and saving: which file the work belongs to, and whether something would be lost."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from app.drawing.label_placing import put_labels
from app.drawing.open_work import WorkSnapshot
from app.drawing.palette.importing import labels_in
from app.drawing.palette.read_as import LabelMapReader, LeftError
from app.files.after_painting import AfterPainting
from app.formats.images.photo import Photo
from app.formats.known_files import KnownFiles
from app.formats.opened_file import Work, read_work
from app.formats.project import save_project
from app.formats.saved_picture import write_artwork
from app.painting.session import Session
from app.settings.recent_files import RecentFiles
from app.system.notices import READ_ANEW, Level, Notice, Notices
from app.widgets.questions import MAPS, OPENED, PICTURE, PROJECT, Answer, Asking
from canvas.atomic import check_writable
from canvas.errors import CanvasError
from canvas.layers import Layers
from canvas.palette import Palette
from canvas.paths import is_there
from canvas.words import Words, say
from engine.errors import EngineError
from engine.request.types import GenerationRequest

log = logging.getLogger(__name__)

KINDS = (PICTURE, PROJECT)
"""What opens and saves; a picture comes first: it carries its drawing and settings, too."""
_LAYER_HINT = say("Saving asks for a name, so that the other layers of that file are not lost.")

_NO_PHOTO = say("A saved picture holds the drawing and its settings, and not the reference photo.")
_PROJECT_HINT = say("Save a project (.ora) to keep the photo, too.")

FILES = "files"
"""Source of the notices about files."""


class Filing(QObject):
    """The files of the open drawing. GUI thread. Every failure becomes a notice and loses nothing."""

    changed = Signal()
    """The file's name, or whether there is unsaved work, may have changed."""
    settled = Signal()
    """The drawing was saved, or another one was opened: the work before is in a file, or was given up."""
    said = Signal(object)
    """A passing remark for the status bar."""

    def __init__(self, session: Session, notices: Notices, asking: Asking, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._recent = RecentFiles(session.settings)
        self._notices = notices
        self._asking = asking
        self._path: Path | None = None
        self._picture: Path | None = None
        self._saved: WorkSnapshot | None = session.work.snapshot()
        self._saved_picture = session.finished
        """The picture that was there."""
        self._after_painting = AfterPainting(session, notices, self)
        self._known = KnownFiles()
        self._maps = LabelMapReader(session.settings, asking, self._tell)
        self.open_any: Callable[[Path], None] = self.open_path
        """Opens whatever file the person chose as what it is."""
        self._last_map: tuple[Path, bool] | None = None
        """The label map that was read last, and whether it was opened, not imported."""
        session.work.reference.changed.connect(self.changed)
        self._disconnect = session.history.changed.connect(self.changed.emit)

    @property
    def path(self) -> Path | None:
        """The project or picture that Save writes; None before the first save."""
        return self._path

    @property
    def has_unsaved_work(self) -> bool:
        """Whether drawing, settings or the photo to trace from differ from what was opened or last written.

        Settings and photo alone, of a drawing without a file, are not lost with it: the program keeps the settings by
        itself, and the photo is a file.
        """
        has_file = self._path is not None
        return self._saved is None or not self._session.work.is_as(
            self._saved, with_settings=has_file, with_photo=has_file
        )

    @Slot()
    def begin(self) -> None:
        """The window is on screen: what was set until now is nobody's work. Nothing may have been drawn."""
        if self._saved is not None and self._session.document.is_as(self._saved.drawing):
            self._session.history.clear()
            self._keep_saved()
            self.changed.emit()

    def may_discard(self, about_to: str, then: Callable[[], None], *, brings_settings: bool = False) -> bool:
        """Whether the drawing may go now; asks if it has unsaved work, or other settings come and these were not saved.

        If the person has it saved first, the answer is False, and `then` is called once it is.
        """
        saved = self._saved
        keeps_settings = not brings_settings or saved is None or self._session.work.has_settings_of(saved)
        if keeps_settings and not self.has_unsaved_work:
            return True
        answer = self._asking.unsaved(about_to)
        if answer is Answer.SAVE:
            self.save(then)
        return answer is Answer.DISCARD

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Write the project or picture where it was written last, or where and as what the person says."""
        path = self._path or self._asking.save_path(say("Save"), self._recent.folder / "picture.png", KINDS)
        if path is not None:
            self._save_to(path, then)

    def save_as(self) -> None:
        """Write a project or picture where the person says."""
        path = self._asking.save_path(say("Save as"), self._path or self._recent.folder / "picture.png", KINDS)
        if path is not None:
            self._save_to(path, None)

    def save_picture(self) -> None:
        """Write the picture where it was written last, or where the person says."""
        stem = "picture" if self._path is None else self._path.stem
        path = self._picture or self._asking.save_path(say("Save picture"), self._recent.folder / f"{stem}.png")
        if path is not None:
            self._save_to(path, None)

    def open(self) -> None:
        """Open a project, a picture that was saved, or a label map, that the person chooses."""
        path = self._asking.open_path(
            say("Open a project, a picture, a label map or a photo"), self._recent.folder, OPENED
        )
        if path is not None:
            self.open_any(path)

    def open_path(self, path: Path) -> None:
        """Open a project or picture with its drawing and settings, or a label map; asks if work would be lost."""
        if not self.may_discard(
            say("opening {name}", name=path.name), lambda: self.open_path(path), brings_settings=True
        ):
            return
        if not self._attempt(lambda: self._open(path)) and not is_there(path):
            self._recent.drop(path)

    def recall(self, path: Path) -> None:
        """Bring back the drawing, settings and picture of a kept picture, which no save writes over."""
        if self.may_discard(say("recalling an earlier picture"), lambda: self.recall(path), brings_settings=True):
            self._attempt(lambda: self._open(path, is_copy=True))

    def new(self, size: tuple[int, int] | None = None) -> None:
        """Start an empty drawing of the same classes; `size` is (width, height), or None for the same."""
        if self.may_discard(say("starting a new drawing"), lambda: self.new(size)):
            shape = self._session.document.size if size is None else size[::-1]
            self._session.replace(np.zeros(shape, np.uint8), self._session.document.palette)
            self._settle()
            self._set_path(None)

    def proposed(self, ending: str, suffix: str) -> Path:
        """Where to propose an export: beside the last file, under the name of the open one."""
        stem = "drawing" if self._path is None else self._path.stem
        return self._recent.folder / f"{stem}{ending}{suffix}"

    def export_to(self, path: Path, write: Callable[[], None], is_whole: bool = False) -> None:
        """Have `write` write a copy to `path`; one that `is_whole` lacks nothing of the drawing, as a save does."""
        if self._attempt(write):
            if is_whole:
                self._settle()
                self.changed.emit()
            self.tell_exported(path)

    def once_painted(self, path: Path, export: Callable[[], None]) -> None:
        """Call `export`, which writes the picture to `path`, once that is painted where there is only a draft of it."""
        if self._session.is_draft:
            self._paint_first(path, lambda: self.once_painted(path, export))
        else:
            self._attempt(export)

    def tell_exported(self, path: Path) -> None:
        """A copy was written."""
        if path.suffix.lower() in KINDS:
            self._recent.add(path)
        self.said.emit(say("Exported {name}", name=path.name))

    def import_label_map(self) -> None:
        """Take over the pixels of a label map as one step of the history; the ink goes along to another size."""
        path = self._asking.open_path(say("Import label map"), self._recent.folder, MAPS)
        if path is not None:
            self.import_path(path)

    def import_path(self, path: Path) -> None:
        """Take over the pixels of a label map from a file."""
        self._attempt(lambda: self._import(path))

    def restore(
        self,
        layers: Layers,
        palette: Palette,
        path: Path | None,
        then: Callable[[], None],
        photo: Photo | None = None,
        recipe: GenerationRequest | None = None,
    ) -> None:
        """Put a drawing that was never saved in place, of the file `path`, and call `then`; asks if work would be lost.

        It stays unsaved work. Without a `recipe` the settings stay as they are.
        """
        again = partial(self.restore, layers, palette, path, then, photo, recipe)
        if not self.may_discard(say("restoring the other drawing"), again, brings_settings=recipe is not None):
            return
        before, self._path = self._path, path  # autosaving notes it while the drawing is put in place
        if self._attempt(lambda: self._session.replace(layers.labels, palette, recipe, ink=layers.ink, photo=photo)):
            self._saved, self._path = None, before
            self._set_path(path)
            then()
        else:
            self._path = before
        self.changed.emit()

    def read_anew(self) -> None:
        """Read the label map that was opened or imported last in another way, which the person chooses."""
        path, was_opened = self._last_map or (None, False)
        if path is None:
            return
        if not was_opened:
            self._attempt(lambda: self._import(path, anew=True))
        elif self.may_discard(say("opening {name}", name=path.name), self.read_anew, brings_settings=True):
            self._attempt(lambda: self._open(path, anew=True))

    @property
    def can_read_anew(self) -> bool:
        """Whether a label map was opened or imported."""
        return self._last_map is not None

    def _tell(self, note: Words) -> None:
        hint = say("File, Read the label map in another way shows what else it can be.")
        self._notices.post(Notice(Level.INFO, note, hint, action=READ_ANEW))

    def _open(self, path: Path, is_copy: bool = False, *, anew: bool = False) -> None:
        session = self._session
        self._known.note(path)  # before it is read: what somebody writes meanwhile is not what is opened
        work = read_work(path, session.document.palette, partial(self._maps.read, anew=anew))
        revision = session.document.revision
        try:
            session.replace(work.labels, work.palette, work.request, work.finished, work.ink, work.photo)
        except (ValueError, TypeError) as error:
            if session.document.revision != revision:
                raise  # no fault of the file: the work is there, and somebody who heard of it failed
            raise CanvasError(
                say("{name} was painted with a setting that cannot be: {error}.", name=path.name, error=error),
                say("Its recipe was changed by hand, or by a newer version of the program."),
            ) from error
        finally:
            if session.document.revision != revision:
                self._took(work, path, is_copy)

    def _took(self, work: Work, path: Path, is_copy: bool) -> None:
        """Another work is open: from now on nothing may be written where the one before was."""
        self._last_map = (path, True) if work.is_map else None
        for warning in work.warnings:
            self._notices.post(Notice(Level.WARNING, warning))
        if work.is_layer:
            self._notices.post(
                Notice(Level.INFO, say("The drawing was read from a layer of “{name}”.", name=path.name), _LAYER_HINT)
            )
        self._settle()
        if not is_copy:
            self._recent.add(path)
        self._set_path(path if work.is_ours and not is_copy else None)

    def _import(self, path: Path, *, anew: bool = False) -> None:
        document, history = self._session.document, self._session.history
        labels = labels_in(path, document.palette, self._asking, self._maps, anew=anew)
        if labels is None:
            return
        self._last_map = path, False
        put_labels(document, history, say("Import label map"), labels)

    def _save_to(self, path: Path, then: Callable[[], None] | None) -> None:
        if self._known.is_changed(path) and not self._may_write_over(path):
            return
        is_project = path.suffix.lower() == PROJECT
        if not is_project and not self._picture_shows_work:
            self._paint_first(path, lambda: self._save_to(path, then))
            return
        write = self._write_project if is_project else self._write_picture
        if self._attempt(lambda: write(path)):
            self._known.note(path)
            self.said.emit(say("Saved {name}", name=path.name))
            if then is not None:
                then()

    def _may_write_over(self, path: Path) -> bool:
        """Whether what somebody else has written into a file may go; asked once for each time that it has changed."""
        text = say(
            "“{name}” was changed by another window or program since it was opened or saved here.", name=path.name
        )
        agrees = self._asking.may_replace(text)
        if agrees:
            self._known.note(path)
        else:
            self.said.emit(say("{name} was not saved; Save as keeps both", name=path.name))
        return agrees

    @property
    def _picture_shows_work(self) -> bool:
        """Whether the picture is of the drawing under its settings as they are now, or came with them."""
        session, saved = self._session, self._saved
        shown, then = session.finished, self._saved_picture
        came_along = shown is not None and then is not None and shown.image is then.image
        as_saved = came_along and saved is not None and session.work.has_settings_of(saved, with_seed=True)
        return session.picture_shows_drawing and (as_saved or session.picture_shows_settings)

    def _paint_first(self, path: Path, then: Callable[[], None]) -> None:
        if self._attempt(lambda: check_writable(path)):
            self.said.emit(say("{name} is saved once the picture is painted", name=path.name))
            self._after_painting.call(then)

    def _write_project(self, path: Path) -> None:
        write_session(path, self._session)
        self._settle()
        self._set_path(path)

    def _write_picture(self, path: Path) -> None:
        finished = self._session.finished
        if finished is None:
            raise RuntimeError("there is no picture to write")
        write_artwork(path, finished, self._session.document.palette)
        if self._session.work.reference.photo is not None:
            self._notices.post(Notice(Level.INFO, _NO_PHOTO, _PROJECT_HINT), FILES)
        if self._path is not None and self._path.suffix.lower() == PROJECT:
            # The project is what is open; it does not have the last strokes yet.
            self._picture = path
            self._recent.add(path)
        else:
            self._settle()
            self._set_path(path)

    def _attempt(self, action: Callable[[], None]) -> bool:
        try:
            action()
        except LeftError:
            return False
        except (CanvasError, EngineError) as error:
            self._notices.report(error)
            return False
        return True

    def _settle(self) -> None:
        self._keep_saved()
        self._session.work.settings_history.part()
        self.settled.emit()

    def _keep_saved(self) -> None:
        self._saved, self._saved_picture = self._session.work.snapshot(), self._session.finished

    def _set_path(self, path: Path | None) -> None:
        if path is None or path.suffix.lower() != PROJECT:
            self._picture = path
        elif path != self._path:
            self._picture = None
        self._path = path
        if path is not None:
            self._recent.add(path)
        self.changed.emit()


def write_session(path: Path, session: Session) -> None:
    """Write a project with everything that is open. Raises SaveError, LabelMapError."""
    finished = session.finished
    own = None if finished is None else session.palette_of(finished)
    save_project(path, session.request(), session.document.palette, finished, session.work.placed_photo, own)
