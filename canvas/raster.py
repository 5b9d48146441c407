"""Shapes on the pixel grid, never anti-aliased: which pixels a stamp, a line or a fill covers.

Every function returns a bounding box, clipped to the document, and a bool mask of the box's shape.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Shape = Literal["round", "square"]
T = TypeVar("T", np.bool_, np.uint8)


class BBox(NamedTuple):
    """A half-open box of pixels: rows top..bottom-1, columns left..right-1."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        """Rows."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """Columns."""
        return self.right - self.left

    @property
    def is_empty(self) -> bool:
        """Whether it holds no pixel."""
        return self.bottom <= self.top or self.right <= self.left

    @property
    def slices(self) -> tuple[slice, slice]:
        """Index of the box in an (H, W, ...) array."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def clipped(self, size: tuple[int, int]) -> BBox:
        """The part that lies in a document of `size` (height, width); an empty box where there is none."""
        bbox = BBox(max(self.top, 0), max(self.left, 0), min(self.bottom, size[0]), min(self.right, size[1]))
        return NOWHERE if bbox.is_empty else bbox

    def union(self, other: BBox) -> BBox:
        """The smallest box that holds both."""
        return BBox(
            min(self.top, other.top),
            min(self.left, other.left),
            max(self.bottom, other.bottom),
            max(self.right, other.right),
        )


NOWHERE = BBox(0, 0, 0, 0)


def stamp(size: tuple[int, int], row: float, col: float, diameter_px: int, shape: Shape = "round") -> tuple[BBox, Mask]:
    """A disc or square of `diameter_px` >= 1 pixels across, in a document of `size` (height, width)."""
    return line(size, (row, col), (row, col), diameter_px, shape)


def line(
    size: tuple[int, int],
    start: tuple[float, float],
    end: tuple[float, float],
    diameter_px: int,
    shape: Shape = "round",
) -> tuple[BBox, Mask]:
    """All that a stamp covers when it slides from `start` to `end`, both (row, col): no gaps at any speed.

    The ends are moved to the nearest point where the stamp is symmetric on the grid (a pixel's centre when the
    diameter is odd, a corner when it is even), so that a stamp has the same pixels wherever it is put.
    """
    radius = diameter_px / 2
    start, end = snapped(start, diameter_px), snapped(end, diameter_px)
    # From here on a pixel's centre has whole coordinates.
    (a_row, a_col), (b_row, b_col) = (start[0] - 0.5, start[1] - 0.5), (end[0] - 0.5, end[1] - 0.5)
    top = max(0, math.floor(min(a_row, b_row) - radius) + 1)
    bottom = min(size[0], math.ceil(max(a_row, b_row) + radius))
    if bottom <= top:
        return NOWHERE, np.zeros((0, 0), dtype=np.bool_)
    rows = np.arange(top, bottom, dtype=np.float64) - a_row
    span = _round_span if shape == "round" else _square_span
    low, high = span(rows, b_row - a_row, b_col - a_col, radius)
    # Both shapes are convex, so that a row holds one run of pixels: those strictly between low and high.
    first = np.maximum(np.floor(low + a_col) + 1, 0).astype(np.int32)
    last = np.minimum(np.ceil(high + a_col), size[1]).astype(np.int32)
    left, right = int(first.min()), int(last.max())
    if right <= left:
        return NOWHERE, np.zeros((0, 0), dtype=np.bool_)
    cols = np.arange(left, right, dtype=np.int32)
    mask = (cols >= first[:, None]) & (cols < last[:, None])
    return BBox(top, left, bottom, right), mask


def snapped(point: tuple[float, float], diameter_px: int) -> tuple[float, float]:
    """The centre (row, col) at which a stamp of this diameter is put when the pointer is at `point`."""
    if diameter_px % 2:
        return math.floor(point[0]) + 0.5, math.floor(point[1]) + 0.5
    return float(math.floor(point[0] + 0.5)), float(math.floor(point[1] + 0.5))


