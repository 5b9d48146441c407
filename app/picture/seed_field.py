"""The seed, with a button that throws another."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QToolButton, QWidget

from app.settings import table as s
from app.widgets.fields.plain_box import HEIGHT_PX, make_plain
from engine.request.types import MAX_SEED


class SeedField(QWidget):
    """A box for 0 to 2**32 - 1, which a QSpinBox cannot hold, and `dice`, whose action the panel gives it."""

    def __init__(self, settings: s.Settings) -> None:
        super().__init__()
        self._settings = settings
        self.box = QDoubleSpinBox()
        self.box.setDecimals(0)
        self.box.setRange(0, MAX_SEED)
        make_plain(self.box)
        self.dice = QToolButton()
        self.dice.setAutoRaise(True)
        self.dice.setFixedSize(HEIGHT_PX, HEIGHT_PX)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.box, 1)
        layout.addWidget(self.dice)
        self.box.valueChanged.connect(self._on_box)
        self._disconnect = settings.changed.connect(self._on_setting)
        self.destroyed.connect(self._disconnect)
        self._on_setting(s.SEED)

    def _on_box(self, value: float) -> None:
        self._settings.set(s.SEED, int(value))

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting is s.SEED:
            self.box.blockSignals(True)
            self.box.setValue(self._settings.get(s.SEED))
            self.box.blockSignals(False)
