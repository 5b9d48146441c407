"""What is at a path, where the system may refuse to look: too long a name, a locked folder, no path at all."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO


def is_there(path: Path) -> bool:
    """Whether there is a file or folder that can be looked at. Raises nothing, unlike `Path.exists`."""
    return os.path.exists(path)  # noqa: PTH110


def is_folder(path: Path) -> bool:
    """Whether it is a folder. Raises nothing, unlike `Path.is_dir`."""
    return os.path.isdir(path)  # noqa: PTH112


def is_file(path: Path) -> bool:
    """Whether it is a file. Raises nothing, unlike `Path.is_file`."""
    return os.path.isfile(path)  # noqa: PTH113


def real(path: Path) -> Path:
    """The path without links, whether it is there or not. Raises nothing, unlike `Path.resolve`."""
    try:
        return Path(os.path.realpath(path))
    except (OSError, ValueError):
        return path


def opened(path: Path) -> BinaryIO:
    """A file to read from. Raises OSError, for a pipe or a device, too: those may never come to an end."""
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            raise OSError(errno.EINVAL, "it is no ordinary file")
        return path.open("rb")
    except ValueError as error:  # a name that no file can have
        raise OSError(errno.EINVAL, "no file can have this name") from error


def read_bytes(path: Path) -> bytes:
    """All of a file. Raises OSError, as `opened`."""
    with opened(path) as file:
        return file.read()
