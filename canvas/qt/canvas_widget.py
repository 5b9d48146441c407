"""The drawing under the pen: turns Qt's events into pointer events for the tools."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRect, Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QSinglePointEvent,
    QTabletEvent,
)
from PySide6.QtWidgets import QWidget

from canvas.document import Document
from canvas.events import Event
from canvas.history import History
from canvas.qt.brush_cursor import BrushCursor
from canvas.qt.drawing_view import NO_CLASS, DrawingView
from canvas.qt.size_drag import SizeDrag
from canvas.qt.tool_outline import REACH_PX, ToolOutline, paint_axis
from canvas.raster import BBox, Shape
from canvas.tools import OPTIONS, PointerEvent, Tool, ToolContext, make_tools, stepped_radius

_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier, _SHIFT)
_CURSORS = {"picker": Qt.CursorShape.PointingHandCursor, "move": Qt.CursorShape.SizeAllCursor}
_RESIZED = ("brush", "eraser")
_STROKE_KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CanvasWidget(DrawingView):
    """Paints the document under the chosen tool. Ctrl picks while held; Escape takes the stroke back."""

    stroke_started = Signal()
    """The pen went down with a painting tool; `stroke_committed` or `stroke_aborted` follows."""
    stroke_committed = Signal()
    stroke_aborted = Signal()
    class_picked = Signal(int)
    """Class id; nothing else has changed: `set_class` makes it the chosen one."""
    class_hovered = Signal(int)
    """Class id under the pointer, or NO_CLASS."""
    brush_size_changed = Signal(float)
    """radius_px, after [ or ] or a drag with Shift changed it here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabletTracking(True)
        self._tool_id = "brush"
        self._cursor = BrushCursor(self)
        self._outline = ToolOutline(self, lambda class_id: QColor(*self._document.palette.entry(class_id).rgb))
        self._last_pointer: PointerEvent | None = None
        self._size_drag: SizeDrag | None = None
        self._hovered = NO_CLASS
        self._pressed: Tool | None = None
        self._in_stroke = False
        self._picking = False
        self._context = ToolContext(self._document, History(self._document))
        self._tools = make_tools(self._context)

    def set_document(self, document: Document, history: History) -> None:
        """Show and paint another document; `history` is that document's."""
        self.commit_active_tool()
        picked: Event[int] = Event()
        picked.connect(self.class_picked.emit)
        self._context = replace(self._context, document=document, history=history, picked=picked)
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
        self._follow_choices()

    def set_class(self, class_id: int) -> None:
        """Choose the class to paint."""
        self._context.class_id = class_id

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

    def commit_active_tool(self) -> None:
        """End an unfinished stroke as it stands. Call before undo, redo, save and open."""
        self._size_drag = None
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
            own = _CURSORS.get("picker" if self._picking else self._tool_id, Qt.CursorShape.CrossCursor)
            self.setCursor(own)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the tool down, or begin to pan."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.is_panning:
            self._feed("press", event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Put the tool down once more: it may close a shape by it."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.is_panning:
            self._feed("press", event, is_double=True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Hover, and paint while the tool is down."""
        super().mouseMoveEvent(event)
        self._feed("move", event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lift the tool."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._feed("release", event)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """As the mouse, with pressure. What pans is left to the mouse event that Qt makes of it."""
        kinds: dict[QEvent.Type, Literal["press", "move", "release"]] = {
            QEvent.Type.TabletPress: "press",
            QEvent.Type.TabletMove: "move",
            QEvent.Type.TabletRelease: "release",
        }
        other_button = event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton)
        if self.is_panning or other_button or event.type() not in kinds:
            event.ignore()
            return
        self._feed(kinds[event.type()], event, event.pressure())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the stroke under way, before a shortcut of the window takes them."""
        if event.type() == QEvent.Type.ShortcutOverride and self._in_stroke:
            assert isinstance(event, QKeyEvent)
            if event.key() in _STROKE_KEYS and event.modifiers() in _PLAIN:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes the stroke back, Return ends it, Backspace takes a point back.

        [ and ] change the brush; Ctrl picks while held.
        """
        key = event.key()
        if key in _STROKE_KEYS and self._in_stroke:
            self._end_stroke_by(key)
        elif key in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight):
            self._resize_brush(stepped_radius(self._context.radius_px, grow=key == Qt.Key.Key_BracketRight))
        else:
            self._set_picking(self._picking or key == Qt.Key.Key_Control)
            self._constrain(key, is_down=True)
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Back from picking to the tool."""
        if event.key() == Qt.Key.Key_Control:
            self._set_picking(False)
        self._constrain(event.key(), is_down=False)
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Commit what is under way: the rest of the stroke would not be seen here."""
        self.commit_active_tool()
        self._set_picking(False)
        super().focusOutEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """No class is under the pointer any more."""
        self._cursor.move_to(None)
        self._hover(NO_CLASS)
        super().leaveEvent(event)

    @property
    def _tool(self) -> Tool:
        return self._tools[self._tool_id]

    def _feed(
        self,
        kind: Literal["press", "move", "release"],
        event: QSinglePointEvent,
        pressure: float = 1.0,
        is_double: bool = False,
    ) -> None:
        position, modifiers = event.position(), event.modifiers()
        self._set_picking(bool(modifiers & _CTRL))
        self._cursor.move_to(position)
        row, col = self._viewport.to_document(position.x(), position.y())
        reach_px = REACH_PX / self._viewport.scale
        pointer = PointerEvent(kind, row, col, pressure, bool(modifiers & _SHIFT), is_double, reach_px)
        if self._resizes(pointer, position):
            return
        if kind == "press":
            self._pressed = self._tools["picker"] if self._picking else self._tool
            self._pressed.press(pointer)
        elif kind == "move":
            (self._pressed or self._tool).move(pointer)
        elif self._pressed is not None:
            self._pressed.release(pointer)
            self._pressed = None
        self._last_pointer = pointer
        self._follow(self.stroke_committed)
        class_id = self._context.class_at(row, col)
        self._hover(NO_CLASS if class_id is None else class_id)

    def _resizes(self, pointer: PointerEvent, at: QPointF) -> bool:
        """Whether Shift and a drag change the brush now; a click with Shift is fed to the tool at its end."""
        if pointer.kind == "press" and pointer.shift and self._tool_id in _RESIZED and not self._picking:
            self._size_drag = SizeDrag(at, pointer, self._context.radius_px)
            return True
        drag = self._size_drag
        if drag is None:
            return False
        radius_px = drag.radius_px(at, self._viewport.scale)
        if radius_px is not None:
            self._cursor.move_to(drag.at)
            if radius_px != self._context.radius_px:
                self._resize_brush(radius_px)
        if pointer.kind == "release":
            self._size_drag = None
            if not drag.is_under_way:
                self._tool.press(drag.press)
                self._follow(self.stroke_committed)
                self._tool.release(pointer)
                self._follow(self.stroke_committed)
        return True

    def _resize_brush(self, radius_px: float) -> None:
        self.set_brush(radius_px, self._context.shape)
        self.brush_size_changed.emit(radius_px)

    def _constrain(self, key: int, is_down: bool) -> None:
        """Shift went down or up while the pointer rests: show what it does to the shape under way."""
        if key == Qt.Key.Key_Shift and self._in_stroke and self._last_pointer is not None:
            self._tool.move(replace(self._last_pointer, kind="move", shift=is_down))
            self._follow(self.stroke_committed)

    def _end_stroke_by(self, key: int) -> None:
        if key == Qt.Key.Key_Escape:
            self.abort_active_tool()
        elif key == Qt.Key.Key_Backspace:
            self._tool.step_back()
            self._follow(self.stroke_aborted)
        else:
            self.commit_active_tool()

    def _follow(self, ended: SignalInstance) -> None:
        """Show the tool's outline, and announce that a stroke began or ended if it did."""
        self._show_outline()
        if self._tool.is_active != self._in_stroke:
            self._in_stroke = self._tool.is_active
            (self.stroke_started if self._in_stroke else ended).emit()

    def _show_outline(self) -> None:
        shown = self._tool.outline
        if "mirror" in OPTIONS.get(self._tool_id, ()):
            lines = [tuple(each) for line in shown.lines for each in self._context.mirrored(line)]
            shown = replace(shown, lines=tuple(lines))
        self._outline.show(shown)

    def _hover(self, class_id: int) -> None:
        if class_id != self._hovered:
            self._hovered = class_id
            self.class_hovered.emit(class_id)

    def _set_picking(self, picking: bool) -> None:
        if picking != self._picking:
            self._picking = picking
            self._follow_choices()

    def _follow_choices(self) -> None:
        """Show at the pointer what a press would do with tool, brush and keys as they are now."""
        stamps = "size" in OPTIONS.get(self._tool_id, ()) and not self._picking
        self._cursor.set_stamp((self._context.diameter_px(), self._context.shape) if stamps else None)
        self.update_cursor()

    def on_changed(self, bbox: BBox) -> None:
        """What changed may have been what the tool's outline is about."""
        super().on_changed(bbox)
        self._show_outline()

    def on_loaded(self) -> None:
        """Another content: the stroke under way is void."""
        self._pressed = None
        self._follow(self.stroke_aborted)
        super().on_loaded()
