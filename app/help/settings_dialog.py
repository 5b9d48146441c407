"""Every setting that has a name, by group, made from the table. What is set holds at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.settings import table as s
from app.settings.kinds import OneOf, Text
from app.system.plain import Label
from app.system.translation import tr
from app.widgets.fields.setting_field import setting_field
from app.widgets.names import name_fields
from app.widgets.theme import Look


@dataclass(frozen=True)
class _Row:
    setting: s.Setting[Any]
    words: str
    """What the search looks through."""
    field: QWidget
    reset: QToolButton
    parts: tuple[QWidget, ...]


class SettingsDialog(QDialog):
    """Closing keeps everything: each row, and all together, can return to the defaults."""

    def __init__(self, settings: s.Settings, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._look = look
        self.setWindowTitle(tr("Settings"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_search)
        self.nothing = Label(tr("No setting is called like this."))
        self.nothing.setObjectName("quiet")
        self.rows: dict[str, _Row] = {}
        self.headings: dict[str, QLabel] = {}
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.reset_all = buttons.addButton(tr("Reset all"), QDialogButtonBox.ButtonRole.ResetRole)
        self.reset_all.setAutoDefault(False)
        self.reset_all.clicked.connect(self._on_reset_all)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.search)
        layout.addWidget(self._table(), 1)
        layout.addWidget(self.nothing)
        layout.addWidget(buttons)
        self.resize(560, 600)
        self._disconnect = settings.changed.connect(self._show)
        self.destroyed.connect(self._disconnect)
        look.changed.connect(self._show_icons)
        self._show_icons()
        self._show()
        self._on_search("")
        name_fields(self, self.windowTitle())

    def _table(self) -> QScrollArea:
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        for group in s.GROUPS:
            heading = self.headings[group] = Label(tr(group))
            heading.setObjectName("heading")
            heading.setIndent(0)
            grid.addWidget(heading, grid.rowCount(), 0, 1, 3)
            for setting in s.SETTINGS:
                if setting.label and setting.group == group:
                    self._add_row(grid, setting)
        grid.setRowStretch(grid.rowCount(), 1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        return area

    def _add_row(self, grid: QGridLayout, setting: s.Setting[Any]) -> None:
        line = grid.rowCount()
        name, field, reset = Label(tr(setting.label)), setting_field(self._settings, setting), QToolButton()
        name.setBuddy(field)
        reset.setProperty("kind", "bare")
        reset.setIconSize(QSize(16, 16))
        reset.setToolTip(tr("Reset to the default"))
        reset.setAccessibleName(f"{tr(setting.label)}: {tr('Reset to the default')}")
        reset.clicked.connect(lambda: self._settings.reset(setting))
        grid.addWidget(name, line, 0)
        grid.addWidget(field, line, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(reset, line, 2)
        parts: list[QWidget] = [name, field, reset]
        if setting.help:
            explained = Label(tr(setting.help))
            explained.setObjectName("quiet")
            explained.setWordWrap(True)
            grid.addWidget(explained, line + 1, 0, 1, 2)
            parts.append(explained)
        offers = setting.read.offers if isinstance(setting.read, (OneOf, Text)) else ()
        texts = (setting.label, setting.help, setting.group, *(name for _, name in offers))
        words = " ".join(tr(text) for text in texts)
        self.rows[setting.id] = _Row(setting, words.casefold(), field, reset, tuple(parts))

    @Slot(str)
    def _on_search(self, text: str) -> None:
        wanted = text.casefold().split()
        shown: set[str] = set()
        for row in self.rows.values():
            is_found = all(word in row.words for word in wanted)
            for part in row.parts:
                part.setVisible(is_found)
            if is_found:
                shown.add(row.setting.group)
        for group, heading in self.headings.items():
            heading.setVisible(group in shown)
        self.nothing.setVisible(not shown)

    @Slot()
    def _on_reset_all(self) -> None:
        for row in self.rows.values():
            self._settings.reset(row.setting)

    def _show(self, _setting: s.Setting[Any] | None = None) -> None:
        for row in self.rows.values():
            row.reset.setEnabled(self._settings.is_set(row.setting))
        self.reset_all.setEnabled(any(self._settings.is_set(row.setting) for row in self.rows.values()))

    @Slot()
    def _show_icons(self) -> None:
        for row in self.rows.values():
            row.reset.setIcon(self._look.icon("undo"))
