"""What an entry of the table of actions says, and how entries make a menu."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from app.menus.desk import Desk
from app.settings import table as s


@dataclass(frozen=True)
class Action:
    """One thing to do. It shows as on where the setting in `checked` has its value, or as `is_on` says."""

    id: str
    text: str
    do: Callable[[Desk], object]
    shortcut: str = ""
    icon: str = ""
    tip: str = ""
    checked: tuple[s.Setting[Any], Any] | None = None
    is_on: Callable[[Desk], bool] | None = None
    enabled: Callable[[Desk], bool] | None = None
    unable: Callable[[Desk], str] | None = None
    """Why it cannot be done now, which its tip says then; "" where it can."""
    ends_stroke: bool = False
    """What is half done, a stroke or a field, is set before: the action needs the drawing and the settings whole."""

    @property
    def is_switch(self) -> bool:
        """Whether it is on or off."""
        return self.checked is not None or self.is_on is not None


def switch(
    id_: str, text: str, setting: s.Setting[bool], shortcut: str = "", icon: str = "", tip: str = "", **more: Any
) -> Action:
    """An action that switches a setting on and off."""

    def toggle(desk: Desk) -> None:
        desk.settings.set(setting, not desk.settings.get(setting))

    return Action(id_, text, toggle, shortcut, icon, tip, (setting, True), **more)


def choice(id_: str, text: str, setting: s.Setting[Any], value: object, icon: str = "") -> Action:
    """An action that gives a setting one of its values."""
    return Action(id_, text, lambda desk: desk.settings.set(setting, value), icon=icon, checked=(setting, value))


@dataclass(frozen=True)
class Place:
    """Where a menu goes that the window makes itself, such as the recent files."""

    id: str


@dataclass(frozen=True)
class Separator:
    """A line between two groups."""


SEPARATOR = Separator()


@dataclass(frozen=True)
class Menu:
    """A menu, or a menu within one."""

    text: str
    entries: tuple[Action | Menu | Place | Separator, ...]

    def actions(self) -> Iterator[Action]:
        """Every action of the menu and of the menus within it."""
        for entry in self.entries:
            if isinstance(entry, Action):
                yield entry
            elif isinstance(entry, Menu):
                yield from entry.actions()
