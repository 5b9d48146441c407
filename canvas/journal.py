"""The autosave journal: a file that grows by one entry a stroke, and is read back as far as it is whole.

    SINOPIA JOURNAL 2\\n
    kind (1 byte) | length of the body (u32) | CRC-32 of kind and body (u32) | body      ... any number of times

The first entry is a whole drawing (`W`: length of a JSON text (u32), the text, length of the ids deflated (u32), these,
the ink deflated, and every other layer that is not blank: its letter, the pixels deflated). Each later one is a box
with the letter of its layer (`P` for ids, `I` for ink, ...): top, left, bottom, right (u32 each), its new pixels
deflated. A file that was cut short, or damaged, is valid up to its last whole entry. Numbers are little-endian.
Format 1, which is read too, has no ink: there the ids follow the text without their length.
"""

from __future__ import annotations

import json
import math
import os
import struct
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from canvas.atomic import write_atomically
from canvas.errors import CanvasError, SaveError
from canvas.layers import KINDS, LayerKind, LayerName, Layers, Pixels
from canvas.layers.pixels import is_blank
from canvas.limits import MAX_SIDE, check_ids, check_size
from canvas.numbers import whole
from canvas.palette import Palette
from canvas.raster import BBox
from canvas.words import say

MAGIC = b"SINOPIA JOURNAL 2\n"
_MAGIC_1 = b"SINOPIA JOURNAL 1\n"
SUFFIX = ".journal"
REWRITE_BYTES = 64 * 2**20
"""A journal longer than this starts afresh from the drawing as it is."""
_HEAD = struct.Struct("<cII")
_BOX = struct.Struct("<IIII")
_LENGTH = struct.Struct("<I")
_MAX_BODY_BYTES = sum(math.prod(kind.channels) for kind in KINDS.values()) * MAX_SIDE * MAX_SIDE + 2**24
_LEVEL = 1
_KIND_OF: Mapping[bytes, LayerKind] = {kind.journal: kind for kind in KINDS.values()}


class JournalError(CanvasError):
    """A journal holds no drawing that could be read."""


@dataclass(frozen=True)
class Recovered:
    """What a journal held: the drawing after its last whole entry."""

    layers: Layers
    palette: Palette
    note: Mapping[str, Any] = field(default_factory=dict)
    """What the program wrote beside the drawing, such as the file that it belongs to."""
    strokes: int = 0
    """Entries after the whole drawing."""
    is_cut_short: bool = False
    """Whether something came after the last whole entry that could not be read."""

    @property
    def labels(self) -> Pixels:
        """(H, W) class ids."""
        return self.layers.labels

    @property
    def ink(self) -> Pixels:
        """(H, W) coverage of ink."""
        return self.layers.ink


