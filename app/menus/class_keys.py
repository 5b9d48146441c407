"""The keys that choose a class; they are in no menu."""

from __future__ import annotations

from app.menus.spec import ActionSpec
from canvas.words import say


def _class(number: int) -> ActionSpec:
    return ActionSpec(
        f"class_{number}", say("Class {number}", number=number), lambda c: c.drawing.choose_class(number), str(number)
    )


CLASS_KEYS: tuple[ActionSpec, ...] = tuple(_class(number) for number in range(1, 10))
