"""The composition root: logging, settings, look, drawing, engine, window; and an orderly shutdown."""

from __future__ import annotations

import logging
import logging.handlers
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, cast

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app import resources
from app import settings as s
from app.choices import Choices, Registry
from app.dialogs.asking import Asking
from app.main_window import MainWindow
from app.notices import Level, Notice, Notices, install_crash_hooks
from app.session import Session
from app.theme import Look
from canvas.document import Document
from canvas.errors import CanvasError
from canvas.history import History
from canvas.label_png import read_label_png
from canvas.palette import Palette, PaletteEntry
from engine.bridge import EngineController, Runner
from engine.errors import EngineError
from engine.registry import Registry as InstalledRegistry

log = logging.getLogger(__name__)

_DRAWING_SIZE_PX = 512
_SAVE_DELAY_MS = 1000
_WELCOME = Notice(
    Level.INFO, "Paint on the left; the picture follows.", "Choose a class in the palette, or press 1 to 9."
)


class Studio(QObject):
    """Everything that lives as long as the window. Tests give their own registry, runner and answers."""

    def __init__(
        self,
        app: QApplication,
        settings: s.Settings,
        registry: Registry,
        make_runner: Callable[[], Runner],
        asking: Asking | None = None,
    ) -> None:
        super().__init__()
        self.settings = settings
        self.notices = Notices(self)
        self.look = Look(app)
        self._choices = Choices(registry, settings)
        self.engine = EngineController(make_runner, self)
        said = [settings.load(), *self._reconciled()]
        self.document = self._first_drawing()
        self.history = History(self.document)
        self.session = Session(self.document, self.history, settings, self.engine, self.notices, parent=self)
        self.window = MainWindow(self.session, self._choices, self.look, asking)
        self.window.closed.connect(self.shut_down)
        self._save_soon = QTimer(self)
        self._save_soon.setSingleShot(True)
        self._save_soon.setInterval(_SAVE_DELAY_MS)
        self._save_soon.timeout.connect(self._save_settings)
        self._disconnects = [settings.changed.connect(self._on_setting), self.history.changed.connect(self._welcomed)]
        self.session.replaced.connect(self._reconcile)
        for text in said:
            if text:
                self.notices.post(Notice(Level.WARNING, text))
        if not settings.get(s.WELCOMED):
            self.notices.post(_WELCOME, "welcome")

    @Slot()
    def shut_down(self) -> None:
        """Keep the settings and end the engine's thread."""
        for disconnect in self._disconnects:
            disconnect()
        self._save_soon.stop()
        self._save_settings()
        if not self.session.stop():
            log.warning("The engine did not end in time")

    def _first_drawing(self) -> Document:
        palette = self._first_palette()
        for path in resources.example_files():
            try:
                return Document(palette, read_label_png(path, palette))
            except CanvasError as error:
                self.notices.report(error)
        return Document(palette, np.zeros((_DRAWING_SIZE_PX, _DRAWING_SIZE_PX), np.uint8))

    def _first_palette(self) -> Palette:
        """The classes of the chosen module; without one, the first palette that comes with the program."""
        module = self._choices.module() if self._choices.is_readable else None
        if module is not None:
            return Palette(module.label, tuple(PaletteEntry(each.id, each.name, each.rgb) for each in module.classes))
        return Palette.from_json(resources.palette_files()[0].read_text(encoding="utf-8"))

    def _reconciled(self) -> list[str]:
        try:
            return self._choices.reconcile()
        except EngineError as error:
            return [f"{error} {error.hint}"]

    @Slot()
    def _reconcile(self) -> None:
        for text in self._reconciled():
            self.notices.post(Notice(Level.WARNING, text))

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting in (s.BASE, s.MODULE) and not self.session.is_replacing:
            self._reconcile()
        if setting.kept:
            self._save_soon.start()

    def _welcomed(self) -> None:
        if self.history.can_undo and not self.settings.get(s.WELCOMED):
            self.settings.set(s.WELCOMED, True)
            self.notices.succeeded("welcome")

    @Slot()
    def _save_settings(self) -> None:
        try:
            self.settings.save()
        except CanvasError as error:
            self.notices.report(error, "settings")
        else:
            self.notices.succeeded("settings")


def run(argv: Sequence[str]) -> int:
    """Open the window and stay until it is closed; returns the exit code."""
    _log_to_file()
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication(list(argv))
    app.setApplicationName("Sinopia")
    app.setDesktopFileName(resources.NAME)
    app.setWindowIcon(QIcon(str(resources.icon_file("sinopia"))))
    registry = InstalledRegistry(resources.bases_folders(), resources.modules_folders(), resources.cache_folder())
    studio = Studio(
        app,
        s.Settings(resources.settings_file()),
        registry,
        lambda: cast(Runner, import_module("engine.pipeline").Pipeline(registry)),
    )
    restore_hooks = install_crash_hooks(studio.notices)
    studio.window.show()
    try:
        return app.exec()
    finally:
        restore_hooks()


def _log_to_file() -> None:
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)]
    handlers[0].setLevel(logging.WARNING)
    path = resources.log_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handlers.append(logging.handlers.RotatingFileHandler(path, maxBytes=2**20, backupCount=2, encoding="utf-8"))
    except OSError as error:
        sys.stderr.write(f"No log is kept: {error}\n")
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", handlers=handlers, force=True
    )
