"""What every tool is: the events it is fed, what it shares with the others, and how its edits become one undo step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import ClassVar, Literal, Protocol

import numpy as np

from canvas import raster
from canvas.colour_stroke import Colour
from canvas.document import Document
from canvas.edits import PatchEdit
from canvas.events import Event, each
from canvas.history import History
from canvas.layers import LayerName
from canvas.palette import UNLABELLED
from canvas.tools.outline import NO_OUTLINE, Outline, Point

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
    is_double: bool = False
    """Whether this press is the second of a double-click."""
    reach_px: float = 0.0
    """How near to a point counts as on it."""
    pixel: float = 1.0
    """Width of a view pixel, in document pixels."""

    @property
    def point(self) -> tuple[float, float]:
        """(row, col)."""
        return self.row, self.col


@dataclass
class ToolContext:
    """What the tools share: the drawing, its history, and the choices made around the canvas."""

    document: Document
    history: History
    class_id: int = 1
    radius_px: float = 16.0
    """Half the brush's width; the width is rounded to whole pixels, at least 1."""
    shape: raster.Shape = "round"
    fills_everywhere: bool = False
    """Whether a fill takes every pixel of the class rather than the region; Shift does the other."""
    over: frozenset[int] | None = None
    """The classes that are painted over; None paints over all. The rest of the drawing is preserved."""
    mirrors_left_right: bool = False
    mirrors_top_bottom: bool = False
    """Whether everything painted appears mirrored in the middle of the drawing, too."""
    ink_opacity: float = 1.0
    """Of the pen, 0 .. 1."""
    pressure_sizes: bool = True
    """Whether a light hand makes the lines of pen and ink eraser thinner."""
    pressure_fades: bool = False
    """Whether a light hand makes them fainter."""
    string_px: float = 0.0
    """How far the pointer is ahead of pen and ink eraser, in view pixels: the string that steadies them."""
    moves_ink: bool = True
    """Whether the ink and the colours on a region move along with it."""
    colour: Colour = (0, 0, 0)
    """What the colour brush lays."""
    layer: LayerName = "labels"
    """What the chosen tool draws on, and what is picked there."""
    picked: Event[int] = field(default_factory=Event)
    """A class was picked from the drawing."""
    colour_picked: Event[Colour] = field(default_factory=Event)
    """A colour was."""

    def diameter_px(self, pressure: float = 1.0) -> int:
        """The brush's width in whole pixels at this pressure."""
        return max(1, round(2 * self.radius_px * pressure))

    def class_at(self, row: float, col: float) -> int | None:
        """The class under a point, or None outside the drawing."""
        height, width = self.document.size
        if 0 <= row < height and 0 <= col < width:
            return int(self.document.labels[int(row), int(col)])
        return None

    def colour_at(self, row: float, col: float) -> Colour | None:
        """The colour that is seen under a point, of paint or else of a class; None outside and where neither is."""
        class_id = self.class_at(row, col)
        if class_id is None:
            return None
        red, green, blue, alpha = self.document.colours[int(row), int(col)].tolist()
        if alpha:
            return red, green, blue
        return None if class_id == UNLABELLED else self.document.palette.entry(class_id).rgb

    def mirrored(self, points: Sequence[Point]) -> list[list[Point]]:
        """The points, and their mirror images where the tools mirror."""
        height, width = self.document.size
        copies = [list(points)]
        if self.mirrors_left_right:
            copies += [[(row, width - col) for row, col in each] for each in copies]
        if self.mirrors_top_bottom:
            copies += [[(height - row, col) for row, col in each] for each in copies]
        return copies


def stepped_radius(radius_px: float, grow: bool) -> float:
    """The next larger or smaller brush: by a fifth, at least one pixel in width; widths from 1 to MAX_WIDTH_PX."""
    width = max(1, round(2 * radius_px))
    width = max(width + 1, round(width * 1.2)) if grow else min(width - 1, round(width / 1.2))
    return min(max(width, 1), MAX_WIDTH_PX) / 2


class Tool(Protocol):
    """A tool is fed pointer events; a stroke is under way from press to release, commit or abort.

    A tool that takes several presses for one stroke, such as the polygon, is under way from the first to the last.
    Moves and releases outside a stroke are ignored, and so are `commit`, `abort` and `step_back`.
    """

    @property
    def is_active(self) -> bool:
        """Whether a stroke is under way."""
        ...

    @property
    def outline(self) -> Outline:
        """What the tool shows of a stroke that has not changed the drawing yet."""
        ...

    def press(self, event: PointerEvent) -> None:
        """The pointer went down; an unfinished stroke is committed first, unless this press is part of it."""
        ...

    def move(self, event: PointerEvent) -> None:
        """The pointer moved, pressed or not."""
        ...

    def release(self, event: PointerEvent) -> None:
        """The pointer went up: the stroke is committed, unless the tool takes more presses for it."""
        ...

    def step_back(self) -> None:
        """Take back the last of several points."""
        ...

    def commit(self) -> None:
        """End the stroke as it stands."""
        ...

    def abort(self) -> None:
        """Take the stroke back."""
        ...


class PaintingTool:
    """Brackets the edits between press and release into one entry of the history."""

    label: ClassVar[str]

    def __init__(self, context: ToolContext) -> None:
        self._context = context
        self._active = False

    @property
    def is_active(self) -> bool:
        """Whether a stroke is under way."""
        # Loading another content closes the history's stroke under the tool.
        return self._active and self._context.history.in_stroke

    @property
    def outline(self) -> Outline:
        """Nothing: what is painted shows at once."""
        return NO_OUTLINE

    def press(self, event: PointerEvent) -> None:
        """Begin a stroke."""
        self.commit()
        self._context.history.begin(self.label)
        self._active = True

    def move(self, event: PointerEvent) -> None:
        """Nothing, unless the tool paints while it moves."""

    def release(self, event: PointerEvent) -> None:
        """Commit the stroke."""
        self.commit()

    def step_back(self) -> None:
        """Nothing, unless the tool places points."""

    def commit(self) -> None:
        """Make the stroke an entry of the history."""
        if self.is_active:
            self._context.history.commit()
        self._active = False

    def abort(self) -> None:
        """Take the stroke back."""
        if self.is_active:
            self._context.history.abort()
        self._active = False

    def _paint(self, bbox: raster.BBox, mask: raster.Mask, class_id: int) -> None:
        """Give the masked pixels one class: mirrored, and only over the classes that may be painted over."""
        context = self._context
        copies = raster.mirrored(
            context.document.size, bbox, mask, context.mirrors_left_right, context.mirrors_top_bottom
        )
        each([partial(self._paint_once, box, covered, class_id) for box, covered in copies])

    def _paint_once(self, bbox: raster.BBox, mask: raster.Mask, class_id: int) -> None:
        context, labels = self._context, self._context.document.labels
        # Erasing where there is nothing to erase would be no use: an eraser heeds the labelled classes only.
        over = context.over and (context.over - {UNLABELLED} if class_id == UNLABELLED else context.over)
        if over:
            allowed = np.zeros(256, dtype=np.bool_)
            allowed[list(over)] = True
            mask = mask & allowed[labels[bbox.slices]]
        context.history.record(PatchEdit.paint(labels, bbox, mask, class_id))
