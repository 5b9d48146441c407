"""The Help menu."""

from __future__ import annotations

from app.menus.spec import SEPARATOR, ActionSpec, MenuSpec
from canvas.words import say

HELP_MENU = MenuSpec(
    say("Help"),
    (
        ActionSpec(
            "shortcuts",
            say("Keyboard shortcuts…"),
            lambda c: c.help.open("shortcuts"),
            "F1",
            tip=say("Look them up, and change them"),
        ),
        ActionSpec(
            "measure_speed",
            say("Speed test"),
            lambda c: c.help.measure_speed(),
            tip=say("How fast this machine paints, and which size and steps suit it"),
        ),
        SEPARATOR,
        ActionSpec(
            "copy_diagnostics",
            say("Copy diagnostics"),
            lambda c: c.help.copy_diagnostics(),
            tip=say("What a bug report needs, without anything personal"),
        ),
        ActionSpec("about", say("About Sinopia"), lambda c: c.help.open("about")),
    ),
)
