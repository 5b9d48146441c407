"""Whatever keeps the drawing keeps all its layers: projects, pictures, gallery, journal, questions before a loss."""

from __future__ import annotations

from dataclasses import dataclass
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
from canvas.layers import KINDS, LAYERS, LayerName, Pixels
from canvas.palette import Palette, PaletteEntry
from canvas.raster import BBox
from tests.app.conftest import Bench
from tests.fakes.scripted_asking import ScriptedAsking

pytestmark = pytest.mark.usefixtures("first_picture")


@dataclass
class Brush:
    """Paints on one layer; nothing else in this file knows which."""

    bench: Bench
    layer: LayerName

    def __call__(self, row: int = 5, tone: int = 200) -> None:
        document = self.bench.session.document
        new = np.full((3, 9, *KINDS[self.layer].channels), tone, np.uint8)
        edit = PatchEdit.write(self.pixels, BBox(row, 7, row + 3, 16), new, self.layer)
        assert document.layers.of(self.layer).shape[:2] == document.size
        self.bench.session.history.perform("Stroke", edit)

    @property
    def pixels(self) -> Pixels:
        return self.bench.session.document.layers.of(self.layer)


@pytest.fixture(params=[name for name in LAYERS if name != "labels"])
def draw(bench: Bench, request: pytest.FixtureRequest) -> Brush:
    return Brush(bench, request.param)


@pytest.mark.parametrize("name", ["a.ora", "a.png"])
def test_saved_and_opened_again(
    draw: Brush, bench: Bench, filing: Filing, asking: ScriptedAsking, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    draw()
    drawn = bench.session.document.snapshot()
    assert filing.has_unsaved_work
    asking.paths = [tmp_path / name]
    filing.save()
    qtbot.waitUntil(lambda: not filing.has_unsaved_work)
    filing.new()
    assert not draw.pixels.any()
    filing.open_path(tmp_path / name)
    assert bench.session.document.is_as(drawn)
    assert not filing.has_unsaved_work
    assert filing.path == tmp_path / name
    assert bench.notices == []


def test_it_alone_is_unsaved_work_until_it_is_undone(
    draw: Brush, bench: Bench, filing: Filing, asking: ScriptedAsking
) -> None:
    draw()
    asking.answers = [Answer.CANCEL]
    filing.new()
    assert draw.pixels.any()
    bench.session.history.undo()
    assert not filing.has_unsaved_work


def test_another_palette_is_unsaved_work(bench: Bench, filing: Filing) -> None:
    palette = bench.session.document.palette
    renamed = Palette(palette.name, (*palette.entries, PaletteEntry(99, "tower", (1, 2, 3))))
    bench.session.history.perform("Add a class", PaletteEdit(palette, renamed))
    assert filing.has_unsaved_work
    bench.session.history.undo()
    assert not filing.has_unsaved_work


def test_imported_label_map_leaves_the_other_layers(
    draw: Brush, bench: Bench, filing: Filing, asking: ScriptedAsking, tmp_path: Path
) -> None:
    draw()
    document = bench.session.document
    before = draw.pixels.copy()
    write_label_png(tmp_path / "map.png", np.full(document.size, 7, np.uint8), document.palette)
    asking.paths = [tmp_path / "map.png"]
    filing.import_label_map()
    assert (document.labels == 7).all()
    np.testing.assert_array_equal(draw.pixels, before)


def test_it_makes_the_picture_one_of_an_earlier_drawing(
    draw: Brush, bench: Bench, filing: Filing, qtbot: QtBot
) -> None:
    assert bench.session.picture_shows_drawing
    draw()
    assert not bench.session.picture_shows_drawing
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.session.generate()
    assert bench.session.picture_shows_drawing
    assert bench.session.finished is not None
    np.testing.assert_array_equal(getattr(bench.session.finished.request, draw.layer), draw.pixels)


def test_kept_pictures_differ_by_their_layers_and_bring_it_back(
    draw: Brush, bench: Bench, filing: Filing, asking: ScriptedAsking, qtbot: QtBot, tmp_path: Path
) -> None:
    gallery = Gallery(bench.session, bench.session.notices, tmp_path / "gallery")
    paths: list[Path] = []
    gallery.added.connect(lambda kept: paths.append(kept.path))
    for tone in (200, 100):
        draw(tone=tone)
        with qtbot.waitSignal(gallery.added):
            bench.session.generate()
    assert len(set(paths)) == 2
    asking.answers = [Answer.DISCARD]
    filing.recall(paths[0])
    assert (draw.pixels[6, 8] == 200).all()
    gallery.stop()


def test_restored_from_the_journal(
    draw: Brush, bench: Bench, filing: Filing, asking: ScriptedAsking, tmp_path: Path, qtbot: QtBot
) -> None:
    notices = bench.session.notices
    first = Autosave(bench.session, filing, notices, tmp_path)
    draw()
    draw(row=20, tone=90)
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
