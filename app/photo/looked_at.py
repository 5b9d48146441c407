"""What an image is when it is looked at: a photo, and perhaps a label map, or lines that were drawn. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.formats.images.kinds import HEAD_BYTES, PHOTO_KINDS, kind_of
from app.formats.images.photo import Photo, on_white
from canvas.errors import CanvasError
from canvas.label_maps.evidence import Evidence, weigh
from canvas.label_maps.samples import lossy_samples, samples_of
from canvas.layers.ink_png import drawn_lines, ink_of, is_exported_ink
from canvas.palette import Palette


@dataclass(frozen=True, eq=False)
class Looked:
    """A photo that was read, and what it is as a label map; None where it is none at all."""

    photo: Photo
    evidence: Evidence | None
    ink: NDArray[np.uint8] | None = None
    """(H, W): the lines themselves, where it shows nothing else."""
    is_ink: bool = False
    """Whether the file says itself that it is ink."""

    @property
    def can_be_label_map(self) -> bool:
        """Whether the image can be read as one, as it is."""
        return self.evidence is not None and bool(self.evidence.readings)

    @property
    def is_label_map(self) -> bool:
        """Whether the image is plainly one, in the palette's exact colours."""
        return self.evidence is not None and self.evidence.is_plain_map

    @property
    def is_two_tone(self) -> bool:
        """Whether it looks like a sketch: ink on paper."""
        return self.evidence is not None and self.evidence.is_two_tone


def looked_at(photo: Photo, name: str, data: bytes, palette: Palette) -> Looked:
    """Any thread. What a lossy image shows is judged by the photo, which is decoded already."""
    if is_exported_ink(data):
        return Looked(photo, None, ink_of(_rgba(photo)), is_ink=True)
    lines = drawn_lines(_rgba(photo))
    try:
        if kind_of(data[:HEAD_BYTES]) in PHOTO_KINDS:
            samples = lossy_samples(on_white(photo.pixels), name)
        else:
            samples = samples_of(data, name)
        return Looked(photo, weigh(samples, palette), lines)
    except CanvasError:
        return Looked(photo, None, lines)


def _rgba(photo: Photo) -> NDArray[np.uint8]:
    pixels = photo.pixels
    if pixels.shape[2] == 4:
        return pixels
    return np.dstack([pixels, np.full(pixels.shape[:2], 255, np.uint8)])
