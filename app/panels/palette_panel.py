"""The classes of the drawing: choose, hide, weigh."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app import settings as s
from app.fields.class_row import ROW_HEIGHT_PX, ClassRow
from app.theme import Look
from canvas.document import Document
from canvas.palette import UNLABELLED
from canvas.qt.drawing_view import NO_CLASS

_KEYS = 9
_ROWS_IN_VIEW = 10


class PalettePanel(QScrollArea):
    """One row a class; rebuilt when the palette is replaced."""

    class_pointed = Signal(int)
    """Class id of the row under the pointer, or NO_CLASS."""

    def __init__(self, document: Document, settings: s.Settings, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._settings = settings
        self._look = look
        self.rows: dict[int, ClassRow] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._disconnects = [
            document.palette_changed.connect(self._build),
            settings.changed.connect(self._on_setting),
        ]
        look.changed.connect(self._show_all)
        self._build()

    def _build(self) -> None:
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.class_pointed.emit(NO_CLASS)
        self.rows = {}
        for number, entry in enumerate(sorted(self._document.palette.entries, key=lambda entry: entry.class_id)):
            row = ClassRow(entry, str(number) if 1 <= number <= _KEYS else "")
            row.chosen.connect(self._on_chosen)
            row.pointed.connect(self._on_pointed)
            row.visibility_asked.connect(self._on_visibility)
            row.weight_asked.connect(self._on_weight)
            self.rows[entry.class_id] = row
            layout.addWidget(row)
        layout.addStretch(1)
        self.setWidget(inner)
        self.setMaximumHeight(ROW_HEIGHT_PX * len(self.rows) + 2)
        self.setMinimumHeight(ROW_HEIGHT_PX * min(len(self.rows), _ROWS_IN_VIEW) + 2)
        self._show_all()

    def _show_all(self) -> None:
        current = self._settings.get(s.CURRENT_CLASS)
        hidden = self._settings.get(s.HIDDEN_CLASSES)
        weights = self._weights()
        for class_id, row in self.rows.items():
            row.show_current(class_id == current)
            row.show_weight(weights.get(class_id, 1.0))
            is_visible = class_id not in hidden
            row.show_visible(is_visible, self._look.icon("eye" if is_visible else "eye_off"))

    def _weights(self) -> Mapping[int, float]:
        return self._settings.get(s.CLASS_WEIGHTS)

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting in (s.CURRENT_CLASS, s.HIDDEN_CLASSES, s.CLASS_WEIGHTS):
            self._show_all()

    def _on_pointed(self, class_id: int, came: bool) -> None:
        self.class_pointed.emit(class_id if came else NO_CLASS)

    def _on_chosen(self, class_id: int) -> None:
        self._settings.set(s.CURRENT_CLASS, class_id)

    def _on_visibility(self, class_id: int, is_visible: bool) -> None:
        hidden = self._settings.get(s.HIDDEN_CLASSES)
        self._settings.set(s.HIDDEN_CLASSES, hidden - {class_id} if is_visible else hidden | {class_id})

    def _on_weight(self, class_id: int, weight: float) -> None:
        if class_id != UNLABELLED:
            weights = dict(self._weights())
            weights[class_id] = weight
            self._settings.set(s.CLASS_WEIGHTS, {key: value for key, value in weights.items() if value != 1.0})
