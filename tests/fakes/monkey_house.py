"""A window for a monkey: the real one, over a fake engine, with files to play with."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QApplication

from app.formats.project import save_project
from app.formats.saved_picture import artwork_bytes
from app.settings import table as s
from app.start.studio import Studio
from canvas.label_png import label_png_bytes
from engine.request.types import Finished, RunId, read_only
from tests.fakes import fake_training
from tests.fakes.fake_runner import FakeRegistry, FakeRunner
from tests.fakes.monkey import Monkey, garbage
from tests.fakes.random_asking import RandomAsking

UNDO_BUDGET_BYTES = 4 * 2**20
"""So little that it is used up again and again."""


def monkey_at_work(app: QApplication, folder: Path, seed: int, engine_fails: bool = True) -> Monkey:
    """A monkey at a studio of its own, which is shown. The files that it opens and saves are in `folder`."""
    runner = FakeRunner()
    asking = RandomAsking(np.random.default_rng([seed, 2]), folder, [])
    studio = Studio(app, s.Settings(folder / "settings.json"), FakeRegistry(), lambda: runner, asking)  # type: ignore[arg-type]
    way = ("works", "fails", "crashes")[seed % 3]
    studio.desk.trainings._command = (sys.executable, fake_training.__file__, way)
    studio.history.budget_bytes = UNDO_BUDGET_BYTES
    studio.settings.set(s.STEPS, 4)
    request, palette = studio.session.request(), studio.document.palette
    image = read_only(np.zeros((16, 16, 3), np.uint8))
    finished = Finished(run=RunId(number=1), request=request, image=image, seconds=0.1, provenance={})
    save_project(folder / "whole.ora", request, palette, finished)
    whole = {
        "project.ora": (folder / "whole.ora").read_bytes(),
        "picture.png": artwork_bytes(finished, palette),
        "labels.png": label_png_bytes(studio.document.labels, palette),
        "palette.json": palette.to_json().encode(),
    }
    asking.files = garbage(folder, seed, whole)
    studio.window.show()
    return Monkey(studio, runner, asking, seed, engine_fails)
