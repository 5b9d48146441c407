"""What a file is, told by looking inside: the same for what is dropped, pasted, opened or named on the command line.

No Qt.
"""

from __future__ import annotations

import zipfile
from enum import Enum, auto
from pathlib import Path

from app.formats.images.kinds import kind_of_file as image_kind
from app.formats.saved_picture import has_recipe
from canvas.palette_files import READABLE as PALETTES
from canvas.paths import is_folder, opened
from canvas.project_file import SUFFIX as PROJECT
from engine.packs.pack_file import SUFFIX as PACK

_STACK = "stack.xml"
"""In every OpenRaster file."""
_HEAD_BYTES = 4096


class FileKind(Enum):
    """What can be done with a file."""

    PROJECT = auto()
    """OpenRaster, ours or another program's."""
    PICTURE = auto()
    """Of ours, with its recipe."""
    IMAGE = auto()
    """A label map, a sketch, a photo: what it shows says which, see `canvas.label_maps.evidence`."""
    MODULE = auto()
    PALETTE = auto()
    FOLDER = auto()
    OTHER = auto()
    """Nothing that opens here, or a file that cannot be read."""


def kind_of_file(path: Path) -> FileKind:
    """What a file is. Its name counts only where nothing inside tells, as with text."""
    if is_folder(path):
        return FileKind.FOLDER
    if image_kind(path) is not None:
        return FileKind.PICTURE if has_recipe(path) else FileKind.IMAGE
    suffix = path.suffix.lower()
    try:
        with opened(path) as file:
            head = file.read(_HEAD_BYTES)
        if head.startswith(b"PK"):
            with opened(path) as file, zipfile.ZipFile(file) as archive:
                return FileKind.PROJECT if _STACK in archive.namelist() else _by_name(suffix)
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return _by_name(suffix)
    return (
        FileKind.PALETTE if suffix in PALETTES and head and b"\0" not in head.strip(b"\xff\xfe") else _by_name(suffix)
    )


def _by_name(suffix: str) -> FileKind:
    """What a file that tells nothing is meant to be, so that the one who opens it says what is wrong."""
    return {PROJECT: FileKind.PROJECT, PACK: FileKind.MODULE}.get(suffix, FileKind.OTHER)
