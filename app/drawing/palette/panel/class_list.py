"""The list of classes to choose, hide, weigh, rename in place and drag; it paints only what is in view."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QToolTip, QWidget

from app.drawing.palette.panel.class_model import ROW, ClassModel, ClassRow
from app.drawing.palette.panel.row_painter import MAX_WEIGHT, WEIGHT_STEP, RowLayout, RowPainter, Zone
from app.settings import table as s
from app.system.plain import plain
from app.system.translation import tr
from app.widgets.theme import Look
from canvas.document import Document
from canvas.qt.drawing_view import NO_CLASS


class ClassList(QListView):
    """Sets what is set for classes; asks by signals for what changes the palette."""

    class_pointed = Signal(int)
    """Class id of the row under the pointer, or NO_CLASS."""
    recolour_asked = Signal(int)
    remove_asked = Signal(int)
    step_asked = Signal(int, bool)
    """Class id, and whether it is to be shown further down."""
    menu_asked = Signal(int, QPoint)
    """Class id, and where on the screen."""

    def __init__(self, document: Document, settings: s.Settings, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._weighed: int | None = None
        """The class whose slider is held."""
        self._search = ""
        self.rows = ClassModel(document, settings)
        self.setModel(self.rows)
        self.setItemDelegate(RowPainter(look, self))
        self.setObjectName("classList")
        self.setAccessibleName(tr("Classes"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.entered.connect(self._on_entered)
        self.rows.modelReset.connect(self._on_reset)
        look.changed.connect(self._repaint)
        self._disconnect = settings.changed.connect(self._on_setting)
        self._on_reset()

    def search(self, text: str) -> None:
        """Show only the classes that `text` finds; none written shows all."""
        self._search = text.strip()
        self.setDragEnabled(not self._search)
        for number in range(self.rows.rowCount()):
            self.setRowHidden(number, bool(self._search) and not self.rows.matches(number, self._search))

    def first_shown(self) -> int | None:
        """The class of the first row that the search has left."""
        shown = (number for number in range(self.rows.rowCount()) if not self.isRowHidden(number))
        return next((self.rows.row(number).class_id for number in shown), None)

    def show_class(self, class_id: int) -> None:
        """Bring the row of a class into view."""
        number = self.rows.row_of(class_id)
        if number >= 0:
            self.scrollTo(self.rows.index(number))

    def rename(self, class_id: int) -> None:
        """Edit the name of a class in place."""
        number = self.rows.row_of(class_id)
        if number >= 0:
            self.setRowHidden(number, False)
            self._mark(number)
            self.edit(self.rows.index(number))

    def layout_of(self, class_id: int) -> RowLayout:
        """Where the parts of a class's row are in the viewport."""
        index = self.rows.index(self.rows.row_of(class_id))
        return RowLayout.of(self.visualRect(index), self._row(index))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the class, hide or show it, or take hold of its strength."""
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            event.ignore()
            return
        row, zone = self._row(index), self._zone(index, event)
        if zone is Zone.EYE:
            self._toggle(row)
        elif zone is Zone.SLIDER:
            self._weighed = row.class_id
            self._weigh(event.position().toPoint().x())
        else:
            super().mousePressEvent(event)
            self._settings.set(s.CURRENT_CLASS, row.class_id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Weigh the class whose slider is held."""
        if self._weighed is None:
            super().mouseMoveEvent(event)
            if not self.indexAt(event.position().toPoint()).isValid():
                self.class_pointed.emit(NO_CLASS)
        else:
            self._weigh(event.position().toPoint().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the slider."""
        if self._weighed is None:
            super().mouseReleaseEvent(event)
        self._weighed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Rename, recolour, or return the strength to 1."""
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        row, zone = self._row(index), self._zone(index, event)
        if zone is Zone.EYE:
            self._toggle(row)
        elif zone is Zone.SLIDER:
            self._weighed = None
            self._set_weight(row.class_id, 1.0)
        elif not row.is_unlabelled and zone is Zone.CHIP:
            self.recolour_asked.emit(row.class_id)
        elif not row.is_unlabelled:
            self.edit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 renames, Delete removes, Alt and the arrows move, left and right weigh; the other arrows choose."""
        index = self.currentIndex()
        key, is_alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if not index.isValid() or self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
            return
        row = self._row(index)
        if is_alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            if not row.is_unlabelled and not self._search:
                self.step_asked.emit(row.class_id, key == Qt.Key.Key_Down)
        elif key == Qt.Key.Key_F2 and not row.is_unlabelled:
            self.edit(index)
        elif key == Qt.Key.Key_Delete and not row.is_unlabelled:
            self.remove_asked.emit(row.class_id)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not row.is_unlabelled:
            if row.weight is not None:
                step = WEIGHT_STEP if key == Qt.Key.Key_Right else -WEIGHT_STEP
                self._set_weight(row.class_id, row.weight + step)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End):
            super().keyPressEvent(event)
            if self.currentIndex().isValid():
                self._settings.set(s.CURRENT_CLASS, self._row(self.currentIndex()).class_id)
        else:
            event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the row."""
        is_keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if is_keyboard else self.indexAt(event.pos())
        if index.isValid():
            where = self.viewport().mapToGlobal(self.visualRect(index).center()) if is_keyboard else event.globalPos()
            self.menu_asked.emit(self._row(index).class_id, where)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is over no class."""
        self.class_pointed.emit(NO_CLASS)
        super().leaveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell what eye, slider and colour are for."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            text = self._tip(index, event.pos()) if index.isValid() else ""
            if text:
                QToolTip.showText(event.globalPos(), plain(text), self)
                return True
        return super().viewportEvent(event)

    def _tip(self, index: QModelIndex, point: QPoint) -> str:
        row = self._row(index)
        zone = RowLayout.of(self.visualRect(index), row).zone(point)
        if zone is Zone.EYE:
            return tr("Show or hide {name} in the drawing", name=row.name)
        if zone is Zone.SLIDER:
            return tr("Strength of {name}, 0 to 2; double-click for 1", name=row.name)
        if zone is Zone.CHIP and not row.is_unlabelled:
            return tr("{name}: double-click for another colour", name=row.name)
        return ""

    def _zone(self, index: QModelIndex, event: QMouseEvent) -> Zone:
        return RowLayout.of(self.visualRect(index), self._row(index)).zone(event.position().toPoint())

    def _row(self, index: QModelIndex) -> ClassRow:
        row: ClassRow = index.data(ROW)
        return row

    def _toggle(self, row: ClassRow) -> None:
        hidden = self._settings.get(s.HIDDEN_CLASSES)
        self._settings.set(s.HIDDEN_CLASSES, hidden ^ {row.class_id})

    def _weigh(self, x: int) -> None:
        if self._weighed is not None and self.rows.row_of(self._weighed) >= 0:
            self._set_weight(self._weighed, self.layout_of(self._weighed).weight_at(x))

    def _set_weight(self, class_id: int, weight: float) -> None:
        weight = round(min(max(weight, 0.0), MAX_WEIGHT), 2)
        weights: Mapping[int, float] = self._settings.get(s.CLASS_WEIGHTS)
        others = {key: value for key, value in weights.items() if key != class_id}
        self._settings.set(s.CLASS_WEIGHTS, others if weight == 1.0 else others | {class_id: weight})

    def _mark(self, number: int) -> None:
        self.selectionModel().setCurrentIndex(self.rows.index(number), QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _on_entered(self, index: QModelIndex) -> None:
        self.class_pointed.emit(self._row(index).class_id)

    def _on_reset(self) -> None:
        self._weighed = None
        self.class_pointed.emit(NO_CLASS)
        self.search(self._search)
        self._follow()

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting is s.CURRENT_CLASS:
            self._follow()

    def _follow(self) -> None:
        number = self.rows.row_of(self._settings.get(s.CURRENT_CLASS))
        if number >= 0:
            self._mark(number)

    def _repaint(self) -> None:
        self.viewport().update()
