"""Whatever keeps the drawing keeps its ink: projects, pictures, gallery, journal, and the questions before a loss."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.files.autosave import Autosave
from app.files.open_and_save import Filing
from app.files.recovery import Recovery
from app.gallery.gallery import Gallery
from app.widgets.questions import Answer
from canvas.edits import PaletteEdit, PatchEdit
from canvas.label_png import write_label_png
from canvas.palette import Palette, PaletteEntry
from canvas.raster import BBox
from tests.app.conftest import Bench
from tests.fakes.scripted_asking import ScriptedAsking

pytestmark = pytest.mark.usefixtures("first_picture")


def ink(bench: Bench, row: int = 5, tone: int = 200) -> None:
    document = bench.session.document
    new = np.full((3, 9), tone, np.uint8)
    bench.session.history.perform("Pen", PatchEdit.write(document.ink, BBox(row, 7, row + 3, 16), new, "ink"))


@pytest.mark.parametrize("name", ["a.ora", "a.png"])
def test_saved_and_opened_again(
    bench: Bench, filing: Filing, asking: ScriptedAsking, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    ink(bench)
    drawn = bench.session.document.snapshot()
    assert filing.has_unsaved_work
    asking.paths = [tmp_path / name]
    filing.save()
    qtbot.waitUntil(lambda: not filing.has_unsaved_work)
    filing.new()
    assert not bench.session.document.ink.any()
    filing.open_path(tmp_path / name)
    assert bench.session.document.is_as(drawn)
    assert not filing.has_unsaved_work
    assert filing.path == tmp_path / name
    assert bench.notices == []


def test_ink_alone_is_unsaved_work_until_it_is_undone(bench: Bench, filing: Filing, asking: ScriptedAsking) -> None:
    ink(bench)
    asking.answers = [Answer.CANCEL]
    filing.new()
    assert bench.session.document.ink.any()
    bench.session.history.undo()
    assert not filing.has_unsaved_work


def test_another_palette_is_unsaved_work(bench: Bench, filing: Filing) -> None:
    palette = bench.session.document.palette
    renamed = Palette(palette.name, (*palette.entries, PaletteEntry(99, "tower", (1, 2, 3))))
    bench.session.history.perform("Add a class", PaletteEdit(palette, renamed))
    assert filing.has_unsaved_work
    bench.session.history.undo()
    assert not filing.has_unsaved_work


def test_imported_label_map_leaves_the_ink(
    bench: Bench, filing: Filing, asking: ScriptedAsking, tmp_path: Path
) -> None:
    ink(bench)
    document = bench.session.document
    before = document.ink.copy()
    write_label_png(tmp_path / "map.png", np.full(document.size, 7, np.uint8), document.palette)
    asking.paths = [tmp_path / "map.png"]
    filing.import_label_map()
    assert (document.labels == 7).all()
    np.testing.assert_array_equal(document.ink, before)


def test_ink_makes_the_picture_one_of_an_earlier_drawing(bench: Bench, filing: Filing, qtbot: QtBot) -> None:
    assert bench.session.picture_shows_drawing
    ink(bench)
    assert not bench.session.picture_shows_drawing
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.session.generate()
    assert bench.session.picture_shows_drawing
    assert bench.session.finished is not None
    np.testing.assert_array_equal(bench.session.finished.request.ink, bench.session.document.ink)


def test_kept_pictures_differ_by_their_ink_and_bring_it_back(
    bench: Bench, filing: Filing, asking: ScriptedAsking, qtbot: QtBot, tmp_path: Path
) -> None:
    gallery = Gallery(bench.session, bench.session.notices, tmp_path / "gallery")
    paths: list[Path] = []
    gallery.added.connect(lambda kept: paths.append(kept.path))
    for tone in (200, 100):
        ink(bench, tone=tone)
        with qtbot.waitSignal(gallery.added):
            bench.session.generate()
    assert len(set(paths)) == 2
    asking.answers = [Answer.DISCARD]
    filing.recall(paths[0])
    assert bench.session.document.ink[6, 8] == 200
    gallery.stop()


def test_restored_from_the_journal(
    bench: Bench, filing: Filing, asking: ScriptedAsking, tmp_path: Path, qtbot: QtBot
) -> None:
    notices = bench.session.notices
    first = Autosave(bench.session, filing, notices, tmp_path)
    ink(bench)
    ink(bench, row=20, tone=90)
    assert first.flush()
    drawn = bench.session.document.snapshot()
    first.stop()
    asking.answers = [Answer.DISCARD]
    filing.new()
    second = Autosave(bench.session, filing, notices, tmp_path)
    recovery = Recovery(tmp_path, filing, second, notices)
    recovery.look()
    recovery.restore()
    assert bench.session.document.is_as(drawn)
    assert filing.has_unsaved_work
    second.stop()
    recovery.stop()
