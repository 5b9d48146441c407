"""Which words of a prompt a base does not know, where it says which ones it knows. No torch, no Qt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "is",
        "of",
        "on",
        "or",
        "over",
        "the",
        "to",
        "under",
        "with",
        "without",
    ]
)
"""What joins words and shows nothing by itself."""


def unknown_words(prompt: str, words: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The words of `prompt` that are none of the words that a base knows, by groups; each once, in their order.

    None where the base says of no word that it knows it: such a base reads any text.
    """
    known = {part.casefold() for group in words.values() for phrase in group for part in _WORD.findall(phrase)}
    if not known:
        return ()
    said = {word.casefold(): word for word in reversed(_WORD.findall(prompt))}
    found = dict.fromkeys(word.casefold() for word in _WORD.findall(prompt))
    return tuple(said[word] for word in found if word not in known and word not in _SMALL)
