"""The classes of the drawing as rows of a list, with what is set for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal

from app.settings import table as s
from app.system.plain import plain
from app.system.translation import percent, shown_class, tr
from canvas.document import Document
from canvas.palette import UNLABELLED, PaletteEntry, folded
from canvas.words import say
from engine.request.types import ClassAgreement

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
"""Role of the ClassRow."""
_UNHEARD = say("No module that paints knows this class: the base paints freely there.")
_MIME = "application/x-sinopia-class"


@dataclass(frozen=True)
class ClassRow:
    """What a row shows."""

    entry: PaletteEntry
    name: str
    key: str
    """The digit that chooses it, or ""."""
    weight: float | None
    """Its strength relative to the others; None where no module hears labels, so that it would change nothing."""
    is_visible: bool
    is_current: bool
    is_heard: bool = True
    """Whether a module that paints knows it."""
    agreement: ClassAgreement | None = None
    """How far the picture shows the class where it is drawn."""

    @property
    def class_id(self) -> int:
        """The id of the class."""
        return self.entry.class_id

    @property
    def is_unlabelled(self) -> bool:
        """Whether it is the row of what nobody has painted."""
        return self.entry.class_id == UNLABELLED


class ClassModel(QAbstractListModel):
    """Unlabelled first, then the classes in the palette's order. Changes nothing: it asks by its signals."""

    rename_asked = Signal(int, str)
    move_asked = Signal(int, object)
    """Class id, and the id of the class before which it is to be shown, or None for last."""

    def __init__(self, document: Document, settings: s.Settings) -> None:
        super().__init__()
        self._document = document
        self._settings = settings
        self._palette = document.palette
        """That of the rows: others hear of a new one before the rows are built anew."""
        self._entries: list[PaletteEntry] = []
        self._keys: dict[int, str] = {}
        self._agreements: Mapping[int, ClassAgreement] = {}
        self._has_strengths = True
        self._is_heard: Callable[[PaletteEntry], bool] = lambda _entry: True
        self._disconnects = [
            document.palette_changed.connect(self._build),
            settings.changed.connect(self._on_setting),
        ]
        self._build()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many classes there are, unlabelled included."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name, tool tip and the ClassRow."""
        if not index.isValid():
            return None
        if role == ROW:
            return self.row(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.row(index.row()).name
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(_tool_tip(self.row(index.row())))
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            row = self.row(index.row())
            strength = "" if row.weight is None else tr("Strength {weight}", weight=f"{row.weight:.2f}")
            return strength if row.is_heard else tr(_UNHEARD)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another name; what was typed while another palette takes the place of this one is void."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or not str(value).strip():
            return False
        if self._palette is not self._document.palette:
            return False
        self.rename_asked.emit(self._entries[index.row()].class_id, str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every class but unlabelled can be renamed and dragged; a class is dropped between others."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return flags | Qt.ItemFlag.ItemIsDropEnabled
        if self._entries[index.row()].class_id != UNLABELLED:
            flags |= Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled
        return flags

    def supportedDropActions(self) -> Qt.DropAction:
        """Classes are moved."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """A class, by its id."""
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The class that is dragged."""
        data = QMimeData()
        data.setData(_MIME, str(self._entries[indexes[0].row()].class_id).encode())
        return data

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Ask for the class to be shown before the row where it was dropped. The rows move once that is done."""
        if not data.hasFormat(_MIME) or action != Qt.DropAction.MoveAction:
            return False
        class_id = int(bytes(data.data(_MIME).data()))
        place = parent.row() if parent.isValid() else row
        before = self._entries[place].class_id if 0 <= place < len(self._entries) else None
        self.move_asked.emit(class_id, before)
        return False  # what is dragged must not be removed by the view: the palette's change builds the rows anew

    def show_agreements(self, agreements: Mapping[int, ClassAgreement]) -> None:
        """Show how far the picture agrees with the drawing, by class ids."""
        if agreements is not self._agreements:
            self._agreements = agreements
            self.dataChanged.emit(self.index(0), self.index(len(self._entries) - 1))

    def show_strengths(self, *, shown: bool) -> None:
        """Show the strength of each class, or of none."""
        if shown is not self._has_strengths:
            self._has_strengths = shown
            self.dataChanged.emit(self.index(0), self.index(len(self._entries) - 1))

    def show_heard(self, is_heard: Callable[[PaletteEntry], bool]) -> None:
        """Show which classes the modules that paint know, as they are now."""
        self._is_heard = is_heard
        self.dataChanged.emit(self.index(0), self.index(len(self._entries) - 1))

    def row(self, number: int) -> ClassRow:
        """What row `number` shows."""
        entry = self._entries[number]
        settings = self._settings
        return ClassRow(
            entry,
            shown_class(self._palette, entry.class_id),
            self._keys.get(entry.class_id, ""),
            settings.get(s.CLASS_WEIGHTS).get(entry.class_id, 1.0) if self._has_strengths else None,
            entry.class_id not in settings.get(s.HIDDEN_CLASSES),
            entry.class_id == settings.get(s.CURRENT_CLASS),
            entry.class_id == UNLABELLED or self._is_heard(entry),
            self._agreements.get(entry.class_id),
        )

    def row_of(self, class_id: int) -> int:
        """The row of a class; -1 if there is none."""
        return next((row for row, entry in enumerate(self._entries) if entry.class_id == class_id), -1)

    def matches(self, number: int, text: str) -> bool:
        """Whether a search for `text` finds the row: in its name, its other names, or as its id."""
        entry, wanted = self._entries[number], folded(text)
        names = (shown_class(self._palette, entry.class_id), *entry.also)
        return wanted == str(entry.class_id) or any(wanted in folded(name) for name in names)

    def _build(self) -> None:
        self.beginResetModel()
        palette = self._palette = self._document.palette
        self._entries = sorted(palette.entries, key=lambda entry: entry.class_id != UNLABELLED)
        self._keys = {class_id: str(digit) for digit, class_id in palette.keys().items()}
        self.endResetModel()

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting in (s.CURRENT_CLASS, s.HIDDEN_CLASSES, s.CLASS_WEIGHTS):
            self.dataChanged.emit(self.index(0), self.index(len(self._entries) - 1))


def _tool_tip(row: ClassRow) -> str:
    also = f"\n{', '.join(row.entry.also)}" if row.entry.also else ""
    if not row.is_heard:
        also += "\n" + tr(_UNHEARD)
    if row.agreement is not None:
        also += "\n" + tr(
            "The picture shows it on {recall} of its area; overlap of the two areas {iou}.",
            recall=percent(row.agreement.recall),
            iou=percent(row.agreement.iou),
        )
    if row.key:
        return tr("{name}: click, or press {key}, to paint with it", name=row.name, key=row.key) + also
    return tr("{name}: click to paint", name=row.name) + also
