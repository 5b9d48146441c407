"""A share from nothing to all as a slider, bound to one setting."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSlider

from app.settings.table import Setting, Settings
from app.system.plain import plain
from app.widgets.fields.idle_wheel import leave_wheel_to_panel

_WIDTH_PX = 120


class PercentSlider(QSlider):
    """0 to 100 % of a setting from 0 to 1."""

    def __init__(self, settings: Settings, setting: Setting[float], tip: str) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._settings = settings
        self._setting = setting
        self.setRange(0, 100)
        self.setFixedWidth(_WIDTH_PX)
        self.setToolTip(plain(tip))
        leave_wheel_to_panel(self)
        self.valueChanged.connect(self._on_moved)
        self._disconnect = settings.changed.connect(self._on_setting)
        self.destroyed.connect(self._disconnect)
        self._show()

    def _on_moved(self, percent: int) -> None:
        self._settings.set(self._setting, percent / 100)

    def _on_setting(self, setting: Setting[Any]) -> None:
        if setting is self._setting:
            self._show()

    def _show(self) -> None:
        self.blockSignals(True)
        self.setValue(round(self._settings.get(self._setting) * 100))
        self.blockSignals(False)
