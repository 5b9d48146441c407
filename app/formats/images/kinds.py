"""What kind of image a file is, told by its first bytes and never by its name, and what opens it. No Qt."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, JpegImagePlugin, features
from PIL.ImageFile import ImageFile

from canvas.paths import opened as opened_file
from canvas.png_chunks import SIGNATURE

HEAD_BYTES = 64
"""So many of a file's first bytes tell its kind."""
KINDS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF", "AVIF", "HEIF", "PPM")
"""As Pillow calls them."""
PHOTO_KINDS = ("JPEG", "WEBP", "AVIF", "HEIF")
"""What cameras and the web make photos of; in a folder the others may be label maps."""
_STARTS = {
    b"\xff\xd8\xff": "JPEG",
    SIGNATURE: "PNG",
    b"GIF87a": "GIF",
    b"GIF89a": "GIF",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"II+\0": "TIFF",
    b"MM\0+": "TIFF",
}
_BRANDS = {b"avif": "AVIF", b"avis": "AVIF"} | dict.fromkeys(
    (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1"), "HEIF"
)
_BMP_HEADERS = (12, 16, 40, 52, 56, 64, 108, 124)


def kind_of(head: bytes) -> str | None:
    """One of `KINDS` from a file's first HEAD_BYTES or more, None for anything else."""
    for start, kind in _STARTS.items():
        if head.startswith(start):
            return kind
    if head[:1] == b"P" and head[1:2] in b"123456" and head[2:3] in b"\n\r\t #":
        return "PPM" if len(head) > 2 else None
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _BMP_HEADERS:
        return "BMP"
    if head[4:8] == b"ftyp":
        end = min(int.from_bytes(head[:4], "big"), HEAD_BYTES)
        brands = [head[at : at + 4] for at in (8, *range(16, end, 4))]
        kinds = [_BRANDS[brand] for brand in brands if brand in _BRANDS]
        return "AVIF" if "AVIF" in kinds else next(iter(kinds), None)
    return None


def kind_of_file(path: Path) -> str | None:
    """As `kind_of`; None, too, for a file that cannot be read."""
    try:
        with opened_file(path) as file:
            return kind_of(file.read(HEAD_BYTES))
    except OSError:
        return None


def can_open(kind: str | None) -> bool:
    """Whether what is installed here opens images of this kind."""
    if kind == "HEIF":
        return _has_heif()
    if kind == "AVIF":
        return bool(features.check("avif")) or _has_heif()
    return kind in KINDS


def opened(data: bytes, kind: str) -> ImageFile:
    """The image, of which nothing is decoded yet. How large it may be is the caller's to say.

    Raises what Pillow's readers raise: SyntaxError, OSError, ValueError and others.
    """
    if kind == "JPEG":  # the first picture alone of a file that holds several
        return JpegImagePlugin.JpegImageFile(io.BytesIO(data))
    Image.init()
    if kind not in Image.OPEN:
        _has_heif()
    return Image.OPEN[kind][0](io.BytesIO(data), "")


def _has_heif() -> bool:
    """Whether pillow-heif is installed, which then is one of Pillow's readers."""
    try:
        import pillow_heif
    except ImportError:
        return False
    pillow_heif.register_heif_opener()
    return True
