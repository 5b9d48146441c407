from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.files.open_file import write_session
from app.formats.project import open_project
from app.formats.saved_picture import read_artwork
from app.gallery.folder import GalleryFolder, Kept, describe
from app.gallery.gallery import REST_MS, Gallery
from app.gallery.model import KEPT, GalleryModel
from app.gallery.panel import GalleryPanel
from app.settings import table as s
from app.widgets.theme import Look
from canvas.edits import PaletteEdit, PatchEdit
from canvas.errors import CanvasError
from canvas.palette_editing import without
from tests.app.conftest import Bench

COMPARED: list[Sequence[Path]] = []
COLLECTED: list[Sequence[Path]] = []
DECORATION = Qt.ItemDataRole.DecorationRole


@pytest.fixture
def gallery(bench: Bench, tmp_path: Path) -> Iterator[Gallery]:
    bench.settings.set(s.LIVE, False)
    gallery = Gallery(bench.session, bench.session.notices, tmp_path / "gallery")
    yield gallery
    gallery.stop()


@pytest.fixture
def started(bench: Bench, gallery: Gallery, qtbot: QtBot) -> Gallery:
    """With the first picture in it: seed 0, no prompt."""
    with qtbot.waitSignal(gallery.added):
        bench.session.start()
    return gallery


@pytest.fixture
def panel_of(bench: Bench, qapp: QApplication, qtbot: QtBot) -> Callable[[Gallery], GalleryPanel]:
    def make(gallery: Gallery) -> GalleryPanel:
        panel = GalleryPanel(gallery, bench.settings, Look(qapp), lambda path: None, COMPARED.append, COLLECTED.append)
        qtbot.addWidget(panel)
        return panel

    return make


@pytest.fixture
def panel(started: Gallery, bench: Bench, panel_of: Callable[[Gallery], GalleryPanel], qtbot: QtBot) -> GalleryPanel:
    """With three pictures: seeds 2, 1, 0."""
    panel = panel_of(started)
    with qtbot.waitSignal(started.listed):
        started.read()
    bench.settings.set(s.PROMPT, "a lake")
    keep(bench, started, qtbot, 1)
    bench.settings.set(s.PROMPT, "a meadow at noon")
    bench.paint(20, 20)
    keep(bench, started, qtbot, 2)
    return panel


def keep(bench: Bench, gallery: Gallery, qtbot: QtBot, seed: int) -> Path:
    bench.settings.set(s.SEED, seed)
    with qtbot.waitSignal(gallery.added) as added:
        bench.session.generate()
    return added.args[0].path


def seeds(model: GalleryModel) -> list[int]:
    return [model.index(row).data(KEPT).seed for row in range(model.rowCount())]


def test_picture_that_was_asked_for_is_kept_at_once_with_its_recipe(
    bench: Bench, started: Gallery, qtbot: QtBot
) -> None:
    bench.settings.set(s.PROMPT, "a lake")
    path = keep(bench, started, qtbot, 42)
    artwork = read_artwork(path)
    assert (artwork.request.seed, artwork.request.prompt) == (42, "a lake")
    np.testing.assert_array_equal(artwork.image, bench.pictures[-1])
    kept = describe(path)
    assert (kept.seed, kept.prompt, kept.classes, kept.nbytes) == (42, "a lake", ("sky",), path.stat().st_size)


def test_picture_whose_classes_were_removed_while_it_was_painted_is_kept_with_them(
    bench: Bench, started: Gallery, qtbot: QtBot, tmp_path: Path
) -> None:
    session, document = bench.session, bench.session.document
    bench.paint(20, 20, 5)
    before = document.palette
    bench.runner.hold_before(3)
    session.generate()
    gone = PatchEdit.paint(document.labels, document.bbox, document.labels == 5, 0)
    session.history.perform("Remove", PaletteEdit(before, without(before, 5), gone))
    with qtbot.waitSignal(started.added) as added:
        bench.runner.release()
    kept = read_artwork(added.args[0].path)
    assert kept.request.labels[20, 20] == 5
    assert kept.palette == before
    assert bench.notices == []
    write_session(tmp_path / "later.ora", session)
    result = open_project(tmp_path / "later.ora", before).result
    assert result is not None
    assert result.palette == before


