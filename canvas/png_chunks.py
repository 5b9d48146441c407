"""The chunks of a PNG file: what its pixels need, without what else programs have written beside them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Collection, Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
BESIDE = frozenset((b"tEXt", b"zTXt", b"iTXt", b"iCCP", b"eXIf", b"tIME", b"pHYs", b"gAMA", b"cHRM", b"sRGB", b"bKGD"))
"""Kinds that say nothing about classes."""
_NEEDED = frozenset((b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"))


def critical_png(data: bytes, also: Collection[bytes] = ()) -> bytes:
    """The same PNG with nothing but what its pixels need: header, palette, transparency and pixels.

    A damaged text, profile or EXIF chunk, or one that unpacks to more than a decoder takes, then stops nobody. Chunks
    named in `also`, such as b"iCCP", are kept where their checksum is right. What is no PNG comes back as it is.
    """
    if not data.startswith(SIGNATURE):
        return data
    kept = [SIGNATURE]
    for kind, start, end in _chunks(data):
        if kind in _NEEDED or (kind in also and _is_sound(data, start, end)):
            kept.append(data[start:end])
    return b"".join(kept)


def ill_chunks(data: bytes) -> set[bytes]:
    """The kinds of chunks whose checksum is wrong."""
    return {kind for kind, start, end in _chunks(data) if not _is_sound(data, start, end)}


def chunks_of(data: bytes, kind: bytes) -> Iterator[bytes]:
    """What is in each sound chunk of a kind."""
    for each, start, end in _chunks(data):
        if each == kind and _is_sound(data, start, end):
            yield data[start + 8 : end - 4]


def _chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start and end of each chunk; the last one may be cut short, which its reader finds."""
    at = len(SIGNATURE)
    while at + 8 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, end = data[at + 4 : at + 8], at + 12 + length
        yield kind, at, min(end, len(data))
        if kind == b"IEND":
            return
        at = end


def _is_sound(data: bytes, start: int, end: int) -> bool:
    return zlib.crc32(data[start + 4 : end - 4]) == int.from_bytes(data[end - 4 : end], "big")
