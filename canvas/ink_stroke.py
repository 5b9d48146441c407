"""Strokes of ink, anti-aliased: how far a nib covers each pixel, and how one stroke lies on what was there before."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from canvas.edits import PatchEdit
from canvas.layers import FULL_INK, Pixels
from canvas.layers.pixels import untouched
from canvas.raster import NOWHERE, BBox

Floats = NDArray[np.float32]
_THINNEST_PX = 0.5
"""A nib of a smaller radius is drawn so wide, and fainter."""
_PIECE_PX = 64.0
"""A longer way is drawn in pieces, so that a slanting one does not compute the whole box around it."""

_BAND_PX = 2**15
"""Pixels that are computed at a time: few enough to stay in the processor's cache."""


class Nib(NamedTuple):
    """A round nib at one point of a stroke."""

    row: float
    col: float
    radius_px: float
    opacity: float = 1.0
    """0 .. 1."""

    def towards(self, other: Nib, part: float) -> Nib:
        """The nib between this one and another one, `part` of the way, 0 .. 1."""
        return Nib(*(a + (b - a) * part for a, b in zip(self, other, strict=True)))


def pieces(start: Nib, end: Nib) -> Iterator[tuple[Nib, Nib]]:
    """The way from one nib to another in pieces that are short, or not much longer than the nib is wide."""
    longest = max(_PIECE_PX, 2 * max(start.radius_px, end.radius_px))
    count = max(1, math.ceil(math.dist(start[:2], end[:2]) / longest))
    for number in range(count):
        yield start.towards(end, number / count), start.towards(end, (number + 1) / count)


def capsule(size: tuple[int, int], start: Nib, end: Nib) -> tuple[BBox, Pixels]:
    """How far a nib that slides from `start` to `end` covers each pixel, 0 .. 255, in a document of `size`.

    Exact distances to the hull of both discs ("uneven capsule"), of which the edge's pixels get a share.
    """
    start, end = _visible(start), _visible(end)
    reach = max(start.radius_px, end.radius_px) + 1
    top, bottom = math.floor(min(start.row, end.row) - reach), math.ceil(max(start.row, end.row) + reach)
    left, right = math.floor(min(start.col, end.col) - reach), math.ceil(max(start.col, end.col) + reach)
    bbox = BBox(top, left, bottom, right).clipped(size)
    if bbox.is_empty:
        return NOWHERE, np.zeros((0, 0), np.uint8)
    covered = np.empty((bbox.height, bbox.width), np.uint8)
    band = max(1, _BAND_PX // bbox.width)
    for first in range(0, bbox.height, band):
        last = min(first + band, bbox.height)
        part = bbox._replace(top=bbox.top + first, bottom=bbox.top + last)
        covered[first:last] = _covered(part, start, end)
    return bbox, covered


def _covered(bbox: BBox, start: Nib, end: Nib) -> Pixels:
    length, widening = math.dist(start[:2], end[:2]), end.radius_px - start.radius_px
    if length <= abs(widening) or length == 0:  # one disc holds the other
        start = end = max(start, end, key=lambda nib: nib.radius_px)
        length, widening, unit = 1.0, 0.0, (0.0, 0.0)
    else:
        unit = (end.row - start.row) / length, (end.col - start.col) / length
    # Pixel centres, relative to the start.
    rows = (np.arange(bbox.top, bbox.bottom, dtype=np.float32) + np.float32(0.5 - start.row))[:, None]
    cols = np.arange(bbox.left, bbox.right, dtype=np.float32) + np.float32(0.5 - start.col)
    along = rows * np.float32(unit[0]) + cols * np.float32(unit[1])
    radius: Floats | np.float32 = np.float32(start.radius_px)
    if widening:
        # The nib on the way that comes nearest to a pixel is not the one abreast of it: the sides are slanted.
        slant = widening / length
        aside = np.abs(rows * np.float32(unit[1]) - cols * np.float32(unit[0]))
        nearest = np.clip(along + aside * np.float32(slant / math.sqrt(1 - slant * slant)), 0, np.float32(length))
        radius = radius + nearest * np.float32(slant)
    else:
        nearest = np.clip(along, 0, np.float32(length))
    down, across = rows - nearest * np.float32(unit[0]), cols - nearest * np.float32(unit[1])
    distance = np.sqrt(down * down + across * across)
    share = np.clip(radius + np.float32(0.5) - distance, 0, 1)
    opacity: Floats | np.float32 = np.float32(start.opacity)
    if end.opacity != start.opacity:
        opacity = opacity + nearest * np.float32((end.opacity - start.opacity) / length)
    return np.asarray(share * (opacity * np.float32(FULL_INK)) + np.float32(0.5)).astype(np.uint8)


def joined(parts: Iterable[tuple[BBox, Pixels]]) -> Iterator[tuple[BBox, Pixels]]:
    """The same coverage in fewer boxes: neighbours go together where their common box is no larger than they are."""
    group: list[tuple[BBox, Pixels]] = []
    whole, area = NOWHERE, 0
    for bbox, covered in parts:
        if bbox.is_empty:
            continue
        union = bbox if not group else whole.union(bbox)
        if group and union.height * union.width > area + covered.size:
            yield _together(group, whole)
            group, union, area = [], bbox, 0
        group.append((bbox, covered))
        whole, area = union, area + covered.size
    if group:
        yield _together(group, whole)


def _together(group: Sequence[tuple[BBox, Pixels]], whole: BBox) -> tuple[BBox, Pixels]:
    if len(group) == 1:
        return group[0]
    covered = np.zeros((whole.height, whole.width), np.uint8)
    for bbox, part in group:
        top, left = bbox.top - whole.top, bbox.left - whole.left
        place = covered[top : top + bbox.height, left : left + bbox.width]
        np.maximum(place, part, out=place)
    return whole, covered


class InkStroke:
    """One stroke on a layer of ink. Where it crosses itself it does not darken: the most that it covers a pixel counts.

    Memory is taken as the stroke reaches it, and no event costs more than its own box.
    """

    def __init__(self, size: tuple[int, int], erases: bool) -> None:
        self._erases = erases
        self._covered, self._before = untouched(size), untouched(size)

    def laid(self, ink: Pixels, bbox: BBox, covered: Pixels) -> PatchEdit:
        """The edit of `ink`, which holds the stroke so far, that lays the stroke over one more box."""
        so_far, before = self._covered[bbox.slices], self._before[bbox.slices]
        np.copyto(before, ink[bbox.slices], where=so_far == 0)
        np.maximum(so_far, covered, out=so_far)
        room = before if self._erases else FULL_INK - before
        change = room.astype(np.uint16) * so_far + 128
        change += change >> 8  # with the shift below a division by 255, rounded
        share = (change >> 8).astype(np.uint8)
        return PatchEdit.write(ink, bbox, before - share if self._erases else before + share, "ink")


def _visible(nib: Nib) -> Nib:
    if nib.radius_px >= _THINNEST_PX:
        return nib
    return nib._replace(radius_px=_THINNEST_PX, opacity=nib.opacity * max(nib.radius_px, 0) / _THINNEST_PX)
