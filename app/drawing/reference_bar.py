"""The bar over the sheets while there is a photo to trace from: show, under or over, how strong, remove."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from app.drawing.reference import Reference
from app.settings import table as s
from app.system.plain import Label
from app.system.translation import tr
from app.widgets.fields.choice_field import ChoiceField
from app.widgets.fields.percent_slider import PercentSlider
from app.widgets.flow import FlowLayout

_PLACE_WIDTH_PX = 148


class ReferenceBar(QFrame):
    """`show` and `remove` are the menu's actions."""

    def __init__(
        self, reference: Reference, settings: s.Settings, show: QAction, remove: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._reference = reference
        self._settings = settings
        self.setObjectName("referenceBar")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        tip = tr("How much of the photo is seen")
        self.under = PercentSlider(settings, s.REFERENCE_UNDER_OPACITY, tip)
        self.over = PercentSlider(settings, s.REFERENCE_OVER_OPACITY, tip)
        self.place = ChoiceField(settings, s.REFERENCE_OVER)
        self.place.offer([(False, tr("Under the drawing")), (True, tr("Over the drawing"))])
        self.place.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.place.setFixedWidth(_PLACE_WIDTH_PX)
        inner = FlowLayout()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 8, 4)
        layout.setSpacing(8)
        layout.addLayout(inner, 1)
        inner.addWidget(Label(tr("Reference photo")))
        inner.addWidget(_button(show))
        inner.addWidget(self.place)
        inner.addWidget(self.under)
        inner.addWidget(self.over)
        layout.addWidget(_button(remove))
        reference.changed.connect(self.refresh)
        self._disconnect = settings.changed.connect(self._on_setting)
        self.destroyed.connect(self._disconnect)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show what there is to set now."""
        get = self._settings.get
        self.setVisible(self._reference.photo is not None)
        self.under.setVisible(not get(s.REFERENCE_OVER))
        self.over.setVisible(get(s.REFERENCE_OVER))
        for field in (self.place, self.under, self.over):
            field.setEnabled(get(s.REFERENCE_SHOWN))

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting in (s.REFERENCE_OVER, s.REFERENCE_SHOWN):
            self.refresh()


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setIconSize(QSize(18, 18))
    return button
