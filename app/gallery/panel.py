"""The strip of kept pictures: look, filter, star, recall, delete; and how much room they take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.gallery.delegate import CELL_PX, GalleryDelegate
from app.gallery.gallery import Gallery
from app.gallery.model import KEPT, STARRED, GalleryModel
from app.settings import table as s
from app.system.plain import Label, plain
from app.system.translation import tr
from app.widgets.elided import ElidedButton
from app.widgets.theme import Look

_LIMITS_MB = (512, 1024, 2048, 5120, 10240, 51200)


class GalleryPanel(QWidget):
    """`recall` is called with the picture whose drawing and settings the person wants back, `compare` with the two
    pictures, the older first, or the one, that they want to compare, `collect` with those that go to the training set.
    """

    def __init__(
        self,
        gallery: Gallery,
        settings: s.Settings,
        look: Look,
        recall: Callable[[Path], None],
        compare: Callable[[Sequence[Path]], object],
        collect: Callable[[Sequence[Path]], object],
    ) -> None:
        super().__init__()
        self.setObjectName("galleryPanel")
        self._gallery, self._settings, self._look, self._recall = gallery, settings, look, recall
        self._compare, self._collect = compare, collect
        self.model = GalleryModel(gallery)
        self.view = _Strip()
        self.view.setModel(self.model)
        self.view.setItemDelegate(GalleryDelegate(look, self.view))
        self.view.activated.connect(self.recall_chosen)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Prompt, class or seed"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMinimumWidth(80)
        self.filter.setMaximumWidth(220)
        self.filter.textChanged.connect(self._on_filter)
        self.starred_only = _button("star", tr("Only pictures with a star"))
        self.starred_only.setCheckable(True)
        self.starred_only.toggled.connect(self._on_filter)
        self.by_agreement = _button("agreement", tr("What agrees most with its drawing first"))
        self.by_agreement.setCheckable(True)
        self.by_agreement.toggled.connect(self.model.sort_by_agreement)
        self.recall_action = self._action(tr("Recall"), "", self.recall_chosen)
        self.recall_action.setToolTip(tr("Bring back the drawing and all settings of the chosen picture"))
        self.compare_action = self._action(tr("Compare"), "", self.compare_chosen, "C")
        self.compare_action.setToolTip(
            tr("Wipe between two chosen pictures, or between one and the picture on the sheet (C)")
        )
        self.star_action = self._action(tr("Star"), "star", self.star_chosen)
        self.delete_action = self._action(tr("Delete"), "bin", self.delete_chosen, "Del")
        self.collect_action = self._action(tr("Add to training set"), "", self.collect_chosen)
        self.collect_action.setToolTip(tr("Keep the pictures and their drawings to train a module on"))
        self._actions = [self.recall_action, self.compare_action, self.star_action, self.delete_action]
        self.room = ElidedButton()
        self.room.setToolTip(tr("The room that the pictures take, and its limit"))
        self.room.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.room.setMenu(self._limit_menu())
        self._lay_out()
        for signal in (self.model.modelReset, self.model.rowsInserted, self.model.rowsRemoved):
            signal.connect(self.refresh)
        gallery.listed.connect(self.refresh)
        gallery.starred.connect(self.refresh)
        self.view.selectionModel().selectionChanged.connect(self.refresh)
        self._disconnect = settings.changed.connect(self._on_setting)
        look.changed.connect(self._show_icons)
        self._show_icons()
        self.refresh()

    @property
    def chosen(self) -> list[Path]:
        """The pictures that are selected."""
        return [index.data(KEPT).path for index in self.view.selectedIndexes()]

    @Slot()
    def recall_chosen(self) -> None:
        """Bring back the drawing and the settings of the chosen picture."""
        if len(self.chosen) == 1:
            self._recall(self.chosen[0])

    @Slot()
    def compare_chosen(self) -> None:
        """Compare two chosen pictures, or one with the picture on the sheet."""
        if 1 <= len(self.chosen) <= 2:
            kept = sorted((index.data(KEPT) for index in self.view.selectedIndexes()), key=lambda each: each.kept_at)
            self._compare([each.path for each in kept])

    @Slot()
    def collect_chosen(self) -> None:
        """Add the chosen pictures to the training set."""
        self._collect(self.chosen)

    @Slot()
    def star_chosen(self) -> None:
        """Give the chosen pictures a star, or take it where all have one."""
        all_have = all(index.data(STARRED) for index in self.view.selectedIndexes())
        self._gallery.set_star(self.chosen, not all_have)

    @Slot()
    def delete_chosen(self) -> None:
        """Move the chosen pictures to the bin."""
        self._gallery.delete(self.chosen)

    @Slot()
    def refresh(self) -> None:
        """Show counts, room, and what can be done."""
        shown, total = self.model.rowCount(), self.model.total
        used, limit = self._gallery.nbytes, self._gallery.quota_bytes
        self.room.setText(_count(shown, total) + " · " + tr("{used} of {limit}", used=_size(used), limit=_size(limit)))
        self.room.setProperty("over", used > limit)
        self.room.style().unpolish(self.room)
        self.room.style().polish(self.room)
        self.pages.setCurrentWidget(self.view if shown else self.empty)
        self.empty.setText(
            tr("No picture matches the filter.") if total else tr("Every finished picture is kept here.")
        )
        chosen = self.chosen
        self.recall_action.setEnabled(len(chosen) == 1)
        self.compare_action.setEnabled(1 <= len(chosen) <= 2)
        self.star_action.setEnabled(bool(chosen))
        self.collect_action.setEnabled(bool(chosen))
        self.delete_action.setEnabled(bool(chosen))

    def _lay_out(self) -> None:
        self.empty = Label()
        self.empty.setObjectName("quiet")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.head = QWidget()
        """What belongs into the title bar: filter, buttons, room."""
        head = QHBoxLayout(self.head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(4)
        head.addWidget(self.filter)
        head.addWidget(self.starred_only)
        head.addWidget(self.by_agreement)
        head.addStretch()
        for action in self._actions:
            button = QToolButton()
            button.setDefaultAction(action)
            button.setIconSize(QSize(18, 18))
            if not action.objectName():
                button.setProperty("kind", "small")
            head.addWidget(button)
        head.addSpacing(8)
        head.addWidget(self.room)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.view)
        self.pages.addWidget(self.empty)
        column.addWidget(self.pages, 1)

    def _action(self, text: str, icon: str, handler: Callable[[], None], key: str = "") -> QAction:
        action = QAction(text, self.view)
        action.setObjectName(icon)
        action.setToolTip(plain(f"{text} ({key})" if key else text))
        if key:
            action.setShortcut(key)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(handler)
        self.view.addAction(action)
        return action

    def _limit_menu(self) -> QMenu:
        menu = QMenu(tr("Limit"), self)
        menu.addAction(tr("Say so beyond")).setEnabled(False)
        group = QActionGroup(menu)
        for limit_mb in _LIMITS_MB:
            action = menu.addAction(_size(limit_mb * 2**20))
            action.setCheckable(True)
            action.setChecked(limit_mb == self._settings.get(s.GALLERY_QUOTA_MB))
            action.triggered.connect(partial(self._set_limit, limit_mb))
            group.addAction(action)
        return menu

    def _set_limit(self, limit_mb: int, _checked: bool = False) -> None:
        self._settings.set(s.GALLERY_QUOTA_MB, limit_mb)

    def _open_menu(self, at: QPoint) -> None:
        if self.chosen:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addActions(self._actions[:-1])
            menu.addAction(self.collect_action)
            menu.addActions(self._actions[-1:])
            menu.popup(self.view.viewport().mapToGlobal(at))

    @Slot()
    def _on_filter(self) -> None:
        self.model.set_filter(self.filter.text(), self.starred_only.isChecked())

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting is s.GALLERY_QUOTA_MB:
            self._gallery.check_quota()
            self.refresh()

    @Slot()
    def _show_icons(self) -> None:
        self.starred_only.setIcon(self._look.icon("star"))
        self.by_agreement.setIcon(self._look.icon("agreement"))
        for action in self._actions:
            if action.objectName():
                action.setIcon(self._look.icon(action.objectName()))


class _Strip(QListView):
    """One row that scrolls sideways, or as many as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("galleryStrip")
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setGridSize(QSize(CELL_PX, CELL_PX))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setWrapping(False)
        self.setMouseTracking(True)
        self.setMinimumHeight(CELL_PX + 14)

    def event(self, event: QEvent) -> bool:
        """Keep the keys of its own actions from the window, which may know the same ones."""
        if event.type() == QEvent.Type.ShortcutOverride and self._own(cast(QKeyEvent, event)) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key is for."""
        action = self._own(event)
        if action is None:
            super().keyPressEvent(event)
        else:
            action.trigger()

    def _own(self, event: QKeyEvent) -> QAction | None:
        keys = QKeySequence(event.keyCombination())
        return next((action for action in self.actions() if action.isEnabled() and action.shortcut() == keys), None)

    def sizeHint(self) -> QSize:
        """Room for one row."""
        return QSize(4 * CELL_PX, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap into rows where two of them fit."""
        self.setWrapping(self.height() >= 2 * CELL_PX)
        super().resizeEvent(event)


def _button(name: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setToolTip(plain(tip))
    button.setIconSize(QSize(18, 18))
    return button


def _count(shown: int, total: int) -> str:
    if shown != total:
        return tr("{shown} of {total} pictures", shown=shown, total=total)
    return tr("1 picture") if total == 1 else tr("{count} pictures", count=total)


def _size(nbytes: int) -> str:
    if nbytes >= 2**30:
        return f"{nbytes / 2**30:.1f}".removesuffix(".0") + " GB"
    return f"{nbytes / 2**20:.1f}".removesuffix(".0") + " MB"
