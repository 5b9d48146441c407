"""The Drawing menu: tools, how they work, and what is done to the whole drawing; and the keys that choose a class."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from app.menus.action import SEPARATOR, Action, Menu, choice, switch
from app.menus.desk import Desk
from app.settings import table as s
from app.settings.shapes import SHAPES, Shape, shape_name
from app.system.notices import MAP_CLASSES
from canvas.edits import PatchEdit
from canvas.layers import LayerName
from canvas.tools import LAYER_OF, stepped_radius
from canvas.words import say

_MIRROR_TIP = say("What you paint appears mirrored in the middle of the drawing, too")
_PRESSURE_TIP = say("Of the pen and of the ink eraser, with the pen of a tablet")
_WIDEST_PX = 1000
_SHOWN: Mapping[LayerName, s.Setting[bool]] = {"ink": s.INK_SHOWN, "colours": s.COLOURS_SHOWN}
"""What a tool that draws on a layer shows."""


def _tool(tool_id: str, text: str, shortcut: str, tip: str) -> Action:
    def choose(desk: Desk) -> None:
        desk.settings.set(s.TOOL, tool_id)
        if layer in _SHOWN:
            desk.settings.set(_SHOWN[layer], True)

    layer = LAYER_OF.get(tool_id, "labels")
    unable = None if layer != "colours" else lambda desk: desk.hearing.unknown(layer)
    checked = (s.TOOL, tool_id)
    return Action(f"tool_{tool_id}", text, choose, shortcut, tool_id, tip, checked, unable=unable, ends_stroke=True)


def _form(shape: Shape, name: str) -> Action:
    return Action(
        f"form_{shape[0]}_{shape[1]}",
        name,
        lambda desk: desk.size.reshape(shape),
        tip=say("Extends the drawing to this shape; the picture has the same. Crop, C, cuts to any other"),
        ends_stroke=True,
    )


def _step_brush(desk: Desk, *, grow: bool) -> None:
    size_px = desk.settings.get(s.BRUSH_SIZE_PX)
    stepped = round(2 * stepped_radius(size_px / 2, grow=grow))
    nudged = max(stepped, size_px + 1) if grow else min(stepped, size_px - 1)
    desk.settings.set(s.BRUSH_SIZE_PX, min(max(nudged, 1), _WIDEST_PX))


def _clear(layer: LayerName, text: str) -> Action:
    def clear(desk: Desk) -> None:
        pixels = desk.document.layers.of(layer)
        desk.history.perform(text, PatchEdit.replace_all(pixels, np.zeros_like(pixels), layer))

    return Action(
        f"clear_{layer}",
        text,
        clear,
        enabled=lambda desk: layer == "ink" or desk.document.layers.holds(layer),
        ends_stroke=True,
    )


def _class(number: int) -> Action:
    def choose(desk: Desk) -> None:
        class_id = desk.document.palette.keys().get(number)
        if class_id is not None:
            desk.settings.set(s.CURRENT_CLASS, class_id)

    return Action(f"class_{number}", say("Class {number}", number=number), choose, str(number))


CLASS_KEYS: tuple[Action, ...] = tuple(_class(number) for number in range(1, 10))
"""In no menu."""

_PALETTE_MENU = Menu(
    say("Palette"),
    (
        Action(
            MAP_CLASSES,
            say("Map to the module's classes…"),
            lambda desk: desk.palettes.map_to_module(),
            tip=say("Shows what each class becomes, and asks first"),
            enabled=lambda desk: desk.palettes.can_map_to_module,
            ends_stroke=True,
        ),
        SEPARATOR,
        Action(
            "import_palette",
            say("Import palette…"),
            lambda desk: desk.palettes.import_palette(),
            ends_stroke=True,
        ),
        Action(
            "export_palette",
            say("Export palette…"),
            lambda desk: desk.palettes.export_palette(),
            ends_stroke=True,
        ),
        SEPARATOR,
        Action("check_colours", say("Check colours…"), lambda desk: desk.palettes.check(), ends_stroke=True),
    ),
)

_FORMS = tuple(_form(shape, say("Square") if shape == (1, 1) else shape_name(shape)) for shape in SHAPES)

DRAWING_MENU = Menu(
    say("Drawing"),
    (
        _tool(
            "brush", say("Brush"), "B", say("Paints the chosen class; Shift draws a straight line, Ctrl picks a class")
        ),
        _tool("eraser", say("Eraser"), "E", say("Leaves pixels unlabelled")),
        _tool("pen", say("Pen"), "N", say("Draws ink over the labels; Shift draws a straight line")),
        _tool("ink_eraser", say("Ink eraser"), "Shift+E", say("Takes ink away, and leaves the labels")),
        _tool(
            "colour_brush",
            say("Colour brush"),
            "K",
            say("Paints colours over the labels, to which the picture keeps roughly; Ctrl picks a colour"),
        ),
        _tool("colour_eraser", say("Colour eraser"), "Shift+K", say("Takes colours away, and leaves the labels")),
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
        choice("shape_round", say("Round brush"), s.BRUSH_SHAPE, "round", "round"),
        choice("shape_square", say("Square brush"), s.BRUSH_SHAPE, "square", "square"),
        SEPARATOR,
        switch(
            "mirror_left_right",
            say("Mirror left and right"),
            s.MIRROR_LEFT_RIGHT,
            icon="mirror_left_right",
            tip=_MIRROR_TIP,
        ),
        switch(
            "mirror_top_bottom",
            say("Mirror top and bottom"),
            s.MIRROR_TOP_BOTTOM,
            icon="mirror_top_bottom",
            tip=_MIRROR_TIP,
        ),
        switch(
            "pressure_size",
            say("Pressure makes lines thicker"),
            s.PRESSURE_SIZES,
            icon="pressure_size",
            tip=_PRESSURE_TIP,
        ),
        switch(
            "pressure_opacity",
            say("Pressure makes lines darker"),
            s.PRESSURE_FADES,
            icon="pressure_opacity",
            tip=_PRESSURE_TIP,
        ),
        switch(
            "moves_ink",
            say("Ink moves along"),
            s.MOVES_INK,
            icon="ink",
            tip=say("A region that you move takes the ink and the colours on it along"),
        ),
        switch(
            "fill_everywhere",
            say("Fill everywhere"),
            s.FILL_EVERYWHERE,
            icon="everywhere",
            tip=say("Fill takes every pixel of the class, not only the region"),
        ),
        SEPARATOR,
        Action("shrink", say("Smaller brush"), lambda desk: _step_brush(desk, grow=False), "["),
        Action("grow", say("Larger brush"), lambda desk: _step_brush(desk, grow=True), "]"),
        SEPARATOR,
        _PALETTE_MENU,
        SEPARATOR,
        _clear("ink", say("Clear ink")),
        _clear("colours", say("Clear colours")),
        Menu(say("Shape"), _FORMS),
        Action("resize", say("Resize drawing…"), lambda desk: desk.size.resize(), "Ctrl+Alt+I", ends_stroke=True),
        Action(
            "flip_left_right",
            say("Flip left to right"),
            lambda desk: desk.size.flip(left_right=True),
            ends_stroke=True,
        ),
        Action(
            "flip_top_bottom",
            say("Flip top to bottom"),
            lambda desk: desk.size.flip(left_right=False),
            ends_stroke=True,
        ),
    ),
)
