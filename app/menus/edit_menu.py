"""The Edit menu."""

from __future__ import annotations

from app.menus.action import SEPARATOR, Action, Menu
from canvas.words import say

EDIT_MENU = Menu(
    say("Edit"),
    (
        Action(
            "undo",
            say("Undo"),
            lambda desk: desk.history.undo(),
            "Ctrl+Z",
            "undo",
            enabled=lambda desk: desk.history.can_undo,
            ends_stroke=True,
        ),
        Action(
            "redo",
            say("Redo"),
            lambda desk: desk.history.redo(),
            "Ctrl+Shift+Z",
            "redo",
            enabled=lambda desk: desk.history.can_redo,
            ends_stroke=True,
        ),
        SEPARATOR,
        Action(
            "copy_label_map",
            say("Copy label map"),
            lambda desk: desk.clipboard.copy_label_map(),
            "Ctrl+C",
            "copy",
            say("Pasted here it is exact; other programs take it as an image"),
            ends_stroke=True,
        ),
        Action("copy_picture", say("Copy picture"), lambda desk: desk.clipboard.copy_picture(), "Ctrl+Shift+C"),
        Action(
            "paste",
            say("Paste"),
            lambda desk: desk.clipboard.paste(),
            "Ctrl+V",
            tip=say("A label map, or a photo to make something of"),
            ends_stroke=True,
        ),
        SEPARATOR,
        Action("settings", say("Settings…"), lambda desk: desk.windows.open("settings"), "Ctrl+,"),
    ),
)
