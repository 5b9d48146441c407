"""Number boxes without arrows, which the style sheet hides: the keys and the wheel step them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSpinBox

from app.widgets.fields.idle_wheel import leave_wheel_to_panel

HEIGHT_PX = 26


def make_plain(box: QAbstractSpinBox) -> None:
    """Dress a number box as all of them are dressed; it announces a number once it is typed to the end."""
    box.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    box.setKeyboardTracking(False)
    box.setFixedHeight(HEIGHT_PX)
    box.lineEdit().setTextMargins(2, 0, 4, 0)
    leave_wheel_to_panel(box)
