"""A check box, bound to one setting."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QCheckBox

from app.settings.table import Setting, Settings


class FlagField(QCheckBox):
    """On or off, as the setting is."""

    def __init__(self, settings: Settings, setting: Setting[bool], text: str) -> None:
        super().__init__(text)
        self._settings = settings
        self._setting = setting
        self.setChecked(settings.get(setting))
        self.toggled.connect(self._on_toggled)
        self._disconnect = settings.changed.connect(self._on_setting)
        self.destroyed.connect(self._disconnect)

    def _on_toggled(self, on: bool) -> None:
        self._settings.set(self._setting, on)

    def _on_setting(self, setting: Setting[Any]) -> None:
        if setting is self._setting:
            self.blockSignals(True)
            self.setChecked(self._settings.get(self._setting))
            self.blockSignals(False)
