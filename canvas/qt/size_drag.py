"""Shift + drag: the brush grows and shrinks with the pointer instead of painting."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF

from canvas.tools import MAX_WIDTH_PX, PointerEvent

_THRESHOLD_PX = 4.0


class SizeDrag:
    """Begins with a press under Shift. Until the pointer has moved, it may still become a click."""

    def __init__(self, at: QPointF, press: PointerEvent, radius_px: float) -> None:
        self.at = at
        self.press = press
        """What the tool is fed if this becomes a click."""
        self._radius_px = radius_px
        self.is_under_way = False
        """Whether the pointer has moved far enough to mean a size."""

    def radius_px(self, at: QPointF, scale: float) -> float | None:
        """The brush's radius in document pixels with the pointer here; None while it may still become a click.

        Right is larger, left smaller. The width is a whole number of pixels.
        """
        moved_px = at.x() - self.at.x()
        self.is_under_way = self.is_under_way or math.hypot(moved_px, at.y() - self.at.y()) >= _THRESHOLD_PX
        if not self.is_under_way:
            return None
        return min(max(round(2 * (self._radius_px + moved_px / scale)), 1), MAX_WIDTH_PX) / 2
