"""Keeps unsaved work on disk while it is made, so that no crash and no power cut takes more than the stroke in hand."""

from __future__ import annotations

import json
import logging
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Slot

from app.files.open_and_save import Filing
from app.formats.images.photo import Photo
from app.formats.recipe import request_to_json
from app.painting.session import Session
from app.system.notices import Level, Notice, Notices
from canvas.atomic import write_atomically
from canvas.errors import CanvasError
from canvas.journal import SUFFIX
from canvas.journal_writer import JournalWriter
from canvas.paths import real

log = logging.getLogger(__name__)

AUTOSAVE = "autosave"
"""Source of the notices about autosaving."""
_RECIPE_DELAY_MS = 300
FILE = "file"
"""In a journal's note: the file that the drawing belongs to."""


def photo_beside(journal: Path) -> Path:
    """Where the photo to trace from is that belongs to a journal, if there is one."""
    return journal.with_suffix(".photo")


def recipe_beside(journal: Path) -> Path:
    """Where the settings are that belong to a journal, if there are any: as a project keeps them."""
    return journal.with_suffix(".recipe")


def forget_beside(journal: Path) -> None:
    """Remove what lies beside a journal that goes."""
    for path in (photo_beside(journal), recipe_beside(journal)):
        with suppress(OSError):
            path.unlink(missing_ok=True)


class Autosave(QObject):
    """One journal for one window, in `folder`. GUI thread; the writing has its own.

    The photo to trace from and the settings lie beside it, under the same name. There is a journal exactly while there
    is unsaved work: once it is saved, or given up by the person, its journal goes, and the next change begins another.
    """

    def __init__(
        self, session: Session, filing: Filing, notices: Notices, folder: Path, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._filing, self._session = filing, session
        self._reference = session.work.reference
        self._has_journal = False
        self._kept_photo: Photo | None = None
        self._notices = notices
        name = f"{datetime.now():%Y%m%d-%H%M%S}-{os.getpid()}-{secrets.token_hex(3)}{SUFFIX}"
        self._writer = JournalWriter(
            session.document, session.history, folder / name, self._note, self._say, lambda: notices.succeeded(AUTOSAVE)
        )
        self._recipe_soon = QTimer(self)
        self._recipe_soon.setSingleShot(True)
        self._recipe_soon.setInterval(_RECIPE_DELAY_MS)
        self._recipe_soon.timeout.connect(self._keep_recipe)
        self._disconnect = session.settings.settled.connect(self._on_settings)
        filing.changed.connect(self._on_work)
        filing.settled.connect(self._on_settled)
        session.work.reference.changed.connect(self._on_photo)

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
        self._end_journal()

    def stop(self) -> None:
        """Write what waits and end; a journal that is still there stays for the next start."""
        self._disconnect()
        if self._recipe_soon.isActive():
            self._keep_recipe()
        self._writer.close()

    def _note(self) -> Mapping[str, Any]:
        """What a journal begins with."""
        self._has_journal = True
        self._keep_photo()
        self._keep_recipe()
        path = self._filing.path
        return {FILE: "" if path is None else str(real(path))}

    @Slot()
    def _on_settled(self) -> None:
        if not self._filing.has_unsaved_work:
            self._end_journal()

    @Slot()
    def _on_work(self) -> None:
        """Settings alone are work, too."""
        if not self._has_journal and self._filing.has_unsaved_work:
            self._writer.keep_whole()

    def _on_settings(self) -> None:
        if self._has_journal:
            self._recipe_soon.start()

    @Slot()
    def _keep_recipe(self) -> None:
        self._recipe_soon.stop()
        path, record = recipe_beside(self.path), request_to_json(self._session.request())
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, json.dumps(record, ensure_ascii=False).encode())
        except (CanvasError, OSError) as error:
            log.warning("The settings were not autosaved: %s", error)  # the journal says so where it cannot, either

    @Slot()
    def _on_photo(self) -> None:
        if self._has_journal:
            self._keep_photo()

    def _keep_photo(self) -> None:
        photo, path = self._reference.photo, photo_beside(self.path)
        if photo is self._kept_photo:
            return
        try:
            if photo is None:
                path.unlink(missing_ok=True)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_atomically(path, photo.data)
        except CanvasError as error:
            self._say(error)
        except OSError as error:
            log.warning("%s could not be removed: %s", path, error)
        else:
            self._kept_photo = photo

    def _end_journal(self) -> None:
        self._writer.forget()
        self._recipe_soon.stop()
        self._has_journal, self._kept_photo = False, None
        forget_beside(self.path)

    def _say(self, error: CanvasError) -> None:
        """Called in the writer's thread."""
        self._notices.post(Notice(Level.WARNING, error.text, error.hint), AUTOSAVE)
