"""The file of a module pack: a zip whose entries are stored as they are.

`config.json`, `sinopia.json`, `README.md`, `samples.png`, `*.safetensors`, and of any number of examples the
drawing in `examples/` and the picture under the same name in `thumbnails/`.
"""

from __future__ import annotations

import errno
import re
import shutil
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import BinaryIO

from engine.errors import PackError
from engine.installed.registry import MANIFEST, SAMPLES
from engine.words import say

SUFFIX = ".sinopia"
CARD, CONFIG, EXAMPLES, THUMBNAILS = "README.md", "config.json", "examples", "thumbnails"
PICTURES = (".png", ".jpg", ".webp")
_WEIGHTS = ".safetensors"
_MAX_ENTRIES = 256
_MAX_BYTES = {
    MANIFEST: 2**20,
    CONFIG: 2**20,
    CARD: 2**20,
    SAMPLES: 2**25,
    EXAMPLES: 2**24,
    THUMBNAILS: 2**22,
    _WEIGHTS: 2**33,
}
_NAME = re.compile(r"[^\W_][\w .,()-]{0,99}")
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names under which Windows opens no file."""
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_BLOCK = 2**22
_NAME_KEPT = 40
"""So many characters of a name are in that of what is being written, which is legal then in bytes, too."""
_COPY_AGAIN = say("Have the file sent again.")


def write_pack(path: Path, parts: Mapping[str, bytes | Path]) -> None:
    """Write a pack, atomically; the same parts give the same file. Raises OSError; the old file is then whole."""
    partial = path.with_name(f".{path.name[:_NAME_KEPT]}.partial")
    try:
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_STORED) as pack:
            for name, part in sorted(parts.items()):
                entry = zipfile.ZipInfo(name, _EARLIEST)
                entry.external_attr = 0o644 << 16
                if isinstance(part, bytes):
                    pack.writestr(entry, part)
                else:
                    entry.file_size = part.stat().st_size
                    with part.open("rb") as source, pack.open(entry, "w") as target:
                        shutil.copyfileobj(source, target, _BLOCK)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


class PackFile:
    """A pack that is open for reading. Use it in a `with`. Every failure is a PackError."""

    def __init__(self, path: Path) -> None:
        """Reads and checks the directory; nothing is unpacked for it."""
        self._name = path.name
        try:
            state = path.stat()
            if not stat.S_ISREG(state.st_mode):
                raise OSError(errno.EINVAL, say("it is no ordinary file"))
            nbytes = state.st_size
            self._zip = zipfile.ZipFile(path)
        except OSError as error:
            reason = error.strerror or str(error)
            raise PackError(
                say("“{name}” could not be read: {reason}.", name=path.name, reason=reason), say("Check the file.")
            ) from error
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise self.damaged() from error
        try:
            self._check(nbytes)
        except PackError:
            self._zip.close()
            raise

    def __enter__(self) -> PackFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def read(self, name: str) -> bytes:
        """One of the small entries."""
        try:
            return self._zip.read(name)
        except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile, NotImplementedError) as error:
            raise self.damaged() from error

    def unpack(self, folder: Path) -> None:
        """Write every entry below an empty folder. Raises OSError, too, where there is no room for them."""
        for entry in self._zip.infolist():
            target = folder / entry.filename
            target.parent.mkdir(exist_ok=True)
            with target.open("xb") as file:
                self._copy(entry, file)

    def damaged(self) -> PackError:
        """The error for a file that is not what it should be."""
        return PackError(say("“{name}” is damaged, or no module pack.", name=self._name), _COPY_AGAIN)

    def _copy(self, entry: zipfile.ZipInfo, target: BinaryIO) -> None:
        done = 0
        try:
            with self._zip.open(entry) as source:
                while block := source.read(_BLOCK):
                    done += target.write(block)
        except (EOFError, ValueError, zipfile.BadZipFile, NotImplementedError) as error:
            raise self.damaged() from error
        if done != entry.file_size:
            raise self.damaged()

    def _check(self, nbytes: int) -> None:
        entries = self._zip.infolist()
        names = [entry.filename for entry in entries]
        if MANIFEST not in names or CONFIG not in names:
            raise self.damaged()
        if len(names) > _MAX_ENTRIES or len({name.casefold() for name in names}) < len(names):
            raise self.damaged()
        for entry in entries:
            limit = _limit(entry.filename)
            if limit is None:
                raise PackError(
                    say("“{name}” holds “{part}”, which belongs to no module.", name=self._name, part=entry.filename),
                    say("Nothing of it was taken over. Have it exported anew."),
                )
            is_plain = entry.compress_type == zipfile.ZIP_STORED and not entry.flag_bits & 1
            if not is_plain or entry.file_size != entry.compress_size:
                raise PackError(
                    say("“{name}” was packed anew by another program.", name=self._name),
                    say("Ask for the file as Sinopia exported it."),
                )
            if entry.file_size > limit:
                raise self.damaged()
        if sum(entry.file_size for entry in entries) > nbytes:  # entries that lie over each other
            raise self.damaged()


def _limit(name: str) -> int | None:
    """How large an entry may be; None where a pack has no such entry."""
    path = PurePosixPath(name)
    if name in (MANIFEST, CONFIG, CARD, SAMPLES):
        return _MAX_BYTES[name]
    if str(path) != name or not _NAME.fullmatch(path.name) or DEVICES.fullmatch(path.name):
        return None
    if len(path.parts) == 1 and path.suffix == _WEIGHTS:
        return _MAX_BYTES[_WEIGHTS]
    if len(path.parts) == 2 and path.parts[0] in (EXAMPLES, THUMBNAILS) and path.suffix in PICTURES:
        return _MAX_BYTES[path.parts[0]]
    return None
