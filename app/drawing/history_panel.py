"""The steps of the drawing: what was done, what was undone, how much memory that takes. A click goes to a step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFont, QIcon, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QVBoxLayout, QWidget

from app.system.plain import Label
from app.system.translation import tr
from app.widgets.swatch import SWATCH_PX, swatch_icon
from app.widgets.theme import Look
from canvas.history import History
from canvas.palette import UNLABELLED, PaletteEntry

_MB = 2**20


class HistoryPanel(QWidget):
    """`go_to` is called with the number of entries that are to be done, from 0."""

    def __init__(self, history: History, look: Look, go_to: Callable[[int], None]) -> None:
        super().__init__()
        self.setObjectName("historyPanel")
        self._history = history
        self._go_to = go_to
        self._is_stale = True
        self.model = HistoryModel(history, look)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setUniformItemSizes(True)
        self.view.setIconSize(QSize(SWATCH_PX, SWATCH_PX))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.clicked.connect(self._on_chosen)
        self.view.activated.connect(self._on_chosen)
        self.forgotten = Label()
        self.forgotten.setWordWrap(True)
        self.room = Label()
        for label in (self.forgotten, self.room):
            label.setObjectName("quiet")
            label.setContentsMargins(12, 2, 12, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self.forgotten)
        column.addWidget(self.room)
        self._disconnect = history.changed.connect(self.refresh)
        look.changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the history as it is now; a panel that is not seen waits until it is."""
        self._is_stale = not self.isVisible()
        if self._is_stale:
            return
        history = self._history
        self.model.refresh()
        here = self.model.index(history.position)
        self.view.setCurrentIndex(here)
        self.view.scrollTo(here)
        self.forgotten.setVisible(history.forgotten > 0)
        self.forgotten.setText(
            tr("The oldest steps are forgotten, {count} so far: there was no room for them.", count=history.forgotten)
        )
        used = history.bytes_used / _MB
        self.room.setText(tr("{used} of {budget} MB", used=f"{used:.1f}", budget=round(history.budget_bytes / _MB)))

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up."""
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    @Slot(QModelIndex)
    def _on_chosen(self, index: QModelIndex) -> None:
        self._go_to(index.row())


class HistoryModel(QAbstractListModel):
    """Row 0 is the drawing before the first entry; row n is the drawing after the n-th."""

    def __init__(self, history: History, look: Look) -> None:
        super().__init__()
        self._history = history
        self._look = look
        self._labels: tuple[str, ...] = ()
        self._painted: tuple[PaletteEntry | None, ...] = ()
        self._chips: dict[tuple[int, tuple[int, int, int]], QIcon] = {}
        look.changed.connect(self._chips.clear)
        self._position = 0

    def refresh(self) -> None:
        """Read the history again."""
        self.beginResetModel()
        self._labels, self._painted = self._history.labels, self._history.painted
        self._position = self._history.position
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """One row more than there are entries."""
        return 0 if parent.isValid() else len(self._labels) + 1

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text, and the colour of what was painted; what is undone is grey, where the drawing is now is bold."""
        row = index.row()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row - 1) if row else self._first()
        if role == Qt.ItemDataRole.DecorationRole and row:
            return self._chip(self._painted[row - 1])
        if role == Qt.ItemDataRole.ForegroundRole and row > self._position:
            return QColor(self._look.theme.quiet)
        if role == Qt.ItemDataRole.FontRole and row == self._position:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def _text(self, number: int) -> str:
        painted = self._painted[number]
        if painted is None or painted.class_id == UNLABELLED:
            return tr(self._labels[number])
        return tr("{tool}: {class_name}", tool=self._labels[number], class_name=painted.name)

    def _chip(self, painted: PaletteEntry | None) -> QIcon | None:
        if painted is None:
            return None
        key = painted.class_id, painted.rgb
        if key not in self._chips:
            rgb = None if painted.class_id == UNLABELLED else painted.rgb
            self._chips[key] = swatch_icon(rgb, QColor(self._look.theme.line))
        return self._chips[key]

    def _first(self) -> str:
        return tr("The oldest that is known") if self._history.forgotten else tr("As it was opened")
