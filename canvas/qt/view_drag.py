"""A drag that moves or turns the view instead of painting."""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import QPointF

from canvas.viewport import Viewport


class ViewDrag:
    """Follows the pointer from where it was pressed; `turns` around the middle of the view rather than moving it."""

    def __init__(self, at: QPointF, turns: bool) -> None:
        self.turns = turns
        self._at = at

    def moved(self, viewport: Viewport, to: QPointF) -> Viewport:
        """The view once the pointer is at `to`."""
        was, self._at = self._at, to
        if not self.turns:
            return viewport.panned(to.x() - was.x(), to.y() - was.y())
        height, width = viewport.view_size
        before, after = (math.atan2(point.y() - height / 2, point.x() - width / 2) for point in (was, to))
        # Not fitted again at each step: the point under the pointer stays there.
        return replace(viewport, is_fitted=False).rotated_by(math.degrees(after - before))
