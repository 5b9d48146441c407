"""A window that paints one seeded stroke after the other until it is killed: `painting_child.py SEED [SAVE_TO]`.

Prints "stroke N" once stroke N is committed, and "saved N" once the file holds it. SINOPIA_HOME names its user folder.
"""

from __future__ import annotations

import os
import sys
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.settings import table as s
from app.start.studio import Studio
from canvas.colour_stroke import ColourStroke
from canvas.document import Document, DocumentSnapshot
from canvas.edits import PaletteEdit, PatchEdit
from canvas.history import History
from canvas.ink_stroke import InkStroke, Nib, capsule
from canvas.palette import UNLABELLED
from canvas.palette_editing import coloured, free_colour, renamed, with_class, without
from canvas.raster import line
from tests.fakes.fake_runner import FakeRegistry, FakeRunner
from tests.fakes.scripted_asking import ScriptedAsking

PAUSE_MS = 15
SAVE_EVERY = 20


def stroke(document: Document, history: History, seed: int, number: int) -> None:
    """Stroke `number` of a seed, the same wherever it is made.

    Every third is one of ink, every fourth of colours, every fifth changes the palette, every eleventh flips all.
    """
    rng = np.random.default_rng([seed, number])
    if number % 5 == 0:
        history.perform("Palette", palette_edit(document, rng, number))
        return
    if number % 11 == 0:
        left_right = bool(rng.integers(2))
        history.replace("Flip", document.layers.flipped(left_right))
        return
    height, width = document.size
    points = rng.uniform(0, 1, (4, 2)) * (height, width)
    class_id = int(rng.choice(document.palette.ids))
    is_ink, ink = number % 3 == 0, InkStroke(document.size, erases=bool(number % 2))
    is_colour, colour = number % 4 == 0, ColourStroke(document.size, (number % 256, 90, 200) if number % 8 else None)
    history.begin("Pen stroke" if is_ink else "Brush stroke")
    for start, end in pairwise(points):
        if is_ink:
            bbox, covered = capsule(document.size, Nib(*start, 9.0, 0.6), Nib(*end, 4.0, 0.9))
            history.record(ink.laid(document.ink, bbox, covered))
        elif is_colour:
            bbox, covered = capsule(document.size, Nib(*start, 12.0, 0.8), Nib(*end, 5.0, 1.0))
            history.record(colour.laid(document.colours, bbox, covered))
        else:
            bbox, mask = line(document.size, tuple(start), tuple(end), int(rng.integers(1, 60)))
            history.record(PatchEdit.paint(document.labels, bbox, mask, class_id))
    if not history.commit():
        bbox, mask = line(document.size, (number % height, 0), (number % height, width), 1)
        history.perform("Line", PatchEdit.paint(document.labels, bbox, mask, document.palette.ids[number % 7]))


def palette_edit(document: Document, rng: np.random.Generator, number: int) -> PaletteEdit:
    """A class more, another name, another colour, or a class that becomes unlabelled and goes."""
    palette, way = document.palette, number // 5 % 4
    class_id = int(rng.choice(palette.ids[1:]))
    if way == 0:
        return PaletteEdit(palette, with_class(palette, f"class of {number}")[0])
    if way == 1:
        return PaletteEdit(palette, renamed(palette, class_id, f"name of {number}"))
    if way == 2:
        return PaletteEdit(palette, coloured(palette, class_id, free_colour(palette)))
    gone = document.labels == class_id
    return PaletteEdit(
        palette, without(palette, class_id), PatchEdit.paint(document.labels, document.bbox, gone, UNLABELLED)
    )


def states(document: Document, seed: int, count: int) -> list[DocumentSnapshot]:
    """The drawing before the first of `count` strokes and after each."""
    history = History(document)
    found = [document.snapshot()]
    for number in range(1, count + 1):
        stroke(document, history, seed, number)
        found.append(document.snapshot())
    return found


def main(seed: int, save_to: Path | None) -> None:
    app = QApplication([])
    asking = ScriptedAsking()
    settings = s.Settings()
    settings.set(s.LIVE, False)
    studio = Studio(app, settings, FakeRegistry(), FakeRunner, asking)
    studio.window.show()
    print("size", *studio.document.size, flush=True)
    number = 0

    def go_on() -> None:
        nonlocal number
        number += 1
        stroke(studio.document, studio.history, seed, number)
        print("stroke", number, flush=True)
        if save_to is not None and number % SAVE_EVERY == 0:
            asking.paths = [save_to]
            studio.desk.files.save()
            if not studio.desk.files.has_unsaved_work:
                print("saved", number, flush=True)

    timer = QTimer(interval=PAUSE_MS)
    timer.timeout.connect(go_on)
    timer.start()
    app.exec()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
