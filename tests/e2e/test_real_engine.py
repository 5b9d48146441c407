"""The whole program on the built-in base: paint, generate, save, reopen, and the same picture again."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.commands import main as cli
from app.formats.saved_picture import read_artwork
from app.painting.progress import LiveState
from app.settings import table as s
from app.start.studio import Studio
from app.system import resources
from app.widgets.questions import Answer
from canvas.edits import PatchEdit
from canvas.raster import BBox
from engine.installed.registry import Registry
from tests.fakes.scripted_asking import ScriptedAsking

PATIENCE_MS = 120_000


@pytest.fixture
def asking() -> ScriptedAsking:
    return ScriptedAsking()


@pytest.fixture
def studio(qapp: QApplication, asking: ScriptedAsking) -> Iterator[Studio]:
    registry = Registry(resources.bases_folders(), resources.modules_folders(), resources.cache_folder())
    settings = s.Settings(resources.settings_file())
    settings.set(s.STEPS, 3)
    settings.set(s.SIZE_PX, 128)
    settings.set(s.FIRST_PX, 64)
    settings.set(s.LIVE, False)
    studio = Studio(
        qapp, settings, registry, lambda: import_module("engine.painting.pipeline").Pipeline(registry), asking
    )
    yield studio
    studio.shut_down()
    studio.window.deleteLater()


def test_a_painted_picture_is_saved_with_its_recipe_and_comes_back_the_same(
    studio: Studio, asking: ScriptedAsking, qtbot: QtBot, tmp_path: Path
) -> None:
    session = studio.session
    studio.window.show()
    corner = BBox(0, 0, 100, 100)
    session.history.perform("Paint", PatchEdit.paint(session.document.labels, corner, np.ones((100, 100), bool), 6))
    studio.settings.set(s.PROMPT, "forest")
    with qtbot.waitSignal(session.picture_finished, timeout=PATIENCE_MS):
        studio.desk.session.generate()
    path = tmp_path / "picture.png"
    asking.paths = [path]
    studio.desk.files.save()
    saved = read_artwork(path)
    assert session.finished is not None
    assert np.array_equal(saved.image, session.finished.image)
    assert np.array_equal(saved.request.labels, session.document.labels)
    assert (saved.request.labels[:100, :100] == 6).all()

    session.history.undo()
    studio.settings.set(s.PROMPT, "sea")
    asking.answers = [Answer.DISCARD]
    studio.desk.files.open_path(path)
    assert (session.document.labels[:100, :100] == 6).all()
    assert studio.settings.get(s.PROMPT) == "forest"
    with qtbot.waitSignal(session.picture_finished, timeout=PATIENCE_MS):
        studio.desk.session.generate()
    assert np.array_equal(session.finished.image, saved.image)

    again = tmp_path / "again.png"
    assert cli.main(["generate", str(path), "-o", str(again)]) == 0
    assert np.array_equal(read_artwork(again).image, saved.image)


def test_the_first_sight_is_the_examples_own_picture_and_a_stroke_is_drafted_and_finished(
    qapp: QApplication, asking: ScriptedAsking, qtbot: QtBot
) -> None:
    registry = Registry(resources.bases_folders(), resources.modules_folders(), resources.cache_folder())
    studio = Studio(
        qapp, s.Settings(), registry, lambda: import_module("engine.painting.pipeline").Pipeline(registry), asking
    )
    try:
        session = studio.session
        assert studio.window.sheets.picture.image is not None  # before the window is shown, and before torch
        assert session.finished is not None
        assert session.finished.image.shape == (512, 512, 3)
        started: list[object] = []
        session.run_started.connect(started.append)
        studio.window.show()
        qtbot.waitUntil(lambda: session.live_state is LiveState.UP_TO_DATE, timeout=PATIENCE_MS)
        assert started == []  # nothing is painted that is on the sheet already
        corner = BBox(0, 0, 100, 100)
        ids = np.ones((100, 100), bool)
        with qtbot.waitSignal(session.draft_finished, timeout=PATIENCE_MS) as draft:
            session.history.perform("Paint", PatchEdit.paint(session.document.labels, corner, ids, 6))
        assert draft.args[0].image.shape == (256, 256, 3)
        with qtbot.waitSignal(session.picture_finished, timeout=PATIENCE_MS) as finished:
            pass
        assert finished.args[0].image.shape == (512, 512, 3)
    finally:
        studio.shut_down()
        studio.window.deleteLater()


def test_one_click_lets_a_module_paint_along_that_hears_the_ink_and_the_file_keeps_both(
    studio: Studio, asking: ScriptedAsking, qtbot: QtBot, tmp_path: Path
) -> None:
    session, bar = studio.session, studio.window.notice_bar
    studio.window.show()
    with qtbot.waitSignal(session.picture_finished, timeout=PATIENCE_MS):
        studio.desk.session.generate()
    assert session.finished is not None
    by_labels = session.finished.image
    line = np.full((300, 4), 255, np.uint8)
    session.history.perform("Draw", PatchEdit.write(session.document.ink, BBox(100, 60, 400, 64), line, "ink"))
    assert bar.act.isVisible()
    bar.act.click()
    assert studio.settings.get(s.BESIDE) == {"pocket-sketch": 7.0}
    assert list(studio.window.picture_panel.beside.rows) == ["pocket-sketch"]
    with qtbot.waitSignal(session.picture_finished, timeout=PATIENCE_MS):
        studio.desk.session.generate()
    both = session.finished
    assert not np.array_equal(both.image, by_labels)
    assert both.provenance["module"] == "pocket-labels + pocket-sketch"
    assert both.notes == ()

    path = tmp_path / "picture.png"
    asking.paths = [path]
    studio.desk.files.save()
    assert read_artwork(path).request.modules == {"pocket-labels": 6.0, "pocket-sketch": 7.0}
    assert cli.main(["generate", str(path), "-o", str(tmp_path / "again.png")]) == 0
    assert np.array_equal(read_artwork(tmp_path / "again.png").image, both.image)
