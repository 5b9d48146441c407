"""Writes copies for other programs. An export is no save: the file that the work belongs to stays the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.files.open_and_save import Filing
from app.files.open_file import write_session
from app.formats.export_formats import Format, PictureOptions, format_of, picture_bytes
from app.painting.session import Session
from app.settings import table as s
from app.system.background import Background
from app.system.translation import tr
from app.widgets.questions import Asking
from canvas.atomic import write_atomically
from canvas.errors import CanvasError
from canvas.label_png import colour_png_bytes, write_label_png
from canvas.layers import KINDS
from canvas.layers.ink_png import exported_ink_bytes
from canvas.words import say
from engine.request.types import Finished

_ENDINGS = {"labels-index": "-labels", "labels-colour": "-colours", "ink-png": "-ink"}


class Exporter:
    """Asks what to export and where, and writes it: drawings at once, pictures in a thread beside the window's.

    GUI thread. Failures become notices.

    A copy that lacks nothing of the work settles it, as a save does: everything as OpenRaster, and the exact label map
    where the drawing is nothing else.
    """

    def __init__(self, session: Session, filing: Filing, asking: Asking) -> None:
        self._session = session
        self._settings = session.settings
        self._filing = filing
        self._asking = asking
        self._background = Background(session.notices, "export")

    def export(self) -> None:
        """Ask for a format, its options and a path, and write."""
        finished = self._session.finished
        painted = None if finished is None else (finished.request.width, finished.request.height)
        height, width = self._session.document.size
        if not self._asking.export(self._settings, painted, (width, height)):
            return
        kind = format_of(self._settings.get(s.EXPORT_FORMAT))
        proposed = self._filing.proposed(_ENDINGS.get(kind.id, ""), kind.suffix)
        path = self._asking.save_path(tr("Export"), proposed, (kind.suffix,))
        if path is None:
            return
        if kind.what == "picture":
            self._filing.once_painted(path, lambda: self._export_picture(kind, path))
        else:
            self._filing.export_to(path, self._writer(kind, path), self._is_whole(kind))

    def stop(self) -> None:
        """End once what is under way is written: the window has gone."""
        self._background.stop()

    def _export_picture(self, kind: Format, path: Path) -> None:
        """Large ones take many seconds to encode: in another thread."""
        finished, options = self._picture(), self._options()
        palette = self._session.palette_of(finished)
        self._background.run(
            lambda: write_atomically(path, picture_bytes(finished, palette, kind.suffix, options)),
            then=lambda _none: self._filing.tell_exported(path),
        )
        self._filing.said.emit(say("Exporting {name}…", name=path.name))

    def _is_whole(self, kind: Format) -> bool:
        return kind.what == "everything" or (kind.id == "labels-index" and self._is_map())

    def _is_map(self) -> bool:
        """Whether the drawing is its label map, and nothing else."""
        layers = self._session.document.layers
        return all(layers.painted(kind.id) is None for kind in KINDS.values() if kind.id != "labels")

    def _writer(self, kind: Format, path: Path) -> Callable[[], None]:
        session, document = self._session, self._session.document

        def write() -> None:
            if kind.what == "everything":
                write_session(path, session)
            elif kind.id == "labels-index":
                write_label_png(path, document.labels, document.palette)
            elif kind.id == "ink-png":
                write_atomically(path, exported_ink_bytes(document.ink))
            else:
                write_atomically(path, colour_png_bytes(document.labels, document.palette))

        return write

    def _picture(self) -> Finished:
        finished = self._session.finished
        if finished is None:
            raise CanvasError(say("There is no picture to export yet."), say("Paint one with Picture, Generate."))
        return finished

    def _options(self) -> PictureOptions:
        get = self._settings.get
        height, width = self._session.document.size
        return PictureOptions(
            (width, height) if get(s.EXPORT_LARGE) else None,
            get(s.EXPORT_QUALITY),
            get(s.EXPORT_LOSSLESS),
            get(s.EXPORT_RECIPE),
        )
