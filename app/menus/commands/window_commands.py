"""What the Window menu does."""

from __future__ import annotations

from typing import Protocol


class Docking(Protocol):
    """What holds the panels: `app.window.docks.Docks`, or a fake in tests."""

    def is_shown(self, dock_id: str) -> bool:
        """Whether the dock is open."""
        ...

    def toggle(self, dock_id: str) -> None:
        """Open or close the dock."""
        ...

    def reset(self) -> None:
        """Put every dock back into its first place."""
        ...


class Windows(Protocol):
    """What opens windows: `app.window.side_windows.SideWindows`, or a fake in tests."""

    def open(self, name: str) -> None:
        """Show a window beside the main one, and bring it to the front."""
        ...

    def open_another(self) -> None:
        """Start another main window."""
        ...


class WindowCommands:
    """Shows and hides what lies around the sheets."""

    def __init__(self, docks: Docking, windows: Windows) -> None:
        self._docks = docks
        self._windows = windows

    def is_shown(self, dock_id: str) -> bool:
        """Whether the dock is open."""
        return self._docks.is_shown(dock_id)

    def toggle(self, dock_id: str) -> None:
        """Open or close a dock."""
        self._docks.toggle(dock_id)

    def open_another(self) -> None:
        """Open another window, with a drawing of its own."""
        self._windows.open_another()

    def reset_layout(self) -> None:
        """Put every dock back into its first place."""
        self._docks.reset()
