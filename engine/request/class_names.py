"""Which of a module's classes a class of a drawing is, by all that both are called. No torch, no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

UNKNOWN = 0
"""In place of an index: none of them, so unlabelled."""


class KnownClasses:
    """The classes that a module or a segmenter tells apart, in the order of its ids; 0 is unlabelled."""

    def __init__(self, names: Sequence[str]) -> None:
        self._exact = {_folded(name): index for index, name in enumerate(names)}
        self._loose = {_letters(name): index for index, name in reversed(list(enumerate(names)))}

    def index(self, name: str, also: Iterable[str] = ()) -> int:
        """The class of this name, else of the first of the other names that is known; UNKNOWN where none is.

        Case and surrounding blanks do not count; in other names neither do blanks and hyphens within.
        """
        own = self._exact.get(_folded(name), UNKNOWN)
        if own:
            return own
        found = (self._loose.get(_letters(each), UNKNOWN) for each in (name, *also))
        return next((index for index in found if index), UNKNOWN)


def _folded(name: str) -> str:
    return name.strip().casefold()


def _letters(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
