"""How much of the base's loss a module takes away, at each level of noise, as a row of bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.system.plain import plain
from app.system.translation import tr
from app.widgets.theme import Look

_HEIGHT_PX = 48
_GAP_PX = 4


class GainBars(QWidget):
    """Up is a gain, down is a loss; the highest fills the height. Its tip has the figures."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._gains: list[float] = []
        self.setFixedHeight(_HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def show_gains(self, gains: Sequence[Mapping[str, float]]) -> None:
        """Show the buckets of t in their order; none hides it."""
        self._gains = [row["gain"] for row in gains]
        self.setVisible(bool(gains))
        lines = [
            tr(
                "Noise {low} to {high}: {gain} %",
                low=round(row["t_from"]),
                high=round(row["t_to"]),
                gain=f"{100 * row['gain']:+.1f}",
            )
            for row in gains
        ]
        self.setToolTip(plain("\n".join(lines)))
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough to be read."""
        return QSize(200, _HEIGHT_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bars from the line of no gain."""
        if not self._gains:
            return
        high, low = max(0.0, *self._gains), min(0.0, *self._gains)
        scale = (self.height() - 1) / max(high - low, 1e-6)
        zero = high * scale
        width = (self.width() + _GAP_PX) / len(self._gains) - _GAP_PX
        painter = QPainter(self)
        theme = self._look.theme
        for place, gain in enumerate(self._gains):
            top, height = (zero - gain * scale, gain * scale) if gain >= 0 else (zero, -gain * scale)
            colour = QColor(theme.accent_on_window if gain >= 0 else theme.quiet)
            painter.fillRect(QRectF(place * (width + _GAP_PX), top, width, height), colour)
        painter.fillRect(QRectF(0, zero, self.width(), 1), QColor(theme.line))
        painter.end()
