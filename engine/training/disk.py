"""The disk that a training works on: room that is really there, one owner of a folder, errors as sentences."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from safetensors import SafetensorError

from engine.errors import DataError, RequestError
from engine.file_lock import locked
from engine.training.data.file_names import shown
from engine.words import say


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Raise DataError where something in `folder` cannot be written."""
    try:
        yield
    except (OSError, SafetensorError) as error:
        reason = getattr(error, "strerror", None) or shown(error, 200)
        raise DataError(
            say("The training cannot write to {folder}: {reason}.", folder=folder, reason=reason),
            say("Make room there and start it again: it goes on from what is there."),
        ) from error


def write_whole(path: Path, text: str) -> None:
    """Write a file of which no moment shows a part. Raises OSError."""
    partial = path.with_suffix(".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)


def allocate(path: Path) -> None:
    """Have the whole of a file on disk, where the system can: what is mapped into memory must not find it full later.

    Raises OSError.
    """
    if not hasattr(os, "posix_fallocate"):
        return
    with path.open("r+b") as file:
        state = os.fstat(file.fileno())
        if state.st_size and state.st_blocks * 512 < state.st_size:
            try:
                os.posix_fallocate(file.fileno(), 0, state.st_size)
            except OSError as error:
                if error.errno not in (errno.EINVAL, errno.EOPNOTSUPP, errno.ENOSYS):
                    raise


@contextmanager
def owned(out: Path) -> Iterator[None]:
    """The only training that works in a folder. Raises RequestError where another one does, DataError.

    The lock dies with its process; on a disk that knows no locks it is not told.
    """
    path = out.with_name(out.name + ".training.lock")
    with writing(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        file = locked(path)
    if file is None:
        raise RequestError(
            say("Another training works in {folder}.", folder=out.name),
            say("Wait for its end, or train into another folder."),
        )
    try:
        yield
    finally:
        if sys.platform != "win32":
            with suppress(OSError):
                path.unlink()
        os.close(file)
        if sys.platform == "win32":
            with suppress(OSError):
                path.unlink()
