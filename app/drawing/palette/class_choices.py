"""The classes of a palette as the entries of a list or a combo box."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QStandardItem, QStandardItemModel

from app.system.plain import plain
from app.system.translation import shown_class
from app.widgets.swatch import swatch_icon
from canvas.palette import UNLABELLED, Palette

CLASS_ID = Qt.ItemDataRole.UserRole
"""Role of the class id."""


def class_choices(palette: Palette, border: QColor, without: Iterable[int] = ()) -> QStandardItemModel:
    """An item for each class, with its colour; unlabelled first."""
    left_out = frozenset(without)
    model = QStandardItemModel()
    for entry in sorted(palette.entries, key=lambda each: each.class_id != UNLABELLED):
        if entry.class_id not in left_out:
            rgb = None if entry.class_id == UNLABELLED else entry.rgb
            item = QStandardItem(swatch_icon(rgb, border), shown_class(palette, entry.class_id))
            item.setData(entry.class_id, CLASS_ID)
            item.setToolTip(plain(", ".join(entry.also)))
            item.setEditable(False)
            model.appendRow(item)
    return model


def row_of(model: QStandardItemModel, class_id: int) -> int:
    """The row of a class; -1 if it is not there."""
    rows = range(model.rowCount())
    return next((row for row in rows if model.item(row).data(CLASS_ID) == class_id), -1)
