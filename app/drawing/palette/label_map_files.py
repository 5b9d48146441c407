"""Label maps from files: taken over into the drawing, and read again in another way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.drawing.open_work import OpenWork
from app.drawing.palette.imported_labels import labels_in
from app.drawing.palette.read_as import LabelMapReader
from app.drawing.placed_labels import put_labels
from app.system.notices import READ_ANEW, Level, Notice, Notices
from app.widgets.questions import Asking
from canvas.words import Words, say


class LabelMapFiles:
    """Knows the label map that was read last. GUI thread."""

    def __init__(self, work: OpenWork, notices: Notices, asking: Asking) -> None:
        self._work, self._notices, self._asking = work, notices, asking
        self._last: tuple[Path, bool] | None = None
        self.reader = LabelMapReader(work.settings, asking, self._tell)
        """Reads one that is opened as a drawing of its own."""

    @property
    def has_last(self) -> bool:
        """Whether one was opened or imported into the open work."""
        return self._last is not None

    def opened(self, path: Path | None) -> None:
        """A label map was opened as a drawing of its own; None where it was another file."""
        self._last = None if path is None else (path, True)

    def take(self, path: Path, *, anew: bool = False) -> None:
        """Put the pixels of one into the drawing, as one step of the history; the ink goes along to another size.

        `anew` asks how it is read. Raises LeftError where the person rather leaves it, CanvasError.
        """
        labels = labels_in(path, self._work.palette, self._asking, self.reader, anew=anew)
        if labels is not None:
            self._last = path, False
            put_labels(self._work.document, self._work.history, say("Import label map"), labels)

    def read_anew(self, open_: Callable[[Path], None]) -> None:
        """Read the last one in another way, which the person chooses: have it opened with `open_`, or `take` it."""
        if self._last is not None:
            path, was_opened = self._last
            if was_opened:
                open_(path)
            else:
                self.take(path, anew=True)

    def _tell(self, note: Words) -> None:
        hint = say("File, Read the label map in another way shows what else it can be.")
        self._notices.post(Notice(Level.INFO, note, hint, action=READ_ANEW))
