"""The folder that an import works in, and what is done with one whose import was killed."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.file_lock import locked

log = logging.getLogger(__name__)

BEFORE = "before"
"""Within a working folder: the installed module that is replaced, until the new one is in its place."""
_PREFIX = ".import-"
_LOCK = "lock"


@contextmanager
def working_folder(folder: Path) -> Iterator[Path]:
    """A folder within `folder` that is gone afterwards, and that `sweep` leaves alone meanwhile. Raises OSError."""
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=folder, ignore_cleanup_errors=True) as name:
        working = Path(name)
        lock = locked(working / _LOCK)
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
            lock = locked(working / _LOCK) if working.is_dir() and not working.is_symlink() else None
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
