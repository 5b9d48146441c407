"""Opens comparisons: of two kept pictures, of one with the open picture, of the picture with the drawing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.compare.comparison_view import ComparisonView, Side
from app.formats.saved_picture import read_artwork
from app.painting.session import Session
from app.system.notices import Notices
from app.system.translation import tr
from canvas.errors import CanvasError
from canvas.qt.images import rgb_image, rgba_image


class Comparisons:
    """GUI thread. A picture that cannot be read is a notice."""

    def __init__(self, session: Session, notices: Notices, parent: QWidget) -> None:
        self._session = session
        self._notices = notices
        self._parent = parent

    @property
    def has_picture(self) -> bool:
        """Whether there is a picture to compare with."""
        return self._session.finished is not None

    def compare(self, paths: Sequence[Path]) -> ComparisonView | None:
        """Compare two kept pictures, the first on the left, or one with the open picture."""
        try:
            sides = [_kept(path) for path in paths[:2]]
        except CanvasError as error:
            self._notices.report(error)
            return None
        if len(sides) == 1 and self.has_picture:
            sides.append(self._picture())
        return self._open(*sides) if len(sides) == 2 else None

    def compare_drawing(self) -> ComparisonView | None:
        """Compare the drawing with the picture."""
        if not self.has_picture:
            return None
        document = self._session.document
        seen = document.layers.seen(document.palette)
        return self._open(Side(rgba_image(seen), tr("Drawing")), self._picture())

    def _picture(self) -> Side:
        finished = self._session.finished
        assert finished is not None
        return Side(rgb_image(finished.image), tr("Picture"), finished.request)

    def _open(self, left: Side, right: Side) -> ComparisonView:
        comparison = ComparisonView(left, right, self._parent)
        comparison.show()
        return comparison


def _kept(path: Path) -> Side:
    artwork = read_artwork(path)
    moment = datetime.fromtimestamp(path.stat().st_mtime)
    name = tr("Seed {seed}, {moment:%d %B %Y, %H:%M}", seed=artwork.request.seed, moment=moment)
    return Side(rgb_image(artwork.image), name, artwork.request)
