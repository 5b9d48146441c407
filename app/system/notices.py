"""The single door to the user: whatever must be said goes through `Notices` to the notice bar."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from canvas.errors import CanvasError
from canvas.words import say
from engine.errors import EngineError

log = logging.getLogger(__name__)


MAP_CLASSES = "map_classes"
"""Id of the action that a notice about classes unknown to the module offers."""
READ_ANEW = "read_anew"
"""Id of the action that a notice about what a label map was taken for offers."""
SHOW_TRAINING = "show_training"
"""Id of the action that brings the training panel to the front."""


class Level(Enum):
    """How much a notice matters."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class Notice:
    """One sentence, what to do about it, and details to copy."""

    level: Level
    text: str
    hint: str = ""
    details: str = ""
    action: str = ""
    """Id of the action that does something about it."""


class Notices(QObject):
    """Emits notices to whoever shows them. `post` may be called in any thread; receivers run in their own."""

    posted = Signal(object)
    """Notice"""
    cleared = Signal(object)
    """Notice that no longer holds: what caused it has succeeded since."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._standing: dict[str, Notice] = {}
        self._lock = threading.Lock()

    def post(self, notice: Notice, source: str = "") -> None:
        """Say it. With a `source`, the same text is said once until `succeeded(source)`."""
        if source:
            with self._lock:
                standing = self._standing.get(source)
                if standing is not None and standing.text == notice.text:
                    return
                self._standing[source] = notice
        log.log(logging.ERROR if notice.level is Level.ERROR else logging.INFO, "%s %s", notice.text, notice.hint)
        self.posted.emit(notice)

    def report(self, error: Exception, source: str = "") -> None:
        """Say an expected error: its text, its hint, and the chain of causes as details."""
        text, hint = (
            (error.text, error.hint) if isinstance(error, (CanvasError, EngineError)) else (_text_of(error), "")
        )
        details = "".join(traceback.format_exception(error))
        self.post(Notice(Level.ERROR, text, hint, details), source)

    def succeeded(self, source: str) -> None:
        """What `source` does works again: its standing notice is withdrawn and may be said anew."""
        with self._lock:
            notice = self._standing.pop(source, None)
        if notice is not None:
            self.cleared.emit(notice)

    def crashed(self, error: BaseException) -> None:
        """Log an unexpected error and say it. Any thread; touches no widget."""
        details = "".join(traceback.format_exception(error))
        log.critical("Unexpected error\n%s", details)
        self.post(
            Notice(
                Level.ERROR,
                say("Something went wrong inside Sinopia: {error}", error=_text_of(error)),
                say("The drawing is still here; save it, then copy the details into a bug report."),
                details,
            ),
            source=f"crash {type(error).__name__}",
        )


def _text_of(error: BaseException) -> str:
    try:
        return str(error) or type(error).__name__
    except Exception:  # noqa: BLE001 - an error that cannot even say what it is
        return type(error).__name__


def install_crash_hooks(notices: Notices) -> Callable[[], None]:
    """Send what nobody caught, in any thread, to `notices`. Returns what puts the former hooks back."""
    former = sys.excepthook, threading.excepthook

    def on_error(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            notices.crashed(error)

    def on_thread_error(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            notices.crashed(args.exc_value)

    sys.excepthook, threading.excepthook = on_error, on_thread_error

    def restore() -> None:
        sys.excepthook, threading.excepthook = former

    return restore
