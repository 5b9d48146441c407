"""Keeps unsaved work on disk while it is made, so that no crash and no power cut takes more than the stroke in hand."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Slot

from app.filing import Filing
from app.notices import Level, Notice, Notices
from app.session import Session
from canvas.errors import CanvasError
from canvas.journal import SUFFIX
from canvas.journal_writer import JournalWriter

AUTOSAVE = "autosave"
"""Source of the notices about autosaving."""
FILE = "file"
"""In a journal's note: the file that the drawing belongs to."""


class Autosave(QObject):
    """One journal for one window, in `folder`. GUI thread; the writing has its own.

    There is a journal exactly while there is unsaved work: once the drawing is saved, or given up by the person, its
    journal goes, and the next change begins another.
    """

    def __init__(
        self, session: Session, filing: Filing, notices: Notices, folder: Path, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._filing = filing
        self._notices = notices
        name = f"{datetime.now():%Y%m%d-%H%M%S}-{os.getpid()}-{secrets.token_hex(3)}{SUFFIX}"
        self._writer = JournalWriter(
            session.document, session.history, folder / name, self._note, self._say, lambda: notices.succeeded(AUTOSAVE)
        )
        filing.settled.connect(self._on_settled)

    @property
    def path(self) -> Path:
        """Where this window's journal is, while there is one."""
        return self._writer.path

    def flush(self) -> bool:
        """Wait until what was drawn is on disk; returns whether it is."""
        return self._writer.flush() and self.path.exists()

    @Slot()
    def forget(self) -> None:
        """The person gave up what is not saved."""
        self._writer.forget()

    def stop(self) -> None:
        """Write what waits and end; a journal that is still there stays for the next start."""
        self._writer.close()

    def _note(self) -> Mapping[str, Any]:
        path = self._filing.path
        return {FILE: "" if path is None else str(path.resolve())}

    @Slot()
    def _on_settled(self) -> None:
        if not self._filing.has_unsaved_work:
            self._writer.forget()

    def _say(self, error: CanvasError) -> None:
        """Called in the writer's thread."""
        self._notices.post(Notice(Level.WARNING, error.text, error.hint), AUTOSAVE)
