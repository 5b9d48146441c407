"""Files of other programs that do not open here, told by their first bytes, so that people hear what to do instead."""

from __future__ import annotations

from pathlib import Path

from canvas.paths import opened
from canvas.words import Words, say

_HEAD_BYTES = 1024
_LAYERED = say("Export it there as OpenRaster (.ora) or PNG.")
_PICTURE = say("Export it there as PNG.")
_IMAGE = say("Open it in another program and save it as PNG or JPEG.")
_AGAIN = say("Download or copy the file again.")
_STARTS: tuple[tuple[int, bytes, Words, Words], ...] = (
    (0, b"8BPS", say("a Photoshop document"), _LAYERED),
    (0, b"gimp xcf", say("a GIMP image"), _LAYERED),
    (0, b"CSFCHUNK", say("a Clip Studio document"), _PICTURE),
    (0, b"PDN3", say("a Paint.NET image"), _PICTURE),
    (4, b"\xe0\xa5", say("an Aseprite file"), _PICTURE),
    (0, b"%PDF", say("a PDF document"), _PICTURE),
    (0, b"%!PS", say("a PostScript document"), _PICTURE),
    (0, b"BLENDER", say("a Blender file"), _PICTURE),
    (0, b"\xff\x0a", say("a JPEG XL image"), _IMAGE),
    (4, b"JXL \r\n\x87\n", say("a JPEG XL image"), _IMAGE),
    (4, b"jP  \r\n\x87\n", say("a JPEG 2000 image"), _IMAGE),
    (0, b"\x76\x2f\x31\x01", say("an OpenEXR image"), _IMAGE),
    (0, b"#?RADIANCE", say("an HDR image"), _IMAGE),
    (0, b"\0\0\1\0", say("an icon"), _IMAGE),
    (0, b"DDS ", say("a DDS texture"), _IMAGE),
    (0, b"FUJIFILMCCD-RAW", say("a raw photo"), say("Develop it as JPEG or TIFF first.")),
    (0, b"\x93NUMPY", say("an array of NumPy"), say("Save it as a PNG of whole numbers.")),
    (0, b"MATLAB ", say("a MATLAB file"), say("Write its label map with imwrite, as PNG.")),
    (0, b"\x89HDF\r\n", say("an HDF5 file"), say("Save its label map as PNG.")),
    (4, b"ftyp", say("a film, or an image that is not known here"), _IMAGE),
    (0, b"\x1aE\xdf\xa3", say("a film"), say("Save one picture of it as PNG or JPEG.")),
    (0, b"\x1f\x8b", say("a packed file"), say("Unpack it first.")),
    (0, b"7z\xbc\xaf", say("a packed folder"), say("Unpack it first.")),
    (0, b"Rar!", say("a packed folder"), say("Unpack it first.")),
    (0, b"version https://git-lfs", say("a pointer of Git LFS, not the file itself"), say("Fetch it: git lfs pull.")),
)
_IN_TEXT: tuple[tuple[bytes, Words, Words], ...] = (
    (b"<svg", say("a vector drawing"), _PICTURE),
    (b"<html", say("a web page"), _AGAIN),
    (b"<!doctype html", say("a web page"), _AGAIN),
)
_IN_ZIP: tuple[tuple[bytes, Words, Words], ...] = (
    (b"application/x-krita", say("a Krita document"), _LAYERED),
    (b"Document.archive", say("a Procreate document"), say("Share it as PNG.")),
    (b"application/vnd.oasis", say("an office document"), _PICTURE),
    (b"[Content_Types].xml", say("an office document"), _PICTURE),
)


def said_of(path: Path) -> tuple[Words, Words] | None:
    """What a file is, in a sentence, and what to do; None where it is not known, or cannot be read."""
    try:
        with opened(path) as file:
            head = file.read(_HEAD_BYTES)
    except OSError:
        return None
    return said_of_head(head, path.name)


def said_of_head(head: bytes, name: str) -> tuple[Words, Words] | None:
    """As `said_of`, of a file's first bytes or all of them."""
    found = (say("empty"), _AGAIN) if not head else _known(head[:_HEAD_BYTES])
    if found is None:
        return None
    what, hint = found
    return say("“{name}” is {what}.", name=name, what=what), hint


def _known(head: bytes) -> tuple[Words, Words] | None:
    for at, start, what, hint in _STARTS:
        if head[at:].startswith(start):
            return what, hint
    lowered = head.lower()
    marks = _IN_ZIP if head.startswith(b"PK\3\4") else _IN_TEXT if b"\0" not in head else ()
    for mark, what, hint in marks:
        if mark in head or mark in lowered:
            return what, hint
    return (say("a packed folder"), say("Unpack it first.")) if head.startswith(b"PK\3\4") else None
