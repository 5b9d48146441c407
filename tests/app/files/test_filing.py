from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.files.open_and_save import Filing
from app.formats.saved_picture import has_recipe
from app.painting.progress import RunState
from app.settings import table as s
from app.widgets.questions import Answer
from canvas.label_png import write_label_png
from canvas.layers import Layers
from canvas.palette import Palette
from engine.request.types import Failed, RunId
from tests.app.conftest import Bench
from tests.fakes.scripted_asking import ScriptedAsking

pytestmark = pytest.mark.usefixtures("first_picture")


def test_saved_picture_brings_drawing_and_settings_back(
    bench: Bench, filing: Filing, asking: ScriptedAsking, qtbot: QtBot, tmp_path: Path
) -> None:
    bench.settings.set(s.SEED, 42)
    bench.settings.set(s.PROMPT, "a lake")
    bench.paint(20, 20)
    asking.paths = [tmp_path / "a.png"]
    with qtbot.waitSignal(bench.session.picture_finished):
        filing.save()
    assert has_recipe(tmp_path / "a.png")
    assert not filing.has_unsaved_work
    picture = bench.pictures[-1]
    bench.settings.set(s.SEED, 1)
    bench.settings.set(s.PROMPT, "")
    asking.answers = [Answer.DISCARD]
    filing.new()
    assert not bench.session.document.labels.any()
    filing.open_path(tmp_path / "a.png")
    assert bench.session.document.labels[20, 20] == 5
    assert (bench.settings.get(s.SEED), bench.settings.get(s.PROMPT)) == (42, "a lake")
    np.testing.assert_array_equal(bench.pictures[-1], picture)
    assert filing.path == tmp_path / "a.png"
    assert not filing.has_unsaved_work


def test_second_save_does_not_ask_again(bench: Bench, filing: Filing, asking: ScriptedAsking, tmp_path: Path) -> None:
    asking.paths = [tmp_path / "a.png"]
    filing.save()
    filing.save()
    assert asking.asked == ["Save"]


def test_undone_work_is_no_unsaved_work(bench: Bench, filing: Filing) -> None:
    bench.paint(20, 20)
    assert filing.has_unsaved_work
    bench.session.history.undo()
    assert not filing.has_unsaved_work


@pytest.mark.parametrize(("answer", "goes"), [(Answer.CANCEL, False), (Answer.DISCARD, True)])
def test_new_asks_when_work_would_be_lost(
    bench: Bench, filing: Filing, asking: ScriptedAsking, answer: Answer, goes: bool
) -> None:
    bench.paint(20, 20)
    asking.answers = [answer]
    filing.new()
    assert (not bench.session.document.labels.any()) is goes
    assert asking.asked == ["starting a new drawing"]


def test_save_and_go_on(bench: Bench, filing: Filing, asking: ScriptedAsking, qtbot: QtBot, tmp_path: Path) -> None:
    bench.paint(20, 20)
    asking.answers, asking.paths = [Answer.SAVE], [tmp_path / "a.png"]
    filing.new()
    assert bench.session.document.labels.any()
    qtbot.waitUntil(lambda: not bench.session.document.labels.any())
    assert has_recipe(tmp_path / "a.png")


def test_a_save_while_a_cancelled_run_is_still_ending_paints_its_own_picture(
    bench: Bench, filing: Filing, asking: ScriptedAsking, qtbot: QtBot, tmp_path: Path
) -> None:
    bench.session.start()
    bench.runner.hold_before(3)
    bench.paint(20, 20)
    bench.session.generate()
    qtbot.waitUntil(lambda: len(bench.runner.requests) > 0)
    bench.session.cancel()
    assert bench.session.state is RunState.STOPPED
    assert bench.session.is_painting
    asking.paths = [tmp_path / "a.png"]
    filing.save()
    bench.runner.release()
    qtbot.waitUntil((tmp_path / "a.png").exists)
    assert not filing.has_unsaved_work


