"""A number as slider and box, bound to one setting."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QSlider, QWidget

from app.fields.idle_wheel import leave_wheel_to_panel
from app.fields.plain_box import make_plain
from app.settings import Setting, Settings


class NumberField(QWidget):
    """Slider from `low` to `high` in units of `unit`, and a box that also takes numbers up to `most`.

    Whole numbers where `unit` is 1 or more.
    """

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
        super().__init__()
        self._settings = settings
        self._setting = setting
        self._unit = unit
        self._is_whole = unit >= 1
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(round(low / unit), round(high / unit))
        self.slider.setPageStep(max(1, round((high - low) / unit / 10)))
        self.box = QDoubleSpinBox()
        self.box.setDecimals(0 if self._is_whole else 1 if unit >= 0.1 else 2)
        self.box.setRange(low, high if most is None else most)
        self.box.setSingleStep(unit)
        self.box.setSuffix(suffix)
        self.box.setFixedWidth(64)
        make_plain(self.box)
        leave_wheel_to_panel(self.slider)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.box)
        self.slider.valueChanged.connect(self._on_slider)
        self.box.valueChanged.connect(self._on_box)
        self._disconnect = settings.changed.connect(self._on_setting)
        self.destroyed.connect(self._disconnect)
        self._show()

    def _on_slider(self, position: int) -> None:
        self._set(position * self._unit)

    def _on_box(self, value: float) -> None:
        self._set(value)

    def _set(self, value: float) -> None:
        self._settings.set(self._setting, round(value) if self._is_whole else round(value, 4))

    def _on_setting(self, setting: Setting[Any]) -> None:
        if setting is self._setting:
            self._show()

    def _show(self) -> None:
        value = float(self._settings.get(self._setting))
        for field in (self.slider, self.box):
            field.blockSignals(True)
        self.slider.setValue(round(value / self._unit))
        self.box.setMaximum(max(self.box.maximum(), value))
        self.box.setValue(value)
        for field in (self.slider, self.box):
            field.blockSignals(False)
