"""The pen of a tablet: what its events mean, and which of them the hand did not make."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QPointingDevice, QTabletEvent
from PySide6.QtWidgets import QApplication

from canvas.tools import PointerEvent, PressureFilter

Kind = Literal["press", "move", "release"]
_KINDS: dict[QEvent.Type, Kind] = {
    QEvent.Type.TabletPress: "press",
    QEvent.Type.TabletMove: "move",
    QEvent.Type.TabletRelease: "release",
}
_TIP, _BARREL = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
_REST_MS = 20
"""A pen that sends nothing for so long rests: what it said last is drawn without waiting for more."""
_TAP_PX = 12.0
"""How near to the last tap a second one makes a double tap."""


@dataclass(frozen=True)
class PenStep:
    """What one event of a tablet means."""

    kind: Kind
    is_eraser_end: bool
    picks: bool
    """Whether the button on the barrel is held."""
    is_double: bool


class Stylus:
    """Follows one pen over one widget. While it is down, events of the mouse are but its echo."""

    def __init__(self, take: Callable[[PointerEvent], None], parent: QObject) -> None:
        """`take` is given what is settled later than by the next event."""
        self.is_down = False
        self._take = take
        self._filter = PressureFilter()
        self._tap: tuple[int, QPointF] | None = None
        self._rest = QTimer(parent)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.settle)

    def read(self, event: QTabletEvent) -> PenStep | None:
        """What an event means; None for what is not the pen's tip or the button that picks."""
        kind = _KINDS.get(event.type())
        if kind is None or event.button() not in (Qt.MouseButton.NoButton, _TIP, _BARREL):
            return None
        if event.button() == _TIP:
            self.is_down = kind == "press"
        picks = bool(event.buttons() & _BARREL) or event.button() == _BARREL
        is_eraser_end = event.pointerType() == QPointingDevice.PointerType.Eraser
        return PenStep(kind, is_eraser_end, picks, kind == "press" and self._is_double_tap(event))

    def settled(self, pointer: PointerEvent) -> list[PointerEvent]:
        """Take what the pen does now; returns what it did, with pressures as the hand made them."""
        if pointer.kind == "move" and not self.is_down:
            return [pointer]
        settled = self._filter.feed(pointer)
        if self._filter.is_holding:
            self._rest.start()
        else:
            self._rest.stop()
        return settled

    def settle(self) -> None:
        """Hand on what is held back: nothing more comes for now."""
        self._rest.stop()
        for pointer in self._filter.flush():
            self._take(pointer)

    def drop(self) -> None:
        """Forget what is held back."""
        self._rest.stop()
        self._filter.drop()

    def lift(self) -> None:
        """What the pen does from now on is not seen here: the mouse counts again."""
        self.drop()
        self.is_down = False

    def _is_double_tap(self, event: QTabletEvent) -> bool:
        before, self._tap = self._tap, (event.timestamp(), event.position())
        if before is None or not event.timestamp():
            return False
        away = event.position() - before[1]
        is_soon = event.timestamp() - before[0] <= QApplication.doubleClickInterval()
        is_double = is_soon and math.hypot(away.x(), away.y()) <= _TAP_PX
        if is_double:
            self._tap = None
        return is_double
