"""Text for people, in English, that the window can show in another language. The engine has the same on its side."""

from __future__ import annotations

import reprlib
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

MOST_SHOWN = 60
"""Letters of a foreign value that a sentence holds."""
MOST_TOLD = 300
"""Letters of anything that a sentence is filled in with, such as a path or a list of names."""


class Words(str):
    """English text that remembers the template and the values it was made from, so that it can be translated."""

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]


def say(template: str, /, **values: object) -> Words:
    """`template` with its {names} filled in, as `told`; a template without values is text as it is.

    The template must be written out at the call: from there it goes into the translation catalogue.
    """
    values = {name: told(value) for name, value in values.items()}
    words = Words(template.format(**values) if values else template)
    words.template, words.values = template, MappingProxyType(values)
    return words


def told(value: object) -> object:
    """A value as any sentence holds it: text that may be somebody else's is one line, and has an end.

    What was said here, or by an error of ours, stays as it is: it is translated with the sentence.
    """
    said = value.args[0] if isinstance(value, Exception) and value.args else value
    if hasattr(said, "template") or not isinstance(value, str | Path | Exception):
        return value
    return shown(str(value), MOST_TOLD)


def shown(value: object, most: int = MOST_SHOWN) -> str:
    """A value that somebody else wrote, as a sentence can hold it: one line of at most `most` letters."""
    text = value[: 4 * most] if isinstance(value, str) else reprlib.repr(value)
    line = " ".join("".join(letter if _is_seen(letter) else " " for letter in text).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def listed(items: list[str], count: int | None = None) -> str:
    """The first ten of a list, and how many more there are of `count` in all (default: of the list)."""
    count = len(items) if count is None else count
    shown, *rest = items[:10]
    for item in rest:
        shown = say("{before}, {item}", before=shown, item=item)
    return shown if count <= 10 else say("{shown} and {count} more", shown=shown, count=count - 10)


def _is_seen(letter: str) -> bool:
    """Not the end of a line, half a pair, or what turns the letters around it; joiners belong to their letters."""
    return letter in "\u200c\u200d" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
