"""What can be exported, and the picture in formats for other programs. No Qt."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass

from PIL import Image, PngImagePlugin

from app.formats.saved_picture import PARAMETERS, artwork_bytes, parameters_line
from canvas.errors import CanvasError
from canvas.palette import Palette
from canvas.words import say
from engine.request.types import Finished, Picture

_EXIF_IFD, _USER_COMMENT, _SOFTWARE = 0x8769, 0x9286, 0x0131
_FINE_QUALITY = 90
_WEBP_MAX_SIDE = 16383
"""No WebP image is larger."""


@dataclass(frozen=True)
class Format:
    """One thing to export in one format."""

    id: str
    what: str
    """picture, drawing or everything."""
    label: str
    suffix: str


FORMATS = (
    Format("picture-png", "picture", say("Picture as PNG"), ".png"),
    Format("picture-jpeg", "picture", say("Picture as JPEG"), ".jpg"),
    Format("picture-webp", "picture", say("Picture as WebP"), ".webp"),
    Format("labels-index", "drawing", say("Label map as PNG of class numbers"), ".png"),
    Format("labels-colour", "drawing", say("Label map as PNG of colours"), ".png"),
    Format("ink-png", "drawing", say("Ink as PNG"), ".png"),
    Format("everything-ora", "everything", say("Everything as OpenRaster"), ".ora"),
)


@dataclass(frozen=True)
class PictureOptions:
    """How a picture is written. `size` is (width, height), None as it was painted."""

    size: tuple[int, int] | None = None
    quality: int = 90
    """1 .. 100, of JPEG and of WebP that is not lossless."""
    is_lossless: bool = False
    """Of WebP."""
    with_recipe: bool = True
    """Whether the settings go into the file; a PNG of the size that was painted also holds the drawing."""


def format_of(format_id: str) -> Format:
    """The format with this id. Raises KeyError."""
    return {each.id: each for each in FORMATS}[format_id]


def picture_bytes(finished: Finished, palette: Palette, suffix: str, options: PictureOptions) -> bytes:
    """The picture as .png, .jpg or .webp. Raises CanvasError for a size that the format cannot have."""
    image = scaled(finished.image, options.size)
    line = parameters_line(finished.request, finished.provenance) if options.with_recipe else ""
    if suffix == ".png":
        is_as_painted = image.size == (finished.request.width, finished.request.height)
        if line and is_as_painted and not palette.missing(finished.request.labels):
            return artwork_bytes(finished, palette)
        return _png(image, {PARAMETERS: line} if line else {})
    if suffix == ".webp" and max(image.size) > _WEBP_MAX_SIDE:
        raise CanvasError(say("A picture of this size cannot be a WebP image."), say("Export it as PNG."))
    stream = io.BytesIO()
    exif = _exif(line)
    if suffix == ".jpg":
        subsampling = 0 if options.quality >= _FINE_QUALITY else 2
        image.save(stream, "JPEG", quality=options.quality, subsampling=subsampling, optimize=True, exif=exif)
    elif options.is_lossless:
        image.save(stream, "WEBP", lossless=True, quality=50, exif=exif)
    else:
        image.save(stream, "WEBP", quality=options.quality, exif=exif)
    return stream.getvalue()


def scaled(picture: Picture, size: tuple[int, int] | None) -> Image.Image:
    """The picture at `size` (width, height), smoothly, or as it is for None."""
    image = Image.fromarray(picture)
    return image if size is None or size == image.size else image.resize(size, Image.Resampling.LANCZOS)


def _png(image: Image.Image, texts: Mapping[str, str]) -> bytes:
    info = PngImagePlugin.PngInfo()
    for key, text in texts.items():
        info.add_itxt(key, text)
    stream = io.BytesIO()
    image.save(stream, "PNG", pnginfo=info)
    return stream.getvalue()


def _exif(line: str) -> Image.Exif:
    """The parameters where other programs look for them in JPEG and WebP files."""
    exif = Image.Exif()
    if line:
        exif[_SOFTWARE] = "Sinopia"
        exif.get_ifd(_EXIF_IFD)[_USER_COMMENT] = b"UNICODE\0" + line.encode("utf-16-be")
    return exif
