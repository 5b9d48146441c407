"""All commands of one window, by menu."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.compare.comparing import Comparing
from app.drawing.palette.choosing import PaletteChoosing
from app.files.clipboard import Clipboard
from app.files.export import Exporting
from app.files.open_and_save import Filing
from app.files.resizing import Sizing
from app.installed.heard_layers import Hearing
from app.library.module_packs import ModulePacks
from app.menus.commands.drawing_commands import DrawingCommands
from app.menus.commands.edit_commands import EditCommands
from app.menus.commands.file_commands import FileCommands
from app.menus.commands.help_commands import HelpCommands
from app.menus.commands.module_commands import ModuleCommands
from app.menus.commands.palette_commands import PaletteCommands
from app.menus.commands.picture_commands import PictureCommands
from app.menus.commands.reference_commands import ReferenceCommands
from app.menus.commands.view_commands import View, ViewCommands
from app.menus.commands.window_commands import Docking, WindowCommands, Windows
from app.painting.best_of import BestOf
from app.painting.session import Session
from app.photo.photo_offer import PhotoOffer
from app.photo.tracing import Tracing
from app.training.collected_pictures import Collecting


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
        report: Callable[[], None] = lambda: None,
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
        self.help = HelpCommands(windows, report, self.measuring.emit)

    def commit(self) -> None:
        """End an unfinished stroke, and set what is half done in a field."""
        self._view.commit()
        self.committing.emit()
