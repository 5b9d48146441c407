"""What is at a path, where the system may refuse to look: too long a name, a locked folder, no path at all."""

from __future__ import annotations

import os
from pathlib import Path


def is_there(path: Path) -> bool:
    """Whether there is a file or folder that can be looked at. Raises nothing, unlike `Path.exists`."""
    return os.path.exists(path)  # noqa: PTH110


def is_folder(path: Path) -> bool:
    """Whether it is a folder. Raises nothing, unlike `Path.is_dir`."""
    return os.path.isdir(path)  # noqa: PTH112


def is_file(path: Path) -> bool:
    """Whether it is a file. Raises nothing, unlike `Path.is_file`."""
    return os.path.isfile(path)  # noqa: PTH113
