"""The folder that an import works in, and what is done with one whose import was killed."""

from __future__ import annotations

import errno
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _take(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


log = logging.getLogger(__name__)

BEFORE = "before"
"""Within a working folder: the installed module that is replaced, until the new one is in its place."""
_PREFIX = ".import-"
_LOCK = "lock"
_HELD = {errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK, errno.EDEADLK}


@contextmanager
def working_folder(folder: Path) -> Iterator[Path]:
    """A folder within `folder` that is gone afterwards, and that `sweep` leaves alone meanwhile. Raises OSError."""
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=folder, ignore_cleanup_errors=True) as name:
        working = Path(name)
        lock = _lock(working)
        try:
            yield working
        finally:
            if lock is not None:
                os.close(lock)


def sweep(folder: Path) -> None:
    """Clear up after imports into `folder` that were killed: a module that one was about to replace comes back.

    What another process is importing now stays. Never raises.
    """
    for working in sorted(folder.glob(f"{_PREFIX}*")):
        try:
            lock = _lock(working) if working.is_dir() and not working.is_symlink() else None
            if lock is None:
                continue
            os.close(lock)
            _put_back(working, folder)
            shutil.rmtree(working)
        except OSError as error:
            log.warning("%s could not be cleared up: %s", working.name, error)


def _put_back(working: Path, folder: Path) -> None:
    """Where the new module never came into its place it lies here still, and says whose place that was."""
    before = working / BEFORE
    if not before.is_dir():
        return
    for new in sorted(working.iterdir()):
        if new.is_dir() and new != before and not (folder / new.name).exists():
            before.rename(folder / new.name)
            log.warning("The module %s is back, whose replacement was interrupted", new.name)
            return


def _lock(working: Path) -> int | None:
    """An open file that is locked as long as it is open; None where another import holds it."""
    file = os.open(working / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(file)
    except OSError as error:
        if error.errno in _HELD:  # else the disk knows no locks
            os.close(file)
            return None
    return file
