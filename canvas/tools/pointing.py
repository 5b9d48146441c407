"""Tools that do their work where they are pressed."""

from __future__ import annotations

import math

from canvas import raster
from canvas.tools.outline import NO_OUTLINE, Outline
from canvas.tools.tool import PaintingTool, PointerEvent, ToolContext
from canvas.words import say


class Fill(PaintingTool):
    """Gives the chosen class to the region under the pointer, or to every pixel of that region's class."""

    label = say("Fill")

    def press(self, event: PointerEvent) -> None:
        """Fill. Escape before the release takes it back."""
        super().press(event)
        context = self._context
        contiguous = event.shift == context.fills_everywhere
        for ((row, col),) in context.mirrored([event.point]):
            labels = context.document.labels
            self._paint_once(*raster.flood_fill(labels, math.floor(row), math.floor(col), contiguous), context.class_id)


class Picker:
    """Makes the class under the pointer the chosen one, or the colour where the tool in hand paints in colours.

    It changes nothing in the drawing, so it is never active.
    """

    is_active = False
    outline: Outline = NO_OUTLINE

    def __init__(self, context: ToolContext) -> None:
        self._context = context
        self._is_down = False

    def press(self, event: PointerEvent) -> None:
        """Pick."""
        self._is_down = True
        context = self._context
        if context.layer == "colours":
            colour = context.colour_at(event.row, event.col)
            if colour is not None:
                context.colour_picked.emit(colour)
            return
        class_id = context.class_at(event.row, event.col)
        if class_id is not None:
            context.picked.emit(class_id)

    def move(self, event: PointerEvent) -> None:
        """Pick while dragging; of colours only the one that was pressed on."""
        if self._is_down and self._context.layer != "colours":
            self.press(event)

    def release(self, event: PointerEvent) -> None:
        """Pick no more."""
        self._is_down = False

    def step_back(self) -> None:
        """Nothing."""

    def commit(self) -> None:
        """Pick no more."""
        self._is_down = False

    def abort(self) -> None:
        """Pick no more."""
        self._is_down = False