def test_save_that_cannot_be_painted_says_so_and_keeps_everything(
    bench: Bench, filing: Filing, asking: ScriptedAsking, qtbot: QtBot, tmp_path: Path
) -> None:
    bench.paint(20, 20)
    bench.runner.fail_with(Failed(run=RunId(number=0), text="No weights."))
    asking.answers, asking.paths = [Answer.SAVE], [tmp_path / "a.png"]
    with qtbot.waitSignal(bench.session.run_failed):
        assert not filing.may_discard("closing", lambda: pytest.fail("went on"))
    assert [notice.text for notice in bench.notices] == [
        "No weights.",
        "The picture was not saved, because it could not be painted.",
    ]
    assert filing.has_unsaved_work
    assert not (tmp_path / "a.png").exists()


def test_cancelled_run_is_not_saved_later(
    bench: Bench, filing: Filing, asking: ScriptedAsking, qtbot: QtBot, tmp_path: Path
) -> None:
    bench.paint(20, 20)
    bench.runner.hold_before(2)
    asking.paths = [tmp_path / "a.png"]
    filing.save()
    bench.session.cancel()
    bench.runner.release()
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.session.generate()
    assert not (tmp_path / "a.png").exists()


def test_failed_write_is_a_notice(bench: Bench, filing: Filing, asking: ScriptedAsking, tmp_path: Path) -> None:
    asking.paths = [tmp_path / "nowhere" / "a.png"]
    filing.save()
    assert len(bench.notices) == 1
    assert bench.notices[0].hint
    assert filing.path is None


def test_restored_drawing_does_not_take_the_picture_file_of_the_one_before(
    bench: Bench, filing: Filing, asking: ScriptedAsking, tmp_path: Path
) -> None:
    asking.paths = [tmp_path / "a.ora", tmp_path / "a.png"]
    filing.save()
    filing.save_picture()
    document = bench.session.document
    other = Layers(np.full(document.size, 3, np.uint8), np.zeros(document.size, np.uint8))
    filing.restore(other, document.palette, None, lambda: None)
    asking.paths = [None]
    filing.save_picture()
    assert asking.asked == ["Save", "Save picture", "Save picture"]
    assert filing.path is None
    assert filing.has_unsaved_work


def test_imported_label_map_is_one_undo_step(
    bench: Bench, filing: Filing, asking: ScriptedAsking, palette: Palette, tmp_path: Path
) -> None:
    write_label_png(tmp_path / "map.png", np.full((48, 64), 5, np.uint8), palette)
    asking.paths = [tmp_path / "map.png"]
    filing.import_label_map()
    assert (bench.session.document.labels == 5).all()
    bench.session.history.undo()
    assert (bench.session.document.labels == 1).all()


def test_label_map_of_another_size_is_one_undo_step_and_the_ink_stays(
    bench: Bench, filing: Filing, asking: ScriptedAsking, palette: Palette, tmp_path: Path
) -> None:
    document, history = bench.session.document, bench.session.history
    ink = np.zeros(document.size, np.uint8)
    ink[10:20, 10:20] = 255
    history.replace("ink", Layers(document.labels.copy(), ink))
    asking.paths = [tmp_path / "own.ora", tmp_path / "large.png"]
    filing.save()
    write_label_png(tmp_path / "large.png", np.full((96, 128), 3, np.uint8), palette)
    filing.import_label_map()
    assert document.size == (96, 128)
    assert (document.labels == 3).all()
    assert document.ink.any()
    assert filing.path == tmp_path / "own.ora"
    assert filing.has_unsaved_work
    history.undo()
    np.testing.assert_array_equal(document.ink, ink)
    assert not filing.has_unsaved_work


@pytest.mark.parametrize("data", [b"", b"no image", b"\x89PNG\r\n\x1a\n truncated"])
def test_file_that_cannot_be_opened_changes_nothing(bench: Bench, filing: Filing, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "broken.png"
    path.write_bytes(data)
    filing.open_path(path)
    assert len(bench.notices) == 1
    assert bench.session.document.size == (48, 64)
    assert bench.session.finished is not None


def test_a_folder_that_is_missing_is_told_before_anything_is_painted(
    bench: Bench, filing: Filing, asking: ScriptedAsking, tmp_path: Path
) -> None:
    bench.paint(20, 20)
    asking.paths = [tmp_path / "nowhere" / "a.png"]
    filing.save()
    assert not bench.session.is_painting
    assert len(bench.notices) == 1
    assert "folder does not exist" in bench.notices[0].text
