"""What a tool shows while it is at work, before it changes the drawing. Document pixels, (row, col)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from canvas.raster import BBox, Mask, Shape

Point = tuple[float, float]
_ARC_STEPS = 24


@dataclass(frozen=True, eq=False)
class Ghost:
    """A region that would be somewhere else: its pixels as they are, and the box that they would fill."""

    mask: Mask
    bbox: BBox
    class_id: int


@dataclass(frozen=True)
class Outline:
    """Lines, grips and a ghost to draw above the drawing. A line that closes ends where it began."""

    lines: tuple[Sequence[Point], ...] = ()
    grips: tuple[Point, ...] = ()
    """Points that the pointer can take hold of."""
    ghost: Ghost | None = None


NO_OUTLINE = Outline()


def box_line(bbox: BBox) -> list[Point]:
    """The edge of a box of pixels."""
    top, left, bottom, right = bbox
    return [(top, left), (top, right), (bottom, right), (bottom, left), (top, left)]


def ellipse_line(bbox: BBox) -> list[Point]:
    """The ellipse that touches the sides of a box."""
    row, col = (bbox.top + bbox.bottom) / 2, (bbox.left + bbox.right) / 2
    count = 4 * _ARC_STEPS
    angles = [2 * math.pi * index / count for index in range(count + 1)]
    return [(row + bbox.height / 2 * math.sin(a), col + bbox.width / 2 * math.cos(a)) for a in angles]


def line_edge(start: Point, end: Point, diameter_px: int, shape: Shape) -> list[Point]:
    """The edge of what a stamp covers when it slides from `start` to `end`."""
    radius, way = diameter_px / 2, math.atan2(end[0] - start[0], end[1] - start[1])
    if shape == "round":
        edge = []
        for (row, col), from_angle in ((end, way - math.pi / 2), (start, way + math.pi / 2)):
            for index in range(_ARC_STEPS + 1):
                angle = from_angle + math.pi * index / _ARC_STEPS
                edge.append((row + radius * math.sin(angle), col + radius * math.cos(angle)))
    else:
        # Of each square's corners those that lie on the hull of both, in order around it.
        corners = [(row + r * radius, col + c * radius) for row, col in (start, end) for r in (-1, 1) for c in (-1, 1)]
        edge = _hull(corners)
    return [*edge, edge[0]]


def _hull(points: Sequence[Point]) -> list[Point]:
    """The convex hull (Andrew's monotone chain)."""
    ordered = sorted(set(points))
    halves: list[list[Point]] = []
    for run in (ordered, ordered[::-1]):
        half: list[Point] = []
        for point in run:
            while len(half) > 1 and _turn(half[-2], half[-1], point) <= 0:
                half.pop()
            half.append(point)
        halves.append(half[:-1])
    return halves[0] + halves[1]


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
