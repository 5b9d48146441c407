"""The layers of a drawing, which always have one size and lie on each other."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from canvas import resizing
from canvas.raster import BBox

Pixels = NDArray[np.uint8]
LayerName = Literal["labels", "ink"]
LAYERS: tuple[LayerName, ...] = ("labels", "ink")
FULL_INK = 255


class Layers(NamedTuple):
    """The pixels of all layers, each (H, W)."""

    labels: Pixels
    """Class ids."""
    ink: Pixels
    """Coverage of ink: 0 is paper, 255 full ink."""

    @classmethod
    def blank(cls, size: tuple[int, int]) -> Layers:
        """Nothing labelled and no ink, of `size` (height, width)."""
        return cls(np.zeros(size, np.uint8), np.zeros(size, np.uint8))

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) in pixels."""
        height, width = self.labels.shape
        return height, width

    def of(self, name: LayerName) -> Pixels:
        """The pixels of one layer."""
        return self.labels if name == "labels" else self.ink

    def views(self) -> Layers:
        """The same memory, to be read only."""
        views = Layers(*(pixels.view() for pixels in self))
        for pixels in views:
            pixels.setflags(write=False)
        return views

    def resized(self, size: tuple[int, int]) -> Layers:
        """Scaled to `size` (height, width): labels are never mixed, ink keeps its tone."""
        return Layers(resizing.resized(self.labels, size), resizing.resized_ink(self.ink, size))

    def cropped(self, bbox: BBox) -> Layers:
        """The part of a box, which lies inside."""
        return Layers(*(resizing.cropped(pixels, bbox) for pixels in self))

    def extended(self, size: tuple[int, int]) -> Layers:
        """In the middle of a larger sheet of `size` (height, width), blank around it."""
        return Layers(*(resizing.extended(pixels, size) for pixels in self))

    def flipped(self, left_right: bool) -> Layers:
        """Left and right exchanged, or top and bottom."""
        return Layers(*(resizing.flipped(pixels, left_right) for pixels in self))
