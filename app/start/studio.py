"""What lives as long as the window: engine, session, services, and what keeps the work; and their end."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication

from app.drawing.open_work import OpenWork
from app.drawing.palette.class_settings import ClassSettings
from app.drawing.tool_memory import ToolMemory
from app.files.autosave import Autosave
from app.files.recovery import Recovery
from app.files.restore_bar import RestoreBar
from app.installed.choices import Choices
from app.installed.heard_layers import Hearing
from app.painting.session import Session
from app.painting.speed.speed_test import SpeedTest
from app.picture.speed_bar import SpeedBar
from app.settings import table as s
from app.start.first_drawing import first_drawing, first_picture
from app.start.kept_settings import KeptSettings
from app.start.services import make_desk
from app.start.welcome import Welcome
from app.system import resources
from app.system.languages import speak
from app.system.notices import Level, Notice, Notices
from app.widgets.questions import Asking
from app.widgets.theme import Look
from app.window.main_window import MainWindow
from canvas.history import History
from canvas.words import say
from engine.errors import EngineError
from engine.installed.registry import Installed
from engine.serving.thread import EngineController, Runner

log = logging.getLogger(__name__)

_ENDED_BY_SIGNAL = 128
"""What shells add to the number of the signal."""


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
        self._disconnects = [ToolMemory(settings).disconnect, ClassSettings(self.document, settings).disconnect]
        self._open_window(hearing, asking)
        if picture is not None:
            self.session.show_first(picture)
        self._keep_work()
        self._connect(app)
        self._warn(said)
        for error in errors:
            self.notices.report(error)
        draws = "labels" not in hearing.heard and "sketch" in hearing.heard
        welcome = Welcome(self.document, self.history, settings, self.notices, draws=draws)
        self._disconnects.append(welcome.disconnect)

    def _open_window(self, hearing: Hearing, asking: Asking | None) -> None:
        """The window, and the services that it shows."""
        self.window = window = MainWindow(self.session, self._choices, self.look, asking)
        self.speed_test = SpeedTest(self.session, self.engine, self._choices.base_sizes, self)
        self.speed_bar = SpeedBar(self.speed_test, self.settings)
        self.desk = make_desk(
            self.session,
            self._choices,
            hearing,
            window.asking,
            window,
            sheets=window.sheets,
            fields=window.picture_panel,
            panels=window.docks,
            windows=window.side_windows,
            measure_speed=self.speed_bar.measure,
        )
        window.lay_out(self.desk)

    def _keep_work(self) -> None:
        """What keeps the drawing and the settings, and brings back what a crash left."""
        folder, files = resources.journals_folder(), self.desk.files
        self.autosave = Autosave(self.session, files, self.notices, folder, self)
        self.recovery = Recovery(folder, files, self.autosave, self.notices, self)
        self.restore_bar = RestoreBar(self.recovery)
        self.window.put_above(self.restore_bar)
        self.window.put_above(self.speed_bar)
        self.kept_settings = KeptSettings(self.settings, self.notices, self)

    def _connect(self, app: QApplication) -> None:
        window, queued = self.window, Qt.ConnectionType.QueuedConnection
        window.first_painted.connect(self.desk.files.begin)
        for begin in (self.session.start, self.recovery.look, self.desk.trainings.look, self.desk.gallery.read):
            window.first_painted.connect(begin, queued)
        window.closed.connect(self.autosave.forget)
        window.closed.connect(self.shut_down)
        self._disconnects += [
            self.settings.changed.connect(self._on_setting),
            self._choices.registry.changed.connect(window.list_installed),
        ]
        self.session.replaced.connect(self._reconcile)
        app.applicationStateChanged.connect(self._on_state)

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
        self.kept_settings.stop()
        self.recovery.stop()
        self.autosave.stop()
        self.desk.stop()
        self.has_ended = self.session.stop()

    def _reconciled(self, *, keep_size: bool = False) -> list[str]:
        try:
            return self._choices.reconcile(keep_size=keep_size)
        except EngineError as error:
            return [say("{error} {hint}", error=error, hint=error.hint)]

    def _warn(self, texts: Iterable[str | None]) -> None:
        for text in texts:
            if text:
                self.notices.post(Notice(Level.WARNING, text))

    @Slot()
    def _reconcile(self) -> None:
        """A file that was opened brings its size along; a base that the person chose is painted at its own."""
        self._warn(self._reconciled(keep_size=self.sender() is self.session))

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
