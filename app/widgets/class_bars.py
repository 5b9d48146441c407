"""One bar for each class: its colour, its name, a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.widgets.swatch import paint_swatch
from app.widgets.theme import Look

_ROW_PX, _CHIP_PX, _GAP_PX, _BAR_PX, _VALUE_PX = 40, 12, 8, 4, 44


@dataclass(frozen=True)
class ClassBar:
    """What one row says; no colour is unlabelled."""

    name: str
    rgb: tuple[int, int, int] | None
    value: float


class ClassBars(QWidget):
    """All bars are drawn to one scale."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.bars: tuple[ClassBar, ...] = ()
        self._most = 0.0
        look.changed.connect(self._repaint)

    def show_bars(self, bars: Sequence[ClassBar], most: float) -> None:
        """Show these; `most` is what a full bar stands for."""
        self.bars, self._most = tuple(bars), most
        self.setMinimumHeight(_ROW_PX * len(bars))
        self.setAccessibleDescription(", ".join(f"{bar.name} {bar.value:.2f}" for bar in bars))
        self.update()

    def sizeHint(self) -> QSize:
        """Room for all rows."""
        return QSize(220, _ROW_PX * max(len(self.bars), 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw colour, name and figure, and the bar below them."""
        theme, painter = self._look.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = Qt.AlignmentFlag.AlignVCenter
        for row, bar in enumerate(self.bars):
            top = row * _ROW_PX
            text = QRectF(_CHIP_PX + _GAP_PX, top, self.width() - _CHIP_PX - _GAP_PX, 24)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            paint_swatch(painter, QRectF(0.5, top + 6.5, _CHIP_PX - 1, _CHIP_PX - 1), bar.rgb, QColor(theme.quiet))
            painter.setPen(QColor(theme.text))
            room = int(text.width()) - _VALUE_PX - _GAP_PX
            name = painter.fontMetrics().elidedText(bar.name, Qt.TextElideMode.ElideRight, room)
            painter.drawText(text, middle | Qt.AlignmentFlag.AlignLeft, name)
            painter.setPen(QColor(theme.quiet))
            painter.drawText(text, middle | Qt.AlignmentFlag.AlignRight, f"{bar.value:.2f}")
            groove = QRectF(0, top + 26, self.width(), _BAR_PX)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.line))
            painter.drawRoundedRect(groove, 2, 2)
            share = min(bar.value / self._most, 1.0) if self._most > 0 else 0.0
            painter.setBrush(QColor(theme.accent_on_window))
            painter.drawRoundedRect(QRectF(0, groove.top(), share * groove.width(), _BAR_PX), 2, 2)
        painter.end()

    def _repaint(self) -> None:
        self.update()
