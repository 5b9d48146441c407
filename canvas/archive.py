"""Zip archives and XML of others, read with a limit on everything before it is unpacked."""

from __future__ import annotations

import os
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from xml.parsers import expat

from canvas.errors import CanvasError
from canvas.paths import opened
from canvas.words import say

MAX_ENTRIES = 2000
MAX_ENTRY_BYTES = 128 * 2**20
MAX_FILE_BYTES = 512 * 2**20
_MAX_DEPTH = 64
_MAX_ELEMENTS = 20_000


class ArchiveError(CanvasError):
    """The archive is damaged, cut short, or larger than any honest one."""


class Archive:
    """A zip file that is open for reading. Use it in a `with`. Every failure is an ArchiveError."""

    def __init__(self, path: Path) -> None:
        """Reads the directory only. Encrypted entries and unusual methods of packing are refused when read."""
        self._name = path.name
        try:
            with opened(path) as file:
                nbytes = file.seek(0, os.SEEK_END)
            if nbytes > MAX_FILE_BYTES:
                raise ArchiveError(
                    say('"{name}" is too large to open.', name=path.name),
                    say("Make it smaller in the program it is from."),
                )
            self._zip = zipfile.ZipFile(path)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise ArchiveError(
                say('"{name}" could not be read: {reason}.', name=path.name, reason=reason), say("Check the file.")
            ) from error
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
            raise self.damaged() from error
        self._entries = {entry.filename: entry for entry in self._zip.infolist()}
        if len(self._zip.infolist()) > MAX_ENTRIES:
            self._zip.close()
            raise ArchiveError(
                say('"{name}" holds too many files to be a drawing.', name=path.name), say("Check where it comes from.")
            )

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all entries."""
        return tuple(self._entries)

    def read(self, name: str, limit_bytes: int = MAX_ENTRY_BYTES) -> bytes:
        """One entry, unpacked; refused before unpacking where it says that it is larger than `limit_bytes`."""
        entry = self._entries.get(name)
        if entry is None:
            raise self.damaged()
        if entry.file_size > limit_bytes:
            raise ArchiveError(
                say('"{name}" holds "{part}", which is too large to open.', name=self._name, part=name),
                say("Make it smaller first."),
            )
        if entry.flag_bits & 1:
            raise ArchiveError(say('"{name}" is encrypted.', name=self._name), say("Save it without a password."))
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ArchiveError(
                say('"{name}" is packed in an unusual way.', name=self._name), say("Save it anew as OpenRaster.")
            )
        try:
            with self._zip.open(entry) as file:
                data = file.read(limit_bytes + 1)
        except (OSError, EOFError, ValueError, zipfile.BadZipFile, zlib.error, NotImplementedError) as error:
            raise self.damaged() from error
        if len(data) != entry.file_size:
            raise self.damaged()
        return data

    def damaged(self) -> ArchiveError:
        """The error for a file that is not what it should be."""
        return ArchiveError(
            say('"{name}" is damaged, or no OpenRaster file.', name=self._name), say("Open another copy of it.")
        )


@dataclass
class Element:
    """An XML element without its text."""

    tag: str
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)


def parse_xml(data: bytes) -> Element:
    """The root of a small XML file. Raises ValueError; a document type, and so any entity, is refused."""
    root = Element("", {})
    stack, count = [root], 0
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise ValueError("it declares a document type")

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if len(stack) > _MAX_DEPTH or count > _MAX_ELEMENTS:
            raise ValueError("it is nested too deeply, or too long")
        element = Element(tag, attributes)
        stack[-1].children.append(element)
        stack.append(element)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: stack.pop()
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError) as error:  # the latter for a text encoding that nobody knows
        raise ValueError(str(error)) from error
    return root.children[0]
