"""What the pointer does to the drawing."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar, Literal, Protocol

from canvas import raster
from canvas.document import Document
from canvas.edits import PatchEdit
from canvas.events import Event
from canvas.history import History
from canvas.palette import UNLABELLED

MAX_WIDTH_PX = 1024
"""The widest brush that stepping leads to."""


@dataclass(frozen=True)
class PointerEvent:
    """One event of the mouse or pen, in document pixels (they need not lie inside the document)."""

    kind: Literal["press", "move", "release"]
    row: float
    col: float
    pressure: float = 1.0
    """0 to 1; a mouse has 1."""
    shift: bool = False


@dataclass
class ToolContext:
    """What the tools share: the drawing, its history, and the choices made around the canvas."""

    document: Document
    history: History
    class_id: int = 1
    radius_px: float = 16.0
    """Half the brush's width; the width is rounded to whole pixels, at least 1."""
    shape: raster.Shape = "round"
    picked: Event[int] = field(default_factory=Event)
    """A class was picked from the drawing."""

    def diameter_px(self, pressure: float = 1.0) -> int:
        """The brush's width in whole pixels at this pressure."""
        return max(1, round(2 * self.radius_px * pressure))

    def class_at(self, row: float, col: float) -> int | None:
        """The class under a point, or None outside the drawing."""
        height, width = self.document.size
        if 0 <= row < height and 0 <= col < width:
            return int(self.document.labels[int(row), int(col)])
        return None

    def make_tools(self) -> dict[str, Tool]:
        """One of each tool, by its id."""
        return {tool_id: make(self) for tool_id, make in TOOLS.items()}


def stepped_radius(radius_px: float, grow: bool) -> float:
    """The next larger or smaller brush: by a fifth, at least one pixel in width; widths from 1 to MAX_WIDTH_PX."""
    width = max(1, round(2 * radius_px))
    width = max(width + 1, round(width * 1.2)) if grow else min(width - 1, round(width / 1.2))
    return min(max(width, 1), MAX_WIDTH_PX) / 2


class Tool(Protocol):
    """A tool is fed pointer events; a stroke is under way from press to release, commit or abort.

    Moves and releases outside a stroke are ignored, and so is `commit` or `abort`.
    """

    @property
    def is_active(self) -> bool:
        """Whether a stroke is under way."""
        ...

    def press(self, event: PointerEvent) -> None:
        """The pointer went down; an unfinished stroke is committed first."""
        ...

    def move(self, event: PointerEvent) -> None:
        """The pointer moved."""
        ...

    def release(self, event: PointerEvent) -> None:
        """The pointer went up: the stroke is committed."""
        ...

    def commit(self) -> None:
        """End the stroke as it stands."""
        ...

    def abort(self) -> None:
        """Take the stroke back."""
        ...


class _PaintingTool:
    """Brackets the edits between press and release into one entry of the history."""

    label: ClassVar[str]

    def __init__(self, context: ToolContext) -> None:
        self._context = context
        self._active = False

    @property
    def is_active(self) -> bool:
        # Loading another content closes the history's stroke under the tool.
        return self._active and self._context.history.in_stroke

    def press(self, event: PointerEvent) -> None:
        self.commit()
        self._context.history.begin(self.label)
        self._active = True

    def move(self, event: PointerEvent) -> None:
        """Nothing, unless the tool paints while it moves."""

    def release(self, event: PointerEvent) -> None:
        self.commit()

    def commit(self) -> None:
        if self.is_active:
            self._context.history.commit()
        self._active = False

    def abort(self) -> None:
        if self.is_active:
            self._context.history.abort()
        self._active = False

    def _paint(self, bbox: raster.BBox, mask: raster.Mask, class_id: int) -> None:
        self._context.history.record(PatchEdit.paint(self._context.document.labels, bbox, mask, class_id))


class Brush(_PaintingTool):
    """Paints the chosen class along the pointer's way. A press with Shift draws a straight line from the last point."""

    label = "Brush stroke"

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

    label = "Eraser stroke"

    @property
    def class_id(self) -> int:
        """Unlabelled."""
        return UNLABELLED


class Fill(_PaintingTool):
    """Gives the region under the pointer the chosen class; with Shift, every pixel of that region's class."""

    label = "Fill"

    def press(self, event: PointerEvent) -> None:
        """Fill. Escape before the release takes it back."""
        super().press(event)
        context = self._context
        row, col = math.floor(event.row), math.floor(event.col)
        filled = raster.flood_fill(context.document.labels, row, col, contiguous=not event.shift)
        self._paint(*filled, context.class_id)


class Picker:
    """Makes the class under the pointer the chosen one; changes nothing in the drawing, so it is never active."""

    is_active = False

    def __init__(self, context: ToolContext) -> None:
        self._context = context

    def press(self, event: PointerEvent) -> None:
        """Pick."""
        class_id = self._context.class_at(event.row, event.col)
        if class_id is not None:
            self._context.picked.emit(class_id)

    def move(self, event: PointerEvent) -> None:
        """Pick while dragging."""
        self.press(event)

    def release(self, event: PointerEvent) -> None:
        """Nothing."""

    def commit(self) -> None:
        """Nothing."""

    def abort(self) -> None:
        """Nothing."""


TOOLS: dict[str, Callable[[ToolContext], Tool]] = {
    "brush": Brush,
    "eraser": Eraser,
    "fill": Fill,
    "picker": Picker,
}
"""Tool id -> what makes it."""
