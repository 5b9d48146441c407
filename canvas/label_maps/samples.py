"""What is stored in an image file, sample by sample, before anybody says what it means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from canvas.errors import LabelMapError
from canvas.label_maps.decoding import decoded
from canvas.label_maps.deep import deep_samples, fits_8_bits, one_channel
from canvas.limits import MAX_SIDE
from canvas.paths import read_bytes
from canvas.words import say

_GREY_MODES = ("1", "L", "LA", "La", "I", "F")
_NO_NUMBER = -1.0
"""In the place of what GIS calls no data: NaN and infinity."""
_OF_16_BITS = ("LA", "RGB", "RGBA")
"""Modes for which Pillow halves samples of 16 bits."""

Values = NDArray[np.uint8] | NDArray[np.uint32] | NDArray[np.int32]


class Stored(Enum):
    """What kind of samples a file holds."""

    NUMBERS = auto()
    """Grey values, as numbers of the file's own depth: a sample of 2 bits is 0 to 3."""
    INDICES = auto()
    """Indices into the file's own table of colours."""
    COLOURS = auto()
    """Colours, packed as 0xRRGGBB."""


@dataclass(frozen=True, eq=False)
class Samples:
    """The samples of a file called `name`.

    `values` is (H, W). `alpha` is (H, W), 255 opaque; None where all is. `table` is (256, 3) RGB, the colours of
    indices; `table_size` says how many of them the file has. `bits` is the depth of a sample. `is_lossy` says that the
    format changes colours (JPEG), or that they are finer than 8 bits. `file_size` is (width, height) as stored: a file
    larger than a drawing is thinned out to MAX_SIDE, without mixing samples.
    """

    name: str
    stored: Stored
    values: Values
    alpha: NDArray[np.uint8] | None
    table: NDArray[np.uint8] | None
    table_size: int
    bits: int
    is_lossy: bool
    file_size: tuple[int, int]

    @property
    def is_thinned(self) -> bool:
        """Whether the file has more pixels than are here."""
        return self.file_size != (self.values.shape[1], self.values.shape[0])

    @cached_property
    def clear(self) -> NDArray[np.bool_] | None:
        """(H, W) bool, where a pixel is wholly transparent; None where none is."""
        clear = None if self.alpha is None else self.alpha == 0
        return clear if clear is not None and clear.any() else None

    @cached_property
    def half(self) -> NDArray[np.bool_] | None:
        """(H, W) bool, where a pixel is partly transparent; None where none is."""
        half = None if self.alpha is None else (self.alpha != 0) & (self.alpha != 255)
        return half if half is not None and half.any() else None

    @property
    def colours(self) -> NDArray[np.uint32]:
        """(H, W) colours as 0xRRGGBB, whatever is stored; of numbers the grey of that value."""
        if self.stored is Stored.COLOURS:
            return self.values.astype(np.uint32, copy=False)
        if self.table is not None:
            return np.asarray(packed(self.table)[self.values])
        return np.minimum(self.values, 255).astype(np.uint32) * np.uint32(0x010101)

    @property
    def numbers(self) -> Values | None:
        """(H, W) numbers, where the samples are or look like numbers.

        Colours do if red, green and blue are equal, or all but one of them zero.
        """
        if self.stored is not Stored.COLOURS:
            return self.values
        seen = self.values if self.clear is None else self.values[~self.clear]
        for channel in (0, 8, 16):
            number = seen >> channel & 0xFF
            if (seen == number * 0x010101).all() or (seen == number << channel).all():
                return np.asarray(self.values >> channel & 0xFF).astype(np.uint8)
        return None


def read_samples(path: Path) -> Samples:
    """The samples of an image file. Raises LabelMapError, one sentence for each way in which there are none."""
    try:
        return samples_of(read_bytes(path), path.name)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise LabelMapError(
            say('"{name}" could not be read: {reason}.', name=path.name, reason=reason),
            say("Check the file and open it again."),
        ) from error


def samples_of(data: bytes, name: str) -> Samples:
    """As `read_samples`, from memory; `name` is what errors call it. Raises LabelMapError."""
    image, bits = decoded(data, name)
    file_size = image.size
    values, alpha, table, table_size, stored = _pixels(image, bits, name)
    deep = _deep(data, image) if bits == 16 and image.mode in _OF_16_BITS else None
    if deep is not None:
        values, stored = deep
    if max(file_size) > MAX_SIDE:
        thinned = _thinned(file_size)
        values, alpha = values[thinned], None if alpha is None else alpha[thinned]
    return Samples(
        name=name,
        stored=stored,
        values=values,
        alpha=None if alpha is None or (alpha == 255).all() else alpha,
        table=table,
        table_size=table_size,
        bits=bits,
        is_lossy=_is_lossy(data) or (deep is not None and stored is Stored.COLOURS),
        file_size=file_size,
    )


def lossy_samples(pixels: NDArray[np.uint8], name: str) -> Samples:
    """The samples of (H, W, 3) pixels that were decoded from a lossy file."""
    size = pixels.shape[1], pixels.shape[0]
    return Samples(name, Stored.COLOURS, packed(pixels), None, None, 0, 8, is_lossy=True, file_size=size)


