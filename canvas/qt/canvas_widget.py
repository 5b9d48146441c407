"""The drawing under the pen: turns Qt's events into pointer events for the tools."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QSinglePointEvent,
    QTabletEvent,
)
from PySide6.QtWidgets import QWidget

from canvas.qt.drawing_view import NO_CLASS
from canvas.qt.size_drag import SizeDrag
from canvas.qt.stylus import Kind, Stylus
from canvas.qt.tool_outline import REACH_PX
from canvas.qt.tool_view import ToolView
from canvas.tools import LAYER_OF, PointerEvent, stepped_radius

_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier, _SHIFT)
_RESIZED = ("brush", "eraser", *LAYER_OF)
_STROKE_KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CanvasWidget(ToolView):
    """Paints the document under the chosen tool. Ctrl picks while held; Escape takes the stroke back."""

    class_hovered = Signal(int)
    """Class id under the pointer, or NO_CLASS."""
    brush_size_changed = Signal(float)
    """radius_px, after [ or ] or a drag with Shift changed it here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabletTracking(True)
        self._last_pointer: PointerEvent | None = None
        self._size_drag: SizeDrag | None = None
        self._hovered = NO_CLASS
        self._stylus = Stylus(self._take, self)

    def commit_active_tool(self) -> None:
        """End an unfinished stroke, or change of the brush's size, as it stands."""
        self._stylus.settle()
        self._size_drag = None
        super().commit_active_tool()

    def abort_active_tool(self) -> None:
        """Take an unfinished stroke back."""
        self._stylus.drop()
        super().abort_active_tool()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the tool down, or begin to pan."""
        if self._is_pens_echo(event):
            return
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.is_panning:
            self._feed("press", event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Put the tool down once more: it may close a shape by it."""
        if self._is_pens_echo(event):
            return
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.is_panning:
            self._feed("press", event, is_double=True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Hover, and paint while the tool is down."""
        if self._is_pens_echo(event):
            return
        super().mouseMoveEvent(event)
        self._feed("move", event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lift the tool."""
        if self._is_pens_echo(event):
            return
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._feed("release", event)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """As the mouse, with pressure and both ends of the pen. Its second button picks.

        What pans is left to the mouse event that Qt makes of it.
        """
        is_for_view = self.is_panning and not self._stylus.is_down
        step = None if is_for_view else self._stylus.read(event)
        if step is None:
            event.ignore()
            return
        event.accept()
        self._turn_pen(step.is_eraser_end)
        pointer = self._pointer(step.kind, event, event.pressure(), step.is_double, picks=step.picks)
        for settled in self._stylus.settled(pointer):
            self._take(settled)

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
        self._stylus.lift()
        self._set_picking(False)
        super().focusOutEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """No class is under the pointer any more."""
        self._cursor.move_to(None)
        self._hover(NO_CLASS)
        super().leaveEvent(event)

    def _feed(self, kind: Kind, event: QMouseEvent, is_double: bool = False) -> None:
        self._turn_pen(is_eraser_end=False)
        self._take(self._pointer(kind, event, 1.0, is_double))

    def _pointer(
        self, kind: Kind, event: QSinglePointEvent, pressure: float, is_double: bool = False, picks: bool = False
    ) -> PointerEvent:
        """What the event says, for the tools; the outline follows it at once."""
        position, modifiers = event.position(), event.modifiers()
        self._set_picking(picks or bool(modifiers & _CTRL))
        self._cursor.move_to(position)
        row, col = self._viewport.to_document(position.x(), position.y())
        pixel = 1 / self._viewport.scale
        return PointerEvent(kind, row, col, pressure, bool(modifiers & _SHIFT), is_double, REACH_PX * pixel, pixel)

    def _take(self, pointer: PointerEvent) -> None:
        if self._resizes(pointer, QPointF(*self._viewport.to_view(*pointer.point))):
            return
        if pointer.kind == "press":
            self._pressed = self._tools["picker"] if self._picking else self._tool
            self._pressed.press(pointer)
        elif pointer.kind == "move":
            (self._pressed or self._tool).move(pointer)
        elif self._pressed is not None:
            self._pressed.release(pointer)
            self._pressed = None
        self._last_pointer = pointer
        self._follow(self.stroke_committed)
        class_id = self._context.class_at(*pointer.point)
        self._hover(NO_CLASS if class_id is None else class_id)

    def _is_pens_echo(self, event: QMouseEvent) -> bool:
        """Whether the mouse only repeats what the pen does: while that is down, its own events count."""
        if self._stylus.is_down:
            event.accept()
        return self._stylus.is_down

    def _resizes(self, pointer: PointerEvent, at: QPointF) -> bool:
        """Whether Shift and a drag change the brush now; a click with Shift is fed to the tool at its end."""
        if pointer.kind == "press" and pointer.shift and self._hand in _RESIZED and not self._picking:
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

    def _hover(self, class_id: int) -> None:
        if class_id != self._hovered:
            self._hovered = class_id
            self.class_hovered.emit(class_id)
