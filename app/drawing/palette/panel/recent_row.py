"""The classes that were used last, as a row of colours."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from app.settings import table as s
from app.system.plain import Label, plain
from app.system.translation import shown_class, tr
from app.widgets.swatch import SWATCH_PX, swatch_icon
from app.widgets.theme import Look
from canvas.document import Document


class RecentRow(QWidget):
    """A button for each of the last classes, the newest first; a click chooses."""

    def __init__(self, document: Document, settings: s.Settings, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._settings = settings
        self.buttons: list[QToolButton] = []
        layout = QHBoxLayout(self)
        layout.setContentsMargins(11, 0, 8, 0)
        layout.setSpacing(4)
        title = Label(tr("Recent"))
        title.setObjectName("quiet")
        layout.addWidget(title)
        for number in range(s.RECENT_CLASSES_KEPT):
            button = QToolButton()
            button.setAutoRaise(True)
            button.setIconSize(QSize(SWATCH_PX, SWATCH_PX))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _checked=False, place=number: self._choose(place))
            layout.addWidget(button)
            self.buttons.append(button)
        layout.addStretch(1)
        self._disconnects = [
            document.palette_changed.connect(self._show),
            settings.changed.connect(self._on_setting),
        ]
        look.changed.connect(self._show)
        self._show()

    def _choose(self, place: int) -> None:
        recent = self._settings.get(s.RECENT_CLASSES)
        if place < len(recent):
            self._settings.set(s.CURRENT_CLASS, recent[place])

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting is s.RECENT_CLASSES:
            self._show()

    def _show(self) -> None:
        palette = self._document.palette
        recent = [class_id for class_id in self._settings.get(s.RECENT_CLASSES) if class_id in palette.ids]
        for place, button in enumerate(self.buttons):
            button.setVisible(place < len(recent))
            if place < len(recent):
                entry = palette.entry(recent[place])
                button.setIcon(swatch_icon(entry.rgb, self.palette().mid().color()))
                button.setToolTip(plain(shown_class(palette, entry.class_id)))
                button.setAccessibleName(shown_class(palette, entry.class_id))
