"""The settings that a request is made from: one a row of its tables. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.settings.setting import Setting
from canvas.words import say
from engine.request.kinds import Text
from engine.request.parts import OF_THE_MACHINE, ROWS
from engine.request.rows import Row

PAINTING = say("Painting")
"""The settings dialog's group of what this machine paints with."""


def _setting_of(row: Row) -> Setting[Any]:
    setting = Setting(
        row.id,
        "" if isinstance(row.kind, Text) and row.default is None else row.default,
        row.kind,
        recipe=row.id not in OF_THE_MACHINE,
        personal=row.is_personal,
        name=row.label,
    )
    return setting if setting.recipe else replace(setting, label=row.label, group=PAINTING, help=row.help)


OF_REQUEST: Mapping[str, Setting[Any]] = {row.id: _setting_of(row) for row in ROWS.values() if row.is_set}
"""Id of a row -> its setting, of the same id; the base first. No base, and no module, is ""."""
