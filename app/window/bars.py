"""The bars that come and go: they float over the lower edge of the sheets, which therefore never move."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.widgets.names import name_fields

_GAP_PX = 4


class Bars(QWidget):
    """One bar above the other, each as high as it needs to be, at the lower edge of `over`, which it is a child of.

    A stroke that is under way goes on below them: whoever got the press gets the pointer until the release.
    """

    height_changed = Signal(int)
    """Pixels that are covered; 0 while no bar is shown."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(_GAP_PX, 0, _GAP_PX, _GAP_PX)
        self._column.setSpacing(_GAP_PX)
        self._bars: list[QWidget] = []
        self._covered_px = 0
        over.installEventFilter(self)

    @property
    def covered_px(self) -> int:
        """How much of the lower edge is covered."""
        return self._covered_px

    def add(self, bar: QWidget, place: int = -1) -> None:
        """Float a bar, below the others or at a place counted from the top; it shows and hides itself."""
        bar.setAutoFillBackground(True)
        bar.installEventFilter(self)
        name_fields(bar)
        self._bars.append(bar)
        self._column.insertWidget(place, bar)
        self._put()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the bars as they come, go and change, and what they float over."""
        shows = event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent, QEvent.Type.LayoutRequest)
        if (shows and watched is not self._over) or (event.type() == QEvent.Type.Resize and watched is self._over):
            self._put()
        return super().eventFilter(watched, event)

    def _put(self) -> None:
        shown = any(not bar.isHidden() for bar in self._bars)
        width = self._over.width()
        column = self._column
        wanted = column.heightForWidth(width) if column.hasHeightForWidth() else column.sizeHint().height()
        height = min(wanted, self._over.height()) if shown else 0
        self.setGeometry(0, self._over.height() - height, width, height)
        self.setVisible(shown)
        self.raise_()
        if height != self._covered_px:
            self._covered_px = height
            self.height_changed.emit(height)