class JournalFile:
    """Writes one journal. Every method returns once the entry is on disk; any one thread at a time.

    Keeps its own copy of the drawing, so that it can start the file afresh when it has grown long, or after a write
    that failed. Methods raise SaveError.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._layers = Layers.blank((0, 0))
        self._head = b""
        self._file: int | None = None
        self._bytes = 0

    def start(self, layers: Layers, palette: Palette, note: Mapping[str, Any]) -> None:
        """Begin anew with a whole drawing; what the file held before is replaced in one step."""
        self._layers = layers.copy()
        text = json.dumps({"palette": json.loads(palette.to_json()), "size": list(layers.size), "note": dict(note)})
        self._head = _LENGTH.pack(len(text.encode())) + text.encode()
        self._rewrite()

    def append(self, layer: LayerName, bbox: BBox, pixels: Pixels) -> None:
        """The pixels of one box of one layer have changed."""
        self._layers.to_paint(layer)[bbox.slices] = pixels
        entry = _entry(KINDS[layer].journal, _BOX.pack(*bbox) + _deflated(pixels))
        if self._file is None or self._bytes + len(entry) > REWRITE_BYTES:
            self._rewrite()
            return
        try:
            rest = memoryview(entry)
            while rest:
                rest = rest[os.write(self._file, rest) :]
            os.fsync(self._file)
        except OSError as error:
            self.close()
            raise SaveError(
                say("The drawing could not be autosaved: {reason}.", reason=(error.strerror or str(error)).lower()),
                say("Save it yourself, and free some space."),
            ) from error
        self._bytes += len(entry)

    def close(self) -> None:
        """Let go of the file, which stays."""
        if self._file is not None:
            with suppress(OSError):
                os.close(self._file)
            self._file = None

    def remove(self) -> None:
        """Delete the file: everything in it is safe elsewhere, or was given up."""
        self.close()
        with suppress(OSError):
            self.path.unlink()

    def _rewrite(self) -> None:
        self.close()
        ids, ink = _deflated(self._layers.labels), _deflated(self._layers.ink)
        others = [
            part
            for kind, pixels in self._layers.items()
            if kind.id not in ("labels", "ink") and not is_blank(pixels)
            for part in (kind.journal, _deflated(pixels))
        ]
        data = MAGIC + _entry(b"W", b"".join((self._head, _LENGTH.pack(len(ids)), ids, ink, *others)))
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self.path, data)
            self._file = os.open(self.path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0))
        except OSError as error:
            raise SaveError(
                say("The drawing could not be autosaved: {error}.", error=error), say("Save it yourself.")
            ) from error
        self._bytes = len(data)


def read_journal(path: Path) -> Recovered:
    """The drawing after the last whole entry. Raises JournalError, one sentence, if there is no such entry."""
    try:
        with path.open("rb") as file:
            data = file.read(2 * REWRITE_BYTES + _MAX_BODY_BYTES)
    except OSError as error:
        raise JournalError(
            say('"{name}" could not be read: {reason}.', name=path.name, reason=(error.strerror or str(error)).lower()),
            say("Check the disk."),
        ) from error
    if not data.startswith((MAGIC, _MAGIC_1)):
        raise _unreadable(path)
    read_whole = _whole if data.startswith(MAGIC) else _whole_1
    recovered: Recovered | None = None
    at = len(MAGIC)
    while (entry := _next(data, at)) is not None:
        kind, body, at_next = entry
        try:
            if kind == b"W":
                recovered = read_whole(body)
            elif recovered is None or kind not in _KIND_OF or not _patched(recovered, _KIND_OF[kind], body):
                break
            else:
                recovered = replace(recovered, strokes=recovered.strokes + 1)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, struct.error, zlib.error, CanvasError):
            break
        at = at_next
    if recovered is None:
        raise _unreadable(path)
    return replace(recovered, is_cut_short=at < len(data))


def _unreadable(path: Path) -> JournalError:
    return JournalError(
        say('The autosaved drawing "{name}" is damaged from its beginning.', name=path.name),
        say("Nothing can be read."),
    )


def _entry(kind: bytes, body: bytes) -> bytes:
    return _HEAD.pack(kind, len(body), zlib.crc32(kind + body)) + body


def _next(data: bytes, at: int) -> tuple[bytes, bytes, int] | None:
    if at + _HEAD.size > len(data):
        return None
    kind, length, checksum = _HEAD.unpack_from(data, at)
    end = at + _HEAD.size + length
    body = data[at + _HEAD.size : end]
    if len(body) < length or zlib.crc32(kind + body) != checksum:
        return None
    return kind, body, end


def _whole(body: bytes) -> Recovered:
    record, height, width, rest = _head_of(body)
    (length,) = _LENGTH.unpack_from(rest)
    painted: dict[LayerName, Pixels] = {}
    painted["labels"], _ = _inflated(rest[_LENGTH.size : _LENGTH.size + length], (height, width))
    painted["ink"], rest = _inflated(rest[_LENGTH.size + length :], (height, width))
    while rest:
        kind = _KIND_OF[rest[:1]]
        painted[kind.id], rest = _inflated(rest[1:], (height, width, *kind.channels))
    return _recovered(record, Layers.made((height, width), painted))


def _whole_1(body: bytes) -> Recovered:
    record, height, width, rest = _head_of(body)
    return _recovered(record, Layers(_inflated(rest, (height, width))[0]))


def _head_of(body: bytes) -> tuple[Mapping[str, Any], int, int, bytes]:
    """The JSON record, the drawing's height and width, and what follows the text."""
    (length,) = _LENGTH.unpack_from(body)
    record = json.loads(body[_LENGTH.size : _LENGTH.size + length])
    height, width = (whole(side, 1, MAX_SIDE) for side in record["size"])
    check_size(height, width)
    return record, height, width, body[_LENGTH.size + length :]


def _recovered(record: Mapping[str, Any], layers: Layers) -> Recovered:
    palette = Palette.from_json(json.dumps(record["palette"]))
    check_ids(layers.labels, palette)
    return Recovered(layers, palette, dict(record["note"]))


def _patched(recovered: Recovered, kind: LayerKind, body: bytes) -> bool:
    """Write a box into a layer; returns whether it could be, and otherwise leaves it alone."""
    height, width = recovered.layers.size
    bbox = BBox(*_BOX.unpack_from(body))
    if bbox.is_empty or bbox.bottom > height or bbox.right > width:
        return False
    new, _ = _inflated(body[_BOX.size :], (bbox.height, bbox.width, *kind.channels))
    if kind.id == "labels" and recovered.palette.missing(new):
        return False
    recovered.layers.to_paint(kind.id)[bbox.slices] = new
    return True


def _deflated(pixels: Pixels) -> bytes:
    return zlib.compress(np.ascontiguousarray(pixels).data, _LEVEL)


def _inflated(data: bytes, shape: tuple[int, ...]) -> tuple[Pixels, bytes]:
    """The pixels, and what comes after them."""
    count = math.prod(shape)
    decoder = zlib.decompressobj()
    raw = decoder.decompress(data, count + 1)
    if len(raw) != count:
        raise ValueError("the pixels are not as many as the box has")
    return np.frombuffer(raw, np.uint8).reshape(shape).copy(), decoder.unused_data
