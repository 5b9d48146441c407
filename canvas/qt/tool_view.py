"""The drawing with the tool in hand: which tool and options are chosen, and what they show of themselves."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRect, Qt, Signal, SignalInstance
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from canvas.colour_stroke import Colour
from canvas.document import Document
from canvas.events import Event
from canvas.history import History
from canvas.qt.brush_cursor import BrushCursor, Stamp
from canvas.qt.drawing_view import DrawingView
from canvas.qt.tool_outline import ToolOutline, paint_axis
from canvas.raster import BBox, Shape
from canvas.tools import ERASER_OF, LAYER_OF, OPTIONS, Tool, ToolContext, make_tools

_CURSORS = {"picker": Qt.CursorShape.PointingHandCursor, "move": Qt.CursorShape.SizeAllCursor}


class ToolView(DrawingView):
    """Holds one of each tool for its document, and announces their strokes. Subclasses feed them."""

    stroke_started = Signal()
    """The pen went down with a painting tool; `stroke_committed` or `stroke_aborted` follows."""
    stroke_committed = Signal()
    stroke_aborted = Signal()
    class_picked = Signal(int)
    """Class id; nothing else has changed: `set_class` makes it the chosen one."""
    colour_picked = Signal(object)
    """(red, green, blue), likewise: `set_colour`"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tool_id = "brush"
        self._cursor = BrushCursor(self)
        self._outline = ToolOutline(self, lambda class_id: QColor(*self._document.palette.entry(class_id).rgb))
        self._pressed: Tool | None = None
        self._in_stroke = False
        self._picking = self._is_eraser_end = False
        self._context = ToolContext(self._document, History(self._document))
        self._tools = make_tools(self._context)

    def set_document(self, document: Document, history: History) -> None:
        """Show and paint another document; `history` is that document's."""
        self.commit_active_tool()
        picked: Event[int] = Event()
        picked.connect(self.class_picked.emit)
        colour_picked: Event[Colour] = Event()
        colour_picked.connect(self.colour_picked.emit)
        self._context = replace(
            self._context, document=document, history=history, picked=picked, colour_picked=colour_picked
        )
        self._tools = make_tools(self._context)
        self.show_document(document)
        self._follow_choices()

    @property
    def tool_id(self) -> str:
        """The chosen tool."""
        return self._tool_id

    def set_tool(self, tool_id: str) -> None:
        """Choose a tool of `canvas.tools.TOOLS`; an unfinished stroke is committed. KeyError for another id."""
        self.commit_active_tool()
        self._tools[tool_id]
        self._tool_id = tool_id
        self._context.layer = LAYER_OF.get(tool_id, "labels")
        self._follow_choices()

    def set_class(self, class_id: int) -> None:
        """Choose the class to paint."""
        self._context.class_id = class_id

    def set_colour(self, colour: Colour) -> None:
        """Choose what the colour brush lays."""
        self._context.colour = colour

    def set_brush(self, radius_px: float, shape: Shape = "round") -> None:
        """Choose the brush; the width, twice the radius, is rounded to whole document pixels."""
        self._context.radius_px = radius_px
        self._context.shape = shape
        self._follow_choices()

    def set_fill_reach(self, everywhere: bool) -> None:
        """Choose whether a fill takes every pixel of a class, or one region."""
        self._context.fills_everywhere = everywhere

    def set_paint_over(self, class_ids: frozenset[int] | None) -> None:
        """Choose which classes are painted over; None for all."""
        self._context.over = class_ids

    def set_mirror(self, left_right: bool, top_bottom: bool) -> None:
        """Choose in which ways everything painted is mirrored."""
        self._context.mirrors_left_right, self._context.mirrors_top_bottom = left_right, top_bottom
        self._follow(self.stroke_committed)
        self.update()

    def set_ink_opacity(self, opacity: float) -> None:
        """Choose how dark the pen draws, 0 to 1."""
        self._context.ink_opacity = opacity

    def set_pressure(self, sizes: bool, fades: bool) -> None:
        """Choose what a light hand does to the lines of pens and their erasers: thinner, fainter."""
        self._context.pressure_sizes, self._context.pressure_fades = sizes, fades

    def set_moves_ink(self, along: bool) -> None:
        """Choose whether the ink and the colours on a region move along with it."""
        self._context.moves_ink = along

    def set_string(self, length_px: float) -> None:
        """Choose how far the pointer pulls pen and ink eraser behind itself, in view pixels; 0 for not at all."""
        self._context.string_px = length_px

    def commit_active_tool(self) -> None:
        """End an unfinished stroke as it stands. Call before undo, redo, save and open."""
        self._tool.commit()
        self._pressed = None
        self._follow(self.stroke_committed)

    def abort_active_tool(self) -> None:
        """Take an unfinished stroke back."""
        self._tool.abort()
        self._pressed = None
        self._follow(self.stroke_aborted)

    def paint_over(self, painter: QPainter, dirty: QRect) -> None:
        """Draw the axes of the mirror, and the outlines of the tool at work and of the brush."""
        super().paint_over(painter, dirty)
        height, width = self._document.size
        if self._context.mirrors_left_right:
            paint_axis(painter, self._viewport, (0, width / 2), (height, width / 2))
        if self._context.mirrors_top_bottom:
            paint_axis(painter, self._viewport, (height / 2, 0), (height / 2, width))
        self._outline.paint(painter, dirty)
        self._cursor.paint(painter)

    def update_cursor(self) -> None:
        """A hand while panning; otherwise the cursor of what a press would do."""
        super().update_cursor()
        if not self.is_panning:
            own = _CURSORS.get("picker" if self._picking else self._hand, Qt.CursorShape.CrossCursor)
            self.setCursor(own)

    def on_changed(self, bbox: BBox) -> None:
        """What changed may have been what the tool's outline is about."""
        super().on_changed(bbox)
        self._show_outline()

    def on_loaded(self) -> None:
        """Another content: the stroke under way is void."""
        self._pressed = None
        self._follow(self.stroke_aborted)
        super().on_loaded()

    @property
    def _hand(self) -> str:
        """The tool in hand: the chosen one, or the eraser of its layer where the pen is turned over."""
        return ERASER_OF[self._context.layer] if self._is_eraser_end else self._tool_id

    @property
    def _tool(self) -> Tool:
        return self._tools[self._hand]

    def _follow(self, ended: SignalInstance) -> None:
        """Show the tool's outline, and announce that a stroke began or ended if it did."""
        self._show_outline()
        if self._tool.is_active != self._in_stroke:
            self._in_stroke = self._tool.is_active
            (self.stroke_started if self._in_stroke else ended).emit()

    def _show_outline(self) -> None:
        shown = self._tool.outline
        if "mirror" in OPTIONS.get(self._hand, ()):
            lines = [tuple(each) for line in shown.lines for each in self._context.mirrored(line)]
            shown = replace(shown, lines=tuple(lines))
        self._outline.show(shown)

    def _set_picking(self, picking: bool) -> None:
        if picking != self._picking:
            self._picking = picking
            self._follow_choices()

    def _turn_pen(self, is_eraser_end: bool) -> None:
        """Which end of the pen is down; a stroke goes on as it began."""
        if is_eraser_end != self._is_eraser_end and not self._in_stroke:
            self._is_eraser_end = is_eraser_end
            self._follow_choices()

    def _follow_choices(self) -> None:
        """Show at the pointer what a press would do with tool, brush and keys as they are now."""
        options, context = OPTIONS.get(self._hand, frozenset()), self._context
        shape: Shape = context.shape if "shape" in options else "round"
        stamp = Stamp(context.diameter_px(), shape, is_smooth=self._hand in LAYER_OF)
        self._cursor.set_stamp(stamp if "size" in options and not self._picking else None)
        self.update_cursor()
