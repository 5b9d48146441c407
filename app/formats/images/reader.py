"""From the bytes of a photo to its pixels: any kind and depth, upright, in sRGB, at a bounded size. No Qt."""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator

import numpy as np
from PIL import Image
from PIL.ImageFile import ImageFile

from app.formats.images.deep import DeepImage, deep_png, deep_tiff
from app.formats.images.kinds import HEAD_BYTES, can_open, kind_of, opened
from app.formats.images.samples import in_8_bits, in_srgb, within
from canvas.errors import CanvasError
from canvas.foreign_files import said_of_head
from canvas.png_chunks import critical_png
from canvas.words import say

_MOST_BYTES = 2**32
"""Of a decoded image: a gigapixel in colour."""
_BAND_PX = 2**24
"""So many pixels at a time are brought from one mode to another."""
_PIXEL_BYTES = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2, "I": 8}
"""What Pillow takes for a pixel; 4 for the other modes."""
_WHOLE_BYTES = 12
"""What the decoders of WebP, AVIF and HEIC, and those of deep images, take for a pixel."""
_PROGRESSIVE_BYTES = 6
"""What a progressive JPEG takes for each pixel of the file, however small it is decoded."""
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIDEWAYS = (5, 6, 7, 8)
_DAMAGE = (
    OSError,
    EOFError,
    SyntaxError,
    ValueError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    RuntimeError,
    OverflowError,
    ZeroDivisionError,
    struct.error,
    zlib.error,
)
"""What Pillow's readers raise for a file that is not as it should be."""


class PhotoError(CanvasError):
    """A photo cannot be read."""


class _TooLargeError(Exception):
    pass


def decoded(data: bytes, name: str, most_px: int) -> Image.Image:
    """RGB, or RGBA where something is clear: upright, in sRGB, with `most_px` or less a side; a file's first picture.

    Raises PhotoError, one sentence that calls the photo `name`.
    """
    kind = kind_of(data[:HEAD_BYTES])
    if kind is not None and not can_open(kind):
        raise _missing(kind, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if kind is None:
                raise ValueError("no image of a kind that is known")
            return _decoded(data, kind, most_px)
    except (_TooLargeError, MemoryError, Image.DecompressionBombError) as error:
        raise PhotoError(
            say("“{name}” has too many pixels to open.", name=name), say("Make it smaller first.")
        ) from error
    except _DAMAGE as error:
        known = said_of_head(data, name) if kind is None else None
        what, hint = known or (
            say("“{name}” is damaged, or no image that can be opened here.", name=name),
            say("Open it in another program and save it as PNG or JPEG."),
        )
        raise PhotoError(what, hint) from error


def upright_size(data: bytes) -> tuple[int, int]:
    """Width and height of a photo as it is looked at, which `decoded` has read without an error."""
    kind = kind_of(data[:HEAD_BYTES]) or ""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image = opened(data, kind)
        width, height = image.size
        turned = kind != "TIFF" and _orientation(image) in _SIDEWAYS
    return (height, width) if turned else (width, height)


def _missing(kind: str, name: str) -> PhotoError:
    if kind == "HEIF":
        return PhotoError(
            say("“{name}” is a HEIC photo, and what opens these is not installed.", name=name),
            say("Install it with “pip install pillow-heif”, or save the photo as JPEG."),
        )
    return PhotoError(
        say("“{name}” is an AVIF image, which the Pillow installed here does not open.", name=name),
        say("Update Pillow, or save the photo as JPEG."),
    )


def _decoded(data: bytes, kind: str, most_px: int) -> Image.Image:
    if kind == "TIFF" and (deep := deep_tiff(data)) is not None:
        found = _deep(deep, most_px)
        if found is not None:
            return in_srgb(found, deep.profile)
    problem: Exception | None = None
    for attempt in _attempts(data, kind):
        try:
            return _once(attempt, kind, most_px)
        except _DAMAGE as error:
            problem = problem or error
    assert problem is not None
    raise problem


def _attempts(data: bytes, kind: str) -> Iterator[bytes]:
    """The file, and where it can be parted what its pixels need of it: the rest may be what is damaged."""
    yield data
    if kind == "PNG":
        yield critical_png(data, also=(b"iCCP", b"eXIf"))
        yield critical_png(data, also=(b"eXIf",))
        yield critical_png(data)


def _once(data: bytes, kind: str, most_px: int) -> Image.Image:
    image = opened(data, kind)
    scale = min(1.0, most_px / max(image.size))
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    _check_progressive(image)
    image.draft(None, size)
    whole = kind in ("WEBP", "AVIF", "HEIF")
    _check_size(image.size, _WHOLE_BYTES if whole else _PIXEL_BYTES.get(image.mode, 4))
    image.load()
    profile, orientation = image.info.get("icc_profile"), _orientation(image)
    deep = deep_png(data) if kind == "PNG" else None
    small = (None if deep is None else _deep(deep, most_px)) or _reduced(image, most_px)
    gamma = None if "srgb" in image.info else image.info.get("gamma")
    shown = in_srgb(small if small.size == size else small.resize(size, Image.Resampling.LANCZOS), profile, gamma)
    return shown.transpose(_TURNS[orientation]) if orientation in _TURNS else shown


def _deep(deep: DeepImage, most_px: int) -> Image.Image | None:
    _check_size(deep.size, _WHOLE_BYTES)
    return deep.decoded(most_px)


def _reduced(image: Image.Image, most_px: int) -> Image.Image:
    """Of 8 bits a sample, and not much more than `most_px` a side."""
    if image.mode.startswith(("I", "F")):
        return Image.fromarray(in_8_bits(within(np.asarray(image), most_px)))
    mode = _smooth_mode(image)
    factor = max(image.size) // most_px
    if factor < 2:
        return image.convert(mode)
    width, height = image.size
    small = Image.new(mode, (-(-width // factor), -(-height // factor)))
    rows = factor * max(1, _BAND_PX // (width * factor))
    for top in range(0, height, rows):
        band = image.crop((0, top, width, min(top + rows, height))).convert(mode)
        small.paste(band.reduce(factor), (0, top // factor))
    return small


def _smooth_mode(image: Image.Image) -> str:
    """A mode in which pixels can be mixed, with the image's own kind of colours where a profile may speak of them."""
    if image.has_transparency_data:
        return "LA" if image.mode in ("1", "L", "LA") else "RGBA"
    return {"1": "L", "L": "L", "CMYK": "CMYK"}.get(image.mode, "RGB")


def _check_progressive(image: ImageFile) -> None:
    if image.info.get("progressive") and image.format == "JPEG":
        _check_size(image.size, _PROGRESSIVE_BYTES)


def _check_size(size: tuple[int, int], pixel_bytes: int) -> None:
    """Raise where decoding takes more memory than half of what is free."""
    import psutil  # the window opens without it

    if size[0] * size[1] * pixel_bytes > min(_MOST_BYTES, psutil.virtual_memory().available // 2):
        raise _TooLargeError


def _orientation(image: Image.Image) -> int:
    """The EXIF's, 1 where there is none or it cannot be read."""
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except _DAMAGE:
        return 1
