"""The values that a label map's file holds, whatever form of file it is."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.errors import DataError
from engine.words import say

_GREY = 0
"""Colour type of a PNG."""
_LOSSY = ("JPEG", "MPO")


def label_values(image: Image.Image, data: bytes, name: str) -> NDArray[np.uint16]:
    """(H, W) values of a loaded image: of a grey picture its samples, of an indexed one its indices, of a coloured one
    that is grey throughout that grey. `data` is its file. Raises DataError that names `name`.
    """
    if image.format in _LOSSY:
        raise DataError(say("{name}: the label map is a JPEG, which does not keep ids.", name=name))
    if image.mode in ("1", "L", "P"):
        values = np.asarray(image).astype(np.uint16)
        return values // _widened(data) if image.mode == "L" else values
    if image.mode.startswith("I"):
        samples = np.asarray(image)
        if int(samples.min()) >= 0 and int(samples.max()) < 2**16:
            return samples.astype(np.uint16)
    if image.mode in ("LA", "RGB", "RGBA") and not _is_deep(data):
        samples = np.asarray(image)
        colours = samples[..., : 1 if image.mode == "LA" else 3]
        opaque = image.mode == "RGB" or bool((samples[..., -1] == 255).all())
        if opaque and (colours == colours[..., :1]).all():
            return colours[..., 0].astype(np.uint16)
    raise DataError(
        say("{name}: the label map is {mode}, not class ids (grey or indexed).", name=name, mode=image.mode)
    )


def _widened(data: bytes) -> int:
    """What Pillow multiplies the samples of a grey PNG with."""
    header = io.BytesIO(data).read(26)
    is_narrow = header.startswith(b"\x89PNG") and header[25:] == bytes([_GREY]) and header[24] in (2, 4)
    return 255 // (2 ** header[24] - 1) if is_narrow else 1


def _is_deep(data: bytes) -> bool:
    """Whether it is a PNG of 16 bits, of which Pillow keeps 8 where it has colours."""
    return data.startswith(b"\x89PNG") and data[24:25] == b"\x10"
