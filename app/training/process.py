"""A training in a process of its own, which says what it does in lines of JSON and reads wishes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal, Slot

_KEPT_ERRORS = 8000
_OF_LAUNCHERS = ("WORLD_SIZE", "PMI_SIZE", "OMPI_COMM_WORLD_SIZE", "MV2_COMM_WORLD_SIZE")
"""By which a training would take itself for one of several, where they are left in the window's environment."""


class TrainingProcess(QObject):
    """One process. GUI thread."""

    told = Signal(object)
    """A line: dict"""
    ended = Signal(int)
    """The exit code; -1 where it crashed or never started."""

    def __init__(self, command: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.errors = ""
        """The end of what it wrote to stderr."""
        self._has_ended = False
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONUTF8", "1")
        environment.insert("TQDM_DISABLE", "1")
        for name in _OF_LAUNCHERS:
            environment.remove(name)
        self._process = QProcess(self)
        self._process.setProcessEnvironment(environment)
        self._process.setProgram(command[0])
        self._process.setArguments(list(command[1:]))
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.readyReadStandardError.connect(self._read_errors)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)

    def start(self) -> None:
        """Start it; `ended` comes once, whatever happens."""
        self._process.start()

    def wish(self, wish: str) -> None:
        """Ask it to "pause" or to "keep"."""
        self._process.write(f"{wish}\n".encode())

    def wait(self, most_ms: int) -> None:
        """Wait for its end, and end it where it does not end by itself."""
        if not self._has_ended and not self._process.waitForFinished(most_ms):
            self._process.kill()
            self._process.waitForFinished(most_ms)

    @Slot()
    def _read(self) -> None:
        while self._process.canReadLine():
            self._tell(bytes(self._process.readLine().data()))

    def _tell(self, line: bytes) -> None:
        try:
            record: Any = json.loads(line)
        except ValueError:
            return  # a library that talks
        if isinstance(record, dict):
            self.told.emit(record)

    @Slot()
    def _read_errors(self) -> None:
        text = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
        self.errors = (self.errors + text)[-_KEPT_ERRORS:]

    @Slot(int, QProcess.ExitStatus)
    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        self._read_errors()
        self._end(code if status is QProcess.ExitStatus.NormalExit else -1)

    @Slot(QProcess.ProcessError)
    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self.errors = self._process.errorString()
            self._end(-1)

    def _end(self, code: int) -> None:
        if not self._has_ended:
            self._has_ended = True
            self.ended.emit(code)
