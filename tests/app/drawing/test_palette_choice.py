from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.drawing.palette.check_dialog import CheckDialog
from app.drawing.palette.class_choices import row_of
from app.drawing.palette.imported_labels import labels_in
from app.drawing.palette.mapping_dialog import MappingDialog
from app.drawing.palette.merge_dialog import MergeDialog
from app.drawing.palette.palette_choice import PaletteChoice
from app.formats.opened_file import read_work
from app.settings import table as s
from app.system.notices import MAP_CLASSES, Level, Notice, Notices
from app.widgets.swatch import percent
from app.widgets.theme import Look
from app.window.notice_bar import NoticeBar
from canvas.label_png import write_label_png
from canvas.palette import Palette, PaletteEntry
from canvas.palette_check import least_distances
from canvas.palette_colours import Vision
from canvas.palette_files import read_palette, write_palette
from canvas.palette_png import palette_of_png
from engine.request.types import unknown_classes
from tests.app.conftest import Bench
from tests.fakes.scripted_asking import ScriptedAsking

OTHER = Palette(
    "other",
    (
        PaletteEntry(0, "unlabelled", (0, 0, 0)),
        PaletteEntry(1, "lawn", (1, 1, 1), ("grass",)),
        PaletteEntry(2, "Sky", (1, 1, 2)),
        PaletteEntry(4, "sea", (1, 1, 3)),
    ),
)


@pytest.fixture
def choosing(bench: Bench, asking: ScriptedAsking) -> PaletteChoice:
    return bench.choosing(asking)


def test_an_empty_drawing_takes_another_palette_without_a_question(
    bench: Bench, choosing: PaletteChoice, asking: ScriptedAsking
) -> None:
    bench.session.replace(np.zeros((8, 8), np.uint8), bench.session.document.palette)
    choosing.choose(OTHER)
    assert bench.session.document.palette == OTHER
    assert asking.asked == []
    bench.session.history.undo()
    assert bench.session.document.palette.name == "test"


def test_what_is_painted_is_mapped_as_the_person_says_in_one_step(
    bench: Bench, choosing: PaletteChoice, asking: ScriptedAsking
) -> None:
    document = bench.session.document
    bench.paint(10, 10, 5)
    before = document.labels.copy()
    asking.mappings = [{1: 2, 5: 4}]
    choosing.choose(OTHER)
    assert asking.asked == ["map test to other"]
    assert document.palette == OTHER
    np.testing.assert_array_equal(document.labels, np.where(before == 5, 4, 2))
    bench.session.history.undo()
    np.testing.assert_array_equal(document.labels, before)
    asking.mappings = [None]
    choosing.choose(OTHER)
    assert document.palette.name == "test"
    assert bench.session.history.position == 1


def test_the_same_classes_in_other_colours_need_no_question(
    bench: Bench, choosing: PaletteChoice, asking: ScriptedAsking
) -> None:
    asking.agrees = [True, False]
    choosing.check()
    recoloured = bench.session.document.palette
    assert least_distances(recoloured)[Vision.DEUTERANOPE] > 10
    bench.session.history.undo()
    choosing.choose(recoloured)
    choosing.check()
    assert bench.session.document.palette == recoloured
    assert [text for text in asking.asked if text.startswith("map")] == []


def test_palettes_are_exported_and_imported(
    bench: Bench, choosing: PaletteChoice, asking: ScriptedAsking, tmp_path: Path
) -> None:
    path = tmp_path / "mine.gpl"
    asking.paths = [path, tmp_path / "other.csv", tmp_path / "broken.csv", None, None]
    choosing.export_palette()
    assert read_palette(path).classes() == bench.session.document.palette.classes()
    assert bench.settings.get(s.LAST_FOLDER) == str(tmp_path)
    write_palette(tmp_path / "other.csv", OTHER)
    (tmp_path / "broken.csv").write_text("id,name,hex\n1,sky,bluish\n", encoding="utf-8")
    asking.mappings = [{1: 2}]
    choosing.import_palette()
    assert bench.session.document.palette.classes() == OTHER.classes()
    choosing.import_palette()
    assert "line 2" in bench.notices[-1].text
    choosing.import_palette()
    choosing.export_palette()
    assert len(bench.session.history.labels) == 1


