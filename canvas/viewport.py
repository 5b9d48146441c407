"""Where the document lies in a view: zoom and pan, as an immutable transform."""

from __future__ import annotations

from dataclasses import dataclass, replace

from canvas.raster import BBox

MIN_SCALE = 1 / 64
MAX_SCALE = 64.0
FIT_MARGIN_PX = 16


@dataclass(frozen=True)
class Viewport:
    """Maps document pixels (row, col) to view pixels (x, y).

    `scale` is view pixels per document pixel, 1 is 100 %; `centre` is the document point (row, col) in the middle of
    the view. It holds a centre rather than an offset, so that views of different sizes can share it. While
    `is_fitted`, a change of either size fits the document again. Sizes are (height, width).
    """

    document_size: tuple[int, int]
    view_size: tuple[int, int]
    scale: float = 1.0
    centre: tuple[float, float] = (0.0, 0.0)
    is_fitted: bool = False

    @classmethod
    def fitting(cls, document_size: tuple[int, int], view_size: tuple[int, int]) -> Viewport:
        """The whole document, centred, with a margin."""
        return cls(document_size, view_size).fitted()

    def fitted(self) -> Viewport:
        """The whole document, centred, with a margin."""
        (height, width), (view_height, view_width) = self.document_size, self.view_size
        room = min((view_height - 2 * FIT_MARGIN_PX) / height, (view_width - 2 * FIT_MARGIN_PX) / width)
        return replace(self, scale=_clamped(room), centre=(height / 2, width / 2), is_fitted=True)

    def resized(self, view_size: tuple[int, int]) -> Viewport:
        """For a view of another size: the same centre, or fitted again."""
        other = replace(self, view_size=view_size)
        return other.fitted() if self.is_fitted else other

    def zoomed_to(self, scale: float, x: float | None = None, y: float | None = None) -> Viewport:
        """At `scale`, clamped; the document point under view point (x, y), or the middle, stays where it is."""
        scale = _clamped(scale)
        d_x = 0.0 if x is None else x - self.view_size[1] / 2
        d_y = 0.0 if y is None else y - self.view_size[0] / 2
        shift = 1 / self.scale - 1 / scale
        return self._moved_to(self.centre[0] + d_y * shift, self.centre[1] + d_x * shift, scale)

    def zoomed_by(self, factor: float, x: float, y: float) -> Viewport:
        """Zoomed by `factor` around view point (x, y)."""
        return self.zoomed_to(self.scale * factor, x, y)

    def panned(self, d_x: float, d_y: float) -> Viewport:
        """The document moved by so many view pixels; its edge never leaves the middle of the view."""
        return self._moved_to(self.centre[0] - d_y / self.scale, self.centre[1] - d_x / self.scale, self.scale)

    @property
    def origin(self) -> tuple[int, int]:
        """View point (x, y) of the document's top left corner, on a whole pixel, so that 100 % shows exact pixels."""
        x = self.view_size[1] / 2 - self.centre[1] * self.scale
        y = self.view_size[0] / 2 - self.centre[0] * self.scale
        return round(x), round(y)

    def to_view(self, row: float, col: float) -> tuple[float, float]:
        """View point (x, y) of a document point."""
        x, y = self.origin
        return x + col * self.scale, y + row * self.scale

    def to_document(self, x: float, y: float) -> tuple[float, float]:
        """Document point (row, col) under a view point."""
        origin_x, origin_y = self.origin
        return (y - origin_y) / self.scale, (x - origin_x) / self.scale

    def view_rect(self, bbox: BBox) -> tuple[float, float, float, float]:
        """(x, y, width, height) in the view of a box of document pixels."""
        x, y = self.to_view(bbox.top, bbox.left)
        return x, y, bbox.width * self.scale, bbox.height * self.scale

    @property
    def document_rect(self) -> tuple[float, float, float, float]:
        """(x, y, width, height) of the whole document in the view."""
        return self.view_rect(BBox(0, 0, *self.document_size))

    def _moved_to(self, row: float, col: float, scale: float) -> Viewport:
        height, width = self.document_size
        centre = (min(max(row, 0.0), float(height)), min(max(col, 0.0), float(width)))
        return replace(self, scale=scale, centre=centre, is_fitted=False)


def _clamped(scale: float) -> float:
    return min(max(scale, MIN_SCALE), MAX_SCALE)
