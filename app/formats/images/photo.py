"""A photo to trace from: upright, at a bounded size, without what its file tells of its maker. No Qt."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.formats.images.reader import PhotoError, decoded
from canvas.paths import opened
from canvas.words import say
from engine.request.types import read_only

MAX_SIDE_PX = 4096
"""A larger photo is made smaller when it is read: no drawing is larger."""
SUFFIXES = (
    ".jpg",
    ".jpeg",
    ".jpe",
    ".jfif",
    ".png",
    ".webp",
    ".avif",
    ".heic",
    ".heif",
    ".bmp",
    ".tif",
    ".tiff",
    ".gif",
)
"""Usual endings, for dialogs; what a file is, its first bytes tell."""
_MAX_FILE_BYTES = 2**29
_QUALITY = 92
_SMALLER = say("Make it smaller first.")


@dataclass(frozen=True, eq=False)
class Photo:
    """(H, W, 3) RGB or (H, W, 4) RGBA, read-only, and the image file that a project keeps of it."""

    pixels: NDArray[np.uint8]
    data: bytes


@dataclass(frozen=True, eq=False)
class PlacedPhoto:
    """A photo, and how it is looked at: over the drawing or under it, how much of it is seen (0 to 1), if at all."""

    photo: Photo
    is_over: bool = False
    opacity: float = 1.0
    is_shown: bool = True


def read_photo(path: Path) -> Photo:
    """Read a photo. Raises PhotoError, one sentence for each way in which it cannot be used."""
    try:
        with opened(path) as file:
            data = file.read(_MAX_FILE_BYTES + 1)
        if len(data) > _MAX_FILE_BYTES:
            raise PhotoError(say("“{name}” is too large to open.", name=path.name), _SMALLER)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise PhotoError(
            say("“{name}” could not be read: {reason}.", name=path.name, reason=reason), say("Check the file.")
        ) from error
    return photo_of(data, path.name)


def photo_of(data: bytes, name: str) -> Photo:
    """As `read_photo`, from memory; `name` is what errors call it."""
    return _photo(decoded(data, name, MAX_SIDE_PX))


def kept_photo(data: bytes, name: str) -> Photo:
    """A photo from the file that was kept of it, which is kept as it is. Raises PhotoError."""
    return Photo(read_only(np.asarray(decoded(data, name, MAX_SIDE_PX))), data)


def photo_from(pixels: NDArray[np.uint8]) -> Photo:
    """A photo from (H, W, 3 or 4) pixels."""
    image = Image.fromarray(pixels)
    image.thumbnail((MAX_SIDE_PX, MAX_SIDE_PX), Image.Resampling.LANCZOS)
    return _photo(image)


def on_white(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(H, W, 3) of (H, W, 3 or 4): what is clear is white."""
    if pixels.shape[2] == 3:
        return pixels
    image = Image.fromarray(pixels)
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image)
    return np.asarray(paper.convert("RGB"))


def fitted(photo: Photo, size: tuple[int, int]) -> NDArray[np.uint8]:
    """(H, W, 4) RGBA of `size` (height, width): the whole photo in the middle, clear around it."""
    image = Image.fromarray(photo.pixels).convert("RGBA")
    height, width = size
    scale = min(width / image.width, height / image.height)
    inner = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    canvas = Image.new("RGBA", (width, height))
    canvas.paste(image.resize(inner, Image.Resampling.LANCZOS), ((width - inner[0]) // 2, (height - inner[1]) // 2))
    return np.asarray(canvas)


def _photo(image: Image.Image) -> Photo:
    pixels = read_only(np.asarray(image))
    stream = io.BytesIO()
    image = Image.fromarray(pixels)  # without comments and whatever else came with the file
    if image.mode == "RGBA":
        image.save(stream, "WEBP", quality=_QUALITY)
    else:
        image.save(stream, "JPEG", quality=_QUALITY, subsampling=0)
    return Photo(pixels, stream.getvalue())
