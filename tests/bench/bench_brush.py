"""Time from pointer event to repainted pixels, run by hand: `python tests/bench/bench_brush.py`.

A real widget off screen gets real mouse events; each time runs from sending the event until the widget has painted
the dirty rectangle into its window.
"""

from __future__ import annotations

import os
import sys
import time
from itertools import product
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication

from canvas.document import Document
from canvas.history import History
from canvas.palette import Palette, PaletteEntry
from canvas.qt.canvas_widget import CanvasWidget

VIEW_PX = 832
STROKES = 25
MOVES = 40
AIM_MS = 8.0
COLOURS = ((0, 0, 0), (112, 172, 240), (226, 230, 240), (124, 96, 80), (28, 96, 48), (206, 168, 110))
NAMES = ("unlabelled", "sky", "cloud", "mountain", "tree", "ground")


class TimedWidget(CanvasWidget):
    """Notes when its last paint ended."""

    painted_at = 0.0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        self.painted_at = time.perf_counter()


def measure(side: int, brush_px: int, zoom: str, overlay: bool) -> np.ndarray:
    """Milliseconds of every press and move."""
    rng = np.random.default_rng(0)
    blocks = rng.integers(0, len(NAMES), (side // 32, side // 32), dtype=np.uint8)
    entries = tuple(PaletteEntry(i, NAMES[i], COLOURS[i]) for i in range(len(NAMES)))
    document = Document(Palette("bench", entries), np.kron(blocks, np.ones((32, 32), dtype=np.uint8)))
    widget = TimedWidget()
    widget.resize(VIEW_PX, VIEW_PX)
    widget.set_document(document, History(document))
    widget.set_brush(brush_px / 2)
    if overlay:
        picture = QImage(256, 256, QImage.Format.Format_RGB888)
        picture.fill(Qt.GlobalColor.darkCyan)
        widget.set_overlay(picture, 0.5)
    if zoom == "100 %":
        widget.zoom_100()
    widget.show()
    QApplication.processEvents()
    times: list[float] = []

    def send(kind: QEvent.Type, at: np.ndarray, buttons: Qt.MouseButton) -> None:
        button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
        point = QPointF(float(at[0]), float(at[1]))
        event = QMouseEvent(kind, point, point, button, buttons, Qt.KeyboardModifier.NoModifier)
        began = time.perf_counter()
        QApplication.sendEvent(widget, event)
        QApplication.processEvents()
        if kind != QEvent.Type.MouseButtonRelease and widget.painted_at > began:
            times.append((widget.painted_at - began) * 1000)

    for stroke in range(STROKES):
        widget.set_class(int(stroke % len(NAMES)))
        at = rng.uniform(100, VIEW_PX - 100, 2)
        send(QEvent.Type.MouseButtonPress, at, Qt.MouseButton.LeftButton)
        direction = rng.uniform(0, 2 * np.pi)
        for _ in range(MOVES):
            direction += rng.normal(0, 0.4)
            step = rng.gamma(2.0, 8.0) * np.array([np.cos(direction), np.sin(direction)])
            at = np.clip(at + step, 20, VIEW_PX - 20)
            send(QEvent.Type.MouseMove, at, Qt.MouseButton.LeftButton)
        send(QEvent.Type.MouseButtonRelease, at, Qt.MouseButton.NoButton)
    widget.close()
    return np.array(times)


def main() -> None:
    """Print one row for each drawing size, brush, zoom, without and with the picture over it."""
    app = QApplication.instance() or QApplication([])
    print(f"pointer event to repainted pixels in ms; aim: p99 under {AIM_MS}")
    print(f"{'drawing':>8} {'brush':>6} {'zoom':>6} {'picture':>8} {'events':>7} {'p50':>6} {'p99':>6}")
    for side, brush_px, zoom, overlay in product((512, 1024), (8, 64), ("fit", "100 %"), (False, True)):
        times = measure(side, brush_px, zoom, overlay)
        p50, p99 = np.percentile(times, (50, 99))
        shown = "over" if overlay else "no"
        row = f"{side:>8} {brush_px:>6} {zoom:>6} {shown:>8} {len(times):>7} {p50:>6.2f} {p99:>6.2f}"
        print(row if p99 < AIM_MS else f"{row}  missed", flush=True)
    del app


if __name__ == "__main__":
    main()