def test_what_is_not_as_in_the_imported_file_is_said(
    bench: Bench, choosing: PaletteChoice, asking: ScriptedAsking, tmp_path: Path
) -> None:
    path = tmp_path / "class_dict.csv"
    path.write_text("name,r,g,b\nbackground,0,0,0\nroad,9,9,9\nwet road,9,9,9\n", encoding="utf-8")
    asking.paths, asking.mappings = [path], [{}]
    choosing.import_palette()
    assert bench.session.document.palette.classes() == {0: "unlabelled", 1: "road", 2: "wet road"}
    said = " ".join(notice.text for notice in bench.notices)
    assert "“background” is unlabelled" in said
    assert "“wet road” (#090909 → " in said


def test_a_drawing_is_mapped_to_the_modules_classes(
    bench: Bench, choosing: PaletteChoice, asking: ScriptedAsking
) -> None:
    bench.settings.set(s.MODULE, "pocket-labels")
    assert not choosing.can_map_to_module
    bench.session.replace(np.full((8, 8), 4, np.uint8), OTHER)
    assert choosing.can_map_to_module
    asking.mappings = [{4: 5}]
    choosing.map_to_module()
    assert bench.session.document.labels[0, 0] == 5
    assert bench.session.document.palette.name == "Pocket labels"
    bench.settings.set(s.MODULE, "")
    assert not choosing.can_map_to_module


def test_the_dialog_proposes_by_name_and_says_what_is_lost(bench: Bench, qtbot: QtBot) -> None:
    labels = np.zeros((10, 10), np.uint8)
    labels[:5], labels[5:8], labels[8] = 7, 1, 9
    dialog = MappingDialog(labels, bench.session.document.palette, OTHER)
    qtbot.addWidget(dialog)
    assert dialog.targets == {7: 1, 1: 2, 9: 0}
    assert list(dialog.boxes) == [7, 1, 9]
    assert dialog.said.text() == "10 % of the drawing becomes unlabelled: other"
    box = dialog.boxes[9]
    box.setCurrentIndex(row_of(box.model(), 4))
    assert dialog.targets == {7: 1, 1: 2, 9: 4}
    assert "stays labelled" in dialog.said.text()


def test_the_check_lists_pairs_and_can_recolour(qtbot: QtBot) -> None:
    entries = [PaletteEntry(i, f"c{i}", (200, 100, 50 + i)) for i in range(1, 4)]
    palette = Palette("p", (PaletteEntry(0, "unlabelled", (0, 0, 0)), *entries))
    dialog = CheckDialog(palette)
    qtbot.addWidget(dialog)
    assert dialog.pairs.topLevelItemCount() == 3
    assert dialog.said.text().startswith("3 pairs")
    assert dialog.published.isHidden()
    assert dialog.recolour.isEnabled()
    dialog.recolour.click()
    assert dialog.result() == CheckDialog.DialogCode.Accepted


def test_the_check_says_that_colours_are_published(qtbot: QtBot) -> None:
    entries = [PaletteEntry(i, f"c{i}", (200, 100, 50 + i)) for i in range(3)]
    published = Palette("p", (replace(entries[0], name="unlabelled"), *entries[1:]), "a paper")
    for palette, is_said in ((published, True), (replace(published, entries=published.entries[:2]), False)):
        dialog = CheckDialog(palette)
        qtbot.addWidget(dialog)
        assert dialog.published.isHidden() != is_said


def test_the_merge_dialog_finds_a_class(bench: Bench, qtbot: QtBot) -> None:
    dialog = MergeDialog(bench.session.document.palette, 1)
    qtbot.addWidget(dialog)
    dialog.search.setText("GRA")
    assert dialog.chosen == 7
    dialog.search.setText("no such")
    assert dialog.chosen is None
    assert not dialog.merge.isEnabled()
    dialog.search.setText("sky")
    assert dialog.chosen is None


