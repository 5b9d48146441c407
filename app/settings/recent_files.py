"""The files that were opened and saved last, and the folder where the next one is looked for. No Qt."""

from __future__ import annotations

from pathlib import Path

from app.settings import table as s
from canvas.paths import is_folder, real

MOST = 10


class RecentFiles:
    """Keeps both in the settings."""

    def __init__(self, settings: s.Settings) -> None:
        self._settings = settings

    @property
    def folder(self) -> Path:
        """Where the last file was, or the home folder."""
        folder = Path(self._settings.get(s.LAST_FOLDER) or Path.home())
        return folder if is_folder(folder) else Path.home()

    def add(self, path: Path) -> None:
        """This file was opened or saved just now."""
        path = real(path)
        self._settings.set(s.LAST_FOLDER, str(path.parent))
        self._settings.set(s.RECENT_FILES, (str(path), *self._without(path))[:MOST])

    def remember_folder(self, path: Path) -> None:
        """A file that is not opened by itself was read or written there."""
        self._settings.set(s.LAST_FOLDER, str(real(path).parent))

    def drop(self, path: Path) -> None:
        """This file is no more."""
        self._settings.set(s.RECENT_FILES, self._without(real(path)))

    def _without(self, path: Path) -> tuple[str, ...]:
        return tuple(name for name in self._settings.get(s.RECENT_FILES) if name != str(path))
