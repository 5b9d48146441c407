"""Paints one picture of the gallery: its thumbnail, a star, and a frame where it is chosen."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.gallery.model import STARRED
from app.widgets.theme import Look

CELL_PX = 104
_MARGIN_PX = 4
_STAR_PX = 20


class GalleryDelegate(QStyledItemDelegate):
    """Square cells of one size."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The same for all."""
        return QSize(CELL_PX, CELL_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the cell; a quiet square where the thumbnail has not been read yet."""
        theme = self._look.theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cell: QRect = option.rect
        inner = cell.adjusted(_MARGIN_PX, _MARGIN_PX, -_MARGIN_PX, -_MARGIN_PX)
        thumbnail = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(thumbnail, QPixmap) and not thumbnail.isNull():
            size = thumbnail.size().scaled(inner.size(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRect(inner.topLeft(), size)
            target.moveCenter(inner.center())
            painter.drawPixmap(target, thumbnail)
        else:
            target = inner
            painter.fillRect(target, QColor(theme.hover))
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(QColor(theme.accent_on_window), 3))
            painter.drawRect(target)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(QColor(theme.quiet), 1))
            painter.drawRect(target)
        if index.data(STARRED):
            corner = QRect(target.right() - _STAR_PX, target.top() + 1, _STAR_PX, _STAR_PX)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.window))
            painter.drawEllipse(corner)
            self._look.icon("star_full").paint(painter, corner.adjusted(3, 3, -3, -3))
        painter.restore()
