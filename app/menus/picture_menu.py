"""The Picture menu."""

from __future__ import annotations

from app.menus.spec import SEPARATOR, ActionSpec, MenuSpec
from app.settings import table as s
from canvas.words import say


def _best_of(count: int, text: str) -> ActionSpec:
    return ActionSpec(
        f"best_of_{count}",
        text,
        lambda c: c.picture.best_of(count),
        tip=say("Paint the drawing with several seeds and keep the picture that agrees most"),
        unable=lambda c: c.picture.no_agreement,
    )


PICTURE_MENU = MenuSpec(
    say("Picture"),
    (
        ActionSpec(
            "generate",
            say("Generate"),
            lambda c: c.picture.generate(),
            "Ctrl+Return",
            "generate",
            say("Paint the picture"),
        ),
        ActionSpec(
            "cancel",
            say("Cancel"),
            lambda c: c.picture.cancel(),
            "Escape",
            "stop",
            say("End what paints"),
            enabled=lambda c: c.picture.can_cancel,
        ),
        ActionSpec(
            "live",
            say("Live"),
            lambda c: c.picture.toggle_live(),
            "L",
            "live",
            say("The picture follows the drawing"),
            (s.LIVE, True),
        ),
        SEPARATOR,
        MenuSpec(
            say("Best of"),
            (
                _best_of(4, say("4 pictures")),
                _best_of(8, say("8 pictures")),
                _best_of(16, say("16 pictures")),
                SEPARATOR,
                ActionSpec(
                    "best_of",
                    say("As many as the last time"),
                    lambda c: c.picture.best_of(),
                    "Ctrl+Shift+Return",
                    tip=say("Paint the drawing with several seeds and keep the picture that agrees most"),
                    unable=lambda c: c.picture.no_agreement,
                ),
            ),
        ),
        ActionSpec("seed", say("New seed"), lambda c: c.picture.new_seed(), "R", "dice"),
        SEPARATOR,
        ActionSpec(
            "compare",
            say("Compare with the drawing…"),
            lambda c: c.picture.compare(),
            tip=say("Wipe between the drawing and the picture"),
            enabled=lambda c: c.picture.can_compare,
        ),
        ActionSpec(
            "module_view",
            say("What the module did"),
            lambda c: c.picture.show_module(),
            tip=say("Where and how much the module changed each step, and what the base alone would have made of it"),
        ),
        SEPARATOR,
        ActionSpec(
            "collect",
            say("Add to training set"),
            lambda c: c.picture.collect(),
            tip=say("Keep the picture and its drawing to train a module on"),
            enabled=lambda c: c.picture.can_collect,
        ),
    ),
)
