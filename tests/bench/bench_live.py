"""Pen-up to the draft and to the finished picture, in the real window with the pocket base.

    QT_QPA_PLATFORM=offscreen python tests/bench/bench_live.py [--strokes 12] [--size 512] [--draft 256] [--prompt sea]

Draws strokes with real mouse events while Live runs, and prints the time from the release of the button to the draft
and to the finished picture on the sheet, which comes by itself as the hand rests.
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
from typing import NoReturn

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as main.py does
os.environ["SINOPIA_HOME"] = tempfile.mkdtemp()
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.settings import table as s
from app.start.studio import Studio
from app.system import resources
from engine.installed.registry import Registry
from engine.request.types import Finished

WINDOW_PX = (1280, 820)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--strokes", type=int, default=12)
    parser.add_argument("--size", type=int)
    parser.add_argument("--draft", type=int)
    parser.add_argument("--prompt", default="")
    arguments = parser.parse_args()
    app = QApplication([])
    registry = Registry(resources.bases_folders(), resources.modules_folders(), resources.cache_folder())
    settings = s.Settings()
    settings.set(s.PROMPT, arguments.prompt)
    for setting, value in ((s.SIZE_PX, arguments.size), (s.FIRST_PX, arguments.draft)):
        if value is not None:
            settings.set(setting, value)
    studio = Studio(app, settings, registry, lambda: import_module("engine.painting.pipeline").Pipeline(registry))
    studio.window.resize(*WINDOW_PX)  # whatever the screen
    studio.window.show()
    QTest.qWait(0)
    studio.window.sheets.fit()
    paint(studio, 0)  # loads what is missing
    drafts, pictures = [], []
    for number in range(arguments.strokes):
        draft_s, picture_s = paint(studio, number + 1)
        drafts.append(draft_s)
        pictures.append(picture_s)
    for name, values in (("draft", drafts), ("finished picture", pictures)):
        print(f"pen-up to {name}: median {statistics.median(values) * 1e3:.0f} ms, worst {max(values) * 1e3:.0f} ms")
    sys.stdout.flush()
    studio.shut_down()
    os._exit(0)  # the window would ask whether to save


def paint(studio: Studio, number: int) -> tuple[float, float]:
    """One stroke; seconds from pen-up to the draft (to the picture where there is none) and to the picture."""
    session, canvas = studio.session, studio.window.sheets.canvas
    labels = session.document.labels
    height, width = labels.shape
    row = height * (4 + number % 6) // 10
    under = np.bincount(labels[row], minlength=256).argmax()
    classes = [entry.class_id for entry in session.document.palette.entries if entry.class_id not in (0, under)]
    canvas.set_class(classes[number % len(classes)])  # not what is there, so that each stroke changes the drawing
    points = [canvas.viewport.to_view(row, width * part / 60) for part in range(3, 58)]
    marks: dict[str, float] = {}
    loop = QEventLoop()

    def mark(name: str, event: Finished) -> None:
        if event.run.revision == session.document.revision:
            marks.setdefault(name, time.perf_counter())
            if name == "picture":
                loop.quit()

    handlers = (
        (session.draft_finished, lambda event: mark("draft", event)),
        (session.picture_finished, lambda event: mark("picture", event)),
    )
    for signal, handler in handlers:
        signal.connect(handler)
    before = session.document.revision
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(*map(round, points[0])))
    for point in points:
        QTest.mouseMove(canvas, QPoint(*map(round, point)), delay=8)
    up = time.perf_counter()
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(*map(round, points[-1])))
    if session.document.revision == before:
        fail("The stroke changed nothing.")
    late = QTimer(singleShot=True, interval=60_000)
    late.timeout.connect(loop.quit)
    late.start()
    loop.exec()
    late.stop()
    for signal, handler in handlers:
        signal.disconnect(handler)
    if "picture" not in marks:
        fail("No picture came within a minute.")
    return marks.get("draft", marks["picture"]) - up, marks["picture"] - up


def fail(why: str) -> NoReturn:
    """End without the window's question whether to save."""
    sys.stderr.write(f"{why}\n")
    os._exit(1)


if __name__ == "__main__":
    main()
