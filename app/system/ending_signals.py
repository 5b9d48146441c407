"""Signals that ask the program to end: a logout, a shutdown, Ctrl+C in the terminal that it was started from."""

from __future__ import annotations

import signal
import socket
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""Those that a system has of them."""


class EndingSignals(QObject):
    """Brings signals of the system into Qt's loop, which Python's own handlers would not wake. The first one alone.

    A second one ends the process at once, as without this.
    """

    came = Signal(int)
    """Its number"""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
        self._here, self._there = socket.socketpair()
        self._here.setblocking(False)
        self._there.setblocking(False)
        self._former_descriptor = signal.set_wakeup_fd(self._there.fileno(), warn_on_full_buffer=False)
        self._former: list[tuple[int, Any]] = [(each, signal.signal(each, _noted)) for each in self._numbers]
        self._notifier = QSocketNotifier(self._here.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_activated)

    def restore(self) -> None:
        """Leave signals to those who had them before."""
        self._notifier.setEnabled(False)
        for number, handler in self._former:
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._former_descriptor)
        self._here.close()
        self._there.close()

    @Slot()
    def _on_activated(self) -> None:
        asked = [number for number in self._here.recv(4096) if number in self._numbers]
        if asked:
            for number in self._numbers:
                signal.signal(number, signal.SIG_DFL)
            self.came.emit(asked[0])


def _noted(_number: int, _frame: object) -> None:
    """Python writes the number into the socket; there is nothing else to do."""
