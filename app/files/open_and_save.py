"""Opening and saving the open work; nothing is lost without a question."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from app.drawing.palette.label_map_files import LabelMapFiles
from app.drawing.palette.read_as import LeftError
from app.files.open_file import OpenFile
from app.formats.images.photo import Photo
from app.formats.opened_file import Work, read_work
from app.painting.after_painting import AfterPainting
from app.painting.session import Session
from app.system.notices import Level, Notice, Notices
from app.widgets.questions import MAPS, OPENED, PICTURE, PROJECT, Answer, Asking
from canvas.atomic import check_writable
from canvas.errors import CanvasError
from canvas.layers import Layers
from canvas.palette import Palette
from canvas.paths import is_there
from canvas.words import say
from engine.errors import EngineError
from engine.request.types import GenerationRequest

KINDS = (PICTURE, PROJECT)
"""What opens and saves; a picture comes first: it carries its drawing and settings, too."""
_LAYER_HINT = say("Saving asks for a name, so that the other layers of that file are not lost.")

_NO_PHOTO = say("A saved picture holds the drawing and its settings, and not the reference photo.")
_PROJECT_HINT = say("Save a project (.ora) to keep the photo, too.")

FILES = "files"
"""Source of the notices about files."""


class Filing(QObject):
    """The files of the open drawing. GUI thread. Every failure becomes a notice and loses nothing."""

    said = Signal(object)
    """A passing remark for the status bar."""

    def __init__(self, session: Session, notices: Notices, asking: Asking, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._notices = notices
        self._asking = asking
        self._file = OpenFile(session, self)
        self.changed, self.settled = self._file.changed, self._file.settled
        self._recent = self._file.recent
        self._after_painting = AfterPainting(session, notices, self)
        self._maps = LabelMapFiles(session.work, notices, asking)
        self.open_any: Callable[[Path], None] = self.open_path
        """Opens whatever file the person chose as what it is."""

    @property
    def path(self) -> Path | None:
        """The project or picture that Save writes; None before the first save."""
        return self._file.path

    @property
    def has_unsaved_work(self) -> bool:
        """Whether something differs from what was opened or last written, and would be lost."""
        return self._file.has_unsaved_work

    @Slot()
    def begin(self) -> None:
        """The window is on screen: what was set until now is nobody's work. Nothing may have been drawn."""
        self._file.begin()

    def may_discard(self, about_to: str, then: Callable[[], None], *, brings_settings: bool = False) -> bool:
        """Whether the drawing may go now; asks if it has unsaved work, or other settings come and these were not saved.

        If the person has it saved first, the answer is False, and `then` is called once it is.
        """
        gives_up_settings = brings_settings and self._file.has_unsaved_settings
        if not gives_up_settings and not self.has_unsaved_work:
            return True
        answer = self._asking.unsaved(about_to)
        if answer is Answer.SAVE:
            self.save(then)
        return answer is Answer.DISCARD

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Write the project or picture where it was written last, or where and as what the person says."""
        path = self.path or self._asking.save_path(say("Save"), self._recent.folder / "picture.png", KINDS)
        if path is not None:
            self._save_to(path, then)

    def save_as(self) -> None:
        """Write a project or picture where the person says."""
        path = self._asking.save_path(say("Save as"), self.path or self._recent.folder / "picture.png", KINDS)
        if path is not None:
            self._save_to(path, None)

    def save_picture(self) -> None:
        """Write the picture where it was written last, or where the person says."""
        stem = "picture" if self.path is None else self.path.stem
        path = self._file.picture or self._asking.save_path(say("Save picture"), self._recent.folder / f"{stem}.png")
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
            self._file.settle()
            self._file.point_to(None)

    def proposed(self, ending: str, suffix: str) -> Path:
        """Where to propose an export: beside the last file, under the name of the open one."""
        stem = "drawing" if self.path is None else self.path.stem
        return self._recent.folder / f"{stem}{ending}{suffix}"

    def export_to(self, path: Path, write: Callable[[], None], is_whole: bool = False) -> None:
        """Have `write` write a copy to `path`; one that `is_whole` lacks nothing of the drawing, as a save does."""
        if self._attempt(write):
            if is_whole:
                self._file.settle()
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
        """Take over the pixels of a label map as one step of the history; the other layers go along to another size."""
        path = self._asking.open_path(say("Import label map"), self._recent.folder, MAPS)
        if path is not None:
            self.import_path(path)

    def import_path(self, path: Path) -> None:
        """Take over the pixels of a label map from a file."""
        self._attempt(lambda: self._maps.take(path))

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
        file = self._file
        before, file.path = file.path, path  # autosaving notes it while the drawing is put in place
        ink, colours = layers.painted("ink"), layers.painted("colours")
        if self._attempt(
            lambda: self._session.replace(layers.labels, palette, recipe, ink=ink, photo=photo, colours=colours)
        ):
            file.unsettle()
            file.path = before
            file.point_to(path)
            then()
        else:
            file.path = before
        self.changed.emit()

    def read_anew(self) -> None:
        """Read the label map that was opened or imported last in another way, which the person chooses."""

        def open_(path: Path) -> None:
            if self.may_discard(say("opening {name}", name=path.name), self.read_anew, brings_settings=True):
                self._open(path, anew=True)

        self._attempt(lambda: self._maps.read_anew(open_))

    @property
    def can_read_anew(self) -> bool:
        """Whether a label map was opened or imported."""
        return self._maps.has_last

    def _open(self, path: Path, is_copy: bool = False, *, anew: bool = False) -> None:
        session = self._session
        self._file.known.note(path)  # before it is read: what somebody writes meanwhile is not what is opened
        work = read_work(path, session.document.palette, partial(self._maps.reader.read, anew=anew))
        revision = session.document.revision
        try:
            session.replace(work.labels, work.palette, work.request, work.finished, work.ink, work.photo, work.colours)
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
        self._maps.opened(path if work.is_map else None)
        for warning in work.warnings:
            self._notices.post(Notice(Level.WARNING, warning))
        if work.is_layer:
            self._notices.post(
                Notice(Level.INFO, say("The drawing was read from a layer of “{name}”.", name=path.name), _LAYER_HINT)
            )
        self._file.settle()
        if not is_copy:
            self._recent.add(path)
        self._file.point_to(path if work.is_ours and not is_copy else None)

    def _save_to(self, path: Path, then: Callable[[], None] | None) -> None:
        if self._file.known.is_changed(path) and not self._may_write_over(path):
            return
        is_project = path.suffix.lower() == PROJECT
        if not is_project and not self._file.picture_shows_work:
            self._paint_first(path, lambda: self._save_to(path, then))
            return
        if self._attempt(lambda: self._file.write(path)):
            if not is_project and self._session.work.reference.photo is not None:
                self._notices.post(Notice(Level.INFO, _NO_PHOTO, _PROJECT_HINT), FILES)
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
            self._file.known.note(path)
        else:
            self.said.emit(say("{name} was not saved; Save as keeps both", name=path.name))
        return agrees

    def _paint_first(self, path: Path, then: Callable[[], None]) -> None:
        if self._attempt(lambda: check_writable(path)):
            self.said.emit(say("{name} is saved once the picture is painted", name=path.name))
            self._after_painting.call(then)

    def _attempt(self, action: Callable[[], None]) -> bool:
        try:
            action()
        except LeftError:
            return False
        except (CanvasError, EngineError) as error:
            self._notices.report(error)
            return False
        return True
