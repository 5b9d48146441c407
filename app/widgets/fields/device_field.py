"""A list of the devices that this machine has."""

from __future__ import annotations

from typing import Any

from app.settings import table as s
from app.system.translation import tr
from app.widgets.fields.choice_field import ChoiceField


class DeviceField(ChoiceField):
    """Automatic and the processor at first; the others once the engine has found them."""

    def __init__(self, settings: s.Settings) -> None:
        super().__init__(settings, s.DEVICE)
        self._list()

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting is s.DEVICES:
            self._list()
        else:
            super()._on_setting(setting)

    def _list(self) -> None:
        self.offer([("auto", tr("Automatic")), *self._settings.get(s.DEVICES)])
