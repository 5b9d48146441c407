"""Follows a document into a journal, from a thread of its own, so that the brush never waits for the disk."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from canvas.document import Document
from canvas.errors import CanvasError, SaveError
from canvas.file_lock import FileLock
from canvas.history import History
from canvas.journal import JournalFile
from canvas.layers import LayerName, Layers, Pixels
from canvas.palette import Palette
from canvas.raster import BBox
from canvas.words import say

log = logging.getLogger(__name__)

MAX_WAITING_BYTES = 64 * 2**20
"""Of boxes that wait for a slow disk; beyond, one whole drawing takes their place."""
LOCK_SUFFIX = ".lock"


class _Whole(NamedTuple):
    """A whole drawing that waits to be written."""

    layers: Layers
    palette: Palette
    note: Mapping[str, Any]

    @property
    def nbytes(self) -> int:
        return self.layers.nbytes


class _Box(NamedTuple):
    """A box of one layer that waits to be written."""

    layer: LayerName
    bbox: BBox
    pixels: Pixels

    @property
    def nbytes(self) -> int:
        return self.pixels.nbytes


class JournalWriter:
    """Keeps a journal of `document` at `path` from its next change or load on, until `forget`.

    A box is copied when a stroke is committed, undone or redone (a memory copy, no more) and is on disk some
    milliseconds later. While there is a journal its lock is held, beside it. `failed` and `worked` are called in the
    thread that writes. Everything else belongs to the document's thread.
    """

    def __init__(
        self,
        document: Document,
        history: History,
        path: Path,
        note: Callable[[], Mapping[str, Any]],
        failed: Callable[[CanvasError], None],
        worked: Callable[[], None],
    ) -> None:
        self._document, self._history, self._note = document, history, note
        self._failed, self._worked = failed, worked
        self._journal = JournalFile(path)
        self._lock = FileLock(path.with_suffix(LOCK_SUFFIX))
        self._dirty: dict[LayerName, BBox] = {}
        self._has_news = False
        self._revision = document.revision
        self._needs_whole = True
        self._is_loading = False
        self._waiting: deque[_Whole | _Box | None] = deque()
        """None stands for: remove the journal."""
        self._is_ending = self._is_busy = False
        self._news = threading.Condition()
        self._thread = threading.Thread(target=self._work, name="journal", daemon=True)
        self._disconnects = [
            document.loaded.connect(self._on_loaded),
            document.layer_changed.connect(self._on_layer_changed),
            document.changed.connect(self._on_changed),
            document.palette_changed.connect(self._on_other_whole),
            document.resized.connect(self._on_other_whole),
            history.changed.connect(self.commit),
        ]
        self._thread.start()

    @property
    def path(self) -> Path:
        """Where the journal is, while there is one."""
        return self._journal.path

    def commit(self) -> None:
        """Hand on what has changed, unless a stroke is open."""
        if not self._has_news or self._history.in_stroke:
            return
        if self._document.revision != self._revision:
            return  # another drawing is being loaded, and its history emptied: `changed` follows
        if self._needs_whole or len(self._dirty) > 1:  # one entry, so that no layer is ever older than the other
            self.keep_whole()
            return
        for layer, dirty in self._taken_dirty().items():
            self._hand_on(_Box(layer, dirty, self._document.layers.of(layer)[dirty.slices].copy()))

    def keep_whole(self) -> None:
        """Hand on the whole drawing as it is."""
        self._taken_dirty()
        self._needs_whole = False
        self._hand_on(self._whole())

    def forget(self) -> None:
        """The drawing as it is now is safe in another file, or given up: no journal until the next change."""
        self._taken_dirty()
        self._needs_whole = True
        self._hand_on(None)

    def flush(self, timeout_s: float = 10.0) -> bool:
        """Wait until everything handed on is on disk; returns whether it is."""
        with self._news:
            return self._news.wait_for(lambda: not self._waiting and not self._is_busy, timeout_s)

    def close(self) -> None:
        """Write what waits and end the thread. The journal, if there is one, stays."""
        for disconnect in self._disconnects:
            disconnect()
        with self._news:
            self._is_ending = True
            self._news.notify_all()
        self._thread.join(10.0)

    def _on_loaded(self) -> None:
        self._is_loading = True

    def _on_other_whole(self) -> None:
        self._needs_whole = True

    def _on_layer_changed(self, layer: LayerName, bbox: BBox) -> None:
        dirty = self._dirty.get(layer)
        self._dirty[layer] = bbox if dirty is None else dirty.union(bbox)

    def _on_changed(self, _bbox: BBox) -> None:
        self._revision = self._document.revision
        self._has_news = True
        if self._is_loading:
            self._is_loading = False
            self.keep_whole()

    def _taken_dirty(self) -> dict[LayerName, BBox]:
        dirty, self._dirty, self._has_news = self._dirty, {}, False
        return dirty

    def _whole(self) -> _Whole:
        snapshot = self._document.snapshot()
        return _Whole(snapshot.layers, snapshot.palette, dict(self._note()))

    def _hand_on(self, work: _Whole | _Box | None) -> None:
        with self._news:
            if work is None or isinstance(work, _Whole):
                self._waiting.clear()
            elif self._waiting_bytes() + work.nbytes > MAX_WAITING_BYTES:
                self._waiting.clear()
                work = self._whole()
            self._waiting.append(work)
            self._news.notify_all()

    def _waiting_bytes(self) -> int:
        return sum(work.nbytes for work in self._waiting if work is not None)

    def _work(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._waiting or self._is_ending)
                if not self._waiting:
                    break
                work = self._waiting.popleft()
                self._is_busy = True
            try:
                self._write(work)
            except CanvasError as error:
                self._failed(error)
            except Exception as error:  # noqa: BLE001 - the thread's border: it goes on, and the next entry is whole
                self._journal.close()
                self._failed(_unforeseen(error))
            else:
                self._worked()
            finally:
                with self._news:
                    self._is_busy = False
                    self._news.notify_all()
        self._journal.close()
        self._lock.release(remove=not self._journal.path.exists())

    def _write(self, work: _Whole | _Box | None) -> None:
        if work is None:
            self._journal.remove()
            self._lock.release(remove=True)
            return
        with suppress(OSError):  # where no lock can be made, no journal can: that is the error to tell
            self._lock.path.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        if isinstance(work, _Whole):
            self._journal.start(*work)
        else:
            self._journal.append(*work)


def _unforeseen(cause: Exception) -> SaveError:
    log.error("The journal could not be written", exc_info=cause)
    reason = str(cause) or type(cause).__name__
    error = SaveError(
        say("The drawing could not be autosaved: {reason}.", reason=reason),
        say("Save it yourself, and free some space."),
    )
    error.__cause__ = cause
    return error
