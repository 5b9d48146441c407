"""The Picture menu."""

from __future__ import annotations

import random

from app.menus.action import SEPARATOR, Action, Menu, switch
from app.menus.desk import Desk
from app.painting.progress import LiveState
from app.photo.becomes import OfferStage
from app.settings import table as s
from canvas.words import say
from engine.request.types import MAX_SEED

_BEST_OF_TIP = say("Paint the drawing with several seeds and keep the picture that agrees most")


def _best_of(count: int, text: str) -> Action:
    def start(desk: Desk) -> None:
        desk.settings.set(s.BEST_OF, count)
        desk.best_of.start(count)

    return Action(
        f"best_of_{count}",
        text,
        start,
        tip=_BEST_OF_TIP,
        unable=lambda desk: desk.hearing.no_agreement,
        ends_stroke=True,
    )


def _can_cancel(desk: Desk) -> bool:
    """Whether something paints, or waits to, or a photo is being drawn."""
    waits = desk.session.live_state is LiveState.WAITING
    return desk.session.is_painting or waits or desk.photo.stage is OfferStage.DRAWING


def _cancel(desk: Desk) -> None:
    """Take back an unfinished stroke and end what paints, or what is made of a photo."""
    desk.sheets.abort()
    desk.photo.cancel()
    desk.session.cancel()


def _new_seed(desk: Desk) -> None:
    desk.settings.set(s.SEED, random.SystemRandom().randint(0, MAX_SEED))


PICTURE_MENU = Menu(
    say("Picture"),
    (
        Action(
            "generate",
            say("Generate"),
            lambda desk: desk.session.generate(),
            "Ctrl+Return",
            "generate",
            say("Paint the picture"),
            ends_stroke=True,
        ),
        Action("cancel", say("Cancel"), _cancel, "Escape", "stop", say("End what paints"), enabled=_can_cancel),
        switch("live", say("Live"), s.LIVE, "L", "live", say("The picture follows the drawing")),
        SEPARATOR,
        Menu(
            say("Best of"),
            (
                _best_of(4, say("4 pictures")),
                _best_of(8, say("8 pictures")),
                _best_of(16, say("16 pictures")),
                SEPARATOR,
                Action(
                    "best_of",
                    say("As many as the last time"),
                    lambda desk: desk.best_of.start(desk.settings.get(s.BEST_OF)),
                    "Ctrl+Shift+Return",
                    tip=_BEST_OF_TIP,
                    unable=lambda desk: desk.hearing.no_agreement,
                    ends_stroke=True,
                ),
            ),
        ),
        Action("seed", say("New seed"), _new_seed, "R", "dice"),
        SEPARATOR,
        Action(
            "compare",
            say("Compare with the drawing…"),
            lambda desk: desk.comparisons.compare_drawing(),
            tip=say("Wipe between the drawing and the picture"),
            enabled=lambda desk: desk.comparisons.has_picture,
            ends_stroke=True,
        ),
        Action(
            "module_view",
            say("What the module did"),
            lambda desk: desk.windows.open("module"),
            tip=say("Where and how much the module changed each step, and what the base alone would have made of it"),
        ),
        SEPARATOR,
        Action(
            "collect",
            say("Add to training set"),
            lambda desk: desk.training_set.add_current(),
            tip=say("Keep the picture and its drawing to train a module on"),
            enabled=lambda desk: desk.training_set.has_picture,
            ends_stroke=True,
        ),
    ),
)
