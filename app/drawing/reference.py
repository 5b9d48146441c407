"""The photo that the open drawing is traced from. It is looked at, and never part of the picture."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.formats.images.photo import Photo, PlacedPhoto
from app.settings import table as s
from canvas.beside import Beside
from canvas.words import say


class Reference(QObject):
    """Holds one photo, or none. GUI thread."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._photo: Photo | None = None

    @property
    def photo(self) -> Photo | None:
        """The photo, if there is one."""
        return self._photo

    def show(self, photo: Photo | None) -> None:
        """Take another photo, or none."""
        if photo is not self._photo:
            self._photo = photo
            self.changed.emit()

    def placed(self, settings: s.Settings) -> PlacedPhoto | None:
        """The photo as it is looked at now."""
        if self._photo is None:
            return None
        is_over = settings.get(s.REFERENCE_OVER)
        opacity = settings.get(s.REFERENCE_OVER_OPACITY if is_over else s.REFERENCE_UNDER_OPACITY)
        return PlacedPhoto(self._photo, is_over, opacity, settings.get(s.REFERENCE_SHOWN))


@dataclass(frozen=True, eq=False)
class PhotoEdit:
    """Another photo, or none, in the place of one that would be lost: an entry of the history."""

    reference: Reference
    before: Photo
    after: Photo | None
    label = say("Reference photo")
    is_empty = False

    @property
    def nbytes(self) -> int:
        """Memory of the photo that went."""
        return len(self.before.data) + self.before.pixels.nbytes

    def undo(self) -> None:
        """Show the photo that went."""
        self.reference.show(self.before)

    def redo(self) -> None:
        """Show what came after."""
        self.reference.show(self.after)

    def then(self, later: Beside) -> None:
        """Each photo is a step of its own."""
