from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from app.files.open_and_save import Filing
from app.files.recent_menu import RecentMenu
from app.formats.saved_picture import has_recipe
from app.settings import table as s
from app.widgets.questions import Answer
from canvas.palette import Palette
from canvas.project_file import Project, read_project, write_project
from tests.app.conftest import Bench
from tests.fakes.scripted_asking import ScriptedAsking

pytestmark = pytest.mark.usefixtures("first_picture")


@pytest.fixture
def saved(bench: Bench, filing: Filing, asking: ScriptedAsking, tmp_path: Path) -> Path:
    """The open project, with one stroke."""
    bench.paint(20, 20)
    asking.paths = [tmp_path / "a.ora"]
    filing.save()
    return tmp_path / "a.ora"


def test_project_is_saved_at_once_and_brings_everything_back(
    bench: Bench, filing: Filing, asking: ScriptedAsking, qtbot: QtBot, tmp_path: Path
) -> None:
    bench.settings.set(s.SEED, 42)
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.session.generate()
    picture = bench.pictures[-1]
    bench.paint(20, 20)
    bench.settings.set(s.PROMPT, "a lake")
    asking.paths = [tmp_path / "a.ora"]
    filing.save()
    assert asking.asked == ["Save"]
    assert not filing.has_unsaved_work
    assert not bench.session.is_painting
    bench.settings.set(s.SEED, 1)
    bench.settings.set(s.PROMPT, "")
    asking.answers = [Answer.DISCARD]
    filing.new()
    filing.open_path(tmp_path / "a.ora")
    assert bench.notices == []
    assert bench.session.document.labels[20, 20] == 5
    assert (bench.settings.get(s.SEED), bench.settings.get(s.PROMPT)) == (42, "a lake")
    np.testing.assert_array_equal(bench.pictures[-1], picture)
    assert filing.path == tmp_path / "a.ora"
    assert not filing.has_unsaved_work
    bench.paint(40, 40)
    filing.save()
    assert read_project(tmp_path / "a.ora", bench.session.document.palette).labels[40, 40] == 5
    assert asking.asked == ["Save", "starting a new drawing"]


def test_live_paints_a_project_whose_picture_is_of_an_earlier_drawing(
    bench: Bench, filing: Filing, saved: Path, qtbot: QtBot
) -> None:
    bench.settings.set(s.LIVE, True)
    with qtbot.waitSignal(bench.session.picture_finished):
        filing.open_path(saved)
    assert bench.session.picture_shows_drawing


def test_picture_layer_has_the_drawings_size_and_hides_when_it_is_old(saved: Path, bench: Bench) -> None:
    with zipfile.ZipFile(saved) as archive:
        assert b'name="Picture" src="data/layer1.png" x="0" y="0" opacity="1.0" visibility="hidden"' in archive.read(
            "stack.xml"
        )
        with Image.open(archive.open("data/layer1.png")) as picture:
            assert picture.size == (64, 48)


def test_picture_beside_a_project_leaves_the_project_open_and_unsaved(
    bench: Bench, filing: Filing, saved: Path, asking: ScriptedAsking, qtbot: QtBot, tmp_path: Path
) -> None:
    bench.paint(40, 40)
    asking.paths = [tmp_path / "p.png"]
    with qtbot.waitSignal(bench.session.picture_finished):
        filing.save_picture()
    assert has_recipe(tmp_path / "p.png")
    assert filing.path == saved
    assert filing.has_unsaved_work
    filing.save_picture()
    assert asking.asked == ["Save", "Save picture"]


def test_failed_save_leaves_the_window_dirty_and_the_old_file_whole(bench: Bench, filing: Filing, saved: Path) -> None:
    before = saved.read_bytes()
    bench.paint(40, 40)
    saved.chmod(0o400)
    filing.save()
    assert len(bench.notices) == 1
    assert filing.has_unsaved_work
    assert saved.read_bytes() == before
    assert list(saved.parent.iterdir()) == [saved]


def test_closing_can_save_the_project(bench: Bench, filing: Filing, saved: Path, asking: ScriptedAsking) -> None:
    bench.paint(40, 40)
    asking.answers = [Answer.SAVE]
    done: list[bool] = []
    assert not filing.may_discard("closing", lambda: done.append(True))
    assert done == [True]
    assert not filing.has_unsaved_work


def test_file_with_layers_of_others_is_not_saved_over(
    bench: Bench, filing: Filing, saved: Path, asking: ScriptedAsking, palette: Palette
) -> None:
    with zipfile.ZipFile(saved) as archive:
        entries = {name: archive.read(name) for name in archive.namelist() if not name.startswith("sinopia/")}
    with zipfile.ZipFile(saved, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    filing.open_path(saved)
    assert bench.session.document.labels[20, 20] == 5
    assert filing.path is None
    assert "read from a layer" in bench.notices[-1].text
    asking.paths = [None]
    filing.save()
    assert asking.asked[-1] == "Save"


def test_damaged_extras_are_said_and_the_drawing_opens(
    bench: Bench, filing: Filing, palette: Palette, tmp_path: Path
) -> None:
    path = tmp_path / "x.ora"
    extras = {"request.json": b'{"seed": "x"}', "result.png": b"no picture"}
    write_project(path, Project(np.full((9, 8), 3, np.uint8), palette, extras))
    filing.open_path(path)
    assert bench.session.document.size == (9, 8)
    assert len(bench.notices) == 2


def test_recent_files(
    bench: Bench, filing: Filing, saved: Path, asking: ScriptedAsking, qtbot: QtBot, tmp_path: Path
) -> None:
    opened: list[Path] = []
    menu = RecentMenu(bench.settings, opened.append)
    qtbot.addWidget(menu)
    (tmp_path / "sub").mkdir()
    asking.paths = [tmp_path / "sub" / "a.ora", tmp_path / "b.ora"]
    filing.save_as()
    filing.save_as()
    texts = [action.text() for action in menu.actions()]
    assert texts == ["b.ora", "a.ora — sub", f"a.ora — {tmp_path.name}", "", "Clear list"]
    menu.actions()[1].trigger()
    assert opened == [tmp_path / "sub" / "a.ora"]
    opened[0].unlink()
    filing.open_path(opened[0])
    assert len(bench.notices) == 1
    assert [action.text() for action in menu.actions()][:2] == ["b.ora", "a.ora"]
    menu.actions()[-1].trigger()
    assert not menu.isEnabled()
    for number in range(15):
        filing._recent.add(tmp_path / f"{number}.ora")
    assert len(bench.settings.get(s.RECENT_FILES)) == 10