def packed(colours: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """0xRRGGBB of (..., 3 or more channels), of which three count."""
    red, green, blue = (colours[..., channel].astype(np.uint32) for channel in range(3))
    return np.asarray(red << 16 | green << 8 | blue, dtype=np.uint32)


def distinct(values: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The colours 0xRRGGBB that occur, in ascending order, in time that grows with their number of pixels only."""
    seen = np.zeros(1 << 24, np.bool_)
    seen[values.reshape(-1)] = True
    return np.flatnonzero(seen).astype(np.uint32)


def occurring(values: Values) -> list[int]:
    """The numbers that occur, in ascending order."""
    if values.dtype == np.uint8:
        return [int(value) for value in np.flatnonzero(np.bincount(values.reshape(-1), minlength=256))]
    return [int(value) for value in np.unique(values)]


def _thinned(file_size: tuple[int, int]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The rows and columns that stay: the nearest ones, so that no sample is mixed from others."""
    scale = MAX_SIDE / max(file_size)
    kept = [max(1, round(side * scale)) for side in file_size]
    columns, rows = (
        ((np.arange(few) + 0.5) * many / few).astype(np.intp) for few, many in zip(kept, file_size, strict=True)
    )
    return np.ix_(rows, columns)  # type: ignore[return-value]


_Pixels = tuple[Values, NDArray[np.uint8] | None, NDArray[np.uint8] | None, int, Stored]


def _pixels(image: Image.Image, bits: int, name: str) -> _Pixels:
    """(values, alpha, table, size of the table, what is stored)."""
    if image.mode == "P":
        return _indexed(image)
    if image.mode in _GREY_MODES or image.mode.startswith("I;"):
        return _grey(image, bits, name)
    pixels = np.asarray(image.convert("RGBA" if image.has_transparency_data else "RGB"))
    values = packed(pixels)
    alpha = pixels[..., 3] if pixels.shape[-1] == 4 else None
    return values, alpha, None, 0, Stored.COLOURS


def _deep(data: bytes, image: Image.Image) -> tuple[Values, Stored] | None:
    """The samples of 16 bits of grey with opacity, or of colours, where 8 bits do not say the same; None where they do.

    One channel is numbers; what remains of colours proper is as near as 8 bits come.
    """
    samples = deep_samples(data)
    if samples is None or samples.dtype != np.uint16 or samples.shape[:2] != image.size[::-1] or samples.ndim == 2:
        return None
    colours = samples[..., :3]
    if fits_8_bits(colours):
        return None
    if samples.shape[2] == 4:
        colours = np.where(samples[..., 3:] == 0, np.uint16(0), colours)
    numbers = one_channel(colours)
    if numbers is not None:
        return numbers.astype(np.int32), Stored.NUMBERS
    return packed((colours >> 8).astype(np.uint8)), Stored.COLOURS


def _indexed(image: Image.Image) -> _Pixels:
    indices = np.asarray(image)
    raw = np.frombuffer(bytes(image.getpalette("RGB") or []), np.uint8).reshape(-1, 3)
    table = np.zeros((256, 3), np.uint8)
    table[: len(raw)] = raw
    alphas = np.full(256, 255, np.uint8)
    clear = image.info.get("transparency")
    if isinstance(clear, bytes):
        alphas[: len(clear)] = np.frombuffer(clear, np.uint8)[:256]
    elif isinstance(clear, int) and 0 <= clear < 256:
        alphas[clear] = 0
    alpha = None if (alphas == 255).all() else alphas[indices]
    return indices, alpha, table, len(raw), Stored.INDICES


def _grey(image: Image.Image, bits: int, name: str) -> _Pixels:
    alpha = None
    clear = image.info.get("transparency")
    if image.mode in ("LA", "La"):
        bands = np.asarray(image.convert("LA"))
        values, alpha = bands[..., 0], bands[..., 1]
    elif image.mode == "F":
        exact = np.nan_to_num(np.asarray(image), nan=_NO_NUMBER, posinf=_NO_NUMBER, neginf=_NO_NUMBER)
        values = np.clip(exact, -(2**30), 2**30).astype(np.int32)
        if not (values == np.clip(exact, -(2**30), 2**30)).all():
            raise LabelMapError(
                say('"{name}" holds fractions, not class numbers.', name=name), say("Save it as whole numbers.")
            )
    else:
        values = np.asarray(image.convert("L") if image.mode == "1" else image)
        if image.mode == "1":
            values, bits = values // 255, 1
        elif image.mode == "L" and bits < 8:
            values = values // (255 // ((1 << bits) - 1))
        elif values.dtype != np.uint8:
            values = values.astype(np.int32)
    if alpha is None and isinstance(clear, int):
        alpha = np.where(values == clear, 0, 255).astype(np.uint8)
    return values, alpha, None, 0, Stored.NUMBERS


def _is_lossy(data: bytes) -> bool:
    """Whether it is a JPEG, a WebP that is not lossless, an AVIF or a HEIC."""
    if data[:4] == b"RIFF":
        return b"VP8L" not in data[:4096]
    return data[:2] == b"\xff\xd8" or data[4:8] == b"ftyp"
