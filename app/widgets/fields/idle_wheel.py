"""Keeps the wheel for scrolling the panel: a field changes by wheel only while it has the focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget


class _IdleWheel(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow wheel events of a field without focus, so that the scroll area gets them."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False


def leave_wheel_to_panel(field: QWidget) -> None:
    """Let `field` react to the wheel only once it was clicked or reached by Tab."""
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    field.installEventFilter(_IdleWheel(field))
