"""The panels around the sheets: where each lies, which are shown, and that it is remembered."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabWidget, QWidget

from app.settings import table as s
from app.system.second_process import is_beside_another
from app.widgets.theme import Look
from app.window.dock_title import DockTitle

_LAYOUT_VERSION = 1
_SIDE_WIDTH_PX = 320
_SMALLEST_SIDE_PX = 288
_STEP_ASIDE_PX = 32
_GRIP_PX = 64
"""How much of the window's top must be on a screen to be moved."""


@dataclass(frozen=True)
class _Place:
    dock: QDockWidget
    area: Qt.DockWidgetArea
    height_px: int
    is_shown: bool
    tabbed_with: str


class Docks(QObject):
    """Movable, floatable and closable panels of one window. GUI thread."""

    changed = Signal()
    """Which docks are shown has changed."""

    def __init__(self, window: QMainWindow, settings: s.Settings, look: Look) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._look = look
        self._places: dict[str, _Place] = {}
        window.setDockNestingEnabled(True)
        window.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # Qt's own would hide the tools, too
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        window.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)

    def add(
        self,
        dock_id: str,
        title: str,
        panel: QWidget,
        area: Qt.DockWidgetArea = Qt.DockWidgetArea.RightDockWidgetArea,
        *,
        tools: QWidget | None = None,
        height_px: int = 0,
        is_shown: bool = True,
        tabbed_with: str = "",
    ) -> None:
        """Put a panel into its first place, after those that were added before; `tools` go into its title bar.

        `height_px` is its share of the height at first, relative to those above and below it.
        """
        dock = QDockWidget(title, self._window)
        dock.setObjectName(dock_id)
        dock.setWidget(panel)
        dock.setTitleBarWidget(DockTitle(dock, self._look, tools))
        if area is Qt.DockWidgetArea.RightDockWidgetArea:
            panel.setMinimumWidth(_SMALLEST_SIDE_PX)
        dock.toggleViewAction().toggled.connect(self.changed)
        self._places[dock_id] = _Place(dock, area, height_px, is_shown, tabbed_with)
        self._put(self._places[dock_id])
        self.changed.emit()

    def is_shown(self, dock_id: str) -> bool:
        """Whether the dock is open, be it behind another tab."""
        place = self._places.get(dock_id)
        return place is not None and place.dock.toggleViewAction().isChecked()

    def toggle(self, dock_id: str) -> None:
        """Open or close the dock; one that is behind another tab comes to the front."""
        dock = self._places[dock_id].dock
        is_behind = self.is_shown(dock_id) and dock.visibleRegion().isEmpty() and self._window.isVisible()
        if not is_behind:
            dock.setVisible(not self.is_shown(dock_id))
        dock.raise_()

    def reset(self) -> None:
        """Put every dock back into its first place."""
        for place in self._places.values():
            place.dock.setFloating(False)
            self._window.removeDockWidget(place.dock)
        for place in self._places.values():
            self._put(place)
        self._size()
        self._settings.reset(s.LAYOUT)
        self.changed.emit()

    def restore(self) -> None:
        """Bring back the layout and the place of the window, where what was kept is whole and on a screen."""
        self._size()
        place, layout = _bytes(self._settings.get(s.PLACE)), _bytes(self._settings.get(s.LAYOUT))
        before = self._window.geometry()
        if place and not (self._window.restoreGeometry(QByteArray(place)) and self._is_reachable()):
            self._window.setGeometry(before)
        if is_beside_another():
            self._window.move(self._window.pos() + QPoint(_STEP_ASIDE_PX, _STEP_ASIDE_PX))
        if layout and not self._window.restoreState(QByteArray(layout), _LAYOUT_VERSION):
            self.reset()

    def keep(self) -> None:
        """Remember the layout and the place of the window."""
        self._settings.set(s.PLACE, _text(self._window.saveGeometry()))
        self._settings.set(s.LAYOUT, _text(self._window.saveState(_LAYOUT_VERSION)))

    def _put(self, place: _Place) -> None:
        self._window.addDockWidget(place.area, place.dock)
        if place.tabbed_with:
            first = self._places[place.tabbed_with].dock
            self._window.tabifyDockWidget(first, place.dock)
            first.raise_()
        place.dock.setVisible(place.is_shown)

    def _size(self) -> None:
        side = [place for place in self._places.values() if place.area is Qt.DockWidgetArea.RightDockWidgetArea]
        docks = [place.dock for place in side]
        self._window.resizeDocks(docks, [_SIDE_WIDTH_PX] * len(docks), Qt.Orientation.Horizontal)
        tall = [place for place in side if place.height_px]
        self._window.resizeDocks(
            [place.dock for place in tall], [place.height_px for place in tall], Qt.Orientation.Vertical
        )

    def _is_reachable(self) -> bool:
        top = self._window.frameGeometry()
        top.setHeight(_GRIP_PX)
        seen = [screen.availableGeometry().intersected(top) for screen in QGuiApplication.screens()]
        return any(part.width() >= _GRIP_PX and part.height() >= _GRIP_PX // 2 for part in seen)


def _text(data: QByteArray) -> str:
    return base64.b64encode(data.data()).decode("ascii")


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