def test_very_same_picture_is_kept_once(bench: Bench, started: Gallery, qtbot: QtBot) -> None:
    keep(bench, started, qtbot, 1)
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.session.generate()
    started.stop()
    assert len(list((started._folder.path).glob("*.png"))) == 2


def test_live_picture_is_kept_once_it_rests(bench: Bench, started: Gallery, qtbot: QtBot) -> None:
    bench.settings.set(s.LIVE, True)
    seen = []
    started.added.connect(seen.append)
    for row in (10, 20, 30):
        with qtbot.waitSignal(bench.session.picture_finished):
            bench.paint(row, 20)
    assert seen == []
    with qtbot.waitSignal(started.added, timeout=5 * REST_MS):
        pass
    (kept,) = seen
    assert read_artwork(kept.path).request.labels[30, 20] == 5


def test_waiting_picture_is_kept_when_the_window_closes(bench: Bench, started: Gallery, qtbot: QtBot) -> None:
    bench.settings.set(s.LIVE, True)
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.paint(10, 20)
    started.stop()
    assert len(GalleryFolder(started._folder.path).pictures()) == 2


def test_failure_to_keep_is_said_once_and_withdrawn(
    bench: Bench, gallery: Gallery, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "gallery").write_text("a file in its place")
    with qtbot.waitSignal(bench.session.notices.posted):
        bench.session.start()
    assert "could not be put into the gallery" in bench.notices[0].text
    (tmp_path / "gallery").unlink()
    with qtbot.waitSignal(bench.session.notices.cleared):
        keep(bench, gallery, qtbot, 7)


def test_filter_by_prompt_class_and_seed(panel: GalleryPanel) -> None:
    model = panel.model
    assert seeds(model) == [2, 1, 0]
    for text, expected in (
        ("MEADOW", [2]),
        ("a", [2, 1]),
        ("lake sky", [1]),
        ("water", [2]),
        ("seed:1", [1]),
        ("2", [2]),
        ("none such", []),
    ):
        panel.filter.setText(text)
        assert seeds(model) == expected, text
    assert panel.room.text().startswith("0 of 3 pictures")
    assert panel.empty.text() == "No picture matches the filter."


def test_star_outlives_the_window(panel: GalleryPanel, started: Gallery) -> None:
    panel.view.setCurrentIndex(panel.model.index(1))
    panel.star_action.trigger()
    panel.starred_only.setChecked(True)
    assert seeds(panel.model) == [1]
    assert GalleryFolder(started._folder.path).stars() == {panel.model.index(0).data(KEPT).path.name}
    panel.view.setCurrentIndex(panel.model.index(0))
    panel.star_action.trigger()
    assert seeds(panel.model) == []


def test_deleted_pictures_are_in_the_bin(panel: GalleryPanel, started: Gallery, qtbot: QtBot) -> None:
    before = started.nbytes
    panel.view.setCurrentIndex(panel.model.index(1))
    (path,) = panel.chosen
    with qtbot.waitSignal(started.said) as said:
        panel.delete_action.trigger()
    assert "bin" in said.args[0]
    assert seeds(panel.model) == [2, 0]
    assert not path.exists()
    assert read_artwork(path.parent / "bin" / path.name).request.seed == 1
    assert started.nbytes < before


def test_only_what_is_looked_at_is_read(panel: GalleryPanel, started: Gallery, qtbot: QtBot) -> None:
    asked: list[Path] = []
    original = started.read_thumbnail
    started.read_thumbnail = lambda path: (asked.append(path), original(path))[1]  # type: ignore[method-assign]
    index = panel.model.index(2)
    with qtbot.waitSignal(started.thumbnail_read):
        assert index.data(DECORATION) is None
        assert index.data(DECORATION) is None
    assert asked == [index.data(KEPT).path]
    assert index.data(DECORATION).width() == 192


