"""The Palette menu within the Drawing menu."""

from __future__ import annotations

from app.menus.spec import SEPARATOR, ActionSpec, MenuSpec
from app.system.notices import MAP_CLASSES
from canvas.words import say

PALETTE_MENU = MenuSpec(
    say("Palette"),
    (
        ActionSpec(
            MAP_CLASSES,
            say("Map to the module's classes…"),
            lambda c: c.palette.map_to_module(),
            tip=say("Shows what each class becomes, and asks first"),
            enabled=lambda c: c.palette.can_map_to_module,
        ),
        SEPARATOR,
        ActionSpec("import_palette", say("Import palette…"), lambda c: c.palette.import_palette()),
        ActionSpec("export_palette", say("Export palette…"), lambda c: c.palette.export_palette()),
        SEPARATOR,
        ActionSpec("check_colours", say("Check colours…"), lambda c: c.palette.check()),
    ),
)
