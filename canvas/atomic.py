"""Files that are either written whole or left as they were."""

from __future__ import annotations

import errno
import os
import secrets
import stat
import time
from collections.abc import Mapping
from contextlib import suppress
from glob import escape
from pathlib import Path, PureWindowsPath

from canvas.errors import SaveError
from canvas.paths import real
from canvas.words import say

_RANDOM = "[0-9a-f]" * 12
_NAME_KEPT = 40
"""So many characters of a name are in that of its temporary file, which is legal then in bytes, too."""
_LEFT_AFTER_S = 3600.0
"""No write takes that long: a temporary file older than this was left behind."""
_HINTS: Mapping[int, tuple[str, str]] = {
    errno.ENOSPC: (say("the disk is full"), say("Free some space or save to another disk, then save again.")),
    errno.EDQUOT: (say("your disk quota is used up"), say("Free some space or save to another disk, then save again.")),
    errno.EFBIG: (say("the disk cannot hold a file of this size"), say("Save to another disk.")),
    errno.EACCES: (say("it is not allowed to write there"), say("Save under another name or in another folder.")),
    errno.EPERM: (say("it is not allowed to write there"), say("Save under another name or in another folder.")),
    errno.EROFS: (say("the disk is read-only"), say("Save in another folder.")),
    errno.ENOENT: (say("its folder does not exist"), say("Create the folder, or save in another one.")),
    errno.ENOTDIR: (say("its folder is a file"), say("Save in another folder.")),
    errno.EISDIR: (say("a folder has this name"), say("Save under another name.")),
    errno.ELOOP: (say("its link leads to itself"), say("Save under another name.")),
    errno.ENAMETOOLONG: (say("the name is too long"), say("Choose a shorter name.")),
}


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` to `path` through a temporary file beside it, so that no moment shows half a file.

    A file already there keeps its permissions; one that is marked read-only is not replaced. Where it has several
    names (hard links), the others keep what it held: no file is ever half written for the sake of a link. Raises
    SaveError, and then the old file is whole and no temporary file is left.
    """
    target = real(path)  # a link stays a link
    temporary = target.with_name(f".{target.name[:_NAME_KEPT]}.{secrets.token_hex(6)}.tmp")
    try:
        mode = _existing_mode(target)
        try:
            _write_new(temporary, data, mode)
            temporary.replace(target)
            _settle(target)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
    except (OSError, ValueError) as error:
        raise _save_error(path, error) from error


def check_writable(path: Path) -> None:
    """Raise the SaveError that `write_atomically` would raise for this path now; nothing is changed there."""
    try:
        target = real(path)
        temporary = target.with_name(f".{target.name[:_NAME_KEPT]}.{secrets.token_hex(6)}.tmp")
        _existing_mode(target)
        _write_new(temporary, b"", None)
        temporary.unlink()
    except (OSError, ValueError) as error:
        raise _save_error(path, error) from error


def _save_error(path: Path, error: OSError | ValueError) -> SaveError:
    if isinstance(error, ValueError):  # of a name that no file can have
        error = OSError(errno.EINVAL, say("no file can have this name"))
    reason, hint = _HINTS.get(error.errno or 0, ((error.strerror or str(error)).lower(), say("Save somewhere else.")))
    return SaveError(say('"{name}" could not be saved: {reason}.', name=path.name, reason=reason), hint)


def _settle(target: Path) -> None:
    """Have the new name on disk, too, and remove what a program that was killed while it wrote has left of old ones."""
    with suppress(OSError):
        for rest in target.parent.glob(f".{escape(target.name[:_NAME_KEPT])}.{_RANDOM}.tmp"):
            if time.time() - rest.stat().st_mtime > _LEFT_AFTER_S:
                rest.unlink()
    with suppress(OSError, AttributeError):  # some systems open no folders
        folder = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def is_device(name: str, system: str = os.name) -> bool:
    """Whether the system opens something else than a file under this name: CON.png on Windows."""
    return system == "nt" and PureWindowsPath(name).is_reserved()


def _existing_mode(target: Path) -> int | None:
    if is_device(target.name):
        raise OSError(errno.EINVAL, say("the system uses this name for a device"))
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise OSError(errno.EEXIST, say("a pipe or device has this name"))
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not mode & 0o222 or not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return stat.S_IMODE(mode)


def _write_new(path: Path, data: bytes, mode: int | None) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
        os.fsync(file)
    finally:
        os.close(file)
    if mode is not None:
        path.chmod(mode)
