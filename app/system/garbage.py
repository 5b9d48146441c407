"""Python's cyclic garbage is collected in the thread of the window alone.

By default the thread that happens to allocate collects: the journal, the gallery or the engine may then destroy a
widget or a timer that was part of a cycle, which Qt forbids and which crashes now and then.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication

_EVERY_MS = 500


class GarbageCollector(QObject):
    """Collects every now and then from its own thread, in place of Python; as long as it is not stopped."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    @Slot()
    def collect(self) -> None:
        """Collect what is due. The longest round waits until no mouse button is held, so that no stroke stutters."""
        is_held = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        collect_due(oldest=1 if is_held else 2)

    @Slot()
    def settle(self) -> None:
        """Tell that what is loaded by now stays: later rounds pass over it, which makes them short.

        The little that is garbage by then stays, too: to look for it among all that torch has loaded takes a quarter of
        a second, in which no stroke would be seen.
        """
        gc.freeze()

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        if self._was_enabled:
            gc.enable()


def collect_due(oldest: int = 2) -> None:
    """Collect the oldest generation, up to `oldest`, that is due by Python's own thresholds."""
    for generation in range(oldest, -1, -1):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            return
