"""What files held when they were opened or written here, to tell whether somebody else has changed them since."""

from __future__ import annotations

import hashlib
from pathlib import Path

from canvas.paths import opened, real

_CHUNK_BYTES = 2**20


class KnownFiles:
    """Knows files by what they hold: neither a copy back nor another time of change is a change."""

    def __init__(self) -> None:
        self._held: dict[Path, bytes | None] = {}

    def note(self, path: Path) -> None:
        """Know the file as it is now."""
        self._held[real(path)] = _digest(path)

    def is_changed(self, path: Path) -> bool:
        """Whether a known file holds something else now. One that is gone, or cannot be read, holds nothing to lose."""
        known = self._held.get(real(path))
        now = None if known is None else _digest(path)
        return now is not None and now != known


def _digest(path: Path) -> bytes | None:
    digest = hashlib.sha256()
    try:
        with opened(path) as file:
            while chunk := file.read(_CHUNK_BYTES):
                digest.update(chunk)
    except OSError:
        return None
    return digest.digest()
