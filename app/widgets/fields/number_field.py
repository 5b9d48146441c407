"""A number as slider and box, bound to one setting."""

from __future__ import annotations

from typing import Any

from app.settings.table import Setting, Settings
from app.widgets.fields.number_slider import NumberSlider


class NumberField(NumberSlider):
    """Shows and sets one setting; the numbers are those of `NumberSlider`."""

    def __init__(
        self,
        settings: Settings,
        setting: Setting[Any],
        low: float,
        high: float,
        unit: float,
        *,
        most: float | None = None,
        suffix: str = "",
    ) -> None:
        super().__init__(low, high, unit, most=most, suffix=suffix)
        self._settings = settings
        self._setting = setting
        self.moved.connect(self._on_moved)
        self._disconnect = settings.changed.connect(self._on_setting)
        self.destroyed.connect(self._disconnect)
        self._show()

    def _on_moved(self, value: float) -> None:
        self._settings.set(self._setting, round(value) if self._is_whole else value)

    def _on_setting(self, setting: Setting[Any]) -> None:
        if setting is self._setting:
            self._show()

    def _show(self) -> None:
        self.show_number(float(self._settings.get(self._setting)))
