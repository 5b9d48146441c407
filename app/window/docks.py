"""The panels around the sheets: where each lies, which are shown, and that it is remembered."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QEvent, QObject, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabWidget, QWidget

from app.settings import table as s
from app.system.second_process import is_beside_another
from app.widgets.names import name_fields
from app.widgets.theme import Look
from app.window.dock_title import DockTitle

_LAYOUT_VERSION = 2
_LAYOUT_OF_ONE_SIDE = 1
"""The version in which all panels lay on the right, some behind the palette."""
_SIDES = (Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea)
_FIRST_PX = (1400, 860)
_FRAME_PX, _TITLE_PX = 4, 40
"""At most so much do frame and title bar of usual desktops take; they are known only once the window is shown."""
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
    _window_came = Signal()

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
        self._waiting: list[QDockWidget] = []
        """Floating docks that are shown once the window is: before it they would lie behind it."""
        self._window_came.connect(self._show_waiting, Qt.ConnectionType.QueuedConnection)

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
        name_fields(dock, title)
        if area in _SIDES:
            panel.setMinimumWidth(_SMALLEST_SIDE_PX)
        dock.toggleViewAction().toggled.connect(self.changed)
        self._places[dock_id] = _Place(dock, area, height_px, is_shown, tabbed_with)
        self._put(self._places[dock_id])
        self.changed.emit()

    def is_shown(self, dock_id: str) -> bool:
        """Whether the dock is open, be it behind another tab."""
        place = self._places.get(dock_id)
        return place is not None and _is_open(place.dock)

    def show(self, dock_id: str) -> None:
        """Open the dock, and bring it to the front; one that is there already stays."""
        dock = self._places[dock_id].dock
        dock.show()
        dock.raise_()

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
        if layout and not self._is_restored(QByteArray(layout)):
            self.reset()
        self._waiting = [each.dock for each in self._places.values() if each.dock.isFloating() and _is_open(each.dock)]
        for dock in self._waiting:
            dock.hide()
        if self._waiting:
            self._window.installEventFilter(self)

    def keep(self) -> None:
        """Remember the layout and the place of the window."""
        self._show_waiting()
        self._settings.set(s.PLACE, _text(self._window.saveGeometry()))
        self._settings.set(s.LAYOUT, _text(self._window.saveState(_LAYOUT_VERSION)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show what floats after the window has come."""
        if event.type() == QEvent.Type.Show and watched is self._window:
            self._window_came.emit()
        return super().eventFilter(watched, event)

    @Slot()
    def _show_waiting(self) -> None:
        self._window.removeEventFilter(self)
        waiting, self._waiting = self._waiting, []
        for dock in waiting:
            dock.show()
            dock.raise_()

    def _is_restored(self, layout: QByteArray) -> bool:
        if self._window.restoreState(layout, _LAYOUT_VERSION):
            return True
        if not self._window.restoreState(layout, _LAYOUT_OF_ONE_SIDE):
            return False
        for place in self._places.values():
            if place.area is Qt.DockWidgetArea.LeftDockWidgetArea and not _is_open(place.dock):
                self._window.removeDockWidget(place.dock)
                self._put(place)
        return True

    def _put(self, place: _Place) -> None:
        self._window.addDockWidget(place.area, place.dock)
        if place.tabbed_with:
            first = self._places[place.tabbed_with].dock
            self._window.tabifyDockWidget(first, place.dock)
            first.raise_()
        place.dock.setVisible(place.is_shown)

    def _size(self) -> None:
        side = [place for place in self._places.values() if place.area in _SIDES]
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


def first_size(room: QSize) -> QSize:
    """The size of a new window within what is free of a screen, its frame and title bar left out."""
    return QSize(min(_FIRST_PX[0], room.width() - 2 * _FRAME_PX), min(_FIRST_PX[1], room.height() - _TITLE_PX))


def _is_open(dock: QDockWidget) -> bool:
    return dock.toggleViewAction().isChecked()


def _text(data: QByteArray) -> str:
    return base64.b64encode(data.data()).decode("ascii")


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