@pytest.mark.parametrize(("share", "text"), [(0.5, "50 %"), (0.031, "3.1 %"), (0.0004, "< 0.1 %"), (0.0, "0 %")])
def test_shares_are_said_as_people_read_them(share: float, text: str) -> None:
    assert percent(share) == text


def test_a_note_on_unknown_classes_offers_to_map_them(bench: Bench, qtbot: QtBot) -> None:
    bench.runner.notes = (unknown_classes("Pocket", ["lawn"]), "Something else.")
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.session.start()
    assert [notice.action for notice in bench.notices] == [MAP_CLASSES, ""]
    assert "does not know lawn" in bench.notices[0].text


def test_the_notice_bar_offers_the_action(qapp: QApplication, qtbot: QtBot) -> None:
    done: list[bool] = []
    action = QAction("Map to the module's classes…")
    action.triggered.connect(lambda checked: done.append(checked))
    notices = Notices()
    bar = NoticeBar(notices, Look(qapp), {MAP_CLASSES: action}.__getitem__)
    qtbot.addWidget(bar)
    notices.post(Notice(Level.INFO, "Unknown.", action=MAP_CLASSES))
    assert bar.act.isVisibleTo(bar)
    bar.act.click()
    assert done == [False]
    assert bar.notice is None
    notices.post(Notice(Level.INFO, "Known."))
    assert not bar.act.isVisibleTo(bar)


def test_other_colours_paint_no_other_picture(bench: Bench, choosing: PaletteChoice, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.session.start()
    count = len(bench.runner.requests)
    choosing._classes.recolour(3, (1, 2, 3))
    assert not bench.session.is_painting
    with qtbot.waitSignal(bench.session.picture_finished):
        choosing._classes.rename(1, "air")
    assert len(bench.runner.requests) == count + 1


def test_a_label_map_keeps_its_own_classes_when_it_is_opened(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "other.png"
    write_label_png(path, np.full((8, 8), 4, np.uint8), OTHER)
    work = read_work(path, bench.session.document.palette)
    assert work.palette == OTHER
    assert work.labels[0, 0] == 4


def test_an_imported_label_map_takes_the_drawings_classes(bench: Bench, asking: ScriptedAsking, tmp_path: Path) -> None:
    palette = bench.session.document.palette
    path = tmp_path / "other.png"
    labels = np.ones((8, 8), np.uint8)
    write_label_png(path, labels, OTHER)
    np.testing.assert_array_equal(labels_in(path, palette, asking), 7 * labels)
    assert asking.asked == []
    labels[0] = 4
    write_label_png(path, labels, OTHER)
    asking.mappings = [{1: 7, 4: 5}, None]
    np.testing.assert_array_equal(labels_in(path, palette, asking), np.where(labels == 4, 5, 7))
    assert labels_in(path, palette, asking) is None


def test_a_label_map_of_another_program_is_in_the_drawings_classes(
    bench: Bench, asking: ScriptedAsking, tmp_path: Path
) -> None:
    path = tmp_path / "grey.png"
    Image.fromarray(np.full((8, 8), 6, np.uint8)).save(path)
    palette = bench.session.document.palette
    assert palette_of_png(path) is None
    assert read_work(path, palette).palette == palette
    np.testing.assert_array_equal(labels_in(path, palette, asking), np.full((8, 8), 6, np.uint8))
    (tmp_path / "no.png").write_bytes(b"no image")
    assert palette_of_png(tmp_path / "no.png") is None
    data = path.read_bytes()
    header = b"IHDR" + struct.pack(">II", 2**17, 2**18) + data[24:29]
    path.write_bytes(data[:12] + header + struct.pack(">I", zlib.crc32(header)) + data[33:])
    assert palette_of_png(path) is None
