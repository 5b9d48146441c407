"""The composition root: logging, settings, look, drawing, engine, window; and an orderly shutdown."""

from __future__ import annotations

import logging
import logging.handlers
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app.drawing.open_work import OpenWork
from app.drawing.palette.class_settings import ClassSettings
from app.drawing.tool_memory import ToolMemory
from app.files.autosave import Autosave
from app.files.recovery import Recovery
from app.files.restore_bar import RestoreBar
from app.gallery.gallery import Gallery
from app.gallery.panel import GalleryPanel
from app.installed.catalogue import Catalogue
from app.installed.choices import Choices
from app.installed.heard_layers import Hearing
from app.painting.session import Session
from app.painting.speed.speed_test import SpeedTest
from app.picture.speed_bar import SpeedBar
from app.settings import table as s
from app.start.first_drawing import first_drawing, first_picture
from app.system import resources
from app.system.ending_signals import EndingSignals
from app.system.garbage import GarbageCollector
from app.system.languages import speak
from app.system.notices import Level, Notice, Notices, install_crash_hooks
from app.system.translation import tr
from app.widgets.questions import Asking
from app.widgets.theme import Look
from app.window.main_window import MainWindow
from canvas.errors import CanvasError
from canvas.history import History
from canvas.words import say
from engine.errors import EngineError
from engine.installed.registry import Installed, Registry
from engine.packs.working_folder import sweep
from engine.serving.thread import EngineController, Runner

log = logging.getLogger(__name__)

_SAVE_DELAY_MS = 1000
_ENDED_BY_SIGNAL = 128
"""What shells add to the number of the signal."""
_WELCOME_TO_INK = Notice(
    Level.INFO,
    say("Draw on the left; the picture follows."),
    say("The pen draws ink, and a photo that you drop becomes a sketch."),
)
_WELCOME = Notice(
    Level.INFO, say("Paint on the left; the picture follows."), say("Choose a class in the palette, or press 1 to 9.")
)


class Studio(QObject):
    """Everything that lives as long as the window. Tests give their own registry, runner and answers."""

    def __init__(
        self,
        app: QApplication,
        settings: s.Settings,
        registry: Installed,
        make_runner: Callable[[], Runner],
        asking: Asking | None = None,
    ) -> None:
        super().__init__()
        self.settings = settings
        self._is_shut_down = False
        self.has_ended = False
        """Whether the engine's thread is over."""
        self.notices = Notices(self)
        self.look = Look(app)
        self._choices = Choices(registry, settings)
        self.engine = EngineController(make_runner, self)
        self.engine.devices_found.connect(self._on_devices)
        said = [settings.load(), *self._reconciled()]
        speak(app, settings.get(s.LANGUAGE))
        self.look.choose(settings.get(s.THEME))
        self.document, errors = first_drawing(self._choices)
        self.history = History(self.document)
        picture = first_picture(self.document, self._choices, settings)
        hearing = Hearing(self._choices, settings)
        work = OpenWork(self.document, self.history, settings, parent=self)
        self.session = Session(work, self.engine, self.notices, parent=self, hearing=hearing)
        class_settings = ClassSettings(self.document, settings)
        self.window = MainWindow(self.session, self._choices, hearing, self.look, asking)
        if picture is not None:
            self.session.show_first(picture)
        folder = resources.journals_folder()
        self.autosave = Autosave(self.session, self.window.filing, self.notices, folder, self)
        self.recovery = Recovery(folder, self.window.filing, self.autosave, self.notices, self)
        self.restore_bar = RestoreBar(self.recovery)
        self.window.put_above(self.restore_bar)
        self.speed_test = SpeedTest(self.session, self.engine, self._choices.base_sizes, self)
        self.speed_bar = SpeedBar(self.speed_test, settings)
        self.window.put_above(self.speed_bar)
        self.window.commands.measuring.connect(self.speed_bar.measure)
        self.window.first_painted.connect(self.recovery.look, Qt.ConnectionType.QueuedConnection)
        self.window.first_painted.connect(self.window.trainings.look, Qt.ConnectionType.QueuedConnection)
        self.gallery = Gallery(self.session, self.notices, resources.gallery_folder(), self)
        self.gallery_panel = GalleryPanel(
            self.gallery,
            settings,
            self.look,
            self.window.commands.file.recall,
            self.window.comparing.compare,
            self.window.collecting.add_kept,
        )
        below, head = Qt.DockWidgetArea.BottomDockWidgetArea, self.gallery_panel.head
        self.window.docks.add("gallery", tr("Gallery"), self.gallery_panel, below, tools=head)
        self.window.docks.restore()
        self.gallery.said.connect(self.window.status.say)
        self.window.first_painted.connect(self.gallery.read, Qt.ConnectionType.QueuedConnection)
        self.window.closed.connect(self.autosave.forget)
        self.window.closed.connect(self.shut_down)
        self._save_soon = QTimer(self)
        self._save_soon.setSingleShot(True)
        self._save_soon.setInterval(_SAVE_DELAY_MS)
        self._save_soon.timeout.connect(self._save_settings)
        self._disconnects = [
            settings.changed.connect(self._on_setting),
            self._choices.registry.changed.connect(self.window.list_installed),
            self.history.changed.connect(self._welcomed),
            ToolMemory(settings).disconnect,
            class_settings.disconnect,
        ]
        self.session.replaced.connect(self._reconcile)
        app.applicationStateChanged.connect(self._on_state)
        for text in said:
            if text:
                self.notices.post(Notice(Level.WARNING, text))
        for error in errors:
            self.notices.report(error)
        draws = "labels" not in hearing.heard and "sketch" in hearing.heard
        if draws:
            settings.set(s.TOOL, "pen")
        if not settings.get(s.WELCOMED):
            self.notices.post(_WELCOME_TO_INK if draws else _WELCOME, "welcome")

    @Slot(int)
    def end(self, signal_number: int) -> None:
        """Keep all that is kept and leave without a question. The journal stays for the next start."""
        log.info("Ended by signal %d", signal_number)
        self.window.leave()
        self.shut_down()
        QApplication.exit(_ENDED_BY_SIGNAL + signal_number)

    @Slot()
    def shut_down(self) -> None:
        """Keep the settings and end the engine's thread; only the first call does anything."""
        if self._is_shut_down:
            return
        self._is_shut_down = True
        for disconnect in self._disconnects:
            disconnect()
        self._save_soon.stop()
        self._save_settings()
        self.recovery.stop()
        self.autosave.stop()
        self.gallery.stop()
        self.window.packs.stop()
        self.window.photo_offer.stop()
        self.window.exporting.stop()
        self.window.trainings.stop()
        self.has_ended = self.session.stop()

    def _reconciled(self, *, keep_size: bool = False) -> list[str]:
        try:
            return self._choices.reconcile(keep_size=keep_size)
        except EngineError as error:
            return [say("{error} {hint}", error=error, hint=error.hint)]

    @Slot()
    def _reconcile(self) -> None:
        """A file that was opened brings its size along; a base that the person chose is painted at its own."""
        opened = self.sender() is self.session
        for text in self._reconciled(keep_size=opened):
            self.notices.post(Notice(Level.WARNING, text))

    @Slot(Qt.ApplicationState)
    def _on_state(self, state: Qt.ApplicationState) -> None:
        """Who comes back to the window may have put a base or a module into its folder."""
        if state is Qt.ApplicationState.ApplicationActive and not self._is_shut_down:
            self._choices.look()

    @Slot(object)
    def _on_devices(self, found: tuple[tuple[str, str], ...]) -> None:
        self.settings.set(s.DEVICES, found)

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting in (s.BASE, s.MODULE) and not self.session.work.is_replacing:
            self._reconcile()
        if setting is s.THEME:
            self.look.choose(self.settings.get(s.THEME))
        if setting.kept:
            self._save_soon.start()

    def _welcomed(self) -> None:
        if self.document.revision and self.history.can_undo and not self.settings.get(s.WELCOMED):
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


