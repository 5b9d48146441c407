"""Tools that paint along the pointer's way."""

from __future__ import annotations

from canvas import raster
from canvas.palette import UNLABELLED
from canvas.tools.tool import PaintingTool, PointerEvent, ToolContext
from canvas.words import say


class Brush(PaintingTool):
    """Paints the chosen class along the pointer's way. A press with Shift draws a straight line from the last point."""

    label = say("Brush stroke")

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self._last: tuple[float, float] | None = None

    @property
    def class_id(self) -> int:
        """The class that is painted."""
        return self._context.class_id

    def press(self, event: PointerEvent) -> None:
        """Put a stamp, or with Shift a line from where the last stroke ended."""
        super().press(event)
        self._stroke_to(event, (self._last if event.shift else None) or (event.row, event.col))

    def move(self, event: PointerEvent) -> None:
        """Paint from the last point to here."""
        if self.is_active and self._last is not None:
            self._stroke_to(event, self._last)

    def _stroke_to(self, event: PointerEvent, start: tuple[float, float]) -> None:
        self._last = end = (event.row, event.col)
        context = self._context
        diameter_px = context.diameter_px(event.pressure)
        self._paint(*raster.line(context.document.size, start, end, diameter_px, context.shape), self.class_id)


class Eraser(Brush):
    """A brush that leaves pixels unlabelled."""

    label = say("Eraser stroke")

    @property
    def class_id(self) -> int:
        """Unlabelled."""
        return UNLABELLED
