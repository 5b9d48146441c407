"""Pen-up to the first preview and to the final picture, in the real window with the pocket base.

    QT_QPA_PLATFORM=offscreen python tests/bench/bench_live.py [--strokes 12] [--steps 20]

Draws strokes with real mouse events while Live runs, and prints the time from the release of the button to: the first
preview of the new run arriving in the window; the first that replaces the old picture (from a third of the steps, as
the window shows them); the finished picture.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["SINOPIA_HOME"] = tempfile.mkdtemp()
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app import resources
from app import settings as s
from app.bootstrap import Studio
from engine.registry import Registry


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--strokes", type=int, default=12)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--prompt", default="mountains")
    arguments = parser.parse_args()
    app = QApplication([])
    registry = Registry(resources.bases_folders(), resources.modules_folders(), resources.cache_folder())
    settings = s.Settings()
    settings.set(s.STEPS, arguments.steps)
    settings.set(s.PROMPT, arguments.prompt)
    studio = Studio(app, settings, registry, lambda: import_module("engine.pipeline").Pipeline(registry))
    session, canvas = studio.session, studio.window.sheets.canvas
    started = time.perf_counter()
    wait_for(session.picture_finished, studio.window.show)
    print(f"window to first picture, torch and base loaded: {time.perf_counter() - started:.2f} s")
    arrived, shown, done = [], [], []
    for number in range(arguments.strokes):
        marks: dict[str, float] = {}
        handlers = [
            (
                studio.engine.previewed,
                lambda event, m=marks: event.image is not None and mark(m, "arrived", event, session),
            ),
            (session.picture_changed, lambda _, m=marks: mark(m, "shown")),
            (session.picture_finished, lambda event, m=marks: mark(m, "done", event, session)),
        ]
        canvas.set_class((5, 7)[number % 2])  # over the stroke before, so that each one changes the drawing
        y = 300
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(140, y))
        for x in range(140, 420, 4):
            QTest.mouseMove(canvas, QPoint(x, y), delay=8)
        for signal, handler in handlers:
            signal.connect(handler)
        loop = QEventLoop()

        def leave(event, loop=loop) -> None:
            if event.run.revision == session.document.revision:
                loop.quit()

        session.picture_finished.connect(leave)
        QTimer.singleShot(15_000, loop.quit)
        marks["up"] = time.perf_counter()
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(420, y))
        loop.exec()
        session.picture_finished.disconnect(leave)
        for signal, handler in handlers:
            signal.disconnect(handler)
        arrived.append(marks["arrived"] - marks["up"])
        shown.append(marks.get("shown", marks["done"]) - marks["up"])
        done.append(marks["done"] - marks["up"])
    for name, values in (("first preview arrives", arrived), ("first one shown", shown), ("final picture", done)):
        print(f"pen-up to {name}: median {statistics.median(values) * 1e3:.0f} ms, worst {max(values) * 1e3:.0f} ms")
    studio.window.close()
    studio.shut_down()


def mark(marks: dict[str, float], name: str, event=None, session=None) -> None:
    if event is None or event.run.revision == session.document.revision:
        marks.setdefault(name, time.perf_counter())


def wait_for(signal, action) -> None:
    loop = QEventLoop()
    signal.connect(loop.quit)
    action()
    loop.exec()


if __name__ == "__main__":
    main()
