"""Puts pictures that came out well into the training set, each with its drawing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.formats.saved_picture import Artwork, read_artwork
from app.formats.training_set import add_to_training_set
from app.painting.session import Session
from app.settings import table as s
from app.system import resources
from app.system.notices import Notices
from canvas.errors import CanvasError
from canvas.words import say

COLLECTING = "training set"
"""Source of the notices about it."""


class CollectedPictures(QObject):
    """Knows the folder of the training set. GUI thread. Every failure becomes a notice."""

    said = Signal(object)
    """A passing remark for the status bar."""

    def __init__(self, session: Session, notices: Notices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._notices = notices

    @property
    def folder(self) -> Path:
        """Where the training set is."""
        chosen = self._session.settings.get(s.TRAINING_FOLDER)
        return Path(chosen) if chosen else resources.training_folder()

    @property
    def has_picture(self) -> bool:
        """Whether there is a picture to add."""
        return self._session.finished is not None

    def add_current(self) -> None:
        """Add the picture on the sheet with the drawing that it was painted from."""
        finished = self._session.finished
        if finished is not None:
            self._add(Artwork(finished.image, finished.request, self._session.palette_of(finished), {}))

    def add_kept(self, paths: Sequence[Path]) -> None:
        """Add pictures of the gallery."""
        for path in paths:
            try:
                artwork = read_artwork(path)
            except CanvasError as error:
                self._notices.report(error, COLLECTING)
            else:
                self._add(artwork)

    def _add(self, artwork: Artwork) -> None:
        folder = self.folder
        try:
            name = add_to_training_set(folder, artwork)
        except CanvasError as error:
            self._notices.report(error, COLLECTING)
        else:
            self._notices.succeeded(COLLECTING)
            self.said.emit(say("Added {name} to the training set in {folder}", name=name, folder=folder))
