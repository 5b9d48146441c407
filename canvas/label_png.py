"""Label maps as PNG files of the program's own, and label maps of any file that makes plain how it is read.

Written: an indexed PNG whose indices are the class ids and whose colours are the palette's; as a file with the palette
inside, see `canvas.palette_png`. Files that can be read in more ways than one: see `canvas.label_maps`.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from canvas.atomic import write_atomically
from canvas.errors import LabelMapError
from canvas.label_maps.evidence import evident_ids
from canvas.label_maps.reading import matched as class_of
from canvas.label_maps.samples import packed, read_samples, samples_of
from canvas.limits import MAX_SIDE, check_ids
from canvas.palette import UNLABELLED, Palette
from canvas.palette_png import palette_info
from canvas.png_chunks import SIGNATURE
from canvas.words import say


def write_label_png(path: Path, ids: NDArray[np.uint8], palette: Palette) -> None:
    """Write (H, W) class ids as an indexed PNG. Raises SaveError (the old file is whole) or LabelMapError."""
    write_atomically(path, label_png_bytes(ids, palette, palette_info(palette)))


def label_png_bytes(ids: NDArray[np.uint8], palette: Palette, info: PngInfo | None = None) -> bytes:
    """An indexed PNG of (H, W) class ids, with `info`. Raises LabelMapError for ids that the palette lacks."""
    check_ids(ids, palette)
    image = Image.fromarray(np.ascontiguousarray(ids))
    image.putpalette(palette.colour_table()[: max(palette.ids) + 1].tobytes())
    stream = io.BytesIO()
    image.save(stream, "PNG", optimize=True, pnginfo=info)
    return stream.getvalue()


def colour_png_bytes(ids: NDArray[np.uint8], palette: Palette) -> bytes:
    """A PNG of (H, W) class ids in the palette's colours, transparent where unlabelled."""
    stream = io.BytesIO()
    Image.fromarray(coloured(ids, palette)).save(stream, "PNG")
    return stream.getvalue()


def coloured(ids: NDArray[np.uint8], palette: Palette) -> NDArray[np.uint8]:
    """(H, W, 4) RGBA: the palette's colours, transparent where unlabelled."""
    table = np.full((256, 4), 255, np.uint8)
    table[:, :3] = palette.colour_table()
    table[UNLABELLED] = 0
    return np.asarray(table[ids])


def read_label_png(path: Path, palette: Palette) -> NDArray[np.uint8]:
    """(H, W) class ids of an image file. Raises UnclearLabelMapError where it leaves them open, LabelMapError."""
    return evident_ids(read_samples(path), palette)


def read_label_png_bytes(data: bytes, palette: Palette, name: str = "label map") -> NDArray[np.uint8]:
    """(H, W) class ids of a PNG in memory, as large as a drawing at most; `name` is what errors call it.

    Raises UnclearLabelMapError, LabelMapError.
    """
    check_header(data[:26], name)
    return evident_ids(samples_of(data, name), palette)


def check_header(head: bytes, name: str) -> None:
    """Judge the file by its first 26 bytes, before anything is decoded."""
    if not head.startswith(SIGNATURE):
        raise LabelMapError(
            say('"{name}" is not a PNG image.', name=name),
            say("A label map is a PNG; JPEG and others change its colours."),
        )
    if len(head) < 26 or head[12:16] != b"IHDR":
        raise _damaged(name)
    width, height = struct.unpack(">II", head[16:24])
    if not (1 <= width <= MAX_SIDE and 1 <= height <= MAX_SIDE):
        raise LabelMapError(
            say(
                '"{name}" is {width} x {height} pixels, too large for a drawing.', name=name, width=width, height=height
            )
            if width and height
            else say('"{name}" has no pixels.', name=name),
            say(
                "Each side can have 1 to {most} pixels. Make the image smaller first, without smoothing.",
                most=MAX_SIDE,
            ),
        )


def decoded(data: bytes, name: str) -> Image.Image:
    """The pixels of a PNG whose header was checked. Raises LabelMapError where it is damaged."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            Image.open(io.BytesIO(data), formats=["PNG"]).verify()  # checksums, which loading passes over
            image = Image.open(io.BytesIO(data), formats=["PNG"])
            image.load()
            return image
    except (OSError, EOFError, SyntaxError, ValueError, IndexError, struct.error, zlib.error) as error:
        raise _damaged(name) from error


def _damaged(name: str) -> LabelMapError:
    return LabelMapError(say('"{name}" is damaged or cut short.', name=name), say("Copy or export the file again."))


def matched(colours: NDArray[np.uint8], palette: Palette) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """The class id of each exact colour (..., 3 or more channels, of which three count), and whether there is one."""
    return class_of(packed(colours), palette)
