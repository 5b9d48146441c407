"""The Window menu, of the panels, and the Help menu."""

from __future__ import annotations

from app.menus.action import SEPARATOR, Action, Menu
from canvas.words import say


def _panel(dock_id: str, text: str, shortcut: str = "", icon: str = "", tip: str = "") -> Action:
    return Action(
        dock_id,
        text,
        lambda desk: desk.panels.toggle(dock_id),
        shortcut,
        icon,
        tip,
        is_on=lambda desk: desk.panels.is_shown(dock_id),
    )


def _show(panel: Action) -> Action:
    return Action(f"show_{panel.id}", panel.text, lambda desk: desk.panels.show(panel.id), tip=panel.tip)


_PANELS = (
    _panel("palette", say("Palette")),
    _panel("picture", say("Picture")),
    _panel("history", say("History"), "Ctrl+H", tip=say("Every step of the drawing; click one to go there")),
    _panel("training", say("Training"), tip=say("Train a module of your own on your own pictures")),
    _panel("gallery", say("Gallery"), "Ctrl+G", "gallery", say("The pictures that were painted so far")),
)
SHOW_PANELS: tuple[Action, ...] = tuple(_show(panel) for panel in _PANELS)
"""In no menu: what a notice offers brings a panel to the front, and never closes it."""

WINDOW_MENU = Menu(
    say("Window"),
    (*_PANELS, SEPARATOR, Action("reset_layout", say("Reset layout"), lambda desk: desk.panels.reset())),
)
HELP_MENU = Menu(
    say("Help"),
    (
        Action(
            "shortcuts",
            say("Keyboard shortcuts…"),
            lambda desk: desk.windows.open("shortcuts"),
            "F1",
            tip=say("Look them up, and change them"),
        ),
        Action(
            "measure_speed",
            say("Speed test"),
            lambda desk: desk.measure_speed(),
            tip=say("How fast this machine paints, and which size and steps suit it"),
        ),
        SEPARATOR,
        Action(
            "copy_diagnostics",
            say("Copy diagnostics"),
            lambda desk: desk.copy_diagnostics(),
            tip=say("What a bug report needs, without anything personal"),
        ),
        Action("about", say("About Sinopia"), lambda desk: desk.windows.open("about")),
    ),
)
