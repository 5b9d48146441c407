"""How the samples of a label map's file become class ids: one choice among a few, with a name of one word."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from canvas.errors import LabelMapError
from canvas.palette import UNLABELLED, Palette
from canvas.words import Words, say


class Way(Enum):
    """The ways; the value is the word by which the command line and the settings know each."""

    COLOURS = "colours"
    """Each colour is the class that has it, exactly; clear pixels are unlabelled."""
    EXCHANGED = "bgr"
    """As COLOURS, with red and blue exchanged, as where a program wrote them in the other order."""
    NEAREST = "nearest"
    """Each colour is the nearest class's (of those that the file shows exactly, where it shows any)."""
    NUMBERS = "numbers"
    """Each number is the class of that id."""
    OPAQUE = "opaque"
    """As NUMBERS, without regard to transparency."""
    FROM_ZERO = "from-0"
    """0 is the palette's first class, 1 its second: ADE20K with its zero taken away, trainIds of Cityscapes."""
    FROM_ONE = "from-1"
    """1 is the palette's first class, 2 its second, whatever their ids are."""
    HIGH = "high"
    """The class is the number without its last part, of 256 or 1000, which counts the things of one class."""
    MASK = "mask"
    """0 is unlabelled, whatever else there is one class."""


@dataclass(frozen=True)
class Rule:
    """A way to read. `value` is the class id of a MASK, and what a HIGH divides by: 256 (Mapillary), 1000 (Cityscapes).

    What the palette lacks becomes unlabelled under every rule but NEAREST.
    """

    way: Way
    value: int = 0

    @property
    def is_nearest(self) -> bool:
        """Whether samples that say no class become the nearest one instead of unlabelled."""
        return self.way is Way.NEAREST

    def text(self, palette: Palette) -> str:
        """The rule as one word, which `rule_of` reads: "numbers", "high:256", "mask:sky"."""
        if self.way is Way.MASK:
            return f"{self.way.value}:{palette.name_of(self.value)}"
        return f"{self.way.value}:{self.value}" if self.way is Way.HIGH else self.way.value

    def title(self, palette: Palette) -> Words:
        """What people choose it by."""
        if self.way is Way.MASK:
            return say("One class: {name}", name=palette.name_of(self.value))
        if self.way is Way.HIGH:
            return say("Numbers divided by {count}: the rest counts things", count=self.value)
        return _TITLES[self.way]


_TITLES = {
    Way.COLOURS: say("By colour, exactly"),
    Way.EXCHANGED: say("By colour, red and blue exchanged"),
    Way.NEAREST: say("By colour, the nearest class"),
    Way.NUMBERS: say("By number"),
    Way.OPAQUE: say("By number, clear pixels too"),
    Way.FROM_ZERO: say("By number, counted from 0"),
    Way.FROM_ONE: say("By number, counted from 1"),
}
WORDS = (*(way.value for way in _TITLES), "high:256", "high:1000", "mask:CLASS")
"""What can be written for a rule."""


def rule_of(text: str, palette: Palette) -> Rule:
    """The rule of a word. Raises LabelMapError for another word, and for a mask of a class that the palette lacks."""
    word, _, value = text.strip().partition(":")
    if word == Way.MASK.value:
        entry = palette.find_name(value)
        if entry is None or entry.class_id == UNLABELLED:
            raise LabelMapError(
                say(
                    'The palette "{palette}" has no class “{name}” for the mask.', palette=palette.name, name=value[:60]
                ),
                say("Write one of its classes after “mask:”."),
            )
        return Rule(Way.MASK, entry.class_id)
    if word == Way.HIGH.value and value in ("256", "1000"):
        return Rule(Way.HIGH, int(value))
    way = next((way for way in _TITLES if way.value == word and not value), None)
    if way is None:
        raise LabelMapError(
            say("“{text}” is no way to read a label map.", text=text[:60]),
            say("Write one of these: {words}.", words=", ".join(WORDS)),
        )
    return Rule(way)
