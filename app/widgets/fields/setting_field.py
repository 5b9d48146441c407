"""The field that fits a setting's kind of values."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox, QWidget

from app.settings.kinds import Flag, Number, OneOf, Text, Whole
from app.settings.setting import Setting
from app.settings.table import DEVICE, Settings
from app.system.translation import tr
from app.widgets.fields.choice_field import ChoiceField
from app.widgets.fields.device_field import DeviceField
from app.widgets.fields.flag_field import FlagField
from app.widgets.fields.plain_box import make_plain

WIDTH_PX = 200


def setting_field(settings: Settings, setting: Setting[Any]) -> QWidget:
    """A field that shows the value in force and sets it at once. TypeError for a kind that no field edits."""
    if setting is DEVICE:
        device = DeviceField(settings)
        device.setFixedWidth(WIDTH_PX)
        return device
    kind = setting.read
    if isinstance(kind, Flag):
        return FlagField(settings, setting, "")
    if isinstance(kind, (OneOf, Text)):
        choice = ChoiceField(settings, setting)
        choice.offer([(value, tr(name)) for value, name in kind.offers])
        choice.setFixedWidth(WIDTH_PX)
        return choice
    if isinstance(kind, Whole):
        return _whole_box(settings, setting, kind)
    if isinstance(kind, Number):
        return _number_box(settings, setting, kind)
    raise TypeError(f"no field edits {setting.id}")


def _whole_box(settings: Settings, setting: Setting[Any], kind: Whole) -> QSpinBox:
    box = QSpinBox()
    box.setRange(kind.low, kind.high)
    box.setSingleStep(kind.step)
    box.setSuffix(f" {kind.unit}" if kind.unit else "")
    box.setGroupSeparatorShown(True)
    _bind(box, settings, setting)
    return box


def _number_box(settings: Settings, setting: Setting[Any], kind: Number) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(kind.low, kind.high)
    box.setSingleStep((kind.high - kind.low) / 20)
    _bind(box, settings, setting)
    return box


def _bind(box: QSpinBox | QDoubleSpinBox, settings: Settings, setting: Setting[Any]) -> None:
    def show(changed: Setting[Any]) -> None:
        if changed is setting:
            box.blockSignals(True)
            box.setValue(settings.get(setting))
            box.blockSignals(False)

    box.setFixedWidth(WIDTH_PX)
    make_plain(box)
    show(setting)
    box.valueChanged.connect(lambda value: settings.set(setting, value))
    box.destroyed.connect(settings.changed.connect(show))
