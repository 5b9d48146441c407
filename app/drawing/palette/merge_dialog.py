"""Asks into which class another one is merged."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, QSortFilterProxyModel, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QListView, QVBoxLayout, QWidget

from app.drawing.palette.class_choices import CLASS_ID, class_choices
from app.system.plain import Label
from app.system.translation import shown_class, tr
from app.widgets.names import name_fields
from app.widgets.swatch import SWATCH_PX
from canvas.palette import UNLABELLED, Palette


class MergeDialog(QDialog):
    """A list of the other classes, with a search."""

    def __init__(self, palette: Palette, class_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Merge classes"))
        name = shown_class(palette, class_id)
        text = Label(tr("Everything painted as “{name}” becomes:", name=name))
        text.setWordWrap(True)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search classes"))
        self.search.setClearButtonEnabled(True)
        self._choices = class_choices(palette, self.palette().mid().color(), (class_id, UNLABELLED))
        self._shown = QSortFilterProxyModel(self)
        self._shown.setSourceModel(self._choices)
        self._shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.list = QListView()
        self.list.setModel(self._shown)
        self.list.setUniformItemSizes(True)
        self.list.setIconSize(QSize(SWATCH_PX, SWATCH_PX))
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.merge = self._buttons.addButton(tr("Merge"), QDialogButtonBox.ButtonRole.AcceptRole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        for widget in (text, self.search, self.list, self._buttons):
            layout.addWidget(widget)
        self.resize(360, 420)
        self.search.textChanged.connect(self._filter)
        self.list.selectionModel().currentChanged.connect(self._refresh)
        self.list.doubleClicked.connect(self.accept)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._filter("")
        name_fields(self, self.windowTitle())

    @property
    def chosen(self) -> int | None:
        """The class that was chosen."""
        index = self.list.currentIndex()
        return int(index.data(CLASS_ID)) if index.isValid() else None

    def _filter(self, text: str) -> None:
        self._shown.setFilterFixedString(text.strip())
        if not self.list.currentIndex().isValid() and self._shown.rowCount():
            self.list.setCurrentIndex(self._shown.index(0, 0))
        self._refresh(QModelIndex(), QModelIndex())

    def _refresh(self, _current: QModelIndex, _before: QModelIndex) -> None:
        self.merge.setEnabled(self.chosen is not None)
