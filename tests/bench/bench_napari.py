"""The same strokes here and in napari's label layer, run by hand:

    python tests/bench/bench_napari.py [--napari-python PATH] [--viewer]

PATH is a Python that has napari 0.9 (by default, this one). Both get the same strokes, in the same run, on label maps
of one byte a pixel. "layer" is painting without any window: here the brush tool with its document and history, there
the layer with what its mouse callback does. "pixels" is until it is on screen: here always (off screen, drawn by the
processor), there with --viewer (in Xvfb if there is no screen, drawn by OpenGL in software: a graphics card is faster).
Undo memory is what either keeps of a stroke, fill and polygon are one press over a whole drawing of 4096 square.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np

SIDES = (512, 1024, 2048, 4096)
BRUSHES_PX = (8, 64, 512)
STROKES, MOVES = 20, 40
LARGE = 4096
VIEW_PX = 832
CLASSES = 6

Row = dict[str, float]


def strokes(side: int, brush_px: int) -> Iterator[tuple[int, np.ndarray]]:
    """(class id, points (N, 2) in pixels) of each stroke: a hand's wandering line over the drawing."""
    rng = np.random.default_rng([side, brush_px])
    for number in range(STROKES):
        at = rng.uniform(0.15, 0.85, 2) * side
        direction = rng.uniform(0, 2 * np.pi)
        points = [at]
        for _ in range(MOVES):
            direction += rng.normal(0, 0.4)
            step = rng.gamma(2.0, 8.0) * side / VIEW_PX
            at = np.clip(at + step * np.array([np.cos(direction), np.sin(direction)]), 0.03 * side, 0.97 * side)
            points.append(at)
        yield 1 + number % (CLASSES - 1), np.array(points)


