"""What an entry of the table of actions says, and how entries make a menu."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from app.menus.commands.commands import Commands
from app.settings import table as s


@dataclass(frozen=True)
class ActionSpec:
    """One thing to do. It shows as on where the setting in `checked` has its value, or as `is_on` says."""

    id: str
    text: str
    handler: Callable[[Commands], None]
    shortcut: str = ""
    icon: str = ""
    tip: str = ""
    checked: tuple[s.Setting[Any], Any] | None = None
    is_on: Callable[[Commands], bool] | None = None
    enabled: Callable[[Commands], bool] | None = None
    unable: Callable[[Commands], str] | None = None
    """Why it cannot be done now, which its tip says then; "" where it can."""
    in_sheets_only: bool = False
    """The shortcut works while a sheet has the focus, not in the fields of a panel."""

    @property
    def is_switch(self) -> bool:
        """Whether it is on or off."""
        return self.checked is not None or self.is_on is not None


@dataclass(frozen=True)
class Place:
    """Where a menu goes that the window makes itself, such as the recent files."""

    id: str


@dataclass(frozen=True)
class Separator:
    """A line between two groups."""


SEPARATOR = Separator()


@dataclass(frozen=True)
class MenuSpec:
    """A menu, or a menu within one."""

    text: str
    entries: tuple[ActionSpec | MenuSpec | Place | Separator, ...]

    def actions(self) -> Iterator[ActionSpec]:
        """Every action of the menu and of the menus within it."""
        for entry in self.entries:
            if isinstance(entry, ActionSpec):
                yield entry
            elif isinstance(entry, MenuSpec):
                yield from entry.actions()
