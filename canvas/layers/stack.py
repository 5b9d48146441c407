"""The layers of one drawing, which always have one size and lie on each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from PIL import Image

from canvas.layers import resizing
from canvas.layers.kinds import KINDS, LAYERS, STACKED, LayerKind, LayerName
from canvas.layers.pixels import Pixels, Size, is_blank, untouched
from canvas.palette import Palette
from canvas.raster import BBox


class Layers:
    """The pixels of all layers. One that was never painted on is blank, and takes no memory."""

    def __init__(self, labels: Pixels, ink: Pixels | None = None, colours: Pixels | None = None) -> None:
        """Holds the arrays themselves; None is blank. ValueError where they are not of one size."""
        given: Mapping[LayerName, Pixels | None] = {"labels": labels, "ink": ink, "colours": colours}
        self._fill(labels.shape[:2], {name: pixels for name, pixels in given.items() if pixels is not None})

    @classmethod
    def made(cls, size: Size, painted: Mapping[LayerName, Pixels]) -> Layers:
        """Of `size`; what is not among `painted` is blank. ValueError where one has another size."""
        layers = cls.__new__(cls)
        layers._fill(size, painted)
        return layers

    @classmethod
    def blank(cls, size: Size) -> Layers:
        """Nothing painted, of `size`."""
        return cls.made(size, {})

    def _fill(self, size: tuple[int, ...], painted: Mapping[LayerName, Pixels]) -> None:
        height, width = size
        for name, pixels in painted.items():
            if pixels.shape != (height, width, *KINDS[name].channels):
                raise ValueError(f"the {name} are {pixels.shape}, the drawing is {height} x {width}")
        self._size = height, width
        self._painted = set(painted)
        """Those that may hold something."""
        self._pixels: dict[LayerName, Pixels] = {
            kind.id: painted[kind.id] if kind.id in painted else untouched((height, width, *kind.channels))
            for kind in KINDS.values()
        }

    @property
    def size(self) -> Size:
        """(height, width) in pixels."""
        return self._size

    @property
    def labels(self) -> Pixels:
        """(H, W) class ids."""
        return self._pixels["labels"]

    @property
    def ink(self) -> Pixels:
        """(H, W) coverage of ink: 0 is paper, 255 full ink."""
        return self._pixels["ink"]

    @property
    def colours(self) -> Pixels:
        """(H, W, 4) RGBA of colour strokes; alpha is how far paint covers."""
        return self._pixels["colours"]

    @property
    def nbytes(self) -> int:
        """Memory that is taken."""
        return sum(pixels.nbytes for _, pixels in self.items())

    def __iter__(self) -> Iterator[Pixels]:
        """The pixels of every layer, in the order of the table."""
        return iter(self._pixels.values())

    def items(self) -> Iterator[tuple[LayerKind, Pixels]]:
        """The layers that may hold something."""
        return ((KINDS[name], self._pixels[name]) for name in LAYERS if name in self._painted)

    def of(self, name: LayerName) -> Pixels:
        """The pixels of one layer."""
        return self._pixels[name]

    def holds(self, name: LayerName) -> bool:
        """Whether a layer was ever painted on, which is told at once; it may be blank again."""
        return name in self._painted

    def painted(self, name: LayerName) -> Pixels | None:
        """The pixels of one layer; None where nothing is painted."""
        pixels = self._pixels[name]
        return None if name not in self._painted or is_blank(pixels) else pixels

    @property
    def is_blank(self) -> bool:
        """Whether nothing is painted on any layer."""
        return all(is_blank(pixels) for _, pixels in self.items())

    def to_paint(self, name: LayerName) -> Pixels:
        """The pixels of one layer, to be written to."""
        self._painted.add(name)
        return self._pixels[name]

    def is_as(self, other: Layers) -> bool:
        """Whether all pixels are the same."""
        return self._size == other.size and all(
            np.array_equal(self._pixels[name], other.of(name)) for name in self._painted | other._painted
        )

    def views(self) -> Layers:
        """The same memory, to be read only; it follows what is painted later."""
        views = Layers.__new__(Layers)
        views._size, views._painted = self._size, self._painted
        views._pixels = {name: pixels.view() for name, pixels in self._pixels.items()}
        for pixels in views:
            pixels.setflags(write=False)
        return views

    def copy(self) -> Layers:
        """The same pixels in memory of their own."""
        return self._changed(self._size, lambda _kind, pixels: np.array(pixels, order="C", copy=True))

    def seen(self, palette: Palette, paper: tuple[int, int, int, int] = (0, 0, 0, 0)) -> Pixels:
        """(H, W, 4) RGBA of what all layers look like together, on `paper`."""
        height, width = self._size
        image = Image.new("RGBA", (width, height), paper)
        for kind in STACKED:
            if kind.id in self._painted:
                pixels = np.ascontiguousarray(kind.seen(self._pixels[kind.id], palette))
                image.alpha_composite(Image.fromarray(pixels))
        return np.asarray(image)

    def thinned(self, stride: int) -> Layers:
        """Every pixel of so many each way."""
        height, width = (-(-side // stride) for side in self._size)
        return self._changed((height, width), lambda _kind, pixels: pixels[::stride, ::stride])

    def resized(self, size: Size) -> Layers:
        """Scaled to `size`: labels are never mixed, ink and colours keep their tones."""
        return self._changed(size, lambda kind, pixels: kind.resized(pixels, size))

    def cropped(self, bbox: BBox) -> Layers:
        """The part of a box, which lies inside."""
        return self._changed((bbox.height, bbox.width), lambda _kind, pixels: resizing.cropped(pixels, bbox))

    def extended(self, size: Size) -> Layers:
        """In the middle of a larger sheet of `size`, blank around it."""
        return self._changed(size, lambda _kind, pixels: resizing.extended(pixels, size))

    def flipped(self, left_right: bool) -> Layers:
        """Left and right exchanged, or top and bottom."""
        return self._changed(self._size, lambda _kind, pixels: resizing.flipped(pixels, left_right))

    def replaced(self, name: LayerName, pixels: Pixels) -> Layers:
        """Other pixels of the same size in place of one layer."""
        return Layers.made(self._size, {**{kind.id: each for kind, each in self.items()}, name: pixels})

    def _changed(self, size: Size, change: Callable[[LayerKind, Pixels], Pixels]) -> Layers:
        return Layers.made(size, {kind.id: change(kind, pixels) for kind, pixels in self.items()})
