"""The Window menu: the docks."""

from __future__ import annotations

from app.menus.spec import SEPARATOR, ActionSpec, MenuSpec
from canvas.words import say


def _dock(dock_id: str, text: str, shortcut: str = "", icon: str = "", tip: str = "") -> ActionSpec:
    return ActionSpec(
        dock_id,
        text,
        lambda c: c.window.toggle(dock_id),
        shortcut,
        icon,
        tip,
        is_on=lambda c: c.window.is_shown(dock_id),
    )


WINDOW_MENU = MenuSpec(
    say("Window"),
    (
        _dock("palette", say("Palette")),
        _dock("picture", say("Picture")),
        _dock("history", say("History"), "Ctrl+H", tip=say("Every step of the drawing; click one to go there")),
        _dock("training", say("Training"), tip=say("Train a module of your own on your own pictures")),
        _dock("gallery", say("Gallery"), "Ctrl+G", "gallery", say("The pictures that were painted so far")),
        SEPARATOR,
        ActionSpec("reset_layout", say("Reset layout"), lambda c: c.window.reset_layout()),
    ),
)
