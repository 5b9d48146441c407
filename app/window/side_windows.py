"""The windows beside the main one: settings, shortcuts and the like, each made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QDialog, QWidget

from app.compare.module_steps import ModuleSteps
from app.compare.module_view import ModuleView
from app.help.about_dialog import AboutDialog
from app.help.settings_dialog import SettingsDialog
from app.help.shortcuts_dialog import ShortcutsDialog
from app.painting.session import Session
from app.system.second_process import open_another_window
from app.widgets.theme import Look
from canvas.errors import CanvasError


class SideWindows:
    """None of them keeps the person from painting on. GUI thread."""

    def __init__(self, parent: QWidget, session: Session, look: Look) -> None:
        self._notices = session.notices
        settings, module_steps = session.settings, ModuleSteps(session, parent)
        self._made: dict[str, QDialog] = {}
        self._makers: Mapping[str, Callable[[], QDialog]] = {
            "settings": lambda: SettingsDialog(settings, look, parent),
            "shortcuts": lambda: ShortcutsDialog(settings, look, parent),
            "about": lambda: AboutDialog(parent),
            "module": lambda: ModuleView(module_steps, session.document, look, parent),
        }

    def open(self, name: str) -> None:
        """Show the window and bring it to the front."""
        if name not in self._made:
            self._made[name] = self._makers[name]()
        window = self._made[name]
        window.show()
        window.raise_()
        window.activateWindow()

    def open_another(self) -> None:
        """Start another main window, with a drawing of its own."""
        try:
            open_another_window()
        except CanvasError as error:
            self._notices.report(error)
