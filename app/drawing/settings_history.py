"""The settings that belong to a drawing are undone and redone in one line with its strokes. No Qt."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from app.settings import table as s
from app.settings.setting import plain
from canvas.beside import Beside
from canvas.document import Document
from canvas.history import History
from canvas.words import say

BURST_S = 2.0
"""Changes of one setting that follow each other within this time are one step, as a slider's or a sentence's are."""


@dataclass(frozen=True)
class _State:
    """What a setting was: its value, and whether it was set or only suggested."""

    value: Any
    is_set: bool

    @classmethod
    def of(cls, settings: s.Settings, setting: s.Setting[Any]) -> _State:
        return cls(settings.get(setting), settings.is_set(setting))


@dataclass(frozen=True)
class _Change:
    setting: s.Setting[Any]
    before: _State
    after: _State

    @property
    def classes(self) -> frozenset[int]:
        """The classes whose strengths differ."""
        before, after = self.before.value, self.after.value
        return frozenset(each for each in {*before, *after} if before.get(each, 1.0) != after.get(each, 1.0))


@dataclass(frozen=True, eq=False)
class SettingsEdit:
    """Settings that changed together, the one that the others followed first."""

    settings: s.Settings
    changes: tuple[_Change, ...]
    label: str
    changed_at_s: float
    since: int = 0
    """After which save it was made."""
    unhidden: frozenset[int] = frozenset()
    """Classes that were hidden until the edit took them out of the palette."""

    @property
    def nbytes(self) -> int:
        """About the memory that it holds."""
        return sum(
            300 + len(str(plain(each.before.value))) + len(str(plain(each.after.value))) for each in self.changes
        )

    @property
    def is_empty(self) -> bool:
        """Whether all is as it was."""
        return not self.unhidden and all(each.before.value == each.after.value for each in self.changes)

    def undo(self) -> None:
        """Put back what was before."""
        self._put([(each.setting, each.before) for each in self.changes])
        if self.unhidden:
            self.settings.set(s.HIDDEN_CLASSES, self.settings.get(s.HIDDEN_CLASSES) | self.unhidden)

    def redo(self) -> None:
        """Put back what came after."""
        self._put([(each.setting, each.after) for each in self.changes])

    def then(self, later: Beside) -> SettingsEdit | None:
        """One edit for two of the same setting in one go; seeds that follow each other are one in any case."""
        if not isinstance(later, SettingsEdit) or later.since != self.since or self.unhidden or later.unhidden:
            return None
        cause, again = self.changes[0], later.changes[0]
        if cause.setting is not again.setting:
            return None
        if cause.setting is s.CLASS_WEIGHTS and cause.classes != again.classes:
            return None
        if cause.setting is not s.SEED and later.changed_at_s - self.changed_at_s > BURST_S:
            return None
        both = {each.setting.id: each for each in self.changes}
        for each in later.changes:
            first = both.get(each.setting.id)
            both[each.setting.id] = each if first is None else replace(first, after=each.after)
        return replace(self, changes=tuple(both.values()), label=later.label, changed_at_s=later.changed_at_s)

    def _put(self, states: list[tuple[s.Setting[Any], _State]]) -> None:
        """A base comes before what it suggests, and before what is mended to fit it."""
        order = {setting.id: number for number, setting in enumerate(s.WORK)}
        states.sort(key=lambda each: order[each[0].id])
        with self.settings.together():
            for setting, state in states:
                if state.is_set:
                    self.settings.set(setting, state.value)
                else:
                    self.settings.reset(setting)
            for setting, state in states:
                if self.settings.get(setting) != state.value:
                    self.settings.set(setting, state.value)


class SettingsHistory:
    """Enters into the history what changes of the settings in `WORK`, and nothing that is set `apart`.

    Device and precision are this machine's and no part of a drawing, so undo leaves them alone.
    """

    def __init__(
        self, settings: s.Settings, document: Document, history: History, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`clock` tells seconds."""
        self._settings, self._document, self._history, self._clock = settings, document, history, clock
        self._known = {setting.id: _State.of(settings, setting) for setting in s.WORK}
        self._hidden = settings.get(s.HIDDEN_CLASSES)
        self._pending: dict[str, s.Setting[Any]] = {}
        self._unhidden: frozenset[int] = frozenset()
        self._apart = self._saves = 0
        self._disconnects = [
            settings.changed.connect(self._on_setting),
            settings.settled.connect(self._on_settled),
        ]

    def disconnect(self) -> None:
        """Record no longer."""
        for disconnect in self._disconnects:
            disconnect()

    @contextmanager
    def apart(self) -> Iterator[None]:
        """What is set inside is nobody's change: it comes with another drawing, say."""
        self._apart += 1
        try:
            yield
        finally:
            self._apart -= 1

    def part(self) -> None:
        """What was set until now is saved, so that undo goes back to it: nothing that follows is joined with it."""
        self._saves += 1

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting is s.HIDDEN_CLASSES:
            before, self._hidden = self._hidden, self._settings.get(s.HIDDEN_CLASSES)
            if self._history.is_performing:
                self._unhidden = before - self._hidden
        elif setting.id in self._known:
            self._pending[setting.id] = setting

    def _on_settled(self) -> None:
        changes = [
            _Change(setting, self._known[key], _State.of(self._settings, setting))
            for key, setting in self._pending.items()
        ]
        self._pending.clear()
        unhidden, self._unhidden = self._unhidden, frozenset()
        for each in changes:
            self._known[each.setting.id] = each.after
        changes = [each for each in changes if each.before.value != each.after.value]
        if (changes or unhidden) and not self._apart and not self._history.is_stepping:
            label = self._label(changes[0]) if changes else ""
            self._history.enter(
                SettingsEdit(self._settings, tuple(changes), label, self._clock(), self._saves, unhidden)
            )

    def _label(self, cause: _Change) -> str:
        if cause.setting is s.CLASS_WEIGHTS and len(cause.classes) == 1:
            (class_id,) = cause.classes
            palette = self._document.palette
            if class_id in palette.ids:
                return say("Strength of {name}", name=palette.name_of(class_id))
        return cause.setting.name
