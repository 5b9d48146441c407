"""Which tools there are, and which options each of them has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from canvas.tools.cropping import Crop
from canvas.tools.moving import Move
from canvas.tools.pointing import Fill, Picker
from canvas.tools.shapes import Ellipse, Lasso, Line, Polygon, Rectangle
from canvas.tools.strokes import Brush, Eraser
from canvas.tools.tool import Tool, ToolContext

Option = Literal["size", "shape", "reach", "over", "mirror"]

TOOLS: dict[str, Callable[[ToolContext], Tool]] = {
    "brush": Brush,
    "eraser": Eraser,
    "line": Line,
    "rectangle": Rectangle,
    "ellipse": Ellipse,
    "polygon": Polygon,
    "lasso": Lasso,
    "fill": Fill,
    "move": Move,
    "crop": Crop,
    "picker": Picker,
}
"""Tool id -> what makes it."""

_AREA: frozenset[Option] = frozenset({"over", "mirror"})
_STROKE: frozenset[Option] = _AREA | {"size", "shape"}
OPTIONS: Mapping[str, frozenset[Option]] = {
    "brush": _STROKE,
    "eraser": _STROKE,
    "line": _STROKE,
    "rectangle": _AREA,
    "ellipse": _AREA,
    "polygon": _AREA,
    "lasso": _AREA,
    "fill": _AREA | {"reach"},
}
"""Tool id -> the options that it heeds; none where it is missing."""


def make_tools(context: ToolContext) -> dict[str, Tool]:
    """One of each tool, by its id."""
    return {tool_id: make(context) for tool_id, make in TOOLS.items()}
