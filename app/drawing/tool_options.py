"""The bar above the sheets: the options of the tool in hand, and how the two sheets are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolBar, QWidget

from app.settings import table as s
from app.system.translation import tr
from app.widgets.elided import ElidedLabel
from app.widgets.fields.number_field import NumberField
from app.widgets.fields.percent_slider import PercentSlider
from app.widgets.names import name_fields
from canvas.tools import OPTIONS, Option

_LEAST_FIELD_PX = 88


class ToolOptions(QToolBar):
    """Shows the options that the tool in hand has, and the opacity while the picture lies over the drawing."""

    def __init__(
        self,
        settings: s.Settings,
        options: Mapping[Option, Sequence[QAction | QWidget]],
        views: Sequence[QAction],
        parent: QWidget | None = None,
    ) -> None:
        """`options` are what belongs to an option of the tools; the brush's size has its own field."""
        super().__init__(tr("Tool options"), parent)
        self._settings = settings
        self.setObjectName("toolOptions")
        self.setMovable(False)
        self.size_field = NumberField(settings, s.BRUSH_SIZE_PX, 1, 256, 1, most=1000, suffix=" px")
        _give_way(self.size_field, 248)
        self.opacity = PercentSlider(settings, s.OVERLAY_OPACITY, tr("How much the picture covers the drawing"))
        _give_way(self.opacity, self.opacity.width(), least_px=48)
        self._of_option: dict[Option, list[QAction]] = {
            "size": [
                self.addWidget(_label(tr("Size"), self.size_field)),
                self.addWidget(self.size_field),
                self.addWidget(_gap(8)),
            ]
        }
        self.ink_opacity = self._add_number("opacity", tr("Opacity"), s.INK_OPACITY, 1, 100, " %")
        self.steady = self._add_number("string", tr("Steady"), s.STEADY_PX, 0, 100, " px")
        self.steady.setToolTip(tr("How far the pointer pulls the pen behind itself: the farther, the calmer the line"))
        for option, parts in options.items():
            self._of_option[option] = [self._add(part) for part in parts]
        self._none = self.addWidget(_label(tr("This tool has no options")))
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(spacer)
        self._opacity_actions = [
            self.addWidget(_label(tr("Picture"), self.opacity)),
            self.addWidget(self.opacity),
            self.addWidget(_gap(8)),
        ]
        self.addActions(list(views))
        name_fields(self)
        self._disconnect = settings.changed.connect(self._on_setting)
        self._on_setting(s.TOOL)
        self._on_setting(s.VIEW_MODE)

    def _add_number(
        self, option: Option, text: str, setting: s.Setting[int], low: int, high: int, suffix: str
    ) -> NumberField:
        field = NumberField(self._settings, setting, low, high, 1, suffix=suffix)
        _give_way(field, 176)
        self._of_option[option] = [self.addWidget(_label(text, field)), self.addWidget(field), self.addWidget(_gap(8))]
        return field

    def _add(self, part: QAction | QWidget) -> QAction:
        if isinstance(part, QWidget):
            return self.addWidget(part)
        self.addAction(part)
        return part

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting is s.TOOL:
            of_tool = OPTIONS.get(self._settings.get(s.TOOL), frozenset())
            for option, actions in self._of_option.items():
                for action in actions:
                    action.setVisible(option in of_tool)
            self._none.setVisible(not of_tool)
        elif setting is s.VIEW_MODE:
            for action in self._opacity_actions:
                action.setVisible(self._settings.get(s.VIEW_MODE) == "overlay")


def _give_way(field: QWidget, width_px: int, least_px: int = _LEAST_FIELD_PX) -> None:
    """Let a field be so wide, and narrower where the bar has less room."""
    field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    field.setMinimumWidth(least_px)
    field.setMaximumWidth(width_px)


def _label(text: str, field: QWidget | None = None) -> QLabel:
    label = ElidedLabel(text)
    if field is not None:
        label.setBuddy(field)
    label.setContentsMargins(8, 0, 8, 0)
    return label


def _gap(width_px: int) -> QWidget:
    gap = QWidget()
    gap.setFixedWidth(width_px)
    return gap
