"""A class's colour as a small square, and its share of a drawing in words."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

SWATCH_PX = 16
_CHECKS = 4
_LIGHT, _DARK = QColor("#C8C8C8"), QColor("#A8A8A8")


def paint_swatch(painter: QPainter, area: QRectF, rgb: tuple[int, int, int] | None, border: QColor) -> None:
    """Draw the colour with a thin border, so that white shows on white; None is the checkerboard of unlabelled."""
    if rgb is not None:
        painter.fillRect(area, QColor(*rgb))
    else:
        painter.fillRect(area, _LIGHT)
        side = area.width() / _CHECKS
        for row in range(_CHECKS):
            for col in range(row % 2, _CHECKS, 2):
                painter.fillRect(QRectF(area.x() + col * side, area.y() + row * side, side, side), _DARK)
    painter.setPen(border)
    painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))


def swatch_icon(rgb: tuple[int, int, int] | None, border: QColor) -> QIcon:
    """The same as an icon, for menus and lists of choices."""
    pixmap = QPixmap(2 * SWATCH_PX, 2 * SWATCH_PX)
    pixmap.setDevicePixelRatio(2)
    painter = QPainter(pixmap)
    paint_swatch(painter, QRectF(0, 0, SWATCH_PX, SWATCH_PX), rgb, border)
    painter.end()
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)  # which Qt would tint
    return icon


def percent(share: float) -> str:
    """A share, 0 to 1, as people read it: 12 %, 0.3 %, less than 0.1 %."""
    if 0 < share < 0.001:
        return "< 0.1 %"
    return f"{share:.0%}".replace("%", " %") if share >= 0.095 or not share else f"{share:.1%}".replace("%", " %")
