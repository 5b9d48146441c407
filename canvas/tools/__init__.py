"""What the pointer does to the drawing: one tool each for strokes, shapes, fills and regions.

Public: what is named here. A tool is fed `PointerEvent`s in document pixels and changes the drawing through its
history only; no Qt may enter. To add a tool, write it in a file here and enter it in `table`.
"""

from canvas.tools.cropping import Crop
from canvas.tools.moving import Move
from canvas.tools.outline import Outline, Point
from canvas.tools.pointing import Fill, Picker
from canvas.tools.shapes import Ellipse, Lasso, Line, Polygon, Rectangle
from canvas.tools.strokes import Brush, Eraser
from canvas.tools.table import OPTIONS, TOOLS, Option, make_tools
from canvas.tools.tool import MAX_WIDTH_PX, PaintingTool, PointerEvent, Tool, ToolContext, stepped_radius

__all__ = [
    "MAX_WIDTH_PX",
    "OPTIONS",
    "TOOLS",
    "Brush",
    "Crop",
    "Ellipse",
    "Eraser",
    "Fill",
    "Lasso",
    "Line",
    "Move",
    "Option",
    "Outline",
    "PaintingTool",
    "Picker",
    "Point",
    "PointerEvent",
    "Polygon",
    "Rectangle",
    "Tool",
    "ToolContext",
    "make_tools",
    "stepped_radius",
]
