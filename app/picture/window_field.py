"""The part of the steps in which the module acts."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QWidget

from app.settings import table as s
from app.system.plain import Label
from app.system.translation import tr
from app.widgets.fields.plain_box import make_plain


class WindowField(QWidget):
    """From and to, in percent of the steps; the start never passes the end."""

    def __init__(self, settings: s.Settings) -> None:
        super().__init__()
        self._settings = settings
        self.start, self.end = QSpinBox(), QSpinBox()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.start, 1)
        layout.addWidget(Label(tr("to")))
        layout.addWidget(self.end, 1)
        for box in (self.start, self.end):
            box.setRange(0, 100)
            box.setSuffix(" %")
            box.setSingleStep(5)
            make_plain(box)
        self.start.valueChanged.connect(self._on_start)
        self.end.valueChanged.connect(self._on_end)
        self._disconnect = settings.changed.connect(self._on_setting)
        self.destroyed.connect(self._disconnect)
        self._on_setting(s.WINDOW)

    def _on_start(self, percent: int) -> None:
        start = percent / 100
        self._settings.set(s.WINDOW, (start, max(start, self._settings.get(s.WINDOW)[1])))

    def _on_end(self, percent: int) -> None:
        end = percent / 100
        self._settings.set(s.WINDOW, (min(end, self._settings.get(s.WINDOW)[0]), end))

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting is s.WINDOW:
            window: tuple[float, float] = self._settings.get(s.WINDOW)
            for box, part in zip((self.start, self.end), window, strict=True):
                box.blockSignals(True)
                box.setValue(round(part * 100))
                box.blockSignals(False)
