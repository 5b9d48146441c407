"""The photo that the open drawing is traced from. It is looked at, and never part of the picture."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app import settings as s
from app.photo import Photo, PlacedPhoto


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
