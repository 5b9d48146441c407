"""Which file becomes which, on the command line: all that is wrong with a path is said before any work. No Qt."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.formats.folder import listing
from app.formats.images.kinds import HEAD_BYTES, PHOTO_KINDS, can_open, kind_of_file
from app.formats.images.photo import SUFFIXES as IMAGES
from canvas.atomic import check_writable
from canvas.errors import CanvasError, SaveError
from canvas.project_file import SUFFIX as PROJECT
from engine.errors import RequestError

PICTURES = (".png", ".jpg", ".jpeg", ".webp")
"""Endings of pictures that can be written."""
CLASS_LIST = "classes.json"
"""What training reads beside the label maps of a folder."""
_MAP_KINDS = ("PNG", "TIFF", "GIF", "BMP")
"""Images that in a folder of drawings are taken for label maps; lossless WebP is another one."""
_PHOTO_ENDINGS = (".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".avif")
_PICTURE_HINT = "End the name after -o in .png, .jpg or .webp, or name a folder that exists."


@dataclass(frozen=True)
class Targets:
    """(source, target) pairs, and sentences on what is worth knowing once they are done."""

    pairs: tuple[tuple[Path, Path], ...]
    remarks: tuple[str, ...] = ()


def drawings_in(path: Path, out: Path) -> Targets:
    """(drawing, picture) pairs: one for a file, one for each drawing in a folder. Makes the folder of the pictures.

    Raises RequestError for what cannot be, SaveError where nothing can be written.
    """
    _check_there(path, "drawing", "Name a label map, a saved picture, a project, or a folder of them.")
    if not path.is_dir():
        target = out / f"{path.stem}.png" if _is_folder(out) else out
        _check_target(path, target, PICTURES, "The picture would overwrite its drawing.", _PICTURE_HINT)
        alone = f"{target.name} is the picture alone: only a PNG also holds its drawing and settings."
        return Targets(((path, target),), () if target.suffix.lower() == ".png" else (alone,))
    found = listing(path, _may_be_drawing, below=False)
    if not found.wanted:
        raise RequestError(
            f"The folder {path.name} holds no drawing.",
            " ".join(["Name a folder of PNGs or projects.", *found.remarks()]),
        )
    if out.suffix.lower() in PICTURES and not _is_folder(out):
        raise RequestError("A folder of drawings cannot be painted into one PNG.", "Name a folder after -o.")
    if _is_folder(out) and out.samefile(path):
        raise RequestError("The pictures would overwrite their drawings.", "Name another folder after -o.")
    pairs = [(file, out / f"{file.stem}.png") for file in found.wanted]
    _check_apart(pairs, "Two drawings would be painted into {name}.")
    make_folder(out)
    return Targets(tuple(pairs), tuple(found.remarks()))


def photos_in(path: Path, out: Path) -> Targets:
    """(photo, PNG) pairs: one for a file, one for each photo in a folder and those below it.

    Raises RequestError for what cannot be, SaveError where nothing can be written.
    """
    _check_there(path, "photo", "Name a photo, or a folder of photos.")
    if not path.is_dir():
        target = out / f"{path.stem}.png" if _is_folder(out) else out
        hint = "End the name after -o in .png, or name a folder that exists."
        _check_target(path, target, (".png",), "The drawing would overwrite its photo.", hint)
        return Targets(((path, target),))
    inside = out.resolve() if out.resolve() != path.resolve() else None
    found = listing(path, lambda file: _is_photo(file) and not _lies_in(file, inside), below=True)
    if not found.wanted:
        raise RequestError(
            f"The folder {path.name} holds no photo.",
            " ".join(["Put JPEG, WebP, AVIF or HEIC photos into it.", *found.remarks()]),
        )
    if out.suffix.lower() in IMAGES and not _is_folder(out):
        raise RequestError("A folder of photos cannot become one PNG.", "Name a folder after -o.")
    pairs = [(file, out / file.relative_to(path).with_suffix(".png")) for file in found.wanted]
    _check_apart(pairs, "Two photos would become {name}.")
    for photo, target in pairs:
        if _is_same(photo, target):
            raise RequestError(f"{target.name} would overwrite its photo.", "Name another folder after -o.")
    make_folder(out)
    made = {target for _, target in pairs} | {out / CLASS_LIST}
    made |= {file for file in found.passed_over if _lies_in(file, inside)}
    return Targets(tuple(pairs), tuple(found.remarks(made)))


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, and see that files can be written there. Raises CanvasError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        is_file = isinstance(error, FileExistsError)
        reason = "a file has this name" if is_file else (error.strerror or str(error)).lower()
        raise CanvasError(
            f"The folder {folder.name} cannot be made: {reason}.", "Name another folder after -o."
        ) from error
    try:
        check_writable(folder / ".new")
    except SaveError as error:
        raise CanvasError(f"Nothing can be written into the folder {folder.name}.", error.hint) from error


def _check_there(path: Path, what: str, hint: str) -> None:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise RequestError(f"There is no {what} at {path.name or path}.", hint) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise RequestError(f"{path.name} cannot be read: {reason}.", "Check the file.") from error


def _check_target(source: Path, target: Path, endings: Sequence[str], overwrites: str, hint: str) -> None:
    if _is_same(source, target):
        raise RequestError(overwrites, "Name another file after -o.")
    if target.suffix.lower() not in endings:
        raise RequestError(f"“{target.name}” names no kind of image that is written here.", hint)
    check_writable(target)


def _check_apart(pairs: Sequence[tuple[Path, Path]], text: str) -> None:
    """No two targets may be one file, on a disk that knows no upper case either."""
    taken: set[str] = set()
    for _, target in pairs:
        key = unicodedata.normalize("NFC", str(target)).casefold()
        if key in taken:
            raise RequestError(text.format(name=target.name), "Give one of them another name.")
        taken.add(key)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # such as a name that is too long
        return False


def _is_same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False


def _lies_in(path: Path, folder: Path | None) -> bool:
    return folder is not None and path.resolve().is_relative_to(folder)


def _may_be_drawing(path: Path) -> bool:
    if path.suffix.lower() in (".png", PROJECT):
        return True
    kind = kind_of_file(path)
    return kind in _MAP_KINDS or (kind == "WEBP" and _is_lossless(path))


def _is_lossless(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return b"VP8L" in file.read(HEAD_BYTES)
    except OSError:
        return False


def _is_photo(path: Path) -> bool:
    """By what is inside; one that cannot be read or ends as a photo does is tried, and named where it fails."""
    kind = kind_of_file(path)
    if kind is None:
        return path.suffix.lower() in _PHOTO_ENDINGS
    return kind in PHOTO_KINDS and can_open(kind)