def test_recall_wants_one_picture(panel: GalleryPanel) -> None:
    recalled: list[Path] = []
    panel._recall = recalled.append
    panel.recall_action.trigger()
    panel.view.selectAll()
    panel.recall_chosen()
    assert recalled == []
    panel.view.setCurrentIndex(panel.model.index(2))
    panel.recall_action.trigger()
    assert recalled == [panel.model.index(2).data(KEPT).path]


def test_quota_is_said_and_nothing_is_deleted(panel: GalleryPanel, bench: Bench, started: Gallery) -> None:
    assert panel.room.text().startswith("3 pictures · ")
    started._kept[Path("huge.png")] = 3 * 2**30
    started.check_quota()
    assert bench.notices[-1].text == "The gallery takes more room than its limit."
    bench.settings.set(s.GALLERY_QUOTA_MB, 5120)
    assert panel.room.text() == "3 pictures · 3 GB of 5 GB"
    assert panel.room.property("over") is False
    assert panel.model.rowCount() == 3


def test_rubbish_in_the_folder_is_shown_and_harms_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"rubbish")
    (tmp_path / "stars.json").write_text("{{{")
    folder = GalleryFolder(tmp_path)
    (kept,) = folder.pictures()
    assert (kept.seed, kept.prompt) == (None, "")
    assert folder.stars() == frozenset()


def test_picture_that_comes_while_the_folder_is_read_is_listed(
    bench: Bench, gallery: Gallery, panel_of: Callable[[Gallery], GalleryPanel], qtbot: QtBot
) -> None:
    panel = panel_of(gallery)
    gate, original = threading.Event(), GalleryFolder.pictures

    def slow(folder: GalleryFolder) -> list[Kept]:
        found = original(folder)
        gate.wait(10)
        return found

    gallery._folder.pictures = slow.__get__(gallery._folder)  # type: ignore[method-assign]
    gallery.read()
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.session.start()
    gate.set()
    qtbot.waitUntil(lambda: seeds(panel.model) == [0])


def test_one_or_two_chosen_pictures_are_compared_the_older_first(
    panel: GalleryPanel,
) -> None:
    COMPARED.clear()
    model, chosen = panel.model, panel.view.selectionModel()
    assert not panel.compare_action.isEnabled()
    flag = QItemSelectionModel.SelectionFlag.Select
    for row in (0, 2):
        chosen.select(model.index(row), flag)
        assert panel.compare_action.isEnabled()
    panel.compare_action.trigger()
    assert [[model.index(2).data(KEPT).path, model.index(0).data(KEPT).path]] == COMPARED
    chosen.select(model.index(1), flag)
    assert not panel.compare_action.isEnabled()


def test_chosen_pictures_go_to_the_training_set(panel: GalleryPanel) -> None:
    COLLECTED.clear()
    assert not panel.collect_action.isEnabled()
    panel.view.selectionModel().select(panel.model.index(1), QItemSelectionModel.SelectionFlag.Select)
    panel.collect_action.trigger()
    assert [[panel.model.index(1).data(KEPT).path]] == COLLECTED


@pytest.mark.parametrize("error", [MemoryError(), ZeroDivisionError("odd"), CanvasError("The disk is full.", "Hint.")])
def test_a_picture_that_cannot_be_kept_is_said(
    error: Exception, bench: Bench, gallery: Gallery, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def keep(*_arguments: object) -> None:
        raise error

    monkeypatch.setattr(GalleryFolder, "keep", keep)
    bench.session.start()
    qtbot.waitUntil(lambda: bool(bench.notices))
    said = ["too little memory" if isinstance(error, MemoryError) else str(error)]
    assert [text in notice.text for text, notice in zip(said, bench.notices, strict=True)] == [True]


def test_a_gallery_that_cannot_be_read_is_said(
    bench: Bench, gallery: Gallery, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(GalleryFolder, "pictures", lambda _folder: 1 // 0)
    gallery.read()
    qtbot.waitUntil(lambda: bool(bench.notices))
    assert "Something went wrong" in bench.notices[0].text