def _round_span(
    rows: NDArray[np.float64], d_row: float, d_col: float, radius: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Columns, relative to the start, between which each row (relative too) is nearer than `radius` to the segment."""
    half_a = np.sqrt(np.maximum(radius**2 - rows**2, 0))
    half_b = np.sqrt(np.maximum(radius**2 - (rows - d_row) ** 2, 0))
    in_a, in_b = np.abs(rows) < radius, np.abs(rows - d_row) < radius
    low = np.minimum(np.where(in_a, -half_a, np.inf), np.where(in_b, d_col - half_b, np.inf))
    high = np.maximum(np.where(in_a, half_a, -np.inf), np.where(in_b, d_col + half_b, -np.inf))
    if d_row == 0:
        return low, high
    # The rectangle between the two discs: each of its long sides, over the rows that the side crosses.
    length = math.hypot(d_row, d_col)
    for sign in (-1.0, 1.0):
        side_row, side_col = -sign * radius * d_col / length, sign * radius * d_row / length
        part = (rows - side_row) / d_row
        crossed = (part >= 0) & (part <= 1)
        col = side_col + part * d_col
        low = np.where(crossed, np.minimum(low, col), low)
        high = np.where(crossed, np.maximum(high, col), high)
    return low, high


def _square_span(
    rows: NDArray[np.float64], d_row: float, d_col: float, radius: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """As `_round_span`, for a square: the part of the way on which it covers the row decides the columns."""
    if d_row == 0:
        enter, leave = np.zeros_like(rows), np.ones_like(rows)
    else:
        ends = np.stack([(rows - radius) / d_row, (rows + radius) / d_row])
        enter, leave = np.clip(ends.min(axis=0), 0, 1), np.clip(ends.max(axis=0), 0, 1)
    return np.minimum(enter * d_col, leave * d_col) - radius, np.maximum(enter * d_col, leave * d_col) + radius


def box_between(start: tuple[float, float], end: tuple[float, float]) -> BBox:
    """The box of pixels from the one under `start` to the one under `end`, not clipped: it may leave the document."""
    top, bottom = sorted((math.floor(start[0]), math.floor(end[0])))
    left, right = sorted((math.floor(start[1]), math.floor(end[1])))
    return BBox(top, left, bottom + 1, right + 1)


def rectangle(size: tuple[int, int], bbox: BBox) -> tuple[BBox, Mask]:
    """All pixels of a box, clipped to a document of `size`."""
    clipped = bbox.clipped(size)
    return clipped, np.ones((clipped.height, clipped.width), dtype=np.bool_)


def ellipse(size: tuple[int, int], bbox: BBox) -> tuple[BBox, Mask]:
    """The pixels whose centres lie in the ellipse that touches the sides of `bbox`, which may leave the document."""
    clipped = bbox.clipped(size)
    rows = (np.arange(clipped.top, clipped.bottom) + 0.5 - (bbox.top + bbox.bottom) / 2) / (bbox.height / 2)
    cols = (np.arange(clipped.left, clipped.right) + 0.5 - (bbox.left + bbox.right) / 2) / (bbox.width / 2)
    return clipped, rows[:, None] ** 2 + cols**2 <= 1


def polygon(size: tuple[int, int], points: Sequence[tuple[float, float]]) -> tuple[BBox, Mask]:
    """The pixels whose centres lie within a closed line through `points` (row, col), also where it winds twice.

    Polygons that share a side neither overlap nor leave a gap.
    """
    ends = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    low, high = np.floor(ends.min(axis=0)), np.ceil(ends.max(axis=0)) + 1
    bbox = BBox(int(low[0]), int(low[1]), int(high[0]), int(high[1])).clipped(size)
    if bbox.is_empty:
        return NOWHERE, np.zeros((0, 0), dtype=np.bool_)
    starts, ways = ends, np.roll(ends, -1, axis=0) - ends
    stops = starts[:, 0] + ways[:, 0]
    # The rows whose middle each side crosses, as one long list of (side, row).
    first = np.clip(np.ceil(np.minimum(starts[:, 0], stops) - 0.5), bbox.top, bbox.bottom).astype(np.int64)
    last = np.clip(np.ceil(np.maximum(starts[:, 0], stops) - 0.5), bbox.top, bbox.bottom).astype(np.int64)
    counts = last - first
    side = np.repeat(np.arange(len(ends)), counts)
    row = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + first[side]
    col = starts[side, 1] + (row + 0.5 - starts[side, 0]) * ways[side, 1] / ways[side, 0]
    # A crossing changes the winding number of every pixel to its right.
    at = np.clip(np.ceil(col - 0.5), bbox.left, bbox.right).astype(np.int64) - bbox.left
    winding = np.zeros((bbox.height, bbox.width + 1), dtype=np.int8)
    np.add.at(winding, (row - bbox.top, at), np.where(ways[side, 0] > 0, 1, -1).astype(np.int8))
    np.cumsum(winding, axis=1, dtype=np.int8, out=winding)
    return tightened(bbox, winding[:, :-1] != 0)


def flood_fill(ids: NDArray[np.uint8], row: int, col: int, contiguous: bool = True) -> tuple[BBox, Mask]:
    """The region of the class at (row, col), or all pixels of that class where not `contiguous`.

    A region is joined over edges, not corners. A point outside the array fills nothing.
    """
    height, width = ids.shape
    if not (0 <= row < height and 0 <= col < width):
        return NOWHERE, np.zeros((0, 0), dtype=np.bool_)
    if not contiguous:
        return tightened(BBox(0, 0, height, width), ids == ids[row, col])
    framed = np.zeros((height + 2, width + 2), dtype=np.uint8)
    flags = 4 | cv2.FLOODFILL_MASK_ONLY | cv2.FLOODFILL_FIXED_RANGE | (1 << 8)
    _, _, _, (left, top, box_width, box_height) = cv2.floodFill(
        ids.copy(), framed, (col, row), (0,), (0,), (0,), flags=flags
    )
    bbox = BBox(top, left, top + box_height, left + box_width)
    return bbox, framed[1:-1, 1:-1][bbox.slices] != 0


def mirrored(
    size: tuple[int, int], bbox: BBox, mask: NDArray[T], left_right: bool, top_bottom: bool
) -> list[tuple[BBox, NDArray[T]]]:
    """The pixels, and their mirror images in the middle of a document of `size` as asked: one, two or four masks."""
    (height, width), copies = size, [(bbox, mask)]
    if left_right:
        copies += [(b._replace(left=width - b.right, right=width - b.left), each[:, ::-1]) for b, each in copies]
    if top_bottom:
        copies += [(b._replace(top=height - b.bottom, bottom=height - b.top), each[::-1]) for b, each in copies]
    return copies


def tightened(bbox: BBox, mask: Mask) -> tuple[BBox, Mask]:
    """The same pixels in the smallest box."""
    rows, cols = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if rows.size == 0:
        return NOWHERE, np.zeros((0, 0), dtype=np.bool_)
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(cols[0]), int(cols[-1]) + 1
    tight = BBox(bbox.top + top, bbox.left + left, bbox.top + bottom, bbox.left + right)
    return tight, mask[top:bottom, left:right]
