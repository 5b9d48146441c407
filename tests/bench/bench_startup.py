"""Cold start of the window, by hand: `python tests/bench/bench_startup.py [runs]`.

Each run is a new process with a fresh user folder. It prints the seconds from the start of the process to the first
paint of the window, whether torch was imported by then, and the seconds to the first picture. Aim: 1.5 s to paint.
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
import json, sys, time
import app.bootstrap as bootstrap
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

figures = {}
show = bootstrap.MainWindow.show

def watched_show(window):
    def painted():
        figures["painted"] = time.time()
        figures["torch_by_then"] = "torch" in sys.modules
    def pictured(*_):
        figures["picture"] = time.time()
        window.close()
    window.first_painted.connect(painted)
    session = window.commands.session
    session.picture_finished.connect(pictured)
    session.run_failed.connect(window.close)
    QTimer.singleShot(120_000, window.close)
    show(window)

bootstrap.MainWindow.show = watched_show
bootstrap.run(["sinopia"])
print(json.dumps(figures))
"""


def once() -> tuple[float, bool, float | None]:
    """(seconds to first paint, whether torch was there by then, seconds to the first picture)."""
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
    picture = figures.get("picture")
    return figures["painted"] - begun, figures["torch_by_then"], None if picture is None else picture - begun


def main() -> None:
    """Print the figures of several runs."""
    runs = [once() for _ in range(int(sys.argv[1]) if sys.argv[1:] else 5)]
    paints = [paint for paint, _, _ in runs]
    pictures = [picture for _, _, picture in runs if picture is not None]
    print("to first paint:", ", ".join(f"{paint:.2f} s" for paint in paints))
    print(f"median {statistics.median(paints):.2f} s, worst {max(paints):.2f} s, aim {AIM_S} s")
    print("torch imported before the first paint:", any(torch for _, torch, _ in runs))
    shown = ", ".join(f"{picture:.2f} s" for picture in pictures) or "none was painted"
    print("to first picture:", shown)


if __name__ == "__main__":
    main()
