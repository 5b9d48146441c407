"""Ink as PNG files: exact, in grey, or as other programs show it, in black with alpha."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, PngImagePlugin

from canvas.errors import LabelMapError
from canvas.label_png import check_header, decoded
from canvas.layers.pixels import Pixels
from canvas.png_chunks import SIGNATURE, chunks_of
from canvas.words import say

MARK = "sinopia-ink"
"""Key of the text by which a PNG says that it is ink."""
_LUMA = (299, 587, 114)
_MOST_HUE = 12
"""Steps between the channels of what is still grey."""
_LEAST_PAPER = 0.6
"""Share of a line drawing that is left blank."""
_FAINT, _DARK = 16, 96


def ink_png_bytes(ink: Pixels) -> bytes:
    """A grey PNG of (H, W) coverage: 0 is paper, 255 full ink."""
    stream = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(ink)).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def paper_png_bytes(ink: Pixels) -> bytes:
    """A grey PNG of (H, W) coverage as it is looked at: dark lines on white paper."""
    return ink_png_bytes(255 - ink)


def exported_ink_bytes(ink: Pixels) -> bytes:
    """As `paper_png_bytes`, saying that it is ink, so that it is read again as exactly that."""
    stream, info = io.BytesIO(), PngImagePlugin.PngInfo()
    info.add_text(MARK, "1")
    Image.fromarray(255 - ink).save(stream, "PNG", pnginfo=info)
    return stream.getvalue()


def is_exported_ink(data: bytes) -> bool:
    """Whether `exported_ink_bytes` wrote it."""
    texts = (part.partition(b"\0")[0] for part in chunks_of(data, b"tEXt"))
    return data.startswith(SIGNATURE) and MARK.encode() in texts


def drawn_lines(pixels: Pixels) -> Pixels | None:
    """(H, W) coverage of (H, W, 4) RGBA that show nothing but dark lines on white, or on nothing; None for others."""
    ink = ink_of(pixels)
    colours = pixels[..., :3][pixels[..., 3] > _FAINT].astype(np.int16)
    is_grey = not colours.size or int(np.ptp(colours, axis=-1).max()) <= _MOST_HUE
    is_drawn = bool((ink >= _DARK).any()) and float((ink <= _FAINT).mean()) >= _LEAST_PAPER
    return ink if is_grey and is_drawn else None


def read_ink_png_bytes(data: bytes, size: tuple[int, int], name: str) -> Pixels:
    """(H, W) coverage of what `ink_png_bytes` wrote. Raises LabelMapError unless it is that, of `size`."""
    check_header(data[:26], name)
    pixels = np.asarray(decoded(data, name))
    if pixels.dtype != np.uint8 or pixels.shape != size:
        raise LabelMapError(say('"{name}" holds no ink of the size of its drawing.', name=name))
    return pixels


def inked(ink: Pixels) -> Pixels:
    """(H, W, 4): black, as opaque as there is ink."""
    pixels = np.zeros((*ink.shape, 4), np.uint8)
    pixels[..., 3] = ink
    return pixels


def ink_of(pixels: Pixels) -> Pixels:
    """(H, W) coverage of RGBA pixels, of any colour: their alpha, as far as they are dark."""
    ink = pixels[..., 3].copy()
    coloured = pixels[..., :3].any(axis=-1) & (ink > 0)
    light = pixels[coloured][:, :3].astype(np.uint32) @ np.array(_LUMA, np.uint32)
    ink[coloured] = (ink[coloured] * (255_000 - light) + 127_500) // 255_000
    return ink
