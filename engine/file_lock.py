"""A lock that the system holds on an open file, and gives back when its process ends, however it ends."""

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


_HELD = {errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK, errno.EDEADLK}


def locked(path: Path) -> int | None:
    """The open file at `path` that holds the lock until it is closed; None where somebody else does. Raises OSError.

    A disk that knows no locks gives the file all the same.
    """
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(file)
        except OSError as error:
            if error.errno in _HELD:
                os.close(file)
                return None
        with suppress(OSError):  # whoever had it may have removed the file meanwhile
            if os.path.samestat(os.fstat(file), path.stat()):
                return file
        os.close(file)
