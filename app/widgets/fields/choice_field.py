"""A list of choices, bound to one setting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QComboBox, QSizePolicy

from app.settings.table import Setting, Settings
from app.system.plain import plain
from app.widgets.fields.idle_wheel import leave_wheel_to_panel
from app.widgets.fields.plain_box import HEIGHT_PX


class ChoiceField(QComboBox):
    """Shows labels, sets values. A value in force that is not among the choices is shown as it is."""

    def __init__(self, settings: Settings, setting: Setting[Any]) -> None:
        super().__init__()
        self._settings = settings
        self._setting = setting
        self._offered: list[tuple[Any, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT_PX)
        leave_wheel_to_panel(self)
        self.activated.connect(self._on_activated)
        self._disconnect = settings.changed.connect(self._on_setting)
        self.destroyed.connect(self._disconnect)

    def offer(self, choices: Sequence[tuple[Any, str]]) -> None:
        """Replace the choices: (value, label) each."""
        self._offered = list(choices)
        self._show()

    def _on_activated(self, index: int) -> None:
        self._settings.set(self._setting, self._values()[index])

    def _on_setting(self, setting: Setting[Any]) -> None:
        if setting is self._setting:
            self._show()

    def _values(self) -> list[Any]:
        values = [value for value, _ in self._offered]
        value = self._settings.get(self._setting)
        return values if value in values else [*values, value]

    def _show(self) -> None:
        labels = dict(self._offered)
        values = self._values()
        self.clear()
        for value in values:
            self.addItem(labels.get(value, _plain(value)))
        self.setCurrentIndex(values.index(self._settings.get(self._setting)))
        self.setToolTip(plain(self.currentText()))


def _plain(value: Any) -> str:
    return " × ".join(str(part) for part in value) if isinstance(value, tuple) else str(value)
