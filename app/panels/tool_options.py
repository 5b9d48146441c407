"""The bar above the sheets: brush size and shape, and how the two sheets are shown."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QSizePolicy, QSlider, QToolBar, QWidget

from app import settings as s
from app.fields.number_field import NumberField


class ToolOptions(QToolBar):
    """Shows the opacity only while the picture lies over the drawing."""

    def __init__(
        self, settings: s.Settings, shapes: list[QAction], views: list[QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__("Tool options", parent)
        self._settings = settings
        self.setObjectName("toolOptions")
        self.setMovable(False)
        self.size_field = NumberField(settings, s.BRUSH_SIZE_PX, 1, 256, 1, most=1000, suffix=" px")
        self.size_field.setFixedWidth(248)
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(0, 100)
        self.opacity.setFixedWidth(120)
        self.opacity.setToolTip("How much the picture covers the drawing")
        self.opacity.valueChanged.connect(self._on_opacity)
        self.addWidget(_label("Size"))
        self.addWidget(self.size_field)
        self.addWidget(_gap(8))
        self.addActions(shapes)
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(spacer)
        self._opacity_actions = [
            self.addWidget(_label("Picture")),
            self.addWidget(self.opacity),
            self.addWidget(_gap(8)),
        ]
        self.addActions(views)
        self._disconnect = settings.changed.connect(self._on_setting)
        self._on_setting(s.VIEW_MODE)
        self._on_setting(s.OVERLAY_OPACITY)

    def _on_opacity(self, percent: int) -> None:
        self._settings.set(s.OVERLAY_OPACITY, percent / 100)

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting is s.VIEW_MODE:
            for action in self._opacity_actions:
                action.setVisible(self._settings.get(s.VIEW_MODE) == "overlay")
        elif setting is s.OVERLAY_OPACITY:
            self.opacity.blockSignals(True)
            self.opacity.setValue(round(self._settings.get(s.OVERLAY_OPACITY) * 100))
            self.opacity.blockSignals(False)


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setContentsMargins(8, 0, 8, 0)
    return label


def _gap(width_px: int) -> QWidget:
    gap = QWidget()
    gap.setFixedWidth(width_px)
    return gap
