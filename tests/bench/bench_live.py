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

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as main.py does
os.environ["SINOPIA_HOME"] = tempfile.mkdtemp()
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app import resources
from app import settings as s
from app.bootstrap import Studio
from canvas.raster import BBox
from engine.registry import Registry
from engine.types import Finished


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
    studio = Studio(app, settings, registry, lambda: import_module("engine.pipeline").Pipeline(registry))
    studio.window.show()
    paint(studio, 180, 9)  # loads what is missing
    drafts, pictures = [], []
    for number in range(arguments.strokes):
        draft_s, picture_s = paint(studio, 200 + 40 * (number % 6), (9, 8)[number // 6 % 2])
        drafts.append(draft_s)
        pictures.append(picture_s)
    for name, values in (("draft", drafts), ("finished picture", pictures)):
        print(f"pen-up to {name}: median {statistics.median(values) * 1e3:.0f} ms, worst {max(values) * 1e3:.0f} ms")
    sys.stdout.flush()
    studio.shut_down()
    os._exit(0)  # the window would ask whether to save


def paint(studio: Studio, y: int, class_id: int) -> tuple[float, float]:
    """One stroke; seconds from pen-up to the draft (to the picture where there is none) and to the picture."""
    session, canvas = studio.session, studio.window.sheets.canvas
    canvas.set_class(class_id)  # over the stroke before, so that each one changes the drawing
    whole = canvas.viewport.view_rect(BBox(0, 0, *canvas.viewport.document_size))
    left, right = round(whole[0]) + 20, round(whole[0] + whole[2]) - 20
    y = round(whole[1] + whole[3] * y / 480)
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
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(left, y))
    for x in range(left, right, 4):
        QTest.mouseMove(canvas, QPoint(x, y), delay=8)
    QTimer.singleShot(60_000, loop.quit)
    up = time.perf_counter()
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(right, y))
    loop.exec()
    for signal, handler in handlers:
        signal.disconnect(handler)
    return marks.get("draft", marks["picture"]) - up, marks["picture"] - up


if __name__ == "__main__":
    main()
