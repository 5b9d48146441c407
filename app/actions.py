"""One table of everything that can be done: id, text, menu, shortcut, icon, handler."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from app import settings as s
from app.commands import Commands
from app.theme import Look


@dataclass(frozen=True)
class ActionSpec:
    """One thing to do. `checked` is the setting and the value that show it as on."""

    id: str
    text: str
    menu: str
    handler: Callable[[Commands], None]
    shortcut: str = ""
    icon: str = ""
    tip: str = ""
    checked: tuple[s.Setting[Any], Any] | None = None
    enabled: Callable[[Commands], bool] | None = None
    is_first_of_group: bool = False
    in_sheets_only: bool = False
    """The shortcut works while a sheet has the focus, not in the fields of a panel."""


def _tool(tool_id: str, text: str, shortcut: str, tip: str) -> ActionSpec:
    return ActionSpec(
        f"tool_{tool_id}",
        text,
        "Drawing",
        lambda c: c.choose_tool(tool_id),
        shortcut,
        tool_id,
        tip,
        (s.TOOL, tool_id),
        is_first_of_group=tool_id == "brush",
    )


def _view(mode: str, text: str, icon: str) -> ActionSpec:
    return ActionSpec(
        f"view_{icon}", text, "View", lambda c: c.choose_view(mode), icon=icon, checked=(s.VIEW_MODE, mode)
    )


def _shape(shape: str) -> ActionSpec:
    return ActionSpec(
        f"shape_{shape}",
        f"{shape.capitalize()} brush",
        "Drawing",
        lambda c: c.choose_shape(shape),
        icon=shape,
        checked=(s.BRUSH_SHAPE, shape),
        is_first_of_group=shape == "round",
    )


def _mirror(way: str, text: str, setting: s.Setting[bool]) -> ActionSpec:
    return ActionSpec(
        f"mirror_{way}",
        text,
        "Drawing",
        lambda c: c.toggle_mirror(setting),
        icon=f"mirror_{way}",
        tip="What you paint appears mirrored in the middle of the drawing, too",
        checked=(setting, True),
        is_first_of_group=way == "left_right",
    )


def _class(number: int) -> ActionSpec:
    return ActionSpec(f"class_{number}", f"Class {number}", "", lambda c: c.choose_class(number), str(number))


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("new", "New drawing…", "File", Commands.new, "Ctrl+N", "new"),
    ActionSpec("open", "Open…", "File", Commands.open, "Ctrl+O", "open", "A project, a saved picture, or a label map"),
    ActionSpec(
        "save",
        "Save",
        "File",
        Commands.save,
        "Ctrl+S",
        "save",
        "Save the project, or the picture with its drawing",
        is_first_of_group=True,
    ),
    ActionSpec("save_as", "Save as…", "File", Commands.save_as, "Ctrl+Shift+S"),
    ActionSpec(
        "save_picture",
        "Save picture",
        "File",
        Commands.save_picture,
        "Ctrl+Alt+S",
        tip="A PNG that brings its drawing and settings back",
    ),
    ActionSpec("import", "Import label map…", "File", Commands.import_label_map, is_first_of_group=True),
    ActionSpec("export", "Export label map…", "File", Commands.export_label_map, "Ctrl+Shift+E"),
    ActionSpec("quit", "Quit", "File", Commands.quit, "Ctrl+Q", is_first_of_group=True),
    ActionSpec("undo", "Undo", "Edit", Commands.undo, "Ctrl+Z", "undo", enabled=lambda c: c.can_undo),
    ActionSpec("redo", "Redo", "Edit", Commands.redo, "Ctrl+Shift+Z", "redo", enabled=lambda c: c.can_redo),
    _view("side by side", "Side by side", "side_by_side"),
    _view("overlay", "Picture over the drawing", "overlay"),
    _view("drawing", "Drawing only", "drawing"),
    _view("picture", "Picture only", "picture"),
    ActionSpec("cycle_view", "Next view", "View", Commands.cycle_view, "Tab", in_sheets_only=True),
    ActionSpec(
        "gallery",
        "Gallery",
        "View",
        Commands.toggle_gallery,
        "Ctrl+G",
        "gallery",
        "The pictures that were painted so far",
        (s.GALLERY_SHOWN, True),
        is_first_of_group=True,
    ),
    ActionSpec("zoom_100", "100 %", "View", Commands.zoom_100, "Ctrl+1", is_first_of_group=True),
    ActionSpec("fit", "Fit", "View", Commands.fit, "Ctrl+2", "fit"),
    ActionSpec("rotate_left", "Turn left", "View", lambda c: c.rotate(-15), "Ctrl+4", is_first_of_group=True),
    ActionSpec("rotate_right", "Turn right", "View", lambda c: c.rotate(15), "Ctrl+6", tip="Also Shift and the wheel"),
    ActionSpec("upright", "Turn upright", "View", lambda c: c.rotate(0), "Ctrl+5"),
    ActionSpec("mirror_view", "Mirror the view", "View", Commands.mirror_view, "M", tip="The drawing stays as it is"),
    ActionSpec(
        "outlines",
        "Outlines only",
        "View",
        Commands.toggle_outlines,
        icon="outlines",
        tip="Show the borders of the regions, and of the regions a hint",
        checked=(s.OUTLINES_ONLY, True),
        is_first_of_group=True,
    ),
    _tool("brush", "Brush", "B", "Paints the chosen class; Shift draws a straight line, Ctrl picks a class"),
    _tool("eraser", "Eraser", "E", "Leaves pixels unlabelled"),
    _tool("line", "Line", "V", "A straight line as wide as the brush; Shift turns it by 45°"),
    _tool("rectangle", "Rectangle", "U", "Drag from corner to corner; Shift makes a square"),
    _tool("ellipse", "Ellipse", "J", "Drag from corner to corner; Shift makes a circle"),
    _tool("polygon", "Polygon", "G", "Click its points; double-click or Return closes, Backspace takes one back"),
    _tool("lasso", "Lasso", "A", "Fills what you draw around"),
    _tool("fill", "Fill", "F", "Fills a region, or everything of its class; Shift does the other"),
    _tool("move", "Move region", "T", "Drag a region to move it, its grips to scale it; Shift keeps its proportions"),
    _tool("crop", "Crop", "C", "Drag over what is to be kept; Shift keeps a square"),
    _tool("picker", "Picker", "P", "Picks the class under the pointer"),
    _shape("round"),
    _shape("square"),
    _mirror("left_right", "Mirror left and right", s.MIRROR_LEFT_RIGHT),
    _mirror("top_bottom", "Mirror top and bottom", s.MIRROR_TOP_BOTTOM),
    ActionSpec(
        "fill_everywhere",
        "Fill everywhere",
        "Drawing",
        Commands.toggle_fill_reach,
        icon="everywhere",
        tip="Fill takes every pixel of the class, not only the region",
        checked=(s.FILL_EVERYWHERE, True),
    ),
    ActionSpec("shrink", "Smaller brush", "Drawing", Commands.shrink_brush, "[", is_first_of_group=True),
    ActionSpec("grow", "Larger brush", "Drawing", Commands.grow_brush, "]"),
    ActionSpec("resize", "Resize drawing…", "Drawing", Commands.resize, "Ctrl+Alt+I", is_first_of_group=True),
    ActionSpec("flip_left_right", "Flip left to right", "Drawing", lambda c: c.flip(left_right=True)),
    ActionSpec("flip_top_bottom", "Flip top to bottom", "Drawing", lambda c: c.flip(left_right=False)),
    ActionSpec("generate", "Generate", "Picture", Commands.generate, "Ctrl+Return", "generate", "Paint the picture"),
    ActionSpec(
        "cancel",
        "Cancel",
        "Picture",
        Commands.cancel,
        "Escape",
        "stop",
        "End what paints",
        enabled=lambda c: c.can_cancel,
    ),
    ActionSpec(
        "live", "Live", "Picture", Commands.toggle_live, "L", "live", "The picture follows the drawing", (s.LIVE, True)
    ),
    ActionSpec("seed", "New seed", "Picture", Commands.new_seed, "R", "dice", is_first_of_group=True),
    *(_class(number) for number in range(1, 10)),
)
MENUS = ("File", "Edit", "View", "Drawing", "Picture")


class Actions:
    """The table as QActions on one window, checked and enabled as settings and session have it."""

    def __init__(self, window: QWidget, sheets: QWidget, commands: Commands, settings: s.Settings, look: Look) -> None:
        self._commands = commands
        self._settings = settings
        self._look = look
        self._made: dict[str, QAction] = {}
        for spec in ACTIONS:
            action = QAction(spec.text, window)
            action.setCheckable(spec.checked is not None)
            if spec.shortcut:
                action.setShortcut(QKeySequence(spec.shortcut))
            if spec.in_sheets_only:
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            keys = f" ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})" if spec.shortcut else ""
            action.setToolTip(f"{spec.text}{keys}" + (f"\n{spec.tip}" if spec.tip else ""))
            action.triggered.connect(partial(self._run, spec))
            (sheets if spec.in_sheets_only else window).addAction(action)
            self._made[spec.id] = action
        self._disconnect = settings.changed.connect(self._on_setting)
        look.changed.connect(self.show_icons)
        self.show_icons()
        self.refresh()

    def __getitem__(self, action_id: str) -> QAction:
        """The action with this id."""
        return self._made[action_id]

    def fill_menus(self, bar: QMenuBar, after: Mapping[str, QMenu] | None = None) -> None:
        """Put every action that has a menu into it, and the menus of `after` behind the actions that they name."""
        for name in MENUS:
            menu = bar.addMenu(name)
            for spec in ACTIONS:
                if spec.menu == name:
                    if spec.is_first_of_group:
                        menu.addSeparator()
                    menu.addAction(self._made[spec.id])
                    if after is not None and spec.id in after:
                        menu.addMenu(after[spec.id])

    def refresh(self) -> None:
        """Show again what is on and what can be done."""
        for spec in ACTIONS:
            action = self._made[spec.id]
            if spec.checked is not None:
                setting, value = spec.checked
                action.setChecked(self._settings.get(setting) == value)
            if spec.enabled is not None:
                action.setEnabled(spec.enabled(self._commands))

    def show_icons(self) -> None:
        """Draw the icons in the theme's colours."""
        for spec in ACTIONS:
            if spec.icon:
                self._made[spec.id].setIcon(self._look.icon(spec.icon))

    def _run(self, spec: ActionSpec, _checked: bool = False) -> None:
        spec.handler(self._commands)
        self.refresh()

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if any(spec.checked is not None and spec.checked[0] is setting for spec in ACTIONS):
            self.refresh()
