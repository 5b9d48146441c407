"""Opens the program: log, application, what is installed, the studio; and an orderly end of the process."""

from __future__ import annotations

import logging
import logging.handlers
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app.installed.catalogue import Catalogue
from app.settings import table as s
from app.start.studio import Studio
from app.system import resources
from app.system.ending_signals import EndingSignals
from app.system.garbage import GarbageCollector
from app.system.notices import Level, Notice, Notices, install_crash_hooks
from canvas.words import say
from engine.installed.registry import Registry
from engine.installed.scan import LeftOut
from engine.packs.working_folder import sweep
from engine.serving.thread import Runner

log = logging.getLogger(__name__)

_NAMED = 3


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
    tell_left_out(registry.left_out(), studio.notices)
    studio.engine.finished.connect(garbage.settle, Qt.ConnectionType.SingleShotConnection)
    for name in app.arguments()[1:2]:
        studio.desk.drop.open_path(Path(name).absolute())
    code = stay(app, studio)
    garbage.stop()
    restore_hooks()
    if not studio.has_ended:
        # An import or a network call cannot be interrupted, and a QThread must not be destroyed while it runs.
        log.warning("The engine did not end in time")
        logging.shutdown()
        os._exit(code)
    return code


def tell_left_out(left_out: Sequence[LeftOut], notices: Notices) -> None:
    """Say once what lies among the bases and modules and cannot be used: it would be missed in the lists."""
    if not left_out:
        return
    first, *others = left_out
    if others:
        names = ", ".join(entry.name for entry in left_out[:_NAMED])
        text = say("{count} bases or modules are left out, such as {names}.", count=len(left_out), names=names)
    else:
        text = say("{name} is left out: {reason}", name=first.name, reason=first.text)
    hint = say("The details say why.") if others else first.hint
    details = "\n".join(f"{entry.name}: {entry.text} {entry.hint}".rstrip() for entry in left_out)
    notices.post(Notice(Level.WARNING, text, hint, details), "left out")


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
