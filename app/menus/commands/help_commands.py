"""What the Help menu does, and every entry that opens a window beside the main one."""

from __future__ import annotations

from collections.abc import Callable

from app.menus.commands.window_commands import Windows


class HelpCommands:
    """Explains, measures, reports."""

    def __init__(self, windows: Windows, report: Callable[[], None], measure: Callable[[], None]) -> None:
        self._windows = windows
        self._report = report
        self._measure = measure

    def open(self, name: str) -> None:
        """Show a window and bring it to the front."""
        self._windows.open(name)

    def measure_speed(self) -> None:
        """Find out how fast this machine paints."""
        self._measure()

    def copy_diagnostics(self) -> None:
        """Put what a bug report needs into the clipboard."""
        self._report()
