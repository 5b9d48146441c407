"""What is installed, as the window knows it: listed once, and again when the folders have changed. No Qt, no torch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from canvas.events import Event
from engine.installed.registry import BaseInfo, Installed, ModuleInfo

_Stamp = tuple[tuple[str, int], ...]


class Catalogue:
    """Keeps one listing of bases and modules, so that nobody in the window's thread reads a file to ask for them.

    Belongs to that thread; what works in another one asks `reader`, which reads anew each time.
    """

    def __init__(self, reader: Installed, folders: Sequence[Path] = ()) -> None:
        """`folders` hold what is installed; without them each `look` lists anew."""
        self.reader = reader
        self.changed: Event[[]] = Event()
        """Something else is installed than before."""
        self._folders = tuple(folders)
        self._listed: tuple[tuple[BaseInfo, ...], tuple[ModuleInfo, ...]] | None = None
        self._stamp: _Stamp = ()

    def bases(self) -> tuple[BaseInfo, ...]:
        """The installed bases. Raises EngineError."""
        return self._listing()[0]

    def modules(self, base_id: str | None = None) -> tuple[ModuleInfo, ...]:
        """The installed modules, or those of one base. Raises EngineError."""
        return tuple(info for info in self._listing()[1] if base_id is None or info.base == base_id)

    def look(self) -> None:
        """List anew where a folder has another time than at the last listing. Raises EngineError."""
        before = self._listed
        if before is not None and self._folders and self._times() == self._stamp:
            return
        self._listed = None
        if self._listing() != before and before is not None:
            self.changed.emit()

    def _listing(self) -> tuple[tuple[BaseInfo, ...], tuple[ModuleInfo, ...]]:
        if self._listed is None:
            self._stamp = self._times()
            self._listed = self.reader.bases(), self.reader.modules()
        return self._listed

    def _times(self) -> _Stamp:
        """The times of the folders, of those within, and of the files in these that say what they are."""
        return tuple((str(path), time_ns) for folder in self._folders for path, time_ns in _times_in(folder))


def _times_in(folder: Path) -> Iterator[tuple[Path, int]]:
    for path in (folder, *sorted(folder.glob("*")), *sorted(folder.glob("*/*.json"))):
        try:
            yield path, path.stat().st_mtime_ns
        except OSError:  # gone in this moment, or never there
            continue
