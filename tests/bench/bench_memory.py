"""Memory after ten thousand strokes, run by hand: `python tests/bench/bench_memory.py [STROKES]`.

Strokes of label brushes and of the pen on one window's canvas, with the history's usual budget and with a small one:
the process may grow by what the history says that it takes, and little more.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from canvas.history import DEFAULT_BUDGET_BYTES, History
from tests.bench.bench_brush import NAMES, make_widget

SIDE = 1024
REPORTS = 5


def resident_mb() -> float:
    """Memory that the process takes now."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def run(strokes: int, budget_bytes: int) -> None:
    """Print how the process grows with the strokes."""
    rng = np.random.default_rng(0)
    widget, document = make_widget(SIDE, 64, "fit", "")
    history = History(document, budget_bytes)
    widget.set_document(document, history)

    def send(kind: QEvent.Type, at: np.ndarray, buttons: Qt.MouseButton) -> None:
        button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
        point = QPointF(*at.tolist())
        QApplication.sendEvent(widget, QMouseEvent(kind, point, point, button, buttons, Qt.KeyboardModifier.NoModifier))

    before, began = resident_mb(), 0.0
    for number in range(1, strokes + 1):
        widget.set_tool("pen" if number % 4 == 0 else "brush")
        widget.set_class(number % len(NAMES))
        widget.set_brush(float(rng.choice((2, 8, 32, 100))) / 2)
        at = rng.uniform(100, 700, 2)
        send(QEvent.Type.MouseButtonPress, at, Qt.MouseButton.LeftButton)
        for _ in range(12):
            at = np.clip(at + rng.normal(0, 25, 2), 20, 800)
            send(QEvent.Type.MouseMove, at, Qt.MouseButton.LeftButton)
        send(QEvent.Type.MouseButtonRelease, at, Qt.MouseButton.NoButton)
        QApplication.processEvents()
        if number == strokes // 100:
            before, began = resident_mb(), history.bytes_used / 2**20
        if number % (strokes // REPORTS) == 0:
            grown, held = resident_mb() - before, history.bytes_used / 2**20 - began
            kept = len(history.labels)
            print(
                f"budget {budget_bytes / 2**20:>4.0f} MB, {number:>6} strokes: process {grown:+6.1f} MB, history "
                f"{held:+6.1f} MB in {kept} entries ({history.bytes_used / kept / 1024:.1f} KB each)",
                flush=True,
            )
    widget.close()


def main() -> None:
    """Both budgets."""
    app = QApplication.instance() or QApplication([])
    assert app is not None
    strokes = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    for budget_bytes in (DEFAULT_BUDGET_BYTES, 8 * 2**20):
        run(strokes, budget_bytes)


if __name__ == "__main__":
    main()
