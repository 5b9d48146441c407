"""Fields under a heading that opens and closes, as one setting has it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from app.settings.table import Setting, Settings


class Section(QWidget):
    """Shows `inside` while it is open."""

    def __init__(self, settings: Settings, setting: Setting[bool], title: str, inside: QWidget) -> None:
        super().__init__()
        self._settings = settings
        self._setting = setting
        self.inside = inside
        self.head = QToolButton()
        self.head.setText(title)
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setProperty("kind", "heading")
        self.head.setCheckable(True)
        self.head.toggled.connect(self._on_toggled)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.head)
        column.addWidget(inside)
        self._disconnect = settings.changed.connect(self._on_setting)
        self.destroyed.connect(self._disconnect)
        self._show()

    def _on_toggled(self, on: bool) -> None:
        self._settings.set(self._setting, on)

    def _on_setting(self, setting: Setting[Any]) -> None:
        if setting is self._setting:
            self._show()

    def _show(self) -> None:
        is_open = self._settings.get(self._setting)
        self.head.setChecked(is_open)
        self.head.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        self.inside.setVisible(is_open)
