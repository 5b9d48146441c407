"""The Drawing menu: tools, how they work, and what is done to the whole drawing."""

from __future__ import annotations

from app.menus.palette_menu import PALETTE_MENU
from app.menus.spec import SEPARATOR, ActionSpec, MenuSpec
from app.settings import table as s
from app.settings.shapes import SHAPES, Shape, shape_name
from canvas.words import say


def _tool(tool_id: str, text: str, shortcut: str, tip: str) -> ActionSpec:
    return ActionSpec(
        f"tool_{tool_id}",
        text,
        lambda c: c.drawing.choose_tool(tool_id),
        shortcut,
        tool_id,
        tip,
        (s.TOOL, tool_id),
    )


def _shape(shape: str, text: str) -> ActionSpec:
    return ActionSpec(
        f"shape_{shape}",
        text,
        lambda c: c.drawing.choose_shape(shape),
        icon=shape,
        checked=(s.BRUSH_SHAPE, shape),
    )


def _mirror(way: str, text: str, setting: s.Setting[bool]) -> ActionSpec:
    return ActionSpec(
        f"mirror_{way}",
        text,
        lambda c: c.drawing.toggle(setting),
        icon=f"mirror_{way}",
        tip=say("What you paint appears mirrored in the middle of the drawing, too"),
        checked=(setting, True),
    )


def _pressure(what: str, text: str, setting: s.Setting[bool]) -> ActionSpec:
    return ActionSpec(
        f"pressure_{what}",
        text,
        lambda c: c.drawing.toggle(setting),
        icon=f"pressure_{what}",
        tip=say("Of the pen and of the ink eraser, with the pen of a tablet"),
        checked=(setting, True),
    )


def _form(shape: Shape, name: str) -> ActionSpec:
    return ActionSpec(
        f"form_{shape[0]}_{shape[1]}",
        name,
        lambda c: c.drawing.reshape(shape),
        tip=say("Extends the drawing to this shape; the picture has the same. Crop, C, cuts to any other"),
    )


_FORMS = tuple(_form(shape, say("Square") if shape == (1, 1) else shape_name(shape)) for shape in SHAPES)

DRAWING_MENU = MenuSpec(
    say("Drawing"),
    (
        _tool(
            "brush", say("Brush"), "B", say("Paints the chosen class; Shift draws a straight line, Ctrl picks a class")
        ),
        _tool("eraser", say("Eraser"), "E", say("Leaves pixels unlabelled")),
        _tool("pen", say("Pen"), "N", say("Draws ink over the labels; Shift draws a straight line")),
        _tool("ink_eraser", say("Ink eraser"), "Shift+E", say("Takes ink away, and leaves the labels")),
        _tool("line", say("Line"), "V", say("A straight line as wide as the brush; Shift turns it by 45°")),
        _tool("rectangle", say("Rectangle"), "U", say("Drag from corner to corner; Shift makes a square")),
        _tool("ellipse", say("Ellipse"), "J", say("Drag from corner to corner; Shift makes a circle")),
        _tool(
            "polygon",
            say("Polygon"),
            "G",
            say("Click its points; double-click or Return closes, Backspace takes one back"),
        ),
        _tool("lasso", say("Lasso"), "A", say("Fills what you draw around")),
        _tool("fill", say("Fill"), "F", say("Fills a region, or everything of its class; Shift does the other")),
        _tool(
            "move",
            say("Move region"),
            "T",
            say("Drag a region to move it, its grips to scale it; Shift keeps its proportions"),
        ),
        _tool("crop", say("Crop"), "C", say("Drag over what is to be kept; Shift keeps a square")),
        _tool("picker", say("Picker"), "P", say("Picks the class under the pointer")),
        SEPARATOR,
        _shape("round", say("Round brush")),
        _shape("square", say("Square brush")),
        SEPARATOR,
        _mirror("left_right", say("Mirror left and right"), s.MIRROR_LEFT_RIGHT),
        _mirror("top_bottom", say("Mirror top and bottom"), s.MIRROR_TOP_BOTTOM),
        _pressure("size", say("Pressure makes lines thicker"), s.PRESSURE_SIZES),
        _pressure("opacity", say("Pressure makes lines darker"), s.PRESSURE_FADES),
        ActionSpec(
            "moves_ink",
            say("Ink moves along"),
            lambda c: c.drawing.toggle(s.MOVES_INK),
            icon="ink",
            tip=say("A region that you move takes the ink on it along"),
            checked=(s.MOVES_INK, True),
        ),
        ActionSpec(
            "fill_everywhere",
            say("Fill everywhere"),
            lambda c: c.drawing.toggle_fill_reach(),
            icon="everywhere",
            tip=say("Fill takes every pixel of the class, not only the region"),
            checked=(s.FILL_EVERYWHERE, True),
        ),
        SEPARATOR,
        ActionSpec("shrink", say("Smaller brush"), lambda c: c.drawing.shrink_brush(), "["),
        ActionSpec("grow", say("Larger brush"), lambda c: c.drawing.grow_brush(), "]"),
        SEPARATOR,
        PALETTE_MENU,
        SEPARATOR,
        ActionSpec("clear_ink", say("Clear ink"), lambda c: c.drawing.clear_ink()),
        MenuSpec(say("Shape"), _FORMS),
        ActionSpec("resize", say("Resize drawing…"), lambda c: c.drawing.resize(), "Ctrl+Alt+I"),
        ActionSpec("flip_left_right", say("Flip left to right"), lambda c: c.drawing.flip(left_right=True)),
        ActionSpec("flip_top_bottom", say("Flip top to bottom"), lambda c: c.drawing.flip(left_right=False)),
    ),
)
