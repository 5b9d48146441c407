"""Tools that lay and take ink along the pointer's way."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import ClassVar, Protocol

from canvas.edits import PatchEdit
from canvas.ink_stroke import InkStroke, Nib, capsule, joined, pieces
from canvas.layers import LayerName, Pixels
from canvas.raster import BBox, mirrored
from canvas.tools.hand import LEAST_SIZE, Curve, PulledString, softened
from canvas.tools.outline import NO_OUTLINE, Outline, Point
from canvas.tools.tool import PaintingTool, PointerEvent, ToolContext
from canvas.words import say


class Stroke(Protocol):
    """A stroke on one layer, which the layer's pixels hold so far."""

    def laid(self, pixels: Pixels, bbox: BBox, covered: Pixels, /) -> PatchEdit:
        """The edit that lays it over one more box, as far as (height, width) `covered` says, 0 .. 255."""
        ...


class Pen(PaintingTool):
    """Lays ink along the pointer's way. A press with Shift draws a straight line from the last point."""

    label = say("Pen stroke")
    layer: ClassVar[LayerName] = "ink"
    erases: ClassVar[bool] = False

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self._last: Nib | None = None
        self._string = PulledString((0.0, 0.0), 0.0)
        self._pointer: Point = (0.0, 0.0)

    def press(self, event: PointerEvent) -> None:
        """Put the nib down, or with Shift draw a line from where the last stroke ended."""
        super().press(event)
        context = self._context
        self._stroke = self.new_stroke()
        self._string = PulledString(event.point, context.string_px * event.pixel)
        self._pointer, self._pressure = event.point, event.pressure
        nib = self._nib(event.point)
        self._curve = Curve(nib)
        self._at = self._last if event.shift and self._last is not None else nib
        self._draw([nib])

    def move(self, event: PointerEvent) -> None:
        """Draw on, as far as the string lets the nib come."""
        if self.is_active and event.point != self._pointer:
            self._pointer, self._pressure = event.point, event.pressure
            before = self._string.nib
            nib = self._string.pull(event.point)
            if nib != before:
                self._follow(nib)

    def release(self, event: PointerEvent) -> None:
        """Draw the rest of the way to the pointer, and lift the nib."""
        if self.is_active:
            self._pointer = event.point
        self.commit()

    def commit(self) -> None:
        """End the stroke where the pointer is."""
        try:
            if self.is_active:
                if self._string.nib != self._pointer:
                    self._follow(self._pointer)
                self._draw(self._curve.end())
                self._last = self._at
        finally:
            super().commit()

    @property
    def outline(self) -> Outline:
        """The string between nib and pointer."""
        if self.is_active and math.dist(self._string.nib, self._pointer) > 0:
            return Outline(((self._string.nib, self._pointer),))
        return NO_OUTLINE

    def new_stroke(self) -> Stroke:
        """What the pixels of the layer become along the way."""
        return InkStroke(self._context.document.size, self.erases)

    @property
    def opacity(self) -> float:
        """Of a full hand, 0 .. 1."""
        return self._context.ink_opacity

    def _nib(self, point: Point) -> Nib:
        context, force = self._context, softened(self._pressure)
        size = LEAST_SIZE + (1 - LEAST_SIZE) * force if context.pressure_sizes else 1.0
        return Nib(*point, context.radius_px * size, self.opacity * (force if context.pressure_fades else 1.0))

    def _follow(self, point: Point) -> None:
        self._draw(self._curve.to(self._nib(point)))

    def _draw(self, nibs: list[Nib]) -> None:
        """Draw on from where the nib is, by way of some nibs."""
        context = self._context
        document, history = context.document, context.history
        ways = pairwise([self._at, *nibs])
        covered = (capsule(document.size, *piece) for way in ways for piece in pieces(*way))
        for bbox, part in joined(covered):
            copies = mirrored(document.size, bbox, part, context.mirrors_left_right, context.mirrors_top_bottom)
            for box, each in copies:
                history.record(self._stroke.laid(document.layers.of(self.layer), box, each))
        if nibs:
            self._at = nibs[-1]


class InkEraser(Pen):
    """A pen that takes ink away."""

    label = say("Ink eraser stroke")
    erases = True

    @property
    def opacity(self) -> float:
        """It takes all: what a light hand takes is for the pressure to say."""
        return 1.0
