"""Drawings that a window left behind when it ended without being closed: found, offered, restored or discarded."""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.files.autosave import FILE, Autosave, forget_beside, photo_beside, recipe_beside
from app.files.open_and_save import Filing
from app.formats.images.photo import Photo, kept_photo
from app.formats.recipe import request_from_json
from app.painting.request_builder import restore_settings
from app.settings.table import Settings
from app.system.notices import Level, Notice, Notices
from app.system.trash import move_to_bin
from canvas.errors import CanvasError
from canvas.file_lock import FileLock
from canvas.journal import SUFFIX, Recovered, read_journal
from canvas.journal_writer import LOCK_SUFFIX
from canvas.paths import is_file
from canvas.words import say
from engine.request.types import GenerationRequest

log = logging.getLogger(__name__)

DAMAGED = "damaged"
"""Folder of the journals that could not be read at all."""


@dataclass(frozen=True)
class Found:
    """A drawing that was left behind, and the lock that keeps other windows from offering it, too."""

    path: Path
    lock: FileLock
    drawing: Recovered
    drawn_at: datetime
    """Of its last stroke."""

    @property
    def file(self) -> Path | None:
        """The file that the drawing belongs to, if it is still there."""
        name = self.drawing.note.get(FILE)
        return Path(name) if isinstance(name, str) and name and is_file(Path(name)) else None


class Recovery(QObject):
    """Offers one drawing after the other, newest first; what nobody decided about, at the next start again."""

    offered = Signal()
    """The offer, or whether there is one, has changed."""

    def __init__(
        self, folder: Path, filing: Filing, autosave: Autosave, notices: Notices, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._folder = folder
        self._filing = filing
        self._autosave = autosave
        self._notices = notices
        self._found: list[Found] = []

    @property
    def offer(self) -> Found | None:
        """What is offered now."""
        return self._found[0] if self._found else None

    @property
    def count(self) -> int:
        """How many drawings wait to be decided about, the offer included."""
        return len(self._found)

    @Slot()
    def look(self) -> None:
        """Find what was left behind. Call once, when the window is on screen."""
        for path in sorted(self._folder.glob(f"*{SUFFIX}")):
            lock = FileLock(path.with_suffix(LOCK_SUFFIX))
            try:
                if lock.acquire():
                    self._take(path, lock)
            except OSError as error:
                log.warning("%s could not be looked at: %s", path, error)
                lock.release()
        self._sweep()
        self._found.sort(key=lambda each: each.drawn_at, reverse=True)
        self.offered.emit()

    @Slot()
    def restore(self) -> None:
        """Put the offered drawing in place, as unsaved work; asks if other work would be lost."""
        found = self.offer
        if found is not None:
            drawing = found.drawing
            photo, recipe = _photo_of(found.path), _recipe_of(found.path, drawing)
            self._filing.restore(
                drawing.layers, drawing.palette, found.file, lambda: self._restored(found), photo, recipe
            )

    @Slot()
    def discard(self) -> None:
        """Put the offered drawing into the bin."""
        found = self.offer
        if found is None:
            return
        try:
            move_to_bin(found.path)
        except OSError as error:
            self._notices.report(
                CanvasError(
                    say("The drawing could not be discarded: {error}.", error=error), say("It is offered again.")
                )
            )
            found.lock.release()
        else:
            forget_beside(found.path)
            found.lock.release(remove=True)
        self._next(found)

    def stop(self) -> None:
        """Let go of what nobody decided about."""
        for found in self._found:
            found.lock.release()
        self._found.clear()

    def _restored(self, found: Found) -> None:
        # The window's own journal has the drawing before the old one goes.
        if self._autosave.flush():
            with suppress(OSError):
                found.path.unlink()
            forget_beside(found.path)
            found.lock.release(remove=True)
        else:
            found.lock.release()
        if found.drawing.is_cut_short:
            self._notices.post(
                Notice(
                    Level.WARNING,
                    say("The autosaved drawing was cut short, so it came back up to its last whole stroke."),
                    say("What came after could not be read."),
                )
            )
        self._next(found)

    def _next(self, found: Found) -> None:
        self._found = [each for each in self._found if each is not found]
        self.offered.emit()

    def _take(self, path: Path, lock: FileLock) -> None:
        if not path.exists():  # restored or discarded by another window just now
            lock.release(remove=True)
            return
        self._remove_unfinished(path)
        try:
            drawing = read_journal(path)
        except CanvasError as error:
            kept = self._folder / DAMAGED
            kept.mkdir(exist_ok=True)
            path.replace(kept / path.name)
            lock.release(remove=True)
            self._notices.post(Notice(Level.WARNING, error.text, say("The file is kept in {kept}.", kept=kept)))
        else:
            self._found.append(Found(path, lock, drawing, datetime.fromtimestamp(path.stat().st_mtime)))

    def _sweep(self) -> None:
        """Remove what a crash leaves of files that were being written."""
        beside = (photo_beside(Path("*")).name, recipe_beside(Path("*")).name)
        rests = {path.with_suffix(LOCK_SUFFIX) for name in beside for path in self._folder.glob(name)}
        for path in rests | set(self._folder.glob(f"*{LOCK_SUFFIX}")):
            lock = FileLock(path)
            with suppress(OSError):
                if not path.with_suffix(SUFFIX).exists() and lock.acquire():
                    self._remove_unfinished(path)
                    forget_beside(path)
                    lock.release(remove=True)

    def _remove_unfinished(self, path: Path) -> None:
        """Remove what was being written for the journal at `path`, whose lock is held here."""
        for rest in self._folder.glob(f".{path.stem}*.tmp"):
            with suppress(OSError):
                rest.unlink()


def _photo_of(journal: Path) -> Photo | None:
    """The photo that the drawing was traced from; one that cannot be read is no reason to leave the drawing."""
    path = photo_beside(journal)
    try:
        return kept_photo(path.read_bytes(), path.name) if path.is_file() else None
    except (CanvasError, OSError) as error:
        log.warning("%s is left out: %s", path.name, error)
        return None


def _recipe_of(journal: Path, drawing: Recovered) -> GenerationRequest | None:
    """The settings that the drawing had; those that cannot be read are no reason to leave the drawing."""
    path = recipe_beside(journal)
    try:
        if not path.is_file():
            return None
        ink, colours = drawing.layers.painted("ink"), drawing.layers.painted("colours")
        request, _unknown = request_from_json(json.loads(path.read_bytes()), drawing.labels, ink, colours)
        restore_settings(request, Settings())
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        log.warning("%s is left out: %s", path.name, error)
        return None
    return request
