"""What is said of a training. No Qt of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import Any

from app.system.notices import SHOW_TRAINING, Level, Notice
from canvas.words import say
from engine.words import from_record

STAGES: Mapping[str, str] = {
    text: text
    for text in (
        say("Checking training pictures"),
        say("Checking held-out pictures"),
        say("Encoding pictures"),
        say("Running the base"),
        say("Keeping pictures"),
    )
}
"""Of the preparation, as the trainer calls them."""


class Stage(Enum):
    """Where a training is."""

    NONE = auto()
    PREPARING = auto()
    TRAINING = auto()
    ENDING = auto()
    """It was asked to pause, to keep what there is, or to go."""
    PAUSED = auto()


def failure(end: Mapping[str, Any], errors: str, code: int, *, has_begun: bool) -> Notice:
    """What to say where it ended without a module: `end` is its own last word, `errors` what it wrote to stderr."""
    if "error" in end:
        text, hint = map(from_record, end.get("words", (end["error"], end.get("hint", ""))))
        return Notice(Level.ERROR, text, hint)
    if has_begun:
        hint = say("Resume it in the training panel: it goes on from the last checkpoint.")
    else:
        hint = say("Start it again in the training panel, with less if memory was short.")
    return Notice(Level.ERROR, say("The training ended unexpectedly ({code}).", code=code), hint, errors, SHOW_TRAINING)


def left_over(name: str, *, is_finished: bool) -> Notice:
    """What to say of a training that waits."""
    if is_finished:
        text = say("The module “{name}” is trained, and not installed yet.", name=name)
        hint = say("Install it, or discard it, in the training panel.")
    else:
        text = say("The training “{name}” is paused.", name=name)
        hint = say("Resume it, or discard it, in the training panel.")
    return Notice(Level.INFO, text, hint, action=SHOW_TRAINING)


def trained(label: str, gains: Sequence[Mapping[str, float]]) -> str:
    """What to say of a new module: its gain over all parts of the noise schedule, where it was measured."""
    losses = [each.get("examples", 1.0) * each.get("base_loss", 1.0) for each in gains]
    if not sum(losses):
        return say("The module {module} is trained.", module=label)
    gain = sum(loss * each["gain"] for loss, each in zip(losses, gains, strict=True)) / sum(losses)
    return say("The module {module} is trained: held-out gain {gain} %.", module=label, gain=f"{100 * gain:+.1f}")
