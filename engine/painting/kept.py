"""What the engine keeps from run to run: of each kind the few things that were used last."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar, cast

_T = TypeVar("_T")


class Kept:
    """Values by kind and key; of a kind that is full the one that was used least recently goes, before the new one is
    made. Belongs to one thread.
    """

    def __init__(self, room: Mapping[str, int]) -> None:
        """`room` says how many of each kind are kept."""
        self._room = dict(room)
        self._kinds: dict[str, OrderedDict[Hashable, object]] = {kind: OrderedDict() for kind in room}

    def set_room(self, kind: str, count: int) -> None:
        """From now on keep `count` of a kind; what is too much goes at once."""
        self._room[kind] = count
        self._shrink(kind, count)

    def has(self, kind: str, key: Hashable) -> bool:
        """Whether the value is kept."""
        return key in self._kinds[kind]

    def find(self, kind: str, key: Hashable) -> object | None:
        """The value kept under `key`, or None."""
        kept = self._kinds[kind]
        if key in kept:
            kept.move_to_end(key)
        return kept.get(key)

    def get(self, kind: str, key: Hashable, make: Callable[[], _T]) -> _T:
        """The value kept under `key`, made now if it is not."""
        kept = self._kinds[kind]
        if key in kept:
            kept.move_to_end(key)
            return cast(_T, kept[key])
        self._shrink(kind, self._room[kind] - 1)
        value = make()
        kept[key] = value
        kept.move_to_end(key)
        self._shrink(kind, self._room[kind])  # making it may have kept others of its kind
        return value

    def clear(self) -> None:
        """Let everything go."""
        for kept in self._kinds.values():
            kept.clear()

    def __len__(self) -> int:
        return sum(map(len, self._kinds.values()))

    def _shrink(self, kind: str, count: int) -> None:
        kept = self._kinds[kind]
        while len(kept) > max(0, count):
            kept.popitem(last=False)
