"""Tools that show an outline first and paint what it holds: line, rectangle, ellipse, lasso, polygon."""

from __future__ import annotations

import math

from canvas import raster
from canvas.raster import BBox, Mask
from canvas.tools.outline import Outline, Point, box_line, ellipse_line, line_edge
from canvas.tools.tool import PaintingTool, PointerEvent, ToolContext
from canvas.words import say

_EIGHTH_TURN = math.pi / 4


class _Shape(PaintingTool):
    """Paints once, at the end, what lies between its points; a press without a drag paints nothing."""

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self._points: list[Point] = []

    def press(self, event: PointerEvent) -> None:
        """Begin here."""
        super().press(event)
        self._points = [event.point]

    def move(self, event: PointerEvent) -> None:
        """Follow the pointer with the last point."""
        if self.is_active and (len(self._points) > 1 or event.point != self._points[0]):
            self._points[1:] = [self._constrained(event)]

    def release(self, event: PointerEvent) -> None:
        """End here, and paint."""
        self.move(event)
        self.commit()

    def commit(self) -> None:
        """Paint what the outline holds."""
        try:
            if self.is_active and len(self._points) > 1:
                self._paint(*self._covered(), self._context.class_id)
        finally:
            self._points = []
            super().commit()

    def abort(self) -> None:
        """Forget the points."""
        self._points = []
        super().abort()

    @property
    def outline(self) -> Outline:
        """The edge of what will be painted."""
        return Outline((self._edge(),)) if self.is_active and len(self._points) > 1 else Outline()

    def _constrained(self, event: PointerEvent) -> Point:
        """The pointer, or with Shift the point that makes both sides equally many pixels."""
        if not event.shift:
            return event.point
        row, col = self._points[0]
        rows, cols = (math.floor(event.row) - math.floor(row), math.floor(event.col) - math.floor(col))
        side = max(abs(rows), abs(cols))
        return row + math.copysign(side, rows), col + math.copysign(side, cols)

    @property
    def _bbox(self) -> BBox:
        return raster.box_between(self._points[0], self._points[-1])

    def _covered(self) -> tuple[BBox, Mask]:
        raise NotImplementedError

    def _edge(self) -> list[Point]:
        raise NotImplementedError


class Rectangle(_Shape):
    """Fills the rectangle between two corners; Shift makes it a square."""

    label = say("Rectangle")

    def _covered(self) -> tuple[BBox, Mask]:
        return raster.rectangle(self._context.document.size, self._bbox)

    def _edge(self) -> list[Point]:
        return box_line(self._bbox)


class Ellipse(_Shape):
    """Fills the ellipse between two corners; Shift makes it a circle."""

    label = say("Ellipse")

    def _covered(self) -> tuple[BBox, Mask]:
        return raster.ellipse(self._context.document.size, self._bbox)

    def _edge(self) -> list[Point]:
        return ellipse_line(self._bbox)


class Line(_Shape):
    """Draws a straight line as wide as the brush; Shift turns it to a multiple of 45 degrees."""

    label = say("Line")

    def _constrained(self, event: PointerEvent) -> Point:
        row, col = self._points[0]
        return turned_to_eighth((row, col), event.point) if event.shift else event.point

    def _covered(self) -> tuple[BBox, Mask]:
        context = self._context
        return raster.line(
            context.document.size, self._points[0], self._points[-1], context.diameter_px(), context.shape
        )

    def _edge(self) -> list[Point]:
        diameter_px = self._context.diameter_px()
        start, end = (raster.snapped(point, diameter_px) for point in self._points)
        return line_edge(start, end, diameter_px, self._context.shape)


class Lasso(_Shape):
    """Fills what the pointer's way encloses."""

    label = say("Lasso")

    def move(self, event: PointerEvent) -> None:
        """Add to the way."""
        if self.is_active and event.point != self._points[-1]:
            self._points.append(event.point)

    def _covered(self) -> tuple[BBox, Mask]:
        return raster.polygon(self._context.document.size, self._points)

    def _edge(self) -> list[Point]:
        return self._points


class Polygon(_Shape):
    """Fills the polygon through the points that are pressed; Shift turns a side to a multiple of 45 degrees.

    A double-click or a press on the first point closes it.
    """

    label = say("Polygon")

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self._pointer: Point | None = None

    def press(self, event: PointerEvent) -> None:
        """Add a point, or close."""
        if not self.is_active:
            super().press(event)
            self._pointer = event.point
            return
        first, point = self._points[0], self._constrained(event)
        is_on_first = len(self._points) > 2 and math.dist(event.point, first) <= event.reach_px
        if event.is_double or is_on_first:
            self.commit()
        else:
            self._points.append(point)

    def move(self, event: PointerEvent) -> None:
        """Show the side that a press would add."""
        if self.is_active:
            self._pointer = self._constrained(event)

    def release(self, event: PointerEvent) -> None:
        """Nothing: the next press goes on."""

    def step_back(self) -> None:
        """Take back the last point; without the first there is no polygon."""
        if self.is_active:
            self._points.pop()
            if not self._points:
                self.abort()

    @property
    def outline(self) -> Outline:
        """The sides so far, and those that a press here and closing would add."""
        if not self.is_active:
            return Outline()
        points = [*self._points, *([self._pointer] if self._pointer else [])]
        return Outline(([*points, points[0]],), (self._points[0],))

    def _constrained(self, event: PointerEvent) -> Point:
        return turned_to_eighth(self._points[-1], event.point) if event.shift else event.point

    def _covered(self) -> tuple[BBox, Mask]:
        return raster.polygon(self._context.document.size, self._points)


def turned_to_eighth(start: Point, end: Point) -> Point:
    """The point nearest to `end` from which the way to `start` is a multiple of 45 degrees."""
    rows, cols = end[0] - start[0], end[1] - start[1]
    angle = round(math.atan2(rows, cols) / _EIGHTH_TURN) * _EIGHTH_TURN
    length = rows * math.sin(angle) + cols * math.cos(angle)
    return start[0] + length * math.sin(angle), start[1] + length * math.cos(angle)
