"""Deleting so that it can be taken back: the system's bin, or a folder of our own where there is none."""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QFile

log = logging.getLogger(__name__)

BIN = "bin"
"""Name of our own bin, beside the file."""


def to_system_bin(path: Path) -> bool:
    """Delete a file to the system's bin; returns whether there is one that took it."""
    return QFile(str(path)).moveToTrash()


def move_to_bin(path: Path) -> Path | None:
    """Delete a file to the bin; returns where our own bin has it, or None where the system's took it.

    Raises OSError if it could not be moved; the file is then where it was.
    """
    if to_system_bin(path):
        return None
    folder = path.parent / BIN
    folder.mkdir(exist_ok=True)
    target = folder / path.name
    number = 1
    while target.exists():
        number += 1
        target = folder / f"{path.stem} {number}{path.suffix}"
    path.rename(target)
    log.info("The system has no bin for %s, so it is in %s", path, target)
    return target
