"""Label maps as PNG files.

Written: an indexed PNG whose indices are the class ids and whose colours are the palette's; as a file with the palette
inside, see `canvas.palette_png`.

Read, always exactly and never by the nearest colour:

- An indexed PNG is read by colour where every colour it uses is one of the palette's: an image editor may have put
  the same colours in another order, and in files written here both readings agree. Otherwise its indices are the ids,
  as in data sets that come with colours of their own.
- A greyscale PNG (up to 8 bits) holds ids.
- An RGB or RGBA PNG is read by colour; fully transparent pixels are unlabelled.
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
from canvas.document import MAX_SIDE, check_ids, listed
from canvas.errors import LabelMapError
from canvas.palette import UNLABELLED, Palette, hex_colour
from canvas.palette_png import palette_info
from canvas.words import say

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_IDS_HINT = say("Choose the palette that the map was made with, or add these classes to it.")
_COLOURS_HINT = say("Save the map without smoothing, in the exact colours of the palette, or as an indexed PNG.")


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
    """(H, W) class ids of a PNG file. Raises LabelMapError, one sentence for each way in which it cannot be used."""
    try:
        with path.open("rb") as file:
            head = file.read(26)
            check_header(head, path.name)
            data = head + file.read()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise LabelMapError(
            say('"{name}" could not be read: {reason}.', name=path.name, reason=reason),
            say("Check the file and open it again."),
        ) from error
    return read_label_png_bytes(data, palette, path.name)


def read_label_png_bytes(data: bytes, palette: Palette, name: str = "label map") -> NDArray[np.uint8]:
    """(H, W) class ids of a PNG in memory; `name` is what errors call it. Raises LabelMapError."""
    check_header(data[:26], name)
    image = decoded(data, name)
    pixels = np.asarray(image)
    if image.mode == "P":
        used = np.unique(pixels)
        colours = np.zeros((256, 3), dtype=np.uint8)
        stored = np.frombuffer(bytes(image.getpalette("RGB") or []), dtype=np.uint8).reshape(-1, 3)
        colours[: len(stored)] = stored
        by_colour, known = matched(colours, palette)
        if known[used].all() and used.max() < len(stored):
            return np.asarray(by_colour[pixels], dtype=np.uint8)
    if image.mode in ("P", "L", "1"):
        ids = pixels.astype(np.uint8)
        missing = palette.missing(ids)
        if missing:
            raise LabelMapError(
                say(
                    '"{name}" has {counted} that the palette "{palette}" lacks: {listed}.',
                    name=name,
                    counted=say("1 class") if len(missing) == 1 else say("{count} classes", count=len(missing)),
                    palette=palette.name,
                    listed=listed([str(class_id) for class_id in missing]),
                ),
                _IDS_HINT,
            )
        return ids
    if image.mode in ("RGB", "RGBA"):
        return _by_colour(pixels, palette, name)
    raise LabelMapError(
        say('"{name}" has 16-bit or half-transparent grey pixels.', name=name), say("Save it as an indexed PNG.")
    )


def check_header(head: bytes, name: str) -> None:
    """Judge the file by its first 26 bytes, before anything is decoded."""
    if not head.startswith(_SIGNATURE):
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


def _by_colour(pixels: NDArray[np.uint8], palette: Palette, name: str) -> NDArray[np.uint8]:
    ids, known = matched(pixels, palette)
    if pixels.shape[-1] == 4:
        transparent = pixels[..., 3] == 0
        ids[transparent] = UNLABELLED
        known = (known & (pixels[..., 3] == 255)) | transparent
    if not known.all():
        unknown, counts = np.unique(pixels[~known], axis=0, return_counts=True)
        order = np.argsort(-counts, kind="stable")
        raise LabelMapError(
            say(
                '"{name}" has {counted} that the palette "{palette}" lacks: {listed}.',
                name=name,
                counted=say("1 colour") if len(unknown) == 1 else say("{count} colours", count=len(unknown)),
                palette=palette.name,
                listed=listed([hex_colour(colour) for colour in unknown[order].tolist()]),
            ),
            _COLOURS_HINT,
        )
    return ids


def matched(colours: NDArray[np.uint8], palette: Palette) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """The class id of each exact colour (..., 3 or more channels, of which three count), and whether there is one."""
    keys = _packed(colours)
    own_ids = np.array(palette.ids, dtype=np.uint8)
    own_keys = _packed(palette.colour_table()[own_ids])
    order = np.argsort(own_keys)
    place = np.minimum(np.searchsorted(own_keys[order], keys), len(order) - 1)
    return own_ids[order][place], own_keys[order][place] == keys


def _packed(colours: NDArray[np.uint8]) -> NDArray[np.uint32]:
    red, green, blue = (colours[..., channel].astype(np.uint32) for channel in range(3))
    return np.asarray(red << 16 | green << 8 | blue, dtype=np.uint32)
