"""Text that gives way where there is little room: it is shortened with an ellipsis, and its tool tip says all of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionToolButton, QStylePainter, QToolButton, QToolTip

from app.system.plain import Label, plain

_LEAST_CHARACTERS = 4
ARROW = " ▾"
"""What ends the text of a button with a menu; it stays."""


class ElidedLabel(Label):
    """One line of plain text, as wide as it is where there is room, and never wider than there is room for."""

    def minimumSizeHint(self) -> QSize:
        """A few characters."""
        return _smallest(self.sizeHint(), self.fontMetrics().averageCharWidth())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much of the text as there is room for."""
        painter = QStylePainter(self)
        rect, text = self.contentsRect(), self.text()
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        role = QPalette.ColorRole.WindowText
        self.style().drawItemText(painter, rect, int(self.alignment()), self.palette(), self.isEnabled(), shown, role)

    def event(self, event: QEvent) -> bool:
        """The tool tip says all of a text that is cut, before what it says anyhow."""
        is_cut = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and is_cut:
            both = "\n".join(text for text in (self.text(), self.toolTip()) if text)
            QToolTip.showText(event.globalPos(), plain(both), self)
            return True
        return super().event(event)


class ElidedButton(QToolButton):
    """A button with text that gives way; `ARROW` at its end stays."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """A few characters, and the frame."""
        text_px = self.fontMetrics().horizontalAdvance(self.text())
        hint = self.sizeHint()
        frame_px = max(0, hint.width() - text_px)
        return _smallest(hint, self.fontMetrics().averageCharWidth(), frame_px)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button with as much of the text as there is room for."""
        painter = QStylePainter(self)
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        missing_px = self.sizeHint().width() - self.width()
        if missing_px > 0:
            option.text = self._shortened(option.text, missing_px)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)

    def _shortened(self, text: str, missing_px: int) -> str:
        metrics = self.fontMetrics()
        end = ARROW if text.endswith(ARROW) else ""
        name = text.removesuffix(end)
        room_px = metrics.horizontalAdvance(text) - missing_px - metrics.horizontalAdvance(end)
        return metrics.elidedText(name, Qt.TextElideMode.ElideRight, room_px, Qt.TextFlag.TextShowMnemonic) + end


def _smallest(hint: QSize, character_px: int, frame_px: int = 0) -> QSize:
    return QSize(min(hint.width(), frame_px + _LEAST_CHARACTERS * character_px), hint.height())
