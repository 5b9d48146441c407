"""A lock that dies with its process, however it dies: the system holds it, not the file's existence."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _take(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


_TRIES = 100
"""So often another holder may remove the file just then; after that the disk tells no file from another one."""
_HELD = {errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK, errno.EDEADLK}


class FileLock:
    """Exclusive, on a file of its own that is made where it is missing. Any thread.

    Two locks on one file exclude each other within one process, too. On a disk that knows no locks `acquire`
    succeeds: there, nothing tells two windows apart.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None

    @property
    def is_held(self) -> bool:
        """Whether this object holds the lock."""
        return self._file is not None

    def acquire(self) -> bool:
        """Take the lock without waiting; returns whether it is held now. Raises OSError where no file can be made."""
        if self._file is not None:
            return True
        for number in range(_TRIES):
            file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                _take(file)
            except OSError as error:
                if error.errno in _HELD:
                    os.close(file)
                    return False
            if number == _TRIES - 1 or self._is_at_path(file):
                self._file = file
                return True
            os.close(file)
        return False

    def _is_at_path(self, file: int) -> bool:
        """Whether an open file still is the one at the path: whoever held the lock may have removed it meanwhile."""
        with suppress(OSError):
            return os.path.samestat(os.fstat(file), self.path.stat())
        return False

    def release(self, remove: bool = False) -> None:
        """Give the lock back, and with `remove` delete its file."""
        if self._file is None:
            return
        if remove and sys.platform != "win32":
            with suppress(OSError):
                self.path.unlink()
        os.close(self._file)
        self._file = None
        if remove and sys.platform == "win32":
            with suppress(OSError):
                self.path.unlink()
