"""The bar of the tools, which draws together where the window is low."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QToolBar, QWidget

from app.system.translation import tr

_ICON_PX, _DENSE_ICON_PX = 20, 16


class ToolsBar(QToolBar):
    """Stands at the left of the sheets."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Tools"), parent)
        self.setObjectName("tools")
        self.setMovable(False)
        self.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self._roomy_px = 0
        """The height that all of it takes without drawing together."""
        self._spacing_px = 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Smaller icons without gaps where there is no room for all of them."""
        super().resizeEvent(event)
        layout = self.layout()
        if layout is None:
            return
        if self.iconSize().height() == _ICON_PX:
            self._roomy_px, self._spacing_px = self.sizeHint().height(), layout.spacing()
        is_dense = self.height() < self._roomy_px
        side = _DENSE_ICON_PX if is_dense else _ICON_PX
        if side != self.iconSize().height():
            self.setIconSize(QSize(side, side))
            layout.setSpacing(0 if is_dense else self._spacing_px)