def open_studio(make: Callable[[s.Settings], Studio], path: Path) -> Studio:
    """Make the studio with the settings in `path`; where that fails, with the defaults, the file being set aside."""
    try:
        return make(s.Settings(path))
    except Exception as error:
        if not path.is_file():
            raise
        log.exception("The start failed with the stored settings")
        aside = path.with_name(f"damaged {path.name}")
        path.replace(aside)
        try:
            studio = make(s.Settings(path))
        except Exception:
            aside.replace(path)
            raise
        studio.notices.post(
            Notice(
                Level.WARNING,
                say("Sinopia could not start with your settings, so it starts with the defaults."),
                say("The settings are kept in {path}.", path=aside),
                "".join(traceback.format_exception(error)),
            )
        )
        return studio


def run(argv: Sequence[str]) -> int:
    """Open the window and stay until it is closed; returns the exit code."""
    _log_to_file()
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication(list(argv))
    app.setApplicationName("Sinopia")
    app.setDesktopFileName(resources.NAME)
    app.setWindowIcon(QIcon(str(resources.icon_file("sinopia"))))
    garbage = GarbageCollector(app)
    folders = resources.bases_folders(), resources.modules_folders(), resources.cache_folder()
    for each in folders[1]:
        sweep(each)
    registry = Registry(*folders, takes_folders=False)
    catalogue = Catalogue(registry, (*folders[0], *folders[1]))
    studio = open_studio(
        lambda settings: Studio(
            app, settings, catalogue, lambda: cast(Runner, import_module("engine.painting.pipeline").Pipeline(registry))
        ),
        resources.settings_file(),
    )
    restore_hooks = install_crash_hooks(studio.notices)
    studio.engine.finished.connect(garbage.settle, Qt.ConnectionType.SingleShotConnection)
    for name in app.arguments()[1:2]:
        studio.window.dropping.open_path(Path(name).absolute())
    code = stay(app, studio)
    garbage.stop()
    restore_hooks()
    if not studio.has_ended:
        # An import or a network call cannot be interrupted, and a QThread must not be destroyed while it runs.
        log.warning("The engine did not end in time")
        logging.shutdown()
        os._exit(code)
    return code


def stay(app: QApplication, studio: Studio) -> int:
    """Show the window until it is closed, or the system asks the program to end; returns the exit code."""
    app.aboutToQuit.connect(studio.shut_down)
    signals = EndingSignals(app)
    signals.came.connect(studio.end)
    studio.window.show()
    code = app.exec()
    signals.restore()
    return code


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
