"""The colour that the colour brush lays: a swatch that asks for another one, and those that were used last."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from app.settings import table as s
from app.system.plain import plain
from app.system.translation import tr
from app.widgets.questions import Asking
from app.widgets.swatch import SWATCH_PX, swatch_icon
from canvas.palette import hex_colour

_KEPT = 6


class ColourField(QWidget):
    """Bound to the colour; a click on a colour that was used chooses it again."""

    def __init__(self, settings: s.Settings, asking: Asking, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings, self._asking = settings, asking
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        layout.setSpacing(2)
        self.swatch = self._button(Qt.FocusPolicy.TabFocus)
        self.swatch.clicked.connect(self._ask)
        layout.addWidget(self.swatch)
        layout.addSpacing(6)
        self.recent: list[QToolButton] = []
        for place in range(_KEPT):
            button = self._button(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _checked=False, place=place: self._choose(place))
            layout.addWidget(button)
            self.recent.append(button)
        disconnect = settings.changed.connect(self._on_setting)
        self.destroyed.connect(disconnect)
        self._show()

    def _button(self, focus: Qt.FocusPolicy) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setIconSize(QSize(SWATCH_PX, SWATCH_PX))
        button.setFocusPolicy(focus)
        return button

    def _ask(self) -> None:
        colour = self._asking.paint_colour(self._settings.get(s.PAINT_COLOUR))
        if colour is not None:
            self._settings.set(s.PAINT_COLOUR, colour)

    def _choose(self, place: int) -> None:
        self._settings.set(s.PAINT_COLOUR, self._settings.get(s.RECENT_COLOURS)[place])

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting is s.PAINT_COLOUR:
            now, recent = self._settings.get(s.PAINT_COLOUR), self._settings.get(s.RECENT_COLOURS)
            if now not in recent:
                self._settings.set(s.RECENT_COLOURS, (now, *recent)[:_KEPT])
        if setting in (s.PAINT_COLOUR, s.RECENT_COLOURS):
            self._show()

    def _show(self) -> None:
        border = self.palette().mid().color()
        now, recent = self._settings.get(s.PAINT_COLOUR), self._settings.get(s.RECENT_COLOURS)
        self.swatch.setIcon(swatch_icon(now, border))
        self.swatch.setToolTip(plain(tr("Colour: {colour}. A click chooses another one", colour=hex_colour(now))))
        self.swatch.setAccessibleName(tr("Colour"))
        for place, button in enumerate(self.recent):
            button.setVisible(place < len(recent))
            if place < len(recent):
                button.setIcon(swatch_icon(recent[place], border))
                button.setToolTip(plain(hex_colour(recent[place])))
                button.setAccessibleName(hex_colour(recent[place]))
