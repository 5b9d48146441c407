"""The field that fits a setting's kind of values."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox, QWidget

from app.fields.choice_field import ChoiceField
from app.fields.device_field import DeviceField
from app.fields.flag_field import FlagField
from app.fields.plain_box import make_plain
from app.setting import Setting
from app.setting_kinds import Flag, Number, OneOf, Text, Whole
from app.settings import DEVICE, Settings
from app.translation import tr

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
        return WholeBox(settings, setting, kind)
    if isinstance(kind, Number):
        return NumberBox(settings, setting, kind)
    raise TypeError(f"no field edits {setting.id}")


class WholeBox(QSpinBox):
    """A whole number, bound to one setting."""

    def __init__(self, settings: Settings, setting: Setting[Any], kind: Whole) -> None:
        super().__init__()
        self._settings, self._setting = settings, setting
        self.setRange(kind.low, kind.high)
        self.setSingleStep(kind.step)
        self.setSuffix(f" {kind.unit}" if kind.unit else "")
        self.setGroupSeparatorShown(True)
        self.setFixedWidth(WIDTH_PX)
        make_plain(self)
        self.setValue(settings.get(setting))
        self.valueChanged.connect(lambda value: settings.set(setting, value))
        self._disconnect = settings.changed.connect(self._on_setting)
        self.destroyed.connect(self._disconnect)

    def _on_setting(self, setting: Setting[Any]) -> None:
        if setting is self._setting:
            self.blockSignals(True)
            self.setValue(self._settings.get(setting))
            self.blockSignals(False)


class NumberBox(QDoubleSpinBox):
    """A number, bound to one setting."""

    def __init__(self, settings: Settings, setting: Setting[Any], kind: Number) -> None:
        super().__init__()
        self._settings, self._setting = settings, setting
        self.setRange(kind.low, kind.high)
        self.setSingleStep((kind.high - kind.low) / 20)
        self.setFixedWidth(WIDTH_PX)
        make_plain(self)
        self.setValue(settings.get(setting))
        self.valueChanged.connect(lambda value: settings.set(setting, value))
        self._disconnect = settings.changed.connect(self._on_setting)
        self.destroyed.connect(self._disconnect)

    def _on_setting(self, setting: Setting[Any]) -> None:
        if setting is self._setting:
            self.blockSignals(True)
            self.setValue(self._settings.get(setting))
            self.blockSignals(False)