def blocks(side: int) -> np.ndarray:
    """The drawing before the first stroke."""
    small = np.random.default_rng(0).integers(0, CLASSES, (side // 32, side // 32), dtype=np.uint8)
    return np.kron(small, np.ones((32, 32), dtype=np.uint8))


def outline(side: int) -> np.ndarray:
    """A polygon over most of the drawing."""
    angles = np.linspace(0, 2 * np.pi, 60)
    return side / 2 + 0.48 * side * np.stack([np.sin(angles), np.cos(angles)], axis=1)


def timed(act: Callable[[], object]) -> float:
    """Milliseconds that `act` takes."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def summary(times: list[float], **more: float) -> Row:
    """p50 and p99."""
    p50, p99 = np.percentile(times, (50, 99))
    return {"p50": float(p50), "p99": float(p99), **more}


def measure_here(side: int, brush_px: int) -> dict[str, Row]:
    """This program's times."""
    from PySide6.QtCore import QEvent, QPointF, Qt
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    from canvas.history import History
    from canvas.tools import PointerEvent, ToolContext, make_tools
    from tests.bench.bench_brush import make_widget

    document = _document(blocks(side))
    history = History(document)
    context = ToolContext(document, history, radius_px=brush_px / 2)
    brush = make_tools(context)["brush"]
    times, boxes = [], 0
    for class_id, points in strokes(side, brush_px):
        context.class_id = class_id
        times.append(timed(lambda: brush.press(PointerEvent("press", *points[0]))))  # noqa: B023
        times += [timed(lambda: brush.move(PointerEvent("move", *point))) for point in points[1:]]  # noqa: B023
        times.append(timed(lambda: brush.release(PointerEvent("release", *points[-1]))))  # noqa: B023
        low, high = np.floor(points.min(axis=0) - brush_px / 2), np.ceil(points.max(axis=0) + brush_px / 2)
        boxes += int(np.prod(np.minimum(high, side) - np.maximum(low, 0)))
    found = {"layer": summary(times, undo=history.bytes_used / STROKES, box=boxes / STROKES)}
    widget, document = make_widget(side, brush_px, "fit", "")
    times = []
    for class_id, points in strokes(side, brush_px):
        widget.set_class(class_id)
        for number, point in enumerate(points):
            at = QPointF(*widget.viewport.to_view(*point))
            kind = QEvent.Type.MouseMove if number else QEvent.Type.MouseButtonPress
            event = QMouseEvent(kind, at, at, Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton, _NO_KEYS())
            began = time.perf_counter()
            QApplication.sendEvent(widget, event)
            QApplication.processEvents()
            times.append((max(widget.painted_at, began) - began) * 1000)
        event = QMouseEvent(
            QEvent.Type.MouseButtonRelease, at, at, Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton, _NO_KEYS()
        )
        times.append(timed(lambda: QApplication.sendEvent(widget, event)))  # noqa: B023
    widget.close()
    return {**found, "pixels": summary(times)}


def areas_here() -> Row:
    """Milliseconds and undo bytes of one fill and of one polygon."""
    from canvas.history import History
    from canvas.tools import PointerEvent, ToolContext, make_tools

    found = {}
    for name in ("fill", "polygon"):
        document = _document(np.zeros((LARGE, LARGE), np.uint8))
        history = History(document)
        tool = make_tools(ToolContext(document, history))[name]
        if name == "fill":
            press, release = PointerEvent("press", 5, 5), PointerEvent("release", 5, 5)
            found[name] = timed(lambda: (tool.press(press), tool.release(release)))  # noqa: B023
        else:
            for point in outline(LARGE):
                tool.press(PointerEvent("press", *point))
            found[name] = timed(tool.commit)
        found[f"{name} undo"] = history.bytes_used
    return found


def _document(labels: np.ndarray) -> Any:
    from canvas.document import Document
    from canvas.palette import Palette, PaletteEntry

    names = ("unlabelled", *(f"class {number}" for number in range(1, CLASSES)))
    entries = tuple(PaletteEntry(number, name, (number, 9, 9)) for number, name in enumerate(names))
    return Document(Palette("bench", entries), labels)


def _NO_KEYS() -> Any:  # noqa: N802
    from PySide6.QtCore import Qt

    return Qt.KeyboardModifier.NoModifier


def measure_napari(side: int, brush_px: int, has_viewer: bool) -> Row:
    """napari's times. Runs where napari is installed, and knows nothing of this program."""
    import napari
    from napari.layers import Labels

    show: Callable[[], object] = int
    if has_viewer:
        viewer = napari.Viewer(show=True)
        viewer.window.resize(VIEW_PX + 400, VIEW_PX + 150)
        layer = viewer.add_labels(blocks(side))
        from qtpy.QtWidgets import QApplication

        show = QApplication.instance().processEvents
        for _ in range(5):
            show()
    else:
        layer = Labels(blocks(side))
    layer.mode, layer.brush_size = "paint", brush_px
    times = []
    for class_id, points in strokes(side, brush_px):
        layer.selected_label = class_id
        show()
        before = points[0]
        with layer.block_history():
            for point in points[:1], *zip(points[1:]):
                times.append(timed(lambda: (layer._draw(class_id, before, point[0]), show())))  # noqa: B023
                before = point[0]
            began = time.perf_counter()
        times.append((time.perf_counter() - began) * 1000)  # leaving the block is the release
    undo = sum(map(_nbytes, layer._undo_history))
    row = summary(times, undo=undo / len(layer._undo_history), version=_version(napari.__version__))
    if has_viewer:
        viewer.close()
    return row


def areas_napari() -> Row:
    """Milliseconds and undo bytes of one fill and of one polygon."""
    from napari.layers import Labels

    found = {}
    for name in ("fill", "polygon"):
        layer = Labels(np.zeros((LARGE, LARGE), np.uint8))
        layer.selected_label = 1
        if name == "fill":
            found[name] = timed(lambda: layer.fill((5, 5), 1))  # noqa: B023
        else:
            found[name] = timed(lambda: layer.paint_polygon(outline(LARGE), 1))  # noqa: B023
        found[f"{name} undo"] = sum(map(_nbytes, layer._undo_history))
    return found


def _nbytes(part: Any) -> int:
    """Of the arrays in an entry of napari's history."""
    if isinstance(part, np.ndarray):
        return part.nbytes
    return sum(map(_nbytes, part)) if isinstance(part, (list, tuple)) else 0


def _version(text: str) -> float:
    return float(".".join(text.split(".")[:2]))


def ask_napari(python: str, *asked: str, has_viewer: bool = False) -> Any:
    """Let a Python that has napari measure; None where it cannot."""
    command = [python, __file__, "--as-napari", *asked]
    if has_viewer:
        command.append("--viewer")
        if "DISPLAY" not in os.environ and shutil.which("xvfb-run"):
            command = ["xvfb-run", "-a", "-s", "-screen 0 1600x1200x24", *command]
    environment = {key: value for key, value in os.environ.items() if key != "QT_QPA_PLATFORM"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode != 0:
        sys.exit(f"napari could not be measured with {python}:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def main() -> None:
    """Print times of both, and how many times longer napari takes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--napari-python", default=sys.executable)
    parser.add_argument("--viewer", action="store_true")
    parser.add_argument("--as-napari", nargs="*", default=None, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.as_napari is not None:
        numbers = [int(part) for part in asked.as_napari]
        print(json.dumps(measure_napari(*numbers, asked.viewer) if numbers else areas_napari()))
        return
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication([])
    assert app is not None
    print("ms an event p50 / p99, here : napari, and how many times longer napari takes; undo KB a stroke, and its box")
    print(f"{'drawing':>7} {'brush':>5} | {'layer':^37} | {'to pixels':^37} | {'undo':>6} napari  ratio  box area")
    for side in SIDES:
        for brush_px in BRUSHES_PX:
            here = measure_here(side, brush_px)
            there = ask_napari(asked.napari_python, str(side), str(brush_px))
            pixels = None
            if asked.viewer:
                pixels = ask_napari(asked.napari_python, str(side), str(brush_px), has_viewer=True)
            ours, theirs = here["layer"]["undo"], there["undo"]
            undo = (
                f"{ours / 1024:>6.0f} {theirs / 1024:>6.0f} {theirs / ours:>5.1f}x {here['layer']['box'] / 1024:>6.0f}"
            )
            row = f"{side:>7} {brush_px:>5} | {_pair(here['layer'], there)} | {_pair(here['pixels'], pixels)} | {undo}"
            print(row, flush=True)
    ours, theirs = areas_here(), ask_napari(asked.napari_python)
    for name in ("fill", "polygon"):
        print(
            f"{name} on {LARGE} square: {ours[name]:.0f} ms here, {theirs[name]:.0f} ms napari, "
            f"{theirs[name] / ours[name]:.1f}x; undo {ours[f'{name} undo'] / 2**20:.1f} MB here, "
            f"{theirs[f'{name} undo'] / 2**20:.1f} MB napari"
        )


def _pair(here: Row, there: Row | None) -> str:
    ours = f"{here['p50']:>5.2f} {here['p99']:>6.2f}"
    if there is None:
        return f"{ours} {'':>24}"
    ratios = f"{there['p50'] / here['p50']:>4.1f}x {there['p99'] / here['p99']:>4.1f}x"
    return f"{ours} : {there['p50']:>6.2f} {there['p99']:>7.2f} {ratios}"


if __name__ == "__main__":
    main()
