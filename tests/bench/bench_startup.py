"""Cold start of the window, by hand: `python tests/bench/bench_startup.py [runs]`.

Each run is a new process with a fresh user folder. It prints the seconds from the start of the process to the first
paint of the window, with the example's picture, whether torch was imported by then, and the seconds to the first
picture that is painted here, asked for at the first paint. Aim: 1.5 s to paint.
Set QT_QPA_PLATFORM=offscreen where there is no display.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
AIM_S = 1.5

CHILD = """
import json, os, sys, time
import app.start.bootstrap as bootstrap
from app.window.main_window import MainWindow
from PySide6.QtCore import QTimer

figures = {}
show = MainWindow.show

def watched_show(window):
    session = window.desk.session
    def painted():
        figures["painted"] = time.time()
        figures["torch by then"] = "torch" in sys.modules
        figures["with a picture"] = session.finished is not None
        QTimer.singleShot(0, session.generate)
    def end(*_):
        print(json.dumps(figures), flush=True)
        os._exit(0)  # the window would ask whether to save
    def pictured(*_):
        figures["picture"] = time.time()
        end()
    window.first_painted.connect(painted)
    session.picture_finished.connect(pictured)
    session.run_failed.connect(end)
    QTimer.singleShot(120_000, end)
    show(window)

MainWindow.show = watched_show
bootstrap.run(["sinopia"])
"""


def once() -> dict[str, float]:
    """Seconds from the start of the process to the first paint ("painted") and to the first picture ("picture"), if one
    was painted, and what was there at the first paint.
    """
    with tempfile.TemporaryDirectory() as home:
        begun = time.time()
        done = subprocess.run(
            [sys.executable, "-c", CHILD],
            cwd=ROOT,
            env={**os.environ, "SINOPIA_HOME": home},
            capture_output=True,
            text=True,
            check=True,
        )
    figures = json.loads(done.stdout.splitlines()[-1])
    return {name: figure if isinstance(figure, bool) else figure - begun for name, figure in figures.items()}


def main() -> None:
    """Print the figures of several runs."""
    runs = [once() for _ in range(int(sys.argv[1]) if sys.argv[1:] else 5)]
    paints = [run["painted"] for run in runs]
    print("to first paint:", ", ".join(f"{paint:.2f} s" for paint in paints))
    print(f"median {statistics.median(paints):.2f} s, worst {max(paints):.2f} s, aim {AIM_S} s")
    print("with the example's picture:", all(run["with a picture"] for run in runs))
    print("torch imported before the first paint:", any(run["torch by then"] for run in runs))
    shown = ", ".join(f"{run['picture']:.2f} s" for run in runs if "picture" in run) or "none was painted"
    print("to the first picture painted here:", shown)


if __name__ == "__main__":
    main()
