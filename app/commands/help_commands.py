"""What the Help menu does, and every entry that opens a window beside the main one."""

from __future__ import annotations

from app.commands.window_commands import Windows
from app.reporting import Reporting


class HelpCommands:
    """Explains, and reports."""

    def __init__(self, windows: Windows, reporting: Reporting) -> None:
        self._windows = windows
        self._reporting = reporting

    def open(self, name: str) -> None:
        """Show a window and bring it to the front."""
        self._windows.open(name)

    def copy_diagnostics(self) -> None:
        """Put what a bug report needs into the clipboard."""
        self._reporting.copy()
