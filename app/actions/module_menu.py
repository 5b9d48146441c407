"""The Module menu."""

from __future__ import annotations

from app.actions.spec import ActionSpec, MenuSpec
from canvas.words import say

MODULE_MENU = MenuSpec(
    say("Module"),
    (
        ActionSpec(
            "import_module",
            say("Import module…"),
            lambda c: c.module.import_pack(),
            tip=say("Install a module from one file; it is chosen at once"),
        ),
        ActionSpec(
            "export_module",
            say("Export module…"),
            lambda c: c.module.export_pack(),
            icon="hand_on",
            tip=say(
                "Write the chosen module into one file, with the picture on the sheet as its example; or drag it out"
            ),
            enabled=lambda c: c.module.can_export,
        ),
    ),
)
