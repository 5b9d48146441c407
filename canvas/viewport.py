"""Where the document lies in a view: zoom, pan, turn and mirror, as an immutable transform."""

from __future__ import annotations

import math
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
    rotation_deg: float = 0.0
    """How far the document is turned clockwise around the middle of the view, -180 to 180."""
    is_mirrored: bool = False
    """Whether left and right are exchanged, before the turn."""
    inset_px: int = 0
    """So many view pixels at the lower edge are left free where the document is fitted and there is no other room."""

    @classmethod
    def fitting(cls, document_size: tuple[int, int], view_size: tuple[int, int]) -> Viewport:
        """The whole document, centred, with a margin."""
        return cls(document_size, view_size).fitted()

    def fitted(self) -> Viewport:
        """The whole document, centred, with a margin."""
        (height, width), (view_height, view_width) = self.document_size, self.view_size
        cos, sin = (abs(part) for part in self._cos_sin)
        inset = self.inset_px if view_height > 2 * self.inset_px else 0
        room = min(
            (view_height - inset - 2 * FIT_MARGIN_PX) / (height * cos + width * sin),
            (view_width - 2 * FIT_MARGIN_PX) / (width * cos + height * sin),
        )
        scale = _clamped(room)
        free = (view_height - scale * (height * cos + width * sin)) / 2
        up = max(0.0, inset + FIT_MARGIN_PX - free)
        middle = replace(self, scale=scale, centre=(height / 2, width / 2), is_fitted=True)
        return replace(middle.panned(0, -up), is_fitted=True) if up else middle

    def resized(self, view_size: tuple[int, int]) -> Viewport:
        """For a view of another size: the same centre, or fitted again."""
        other = replace(self, view_size=view_size)
        return other.fitted() if self.is_fitted else other

    def for_document(self, document_size: tuple[int, int]) -> Viewport:
        """For a document of another size: fitted, turned and mirrored as this one."""
        return replace(self, document_size=document_size).fitted()

    def rotated_by(self, degrees: float) -> Viewport:
        """Turned further clockwise; whole again after 360 degrees."""
        return self._refitted(rotation_deg=(self.rotation_deg + degrees + 180) % 360 - 180)

    def unrotated(self) -> Viewport:
        """Upright."""
        return self._refitted(rotation_deg=0.0)

    def mirrored(self) -> Viewport:
        """Left and right exchanged, as the view shows them now."""
        return self._refitted(rotation_deg=-self.rotation_deg or 0.0, is_mirrored=not self.is_mirrored)

    def zoomed_to(self, scale: float, x: float | None = None, y: float | None = None) -> Viewport:
        """At `scale`, clamped; the document point under view point (x, y), or the middle, stays where it is."""
        scale = _clamped(scale)
        middle_x, middle_y = self.view_size[1] / 2, self.view_size[0] / 2
        x, y = (middle_x, middle_y) if x is None or y is None else self._unturned(x, y)
        d_x, d_y = x - middle_x, y - middle_y
        shift = 1 / self.scale - 1 / scale
        return self._moved_to(self.centre[0] + d_y * shift, self.centre[1] + d_x * shift, scale)

    def zoomed_by(self, factor: float, x: float, y: float) -> Viewport:
        """Zoomed by `factor` around view point (x, y)."""
        return self.zoomed_to(self.scale * factor, x, y)

    def panned(self, d_x: float, d_y: float) -> Viewport:
        """The document moved by so many view pixels; its edge never leaves the middle of the view."""
        (from_x, from_y), (to_x, to_y) = self._unturned(0, 0), self._unturned(d_x, d_y)
        d_x, d_y = to_x - from_x, to_y - from_y
        return self._moved_to(self.centre[0] - d_y / self.scale, self.centre[1] - d_x / self.scale, self.scale)

    @property
    def origin(self) -> tuple[int, int]:
        """View point (x, y) of the document's top left corner before the view is turned.

        It lies on a whole pixel, so that 100 % shows exact pixels.
        """
        x = self.view_size[1] / 2 - self.centre[1] * self.scale
        y = self.view_size[0] / 2 - self.centre[0] * self.scale
        return round(x), round(y)

    @property
    def turn(self) -> tuple[float, float, float, float, float, float]:
        """What turns and mirrors the view: (xx, xy, yx, yy, dx, dy), for x' = xx x + yx y + dx, y' = xy x + yy y + dy.

        Around a whole pixel, so that a mirrored view at 100 % shows exact pixels, too.
        """
        cos, sin = self._cos_sin
        x, y = self.view_size[1] // 2, self.view_size[0] // 2
        flip = -1 if self.is_mirrored else 1
        return flip * cos, flip * sin, -sin, cos, x - flip * cos * x + sin * y, y - flip * sin * x - cos * y

    def to_view(self, row: float, col: float) -> tuple[float, float]:
        """View point (x, y) of a document point."""
        origin_x, origin_y = self.origin
        x, y = origin_x + col * self.scale, origin_y + row * self.scale
        if not self.is_turned:
            return x, y
        x_x, x_y, y_x, y_y, d_x, d_y = self.turn
        return x_x * x + y_x * y + d_x, x_y * x + y_y * y + d_y

    def to_document(self, x: float, y: float) -> tuple[float, float]:
        """Document point (row, col) under a view point."""
        x, y = self._unturned(x, y)
        origin_x, origin_y = self.origin
        return (y - origin_y) / self.scale, (x - origin_x) / self.scale

    def view_rect(self, bbox: BBox) -> tuple[float, float, float, float]:
        """(x, y, width, height) of the rectangle in the view that holds a box of document pixels."""
        corners = [self.to_view(row, col) for row in (bbox.top, bbox.bottom) for col in (bbox.left, bbox.right)]
        xs, ys = zip(*corners, strict=True)
        return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)

    @property
    def document_rect(self) -> tuple[float, float, float, float]:
        """(x, y, width, height) of the whole document before the view is turned."""
        (x, y), (height, width) = self.origin, self.document_size
        return x, y, width * self.scale, height * self.scale

    @property
    def is_turned(self) -> bool:
        """Whether the view is turned or mirrored."""
        return self.is_mirrored or self.rotation_deg != 0

    @property
    def _cos_sin(self) -> tuple[float, float]:
        quarter, rest = divmod(self.rotation_deg, 90)
        cos, sin = math.cos(math.radians(rest)), math.sin(math.radians(rest))
        return ((cos, sin), (-sin, cos), (-cos, -sin), (sin, -cos))[int(quarter) % 4]

    def _unturned(self, x: float, y: float) -> tuple[float, float]:
        if not self.is_turned:
            return x, y
        x_x, x_y, y_x, y_y, d_x, d_y = self.turn
        x, y = x - d_x, y - d_y
        # The turn keeps lengths, so that its inverse is its transpose.
        return x_x * x + x_y * y, y_x * x + y_y * y

    def _refitted(self, rotation_deg: float, is_mirrored: bool | None = None) -> Viewport:
        mirrored = self.is_mirrored if is_mirrored is None else is_mirrored
        other = replace(self, rotation_deg=rotation_deg, is_mirrored=mirrored)
        return other.fitted() if self.is_fitted else other

    def _moved_to(self, row: float, col: float, scale: float) -> Viewport:
        height, width = self.document_size
        centre = (min(max(row, 0.0), float(height)), min(max(col, 0.0), float(width)))
        return replace(self, scale=scale, centre=centre, is_fitted=False)


def _clamped(scale: float) -> float:
    return min(max(scale, MIN_SCALE), MAX_SCALE)
