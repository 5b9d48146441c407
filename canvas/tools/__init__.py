"""What the pointer does to the drawing: one tool each for strokes, shapes, fills and regions.

Public: what is named here. A tool is fed `PointerEvent`s in document pixels and changes the drawing through its
history only; no Qt may enter. To add a tool, write it in a file here and enter it in `table`.
"""

from canvas.tools.colouring import ColourBrush, ColourEraser
from canvas.tools.cropping import Crop
from canvas.tools.inking import InkEraser, Pen
from canvas.tools.moving import Move
from canvas.tools.outline import Outline, Point
from canvas.tools.pointing import Fill, Picker
from canvas.tools.pressure import PressureFilter
from canvas.tools.shapes import Ellipse, Lasso, Line, Polygon, Rectangle
from canvas.tools.strokes import Brush, Eraser
from canvas.tools.table import ERASER_OF, LAYER_OF, OPTIONS, TOOLS, Option, make_tools
from canvas.tools.tool import MAX_WIDTH_PX, PaintingTool, PointerEvent, Tool, ToolContext, stepped_radius

__all__ = [
    "ERASER_OF",
    "LAYER_OF",
    "MAX_WIDTH_PX",
    "OPTIONS",
    "TOOLS",
    "Brush",
    "ColourBrush",
    "ColourEraser",
    "Crop",
    "Ellipse",
    "Eraser",
    "Fill",
    "InkEraser",
    "Lasso",
    "Line",
    "Move",
    "Option",
    "Outline",
    "PaintingTool",
    "Pen",
    "Picker",
    "Point",
    "PointerEvent",
    "Polygon",
    "PressureFilter",
    "Rectangle",
    "Tool",
    "ToolContext",
    "make_tools",
    "stepped_radius",
]
