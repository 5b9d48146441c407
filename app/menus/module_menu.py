"""The Module menu."""

from __future__ import annotations

from app.installed.heard_layers import LISTEN
from app.library.module_packs import USE_TRAINED
from app.menus.spec import SEPARATOR, ActionSpec, MenuSpec
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
        ActionSpec(
            USE_TRAINED,
            say("Use the trained module"),
            lambda c: c.module.use_trained(),
            tip=say("Paints with the module that was trained last"),
            enabled=lambda c: c.module.has_trained,
        ),
        SEPARATOR,
        ActionSpec(
            LISTEN["labels"],
            say("Hear labels, too"),
            lambda c: c.module.listen("labels"),
            tip=say("Lets a module that hears label maps paint along"),
            enabled=lambda c: c.module.can_listen("labels"),
        ),
        ActionSpec(
            LISTEN["ink"],
            say("Hear ink, too"),
            lambda c: c.module.listen("ink"),
            tip=say("Lets a module that hears ink paint along"),
            enabled=lambda c: c.module.can_listen("ink"),
        ),
    ),
)
