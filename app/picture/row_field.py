"""The field that fits a row of the request, wherever the panel has none of its own for it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.picture.prompt_field import PromptField
from app.settings import table as s
from app.system.plain import plain
from app.system.translation import tr
from app.widgets.fields.choice_field import ChoiceField
from app.widgets.fields.flag_field import FlagField
from app.widgets.fields.number_field import NumberField
from engine.request.kinds import Flag, Number, OneOf, Text, Whole
from engine.request.rows import Row


def row_field(settings: s.Settings, row: Row) -> QWidget:
    """A field bound to the row's setting, with what it does as its tip. TypeError for a kind that no field edits."""
    field = _field(settings, row)
    if row.help:
        field.setToolTip(plain(tr(row.help)))
    return field


def _field(settings: s.Settings, row: Row) -> QWidget:
    setting, kind = s.OF_REQUEST[row.id], row.kind
    if isinstance(kind, Flag):
        return FlagField(settings, setting, "")
    if isinstance(kind, Number | Whole):
        low, high = row.usual or (kind.low, kind.high)
        unit = 1 if isinstance(kind, Whole) else 0.1 if high - low > 1 else 0.01
        return NumberField(settings, setting, low, high, unit, most=kind.high)
    if isinstance(kind, OneOf) or (isinstance(kind, Text) and kind.offers):
        choice = ChoiceField(settings, setting)
        choice.offer([(value, tr(name)) for value, name in kind.offers])
        return choice
    if isinstance(kind, Text):
        return PromptField(settings, setting, lines=1)
    raise TypeError(f"no field edits {row.id}")
