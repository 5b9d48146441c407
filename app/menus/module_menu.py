"""The Module menu."""

from __future__ import annotations

from app.installed.heard_layers import LISTEN
from app.library.module_packs import USE_TRAINED
from app.menus.action import SEPARATOR, Action, Menu
from canvas.layers import LayerName
from canvas.words import say


def _listen(layer: LayerName, text: str, tip: str) -> Action:
    return Action(
        LISTEN[layer],
        text,
        lambda desk: desk.hearing.listen(layer),
        tip=tip,
        enabled=lambda desk: desk.hearing.can_listen(layer),
        ends_stroke=True,
    )


MODULE_MENU = Menu(
    say("Module"),
    (
        Action(
            "import_module",
            say("Import module…"),
            lambda desk: desk.packs.import_chosen(),
            tip=say("Install a module from one file; it is chosen at once"),
            ends_stroke=True,
        ),
        Action(
            "export_module",
            say("Export module…"),
            lambda desk: desk.packs.export_chosen(),
            icon="hand_on",
            tip=say(
                "Write the chosen module into one file, with the picture on the sheet as its example; or drag it out"
            ),
            enabled=lambda desk: desk.packs.can_export,
            ends_stroke=True,
        ),
        Action(
            USE_TRAINED,
            say("Use the trained module"),
            lambda desk: desk.packs.choose_trained(),
            tip=say("Paints with the module that was trained last"),
            enabled=lambda desk: desk.packs.has_trained,
            ends_stroke=True,
        ),
        SEPARATOR,
        _listen("labels", say("Hear labels, too"), say("Lets a module that hears label maps paint along")),
        _listen("ink", say("Hear ink, too"), say("Lets a module that hears ink paint along")),
        _listen("colours", say("Hear colours, too"), say("Lets a module that hears colour strokes paint along")),
    ),
)
