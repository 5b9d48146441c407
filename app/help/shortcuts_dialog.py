"""Every action with its keys: look them up, change them, see who has them already."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QBrush, QColor, QFont, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.menus.drawing_menu import CLASS_KEYS
from app.menus.shortcuts import FIXED, Shortcuts, plain_keys, shown_keys
from app.menus.table import ACTIONS, MENUS
from app.settings import table as s
from app.system.plain import Label
from app.system.translation import tr
from app.widgets.fields.plain_box import HEIGHT_PX
from app.widgets.names import name_fields
from app.widgets.theme import Look

_ID = Qt.ItemDataRole.UserRole


class ShortcutsDialog(QDialog):
    """New keys hold at once; keys that another action has are moved only when the person says so."""

    def __init__(self, settings: s.Settings, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shortcuts = Shortcuts(settings)
        self._look = look
        self._specs = {spec.id: spec for spec in ACTIONS}
        self._wanted = ""
        self.setWindowTitle(tr("Keyboard shortcuts"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search actions and keys"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_search)
        self.tree = QTreeWidget()
        self.tree.setHeaderLabels([tr("Action"), tr("Keys")])
        self.tree.setRootIsDecorated(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionsMovable(False)
        self.tree.currentItemChanged.connect(self._on_chosen)
        self.items: dict[str, QTreeWidgetItem] = {}
        self._groups: list[QTreeWidgetItem] = []
        heading = QFont()
        heading.setBold(True)
        for title, specs in (*((menu.text, menu.actions()) for menu in MENUS), (tr("Classes"), iter(CLASS_KEYS))):
            group = QTreeWidgetItem(self.tree, [tr(title)])
            self._groups.append(group)
            group.setFont(0, heading)
            group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            for spec in specs:
                item = self.items[spec.id] = QTreeWidgetItem(group, [tr(spec.text).removesuffix("…")])
                item.setData(0, _ID, spec.id)
            group.setExpanded(True)
        self.keys = QKeySequenceEdit()
        self.keys.setMaximumSequenceLength(1)
        self.keys.setFixedHeight(HEIGHT_PX)
        self.keys.editingFinished.connect(self._on_keys)
        self.name = Label()
        self.name.setObjectName("sentence")
        self.none = _button(tr("No keys"))
        self.none.clicked.connect(self._on_none)
        self.reset = _button(tr("Reset"))
        self.reset.clicked.connect(self._on_reset)
        self.said = Label()
        self.said.setWordWrap(True)
        self.move_here = _button(tr("Use it here instead"))
        self.move_here.clicked.connect(self._on_move)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.reset_all = buttons.addButton(tr("Reset all"), QDialogButtonBox.ButtonRole.ResetRole)
        self.reset_all.setAutoDefault(False)
        self.reset_all.clicked.connect(self._on_reset_all)
        buttons.rejected.connect(self.reject)
        self._lay_out(buttons)
        self._disconnect = settings.changed.connect(self._on_setting)
        self.destroyed.connect(self._disconnect)
        look.changed.connect(self._show)
        self.tree.setCurrentItem(self.items[ACTIONS[0].id])
        self._show()
        name_fields(self, self.windowTitle())

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        editing = QHBoxLayout()
        editing.setSpacing(8)
        editing.addWidget(self.name, 1)
        editing.addWidget(self.keys, 1)
        editing.addWidget(self.none)
        editing.addWidget(self.reset)
        conflict = QHBoxLayout()
        conflict.setSpacing(8)
        conflict.addWidget(self.said, 1)
        conflict.addWidget(self.move_here)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        layout.addWidget(self.tree, 1)
        layout.addLayout(editing)
        layout.addLayout(conflict)
        layout.addWidget(buttons)
        self.resize(560, 600)

    @property
    def _chosen(self) -> str:
        item = self.tree.currentItem()
        return "" if item is None else item.data(0, _ID) or ""

    @Slot(str)
    def _on_search(self, text: str) -> None:
        wanted = text.casefold().split()
        for spec_id, item in self.items.items():
            words = f"{item.text(0)} {item.text(1)} {tr(self._specs[spec_id].tip)}".casefold()
            item.setHidden(not all(word in words for word in wanted))
        for group in self._groups:
            group.setHidden(all(item.isHidden() for item in self.items.values() if item.parent() is group))

    @Slot()
    def _on_chosen(self) -> None:
        self._wanted = ""
        self._show_chosen()

    @Slot()
    def _on_keys(self) -> None:
        keys = self.keys.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        if keys and keys != self._shortcuts.keys(self._chosen):
            self._want(keys)
        elif keys != self._wanted:
            self._on_chosen()

    @Slot()
    def _on_none(self) -> None:
        self._wanted = ""
        self._shortcuts.give(self._chosen, "")

    @Slot()
    def _on_reset(self) -> None:
        self._want(self._shortcuts.first_keys(self._chosen))

    @Slot()
    def _on_reset_all(self) -> None:
        self._wanted = ""
        self._shortcuts.reset_all()

    @Slot()
    def _on_move(self) -> None:
        wanted, self._wanted = self._wanted, ""
        self._shortcuts.give(self._chosen, wanted)

    def _want(self, keys: str) -> None:
        chosen = self._chosen
        if not chosen:
            return
        if plain_keys(keys) in FIXED or self._shortcuts.owner(keys, but=chosen) is not None:
            self._wanted = keys
            self._show_chosen()
        else:
            self._wanted = ""
            self._shortcuts.give(chosen, keys)
            self._show_chosen()

    def _on_setting(self, setting: s.Setting[object]) -> None:
        if setting is s.SHORTCUTS:
            self._show()

    @Slot()
    def _show(self) -> None:
        for spec_id, item in self.items.items():
            item.setText(1, shown_keys(self._shortcuts.keys(spec_id)))
            is_changed = self._shortcuts.is_changed(spec_id)
            item.setForeground(1, QBrush(QColor(self._look.theme.accent_on_window)) if is_changed else QBrush())
        self.reset_all.setEnabled(any(self._shortcuts.is_changed(spec_id) for spec_id in self.items))
        self._show_chosen()

    def _show_chosen(self) -> None:
        chosen = self._chosen
        self.keys.setEnabled(bool(chosen))
        self.none.setEnabled(bool(chosen) and bool(self._shortcuts.keys(chosen)))
        self.name.setText(self.items[chosen].text(0) if chosen else "")
        shown = self._wanted or (self._shortcuts.keys(chosen) if chosen else "")
        self.keys.blockSignals(True)
        self.keys.setKeySequence(QKeySequence(shown))
        self.keys.blockSignals(False)
        self.reset.setEnabled(bool(chosen) and (bool(self._wanted) or self._shortcuts.is_changed(chosen)))
        self._show_conflict(chosen)

    def _show_conflict(self, chosen: str) -> None:
        purpose = FIXED.get(plain_keys(self._wanted))
        owner = self._shortcuts.owner(self._wanted, but=chosen) if self._wanted else None
        self.move_here.setVisible(owner is not None)
        keys = shown_keys(self._wanted)
        if purpose is not None:
            self.said.setText(tr("{keys} is always for {purpose}.", keys=keys, purpose=purpose))
        elif owner is not None:
            name = tr(owner.text).removesuffix("…")
            self.said.setText(tr("{keys} belongs to “{action}”.", keys=keys, action=name))
        else:
            self.said.setText(tr("Click the field and press the new keys."))


def _button(text: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setProperty("kind", "plain")
    return button
