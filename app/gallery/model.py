"""The gallery's pictures as a list for Qt's views: filtered, with thumbnails that come when they are looked at."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Slot
from PySide6.QtGui import QImage, QPixmap

from app.gallery.folder import Kept
from app.gallery.gallery import Gallery
from app.system.plain import plain
from app.system.translation import percent, tr

KEPT = Qt.ItemDataRole.UserRole
STARRED = Qt.ItemDataRole.UserRole + 1
MOST_THUMBNAILS = 300
"""Held in memory; those that were looked at longest ago go first."""
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class GalleryModel(QAbstractListModel):
    """Rows are the pictures that the filter lets through, the newest or the best first. GUI thread."""

    def __init__(self, gallery: Gallery) -> None:
        super().__init__(gallery)
        self._gallery = gallery
        self._all: list[Kept] = []
        self._rows: list[Kept] = []
        self._words: list[str] = []
        self._is_starred_only = self._is_by_agreement = False
        self._thumbnails: OrderedDict[Path, QPixmap] = OrderedDict()
        self._asked: set[Path] = set()
        gallery.listed.connect(self._on_listed)
        gallery.added.connect(self._on_added)
        gallery.removed.connect(self._on_removed)
        gallery.starred.connect(self._on_starred)
        gallery.thumbnail_read.connect(self._on_thumbnail)

    @property
    def total(self) -> int:
        """How many pictures there are without the filter."""
        return len(self._all)

    def sort_by_agreement(self, on: bool) -> None:
        """Show first what agrees most with its drawing, and last what was never compared; or the newest first."""
        self._is_by_agreement = on
        self._show()

    def set_filter(self, text: str, starred_only: bool) -> None:
        """Show what has every word of `text` in its prompt, its classes or as its seed."""
        self._words, self._is_starred_only = text.casefold().split(), starred_only
        self._show()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Pictures that the filter lets through."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A picture's thumbnail (None until it is read), tip, `Kept`, and whether it has a star."""
        kept = self._rows[index.row()]
        if role == Qt.ItemDataRole.DecorationRole:
            return self._thumbnail(kept.path)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(tip(kept))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return tip(kept)
        if role == KEPT:
            return kept
        if role == STARRED:
            return self._gallery.is_starred(kept.path)
        return None

    def _passes(self, kept: Kept) -> bool:
        return kept.matches(self._words) and (not self._is_starred_only or self._gallery.is_starred(kept.path))

    def _show(self) -> None:
        self.beginResetModel()
        self._rows = [kept for kept in self._all if self._passes(kept)]
        if self._is_by_agreement:
            self._rows.sort(key=lambda kept: -1.0 if kept.agreement is None else kept.agreement, reverse=True)
        self.endResetModel()

    def _thumbnail(self, path: Path) -> QPixmap | None:
        found = self._thumbnails.get(path)
        if found is not None:
            self._thumbnails.move_to_end(path)
        elif path not in self._asked:
            self._asked.add(path)
            self._gallery.read_thumbnail(path)
        return found

    @Slot(object)
    def _on_listed(self, pictures: list[Kept]) -> None:
        self._all = pictures
        self._show()

    @Slot(object)
    def _on_added(self, kept: Kept) -> None:
        if any(each.path == kept.path for each in self._all):
            return
        self._all.insert(0, kept)
        if self._is_by_agreement:
            self._show()
        elif self._passes(kept):
            self.beginInsertRows(_NOWHERE, 0, 0)
            self._rows.insert(0, kept)
            self.endInsertRows()

    @Slot(object)
    def _on_removed(self, path: Path) -> None:
        self._all = [kept for kept in self._all if kept.path != path]
        self._thumbnails.pop(path, None)
        row = self._row(path)
        if row is not None:
            self.beginRemoveRows(_NOWHERE, row, row)
            del self._rows[row]
            self.endRemoveRows()

    @Slot(object)
    def _on_starred(self, path: Path) -> None:
        row = self._row(path)
        if self._is_starred_only:
            self._show()
        elif row is not None:
            self.dataChanged.emit(self.index(row), self.index(row), [STARRED])

    @Slot(object, object)
    def _on_thumbnail(self, path: Path, image: QImage) -> None:
        self._asked.discard(path)
        self._thumbnails[path] = QPixmap.fromImage(image)
        while len(self._thumbnails) > MOST_THUMBNAILS:
            self._thumbnails.popitem(last=False)
        row = self._row(path)
        if row is not None:
            self.dataChanged.emit(self.index(row), self.index(row), [Qt.ItemDataRole.DecorationRole])

    def _row(self, path: Path) -> int | None:
        return next((row for row, kept in enumerate(self._rows) if kept.path == path), None)


def tip(kept: Kept) -> str:
    """What a picture is, in a few lines."""
    lines = [kept.prompt or tr("(no prompt)")]
    if kept.seed is not None:
        lines.append(
            tr("Seed {seed} · {width} x {height} pixels", seed=kept.seed, width=kept.width, height=kept.height)
        )
    if kept.agreement is not None:
        lines.append(tr("Agreement {share}", share=percent(kept.agreement)))
    if kept.classes:
        lines.append(", ".join(kept.classes))
    lines.append(tr("{moment:%d %B %Y, %H:%M}", moment=kept.kept_at))
    return "\n".join(lines)
