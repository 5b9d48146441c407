"""What the entries about the photo to trace from do."""

from __future__ import annotations

from collections.abc import Callable

from app.photo.tracing import Tracing
from app.settings import table as s


class ReferenceCommands:
    """Opens, shows and removes the photo; `commit` ends what is half done."""

    def __init__(self, settings: s.Settings, tracing: Tracing, commit: Callable[[], None]) -> None:
        self._settings = settings
        self._tracing = tracing
        self._commit = commit

    @property
    def has_photo(self) -> bool:
        """Whether there is a photo."""
        return self._tracing.has_photo

    def open(self) -> None:
        """Open a photo to trace from."""
        self._commit()
        self._tracing.open()

    def toggle(self) -> None:
        """Show or hide the photo."""
        self._settings.set(s.REFERENCE_SHOWN, not self._settings.get(s.REFERENCE_SHOWN))

    def toggle_place(self) -> None:
        """Lay the photo over the drawing, or under it."""
        self._settings.set(s.REFERENCE_OVER, not self._settings.get(s.REFERENCE_OVER))

    def remove(self) -> None:
        """Have no photo any more."""
        self._tracing.remove()
