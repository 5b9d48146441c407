"""The Edit menu."""

from __future__ import annotations

from app.actions.spec import ActionSpec, MenuSpec
from canvas.words import say

EDIT_MENU = MenuSpec(
    say("Edit"),
    (
        ActionSpec("undo", say("Undo"), lambda c: c.edit.undo(), "Ctrl+Z", "undo", enabled=lambda c: c.edit.can_undo),
        ActionSpec(
            "redo", say("Redo"), lambda c: c.edit.redo(), "Ctrl+Shift+Z", "redo", enabled=lambda c: c.edit.can_redo
        ),
    ),
)
