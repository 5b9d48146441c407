"""The store of the settings: typed values, their suggestions and their file. No Qt."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from app.settings.file import SettingsFile
from app.settings.setting import Setting, T, plain
from canvas.errors import CanvasError
from canvas.events import Event
from canvas.words import say

log = logging.getLogger(__name__)


class Store:
    """Typed values with a changed event. A value is what was set, else what was suggested, else the table's default.

    Suggestions come from the chosen base and module; they are never stored, so that a better default of a later
    release reaches everybody who did not choose otherwise.
    """

    def __init__(self, table: Sequence[Setting[Any]], path: Path | None = None) -> None:
        """`table` is what can be set. `path` is the file that `load` and `save` use; None keeps all in memory."""
        self._table = table
        self._file = None if path is None else SettingsFile(path)
        self._set: dict[str, Any] = {}
        self._stored: dict[str, Any] = {}
        """What is in the file as far as this window knows, in plain values."""
        self._unstored: set[str] = set()
        """What was changed here since."""
        self._suggested: dict[str, Any] = {}
        self._depth = 0
        self.changed: Event[Setting[Any]] = Event()
        self.settled: Event[[]] = Event()
        """After `changed`, and whatever its listeners set in turn: once for all that changed together."""

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is set inside is one change: `settled` comes once, at the end."""
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if not self._depth:
                self.settled.emit()

    def get(self, setting: Setting[T]) -> T:
        """The value in force."""
        value = self._set.get(setting.id, self._suggested.get(setting.id, setting.default))
        return cast(T, value)

    def set(self, setting: Setting[T], value: T) -> None:
        """Set a value; raises ValueError or TypeError if it is out of range, and then changes nothing."""
        read = setting.read(value)
        before = self.get(setting)
        self._set[setting.id] = read
        self._unstored.add(setting.id)
        self._tell(setting, before)

    def suggest(self, setting: Setting[T], value: T) -> None:
        """Offer a default that holds wherever nothing was set."""
        read = setting.read(value)
        before = self.get(setting)
        self._suggested[setting.id] = read
        self._tell(setting, before)

    def reset(self, setting: Setting[Any]) -> None:
        """Return to the suggestion or the default."""
        before = self.get(setting)
        self._set.pop(setting.id, None)
        self._unstored.add(setting.id)
        self._tell(setting, before)

    def suggested(self, setting: Setting[T]) -> T:
        """What holds wherever nothing is set."""
        return cast(T, self._suggested.get(setting.id, setting.default))

    def is_set(self, setting: Setting[Any]) -> bool:
        """Whether the person, or a stored file, decided the value."""
        return setting.id in self._set

    def load(self) -> str | None:
        """Read the file. What cannot be read is left at its default; the sentence returned says what was left out."""
        if self._file is None:
            return None
        try:
            items = self._file.read()
        except (OSError, ValueError) as error:
            log.warning("Settings could not be read: %s", error)
            return say(
                "The settings in {path} cannot be read, so this session starts with the defaults.", path=self._file.path
            )
        wrong: list[str] = []
        for setting in self._table:
            if setting.kept and setting.id in items:
                try:
                    self._set[setting.id] = setting.read(items[setting.id])
                    self._stored[setting.id] = items[setting.id]
                except (ValueError, TypeError) as error:
                    log.warning("Setting %s: %s", setting.id, error)
                    self._unstored.add(setting.id)
                    wrong.append(setting.id)
        if not wrong:
            return None
        return say("These settings cannot be read and keep their defaults: {names}.", names=", ".join(wrong))

    def save(self) -> None:
        """Write what was changed here, and leave what other windows wrote. Raises CanvasError."""
        if self._file is None:
            return
        changed = [s for s in self._table if s.kept and s.id in self._unstored]
        if not changed:
            return
        changes = {s.id: plain(self._set[s.id]) for s in changed if s.id in self._set}
        gone = {s.id for s in changed if s.id not in self._set}
        bases = {s.id: self._stored.get(s.id, plain(s.default)) for s in changed if s.joined}
        try:
            self._file.change(changes, gone, bases)
        except OSError as error:
            raise CanvasError(
                say("The settings could not be saved: {reason}.", reason=error.strerror or str(error)),
                say("What you set holds until the window is closed."),
            ) from error
        self._stored.update(changes)
        self._unstored.clear()

    def _tell(self, setting: Setting[Any], before: Any) -> None:
        if self.get(setting) != before:
            with self.together():
                self.changed.emit(setting)
