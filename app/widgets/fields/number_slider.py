"""A number as slider and box."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QSlider, QWidget

from app.widgets.fields.idle_wheel import leave_wheel_to_panel
from app.widgets.fields.plain_box import make_plain


class NumberSlider(QWidget):
    """Slider from `low` to `high` in units of `unit`, and a box that also takes numbers up to `most`.

    Whole numbers where `unit` is 1 or more.
    """

    moved = Signal(float)
    """The person asks for this number. What is shown follows with `show_number`."""

    def __init__(self, low: float, high: float, unit: float, *, most: float | None = None, suffix: str = "") -> None:
        super().__init__()
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

    def show_number(self, value: float) -> None:
        """Show a number, which may lie beyond the slider's end."""
        for field in (self.slider, self.box):
            field.blockSignals(True)
        self.slider.setValue(round(value / self._unit))
        self.box.setMaximum(max(self.box.maximum(), value))
        self.box.setValue(value)
        for field in (self.slider, self.box):
            field.blockSignals(False)

    def _on_slider(self, position: int) -> None:
        self._on_box(position * self._unit)

    def _on_box(self, value: float) -> None:
        self.moved.emit(round(value) if self._is_whole else round(value, 4))
