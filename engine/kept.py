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
        self._room = room
        self._kinds: dict[str, OrderedDict[Hashable, object]] = {kind: OrderedDict() for kind in room}

    def has(self, kind: str, key: Hashable) -> bool:
        """Whether the value is kept."""
        return key in self._kinds[kind]

    def find(self, kind: str, key: Hashable) -> object | None:
        """The value kept under `key`, or None."""
        return self._kinds[kind].get(key)

    def get(self, kind: str, key: Hashable, make: Callable[[], _T]) -> _T:
        """The value kept under `key`, made now if it is not."""
        kept = self._kinds[kind]
        if key not in kept:
            while len(kept) >= self._room[kind]:
                kept.popitem(last=False)
            kept[key] = make()
        kept.move_to_end(key)
        return cast(_T, kept[key])

    def clear(self) -> None:
        """Let everything go."""
        for kept in self._kinds.values():
            kept.clear()

    def __len__(self) -> int:
        return sum(map(len, self._kinds.values()))
