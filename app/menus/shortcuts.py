"""Which keys each action has: those of the table, where the settings have no others."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QKeySequence

from app.menus.action import Action
from app.menus.table import ACTIONS
from app.settings import table as s
from canvas.words import say

FIXED: Mapping[str, str] = {
    "Space": say("moving the view"),
    "Shift+Space": say("turning the view"),
    "Backspace": say("taking back a point of a polygon"),
    "Return": say("closing a polygon"),
    "Enter": say("closing a polygon"),
}
"""Keys that the sheets take themselves, and what for."""


class Shortcuts:
    """Keys are text as `QKeySequence` writes it, such as "Ctrl+S"; "" is none. All belong to the window."""

    def __init__(self, settings: s.Settings) -> None:
        self._settings = settings
        self._specs = {spec.id: spec for spec in ACTIONS}

    @property
    def _chosen(self) -> Mapping[str, str]:
        return self._settings.get(s.SHORTCUTS)

    def keys(self, action_id: str) -> str:
        """The keys in force: another action that was given what this one comes with keeps it."""
        chosen = self._chosen
        first = self.first_keys(action_id)
        return chosen.get(action_id, "" if first in chosen.values() else first)

    def first_keys(self, action_id: str) -> str:
        """The keys that the action comes with."""
        return plain_keys(self._specs[action_id].shortcut)

    def is_changed(self, action_id: str) -> bool:
        """Whether the person chose other keys."""
        return self.keys(action_id) != self.first_keys(action_id)

    def owner(self, keys: str, but: str = "") -> Action | None:
        """Which action has these keys, other than `but`."""
        wanted = plain_keys(keys)
        return next((each for each in ACTIONS if wanted and each.id != but and self.keys(each.id) == wanted), None)

    def give(self, action_id: str, keys: str) -> None:
        """Let the action have these keys; an action that had them has none then. ValueError for keys that are fixed."""
        wanted = plain_keys(keys)
        if wanted in FIXED:
            raise ValueError(f"{wanted} is fixed")
        owner = self.owner(wanted, but=action_id)
        chosen = {action_id: wanted} if owner is None else {owner.id: "", action_id: wanted}
        self._store({**self._chosen, **chosen})

    def reset(self, action_id: str) -> None:
        """Return to the keys that the action comes with; an action that has them now has none then."""
        self.give(action_id, self.first_keys(action_id))

    def reset_all(self) -> None:
        """Return to the keys that all actions come with."""
        self._settings.reset(s.SHORTCUTS)

    def _store(self, chosen: Mapping[str, str]) -> None:
        changed = {
            action_id: keys
            for action_id, keys in chosen.items()
            if action_id not in self._specs or keys != self.first_keys(action_id)
        }
        if changed:
            self._settings.set(s.SHORTCUTS, changed)
        else:
            self._settings.reset(s.SHORTCUTS)


def plain_keys(keys: str) -> str:
    """Keys in the one way of writing that is compared and stored."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.PortableText)


def shown_keys(keys: str) -> str:
    """Keys as the system writes them."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
