"""Tar files from strangers: what they hold is told before it is read, and nothing of it is lost unsaid."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any

from engine.errors import DataError
from engine.training.data.file_names import shown
from engine.words import say

LARGEST_MEMBER = 64 * 2**20
_LARGEST_HEADER = 2**20
_COMPRESSED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")


class _Entry(tarfile.TarInfo):
    """A member that is refused before it is read where its size or form is not a picture's.

    The library takes a broken header after the first one for the end of the file.
    """

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _Entry:
        try:
            entry = super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError as error:
            if any(buf):  # neither the end of the file nor the mark of it
                raise tarfile.ReadError(f"{error}; it is cut or damaged") from error
            raise
        is_content = entry.type in (*tarfile.REGULAR_TYPES, tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE)
        if not 0 <= entry.size <= (LARGEST_MEMBER if is_content else _LARGEST_HEADER):
            raise tarfile.ReadError(f"{shown(entry.name)} is too large")
        return entry

    @classmethod
    def fromtarfile(cls, tarfile: tarfile.TarFile) -> _Entry:
        entry = super().fromtarfile(tarfile)
        _refuse_blown_up(entry)
        return entry


def _refuse_blown_up(entry: tarfile.TarInfo) -> None:
    """Sizes that an extended header gives override that of the member's own header."""
    if entry.issparse() or not 0 <= entry.size <= LARGEST_MEMBER:
        raise tarfile.ReadError(f"{shown(entry.name)} is sparse, or too large")


BROKEN_TAR = (tarfile.TarError, OSError, EOFError, ValueError, OverflowError, RecursionError)
"""What reading a damaged tar file raises."""


def tar_places(path: Path) -> list[tuple[str, int, int]]:
    """Name, offset and length of each file in an uncompressed tar file. Raises DataError."""
    try:
        with path.open("rb") as stream:
            begin = stream.read(6)
            if begin.startswith(_COMPRESSED):
                raise DataError(
                    say("The shard {name} is compressed.", name=shown(path.name)),
                    say("Unpack it, or let it stream (--stream)."),
                )
            stream.seek(0)
            with tarfile.open(fileobj=stream, mode="r:", tarinfo=_Entry) as tar:
                return [(_plain(entry.name), entry.offset_data, entry.size) for entry in tar if entry.isfile()]
    except BROKEN_TAR as error:
        raise DataError(
            say("The shard {name} cannot be read: {error}.", name=shown(path.name), error=reason(error)),
            say("Copy it again."),
        ) from error


def tar_contents(stream: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file, in order, from a stream that is read once. Raises what tarfile raises."""
    with tarfile.open(fileobj=stream, mode="r|*", tarinfo=_Entry) as tar:
        for entry in tar:
            content: IO[Any] | None = tar.extractfile(entry) if entry.isfile() else None
            if content is not None:
                yield _plain(entry.name), content.read()
            tar.members.clear()  # type: ignore[attr-defined]


def _plain(name: str) -> str:
    return PurePosixPath(name).as_posix()


def reason(error: Exception) -> str:
    """Why, fit for a sentence."""
    return shown(getattr(error, "strerror", None) or (error.args[0] if error.args else error), 200)
