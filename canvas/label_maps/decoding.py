"""Image files of label maps, decoded as far as Pillow does it. Raises LabelMapError, one sentence for each fault."""

from __future__ import annotations

import io
import struct
import warnings
import zlib

from PIL import Image, ImageOps, TiffImagePlugin, UnidentifiedImageError

from canvas.errors import LabelMapError
from canvas.foreign_files import said_of_head
from canvas.label_maps.deep import wide_tiff
from canvas.png_chunks import BESIDE, SIGNATURE, critical_png, ill_chunks
from canvas.words import say

MAX_PIXELS = 2 * 10**8
"""Of a file: more are not decoded."""
_FORMATS = ("PNG", "TIFF", "GIF", "BMP", "WEBP", "JPEG", "AVIF", "PPM", "TGA")
_BITS_PER_SAMPLE, _PHOTOMETRIC = 258, 262
"""Tags of TIFF."""
_WHITE_IS_ZERO = 0
_CANNOT_DECODE = (OSError, EOFError, SyntaxError, ValueError, IndexError, KeyError, TypeError, struct.error, zlib.error)


def decoded(data: bytes, name: str) -> tuple[Image.Image, int]:
    """The image, loaded and upright, and the depth of its samples. Raises LabelMapError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            data, image = _opened(data, name)
            bits = _bits(data, image)
            image.load()
            return _as_stored(image), bits
    except Image.DecompressionBombError as error:
        raise too_large(name, None) from error
    except MemoryError as error:
        raise LabelMapError(
            say('There is too little memory for "{name}".', name=name), say("Make the image smaller first.")
        ) from error
    except UnidentifiedImageError as error:
        if data.startswith(SIGNATURE):
            raise _damaged(name) from error
        what, hint = said_of_head(data, name) or (
            say('"{name}" is no image that can be opened here.', name=name),
            say("A label map is a PNG, or another image whose colours are exact."),
        )
        raise LabelMapError(what, hint) from error
    except _CANNOT_DECODE as error:
        raise _damaged(name) from error


def _opened(data: bytes, name: str) -> tuple[bytes, Image.Image]:
    """The file and its image, for a PNG with sound checksums, which loading passes over.

    Where something beside the pixels of a PNG cannot be read, it is left out.
    """
    if data.startswith(SIGNATURE) and len(data) >= 26:
        width, height = struct.unpack(">II", data[16:24])
        if width * height > MAX_PIXELS:
            raise too_large(name, (width, height))
    try:
        image = _identified(data)
        if image.width * image.height > MAX_PIXELS:
            raise too_large(name, image.size)
        if image.format == "PNG":
            image.verify()
            image = Image.open(io.BytesIO(data), formats=["PNG"])
            image.load()
        return data, image
    except _CANNOT_DECODE:
        if not data.startswith(SIGNATURE) or not ill_chunks(data) <= BESIDE or data == critical_png(data):
            raise
        return _opened(critical_png(data), name)


def _identified(data: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data), formats=_FORMATS)
    except UnidentifiedImageError:
        wide = wide_tiff(data, MAX_PIXELS)
        if wide is None:
            raise
        return wide


def _bits(data: bytes, image: Image.Image) -> int:
    """Bits of one sample, which Pillow's modes do not tell: it widens grey of 2 and 4 bits to 8."""
    if image.format == "PNG":
        return data[24]
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        stored = image.tag_v2.get(_BITS_PER_SAMPLE, (8,))
        return int(stored[0] if isinstance(stored, tuple) else stored)
    return 1 if image.mode == "1" else 8


def _as_stored(image: Image.Image) -> Image.Image:
    """Upright, and with the numbers of the file where zero is white: Pillow turns them round."""
    if image.format == "PNG":
        return image
    is_negative = isinstance(image, TiffImagePlugin.TiffImageFile) and image.tag_v2.get(_PHOTOMETRIC) == _WHITE_IS_ZERO
    upright = ImageOps.exif_transpose(image)
    return ImageOps.invert(upright) if is_negative and upright.mode == "L" else upright


def _damaged(name: str) -> LabelMapError:
    return LabelMapError(say('"{name}" is damaged or cut short.', name=name), say("Copy or export the file again."))


def too_large(name: str, size: tuple[int, int] | None) -> LabelMapError:
    """What is said of an image of `size` (width, height), where that is known."""
    hint = say("Make the image smaller first, without smoothing.")
    if size is None:
        return LabelMapError(say('"{name}" has too many pixels to open.', name=name), hint)
    return LabelMapError(
        say('"{name}" is {width} x {height} pixels, too many to open.', name=name, width=size[0], height=size[1]), hint
    )
