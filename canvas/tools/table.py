"""Which tools there are, and which options each of them has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from canvas.layers import LayerName
from canvas.tools.colouring import ColourBrush, ColourEraser
from canvas.tools.cropping import Crop
from canvas.tools.inking import InkEraser, Pen
from canvas.tools.moving import Move
from canvas.tools.pointing import Fill, Picker
from canvas.tools.shapes import Ellipse, Lasso, Line, Polygon, Rectangle
from canvas.tools.strokes import Brush, Eraser
from canvas.tools.tool import Tool, ToolContext

Option = Literal["size", "shape", "reach", "over", "mirror", "opacity", "pressure", "string", "ink", "colour"]

TOOLS: dict[str, Callable[[ToolContext], Tool]] = {
    "brush": Brush,
    "eraser": Eraser,
    "pen": Pen,
    "ink_eraser": InkEraser,
    "colour_brush": ColourBrush,
    "colour_eraser": ColourEraser,
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
_INK: frozenset[Option] = frozenset({"size", "pressure", "string", "mirror"})
OPTIONS: Mapping[str, frozenset[Option]] = {
    "brush": _STROKE,
    "eraser": _STROKE,
    "pen": _INK | {"opacity"},
    "ink_eraser": _INK,
    "colour_brush": _INK | {"colour"},
    "colour_eraser": _INK,
    "line": _STROKE,
    "rectangle": _AREA,
    "ellipse": _AREA,
    "polygon": _AREA,
    "lasso": _AREA,
    "fill": _AREA | {"reach"},
    "move": frozenset({"ink"}),
}
"""Tool id -> the options that it heeds; none where it is missing."""

LAYER_OF: Mapping[str, LayerName] = {
    "pen": "ink",
    "ink_eraser": "ink",
    "colour_brush": "colours",
    "colour_eraser": "colours",
}
"""Tool id -> the layer that it draws on; labels where it is missing."""
ERASER_OF: Mapping[LayerName, str] = {"labels": "eraser", "ink": "ink_eraser", "colours": "colour_eraser"}
"""Layer -> the tool that erases there."""


def make_tools(context: ToolContext) -> dict[str, Tool]:
    """One of each tool, by its id."""
    return {tool_id: make(context) for tool_id, make in TOOLS.items()}
