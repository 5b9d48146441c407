"""All commands of one window, by menu."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.best_of import BestOf
from app.clipboard import Clipboard
from app.collecting import Collecting
from app.commands.drawing_commands import DrawingCommands
from app.commands.edit_commands import EditCommands
from app.commands.file_commands import FileCommands
from app.commands.help_commands import HelpCommands
from app.commands.module_commands import ModuleCommands
from app.commands.palette_commands import PaletteCommands
from app.commands.picture_commands import PictureCommands
from app.commands.reference_commands import ReferenceCommands
from app.commands.view_commands import View, ViewCommands
from app.commands.window_commands import Docking, WindowCommands, Windows
from app.comparing import Comparing
from app.exporting import Exporting
from app.filing import Filing
from app.hearing import Hearing
from app.module_packs import ModulePacks
from app.palettes.choosing import PaletteChoosing
from app.photo_offer import PhotoOffer
from app.reporting import Reporting
from app.session import Session
from app.sizing import Sizing
from app.tracing import Tracing


class Commands(QObject):
    """The menus' commands under their names."""

    committing = Signal()
    """Whatever is half done in a field must be set now: a command needs it."""

    quitting = Signal()
    """The window is to be closed."""

    measuring = Signal()
    """The speed of this machine is to be measured."""

    def __init__(
        self,
        session: Session,
        hearing: Hearing,
        filing: Filing,
        exporting: Exporting,
        clipboard: Clipboard,
        tracing: Tracing,
        offer: PhotoOffer,
        comparing: Comparing,
        collecting: Collecting,
        sizing: Sizing,
        choosing: PaletteChoosing,
        packs: ModulePacks,
        view: View,
        docks: Docking,
        windows: Windows,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self._view = view
        self.file = FileCommands(filing, exporting, sizing, offer, self.commit, self.quitting.emit)
        self.edit = EditCommands(session, clipboard, self.commit)
        self.view = ViewCommands(session.settings, view)
        self.drawing = DrawingCommands(session, sizing, self.commit)
        self.reference = ReferenceCommands(session.settings, tracing, self.commit)
        self.palette = PaletteCommands(choosing, self.commit)
        self.best_of = BestOf(session, self)
        self.picture = PictureCommands(
            session, hearing, offer, comparing, collecting, self.best_of, windows, view, self.commit
        )
        self.module = ModuleCommands(packs, hearing, self.commit)
        self.window = WindowCommands(docks, windows)
        self.help = HelpCommands(windows, Reporting(session), self.measuring.emit)

    def commit(self) -> None:
        """End an unfinished stroke, and set what is half done in a field."""
        self._view.commit()
        self.committing.emit()
