"""The Edit menu."""

from __future__ import annotations

from app.menus.spec import SEPARATOR, ActionSpec, MenuSpec
from canvas.words import say

EDIT_MENU = MenuSpec(
    say("Edit"),
    (
        ActionSpec("undo", say("Undo"), lambda c: c.edit.undo(), "Ctrl+Z", "undo", enabled=lambda c: c.edit.can_undo),
        ActionSpec(
            "redo", say("Redo"), lambda c: c.edit.redo(), "Ctrl+Shift+Z", "redo", enabled=lambda c: c.edit.can_redo
        ),
        SEPARATOR,
        ActionSpec(
            "copy_label_map",
            say("Copy label map"),
            lambda c: c.edit.copy_label_map(),
            "Ctrl+C",
            "copy",
            say("Pasted here it is exact; other programs take it as an image"),
        ),
        ActionSpec("copy_picture", say("Copy picture"), lambda c: c.edit.copy_picture(), "Ctrl+Shift+C"),
        ActionSpec(
            "paste",
            say("Paste"),
            lambda c: c.edit.paste(),
            "Ctrl+V",
            tip=say("A label map, or a photo to make something of"),
        ),
        SEPARATOR,
        ActionSpec("settings", say("Settings…"), lambda c: c.help.open("settings"), "Ctrl+,"),
    ),
)
