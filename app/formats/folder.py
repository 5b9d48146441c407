"""The files of a folder that somebody names: what is wanted of it, and what is passed over and said. No Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.formats.images.kinds import can_open, kind_of_file
from canvas.errors import CanvasError

_MOST_NAMED = 5
_OF_THE_SYSTEM = ("thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Listing:
    """Files in the order of their names. What is hidden, such as the “._” companions of macOS, is in neither."""

    wanted: tuple[Path, ...]
    passed_over: tuple[Path, ...]
    subfolders: tuple[Path, ...] = ()
    """Folders that nobody looked into."""

    def remarks(self, but: Container[Path] = ()) -> list[str]:
        """One sentence for each kind of thing passed over, files of `but` left out."""
        left = [path for path in self.passed_over if path not in but]
        closed = [path for path in left if (kind := kind_of_file(path)) is not None and not can_open(kind)]
        others = [path for path in left if path not in closed]
        said = []
        if closed:
            said.append(
                f"{_counted(closed, 'photo')} passed over that cannot be opened here: {_named(closed)}."
                " HEIC needs pillow-heif: pip install pillow-heif."
            )
        if others:
            kinds = Counter(path.suffix or "no ending" for path in others)
            each = ", ".join(f"{count} {ending}" for ending, count in kinds.most_common(_MOST_NAMED))
            said.append(f"{_counted(others, 'file')} passed over ({each}): {_named(others)}.")
        if self.subfolders:
            said.append(f"{_counted(self.subfolders, 'folder')} not looked into: {_named(self.subfolders)}.")
        return said


def listing(folder: Path, is_wanted: Callable[[Path], bool], *, below: bool) -> Listing:
    """What lies in a folder, and in the folders below it if asked. Raises CanvasError where it cannot be read."""
    try:
        found = sorted(_below(folder) if below else folder.iterdir())
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CanvasError(
            f"The folder {folder.name} cannot be read: {reason}.", "Check the folder, or name another one."
        ) from error
    seen = [path for path in found if not _is_hidden(path.relative_to(folder))]
    files = [path for path in seen if path.is_file()]
    wanted = tuple(path for path in files if is_wanted(path))
    kept = set(wanted)
    folders = () if below else tuple(path for path in seen if path.is_dir())
    return Listing(wanted, tuple(path for path in files if path not in kept), folders)


def _below(folder: Path) -> Iterator[Path]:
    next(folder.iterdir(), None)  # rglob passes over a folder that cannot be read
    return folder.rglob("*")


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in path.parts) or path.name.lower() in _OF_THE_SYSTEM


def _counted(paths: list[Path] | tuple[Path, ...], what: str) -> str:
    return f"1 {what}" if len(paths) == 1 else f"{len(paths)} {what}s"


def _named(paths: list[Path] | tuple[Path, ...]) -> str:
    return ", ".join(path.name for path in paths[:_MOST_NAMED]) + (", …" if len(paths) > _MOST_NAMED else "")
