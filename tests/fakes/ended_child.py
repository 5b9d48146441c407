"""A window with a stroke in hand that waits for a signal; prints "ready". SINOPIA_HOME names its user folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.settings import table as s
from app.start.bootstrap import stay
from app.start.studio import Studio
from app.system import resources
from tests.fakes.fake_runner import FakeRegistry, FakeRunner
from tests.fakes.scripted_asking import ScriptedAsking

PIXEL = (40.0, 40.0)
"""Where the stroke is begun that is in hand when the signal comes: row, column."""


def main() -> int:
    app = QApplication([])
    settings = s.Settings(resources.settings_file())
    settings.set(s.LIVE, False)
    studio = Studio(app, settings, FakeRegistry(), FakeRunner, ScriptedAsking())

    def ready() -> None:
        canvas = studio.window.sheets.canvas
        settings.set(s.CURRENT_CLASS, 3)
        x, y = canvas.viewport.to_view(*PIXEL)
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))
        assert studio.history.in_stroke
        settings.set(s.PROMPT, "in the last second")
        sys.stdout.write("ready\n")
        sys.stdout.flush()

    studio.session.picture_finished.connect(lambda _finished: QTimer.singleShot(0, ready))
    studio.session.start()
    studio.session.generate()
    return stay(app, studio)


if __name__ == "__main__":
    sys.exit(main())
