"""Modules in and out of the program as one file, in the window."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QMimeData, QObject, QTemporaryDir, QUrl, Signal

from app.formats.saved_picture import artwork_bytes
from app.installed.choices import Choices
from app.painting.session import Session
from app.settings import table as s
from app.settings.recent_files import RecentFiles
from app.system import resources
from app.system.background import Background, Expected
from app.system.notices import Level, Notice, Notices
from app.widgets.questions import Asking
from canvas.palette import Palette
from canvas.words import say
from engine.errors import EngineError, ModuleExistsError
from engine.installed.registry import ModuleInfo
from engine.packs.exporting import PackExample, export_module
from engine.packs.importing import import_module
from engine.packs.pack_file import SUFFIX
from engine.request.types import Finished

PACKS = "module packs"
"""Source of the notices about them."""
USE_TRAINED = "use_trained_module"
"""Id of the action that chooses a module that was just trained."""
THUMBNAIL_PX = 256


class ModulePacks(QObject):
    """Asks, imports, exports. GUI thread; the files are read and written in a thread of its own."""

    installed = Signal()
    """What can be chosen has changed."""
    said = Signal(object)
    """A passing remark for the status bar."""

    def __init__(
        self, session: Session, choices: Choices, notices: Notices, asking: Asking, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = session.settings
        self._choices = choices
        self._notices = notices
        self._asking = asking
        self._recent = RecentFiles(session.settings)
        self._background = Background(notices, PACKS, self)
        self._dragged = QTemporaryDir()
        self._trained: ModuleInfo | None = None
        """Whose training ended last in this window."""

    @property
    def can_export(self) -> bool:
        """Whether an installed module is chosen."""
        return self._module() is not None

    def import_chosen(self) -> None:
        """Install the module of a file that the person chooses."""
        path = self._asking.open_path(say("Import module"), self._recent.folder, (SUFFIX,))
        if path is not None:
            self.import_path(path)

    def import_path(self, path: Path, *, replace: bool = False) -> None:
        """Install the module of a pack, and choose it and its base; asks before another one is replaced."""
        registry, folder = self._choices.registry.reader, resources.modules_folders()[0]

        def then(info: ModuleInfo) -> None:
            self.choose(info)
            self.said.emit(say("Installed the module {module}", module=info.label))

        def on_error(error: Expected) -> None:
            if not isinstance(error, ModuleExistsError) or replace:
                self._notices.report(error, PACKS)
            elif self._asking.may_replace(error.text):
                self.import_path(path, replace=True)

        self._background.run(lambda: import_module(path, registry, folder, replace=replace), then, on_error)

    def export_chosen(self) -> None:
        """Write the chosen module where the person says, with the picture on the sheet as its example."""
        info = self._module()
        if info is None:
            return
        proposed = self._recent.folder / f"{info.id}{SUFFIX}"
        path = self._asking.save_path(say("Export module"), proposed, (SUFFIX,))
        if path is None:
            return
        registry, finished = self._choices.registry.reader, self._session.finished
        palette = None if finished is None else self._session.palette_of(finished)

        self._background.run(
            lambda: export_module(info, registry, path, _examples(info, finished, palette)),
            lambda _none: self.said.emit(say("Exported {name}", name=path.name)),
        )

    def carried(self) -> QMimeData | None:
        """The chosen module as a file to drag out of the window; None where there is none, or it cannot be written.

        The file lives as long as the program.
        """
        info = self._module()
        if info is None:
            return None
        path = Path(self._dragged.path()) / f"{info.id}{SUFFIX}"
        finished = self._session.finished
        palette = None if finished is None else self._session.palette_of(finished)
        try:
            export_module(info, self._choices.registry, path, _examples(info, finished, palette))
        except EngineError as error:
            self._notices.report(error, PACKS)
            return None
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        return data

    @property
    def has_trained(self) -> bool:
        """Whether a module was trained that is not the chosen one."""
        return self._trained is not None and self._settings.get(s.MODULE) != self._trained.id

    def offer(self, info: ModuleInfo, text: str) -> None:
        """List a module that was trained, and offer to paint with it; `text` says so."""
        self._trained = info
        self._choices.look()
        self.installed.emit()
        hint = say("Use it now, or choose it later beside the others.")
        self._notices.post(Notice(Level.INFO, text, hint, action=USE_TRAINED), PACKS)

    def choose_trained(self) -> None:
        """Paint with the module that was trained last."""
        if self._trained is not None:
            self.choose(self._trained)

    def choose(self, info: ModuleInfo) -> None:
        """List what is installed anew, and paint with this module."""
        self._notices.succeeded(PACKS)
        self._choices.look()
        is_chosen = self._settings.get(s.MODULE) == info.id
        with self._settings.together():
            self._settings.set(s.BASE, info.base)
            self._settings.set(s.MODULE, info.id)
        if is_chosen:  # there is other knowledge, with other suggestions, behind the id
            self._choices.reconcile()
            self._session.outdate()
        self.installed.emit()

    def stop(self) -> None:
        """End the thread; what it does is finished first."""
        self._background.stop(drop_waiting=True)

    def _module(self) -> ModuleInfo | None:
        try:
            return self._choices.module()
        except EngineError:
            return None


def _examples(info: ModuleInfo, finished: Finished | None, palette: Palette | None) -> list[PackExample]:
    """The picture on the sheet with its drawing and that drawing's palette, where this module painted it."""
    if finished is None or palette is None or finished.request.module != info.id:
        return []
    if palette.missing(finished.request.labels):
        return []
    thumbnail = Image.fromarray(finished.image)
    thumbnail.thumbnail((THUMBNAIL_PX, THUMBNAIL_PX))
    stream = io.BytesIO()
    thumbnail.save(stream, "PNG")
    return [PackExample(artwork_bytes(finished, palette), stream.getvalue())]
