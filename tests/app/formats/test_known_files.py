"""A file that somebody else has changed since it was opened or saved here is not written over unasked."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.files.open_and_save import Filing
from app.formats.project import open_project
from canvas.palette import Palette
from canvas.project_file import Project, read_project, write_project
from tests.app.conftest import Bench
from tests.fakes.scripted_asking import ScriptedAsking

pytestmark = pytest.mark.usefixtures("first_picture")


@pytest.fixture
def saved(filing: Filing, asking: ScriptedAsking, tmp_path: Path) -> Path:
    asking.paths = [tmp_path / "a.ora"]
    filing.save()
    asking.asked.clear()
    return tmp_path / "a.ora"


def change(path: Path, palette: Palette, class_id: int = 3) -> None:
    """What another window writes."""
    write_project(path, Project(np.full((48, 64), class_id, np.uint8), palette))


@pytest.mark.parametrize("was_opened", [False, True])
@pytest.mark.parametrize("agrees", [False, True])
def test_save_asks(
    bench: Bench,
    filing: Filing,
    asking: ScriptedAsking,
    saved: Path,
    palette: Palette,
    *,
    agrees: bool,
    was_opened: bool,
) -> None:
    if was_opened:
        filing.open_path(saved)
    bench.paint(20, 20)
    change(saved, palette)
    asking.agrees = [agrees]
    went_on: list[bool] = []
    filing.save(lambda: went_on.append(True))
    assert len(asking.asked) == 1
    assert "a.ora" in asking.asked[0]
    assert int(read_project(saved, palette).labels[20, 20]) == (5 if agrees else 3)
    assert bool(went_on) is agrees
    assert filing.has_unsaved_work is not agrees
    if agrees:
        bench.paint(40, 40)
        filing.save()
        assert len(asking.asked) == 1


def test_a_picture_beside_the_project_is_asked_about_too_and_once(
    bench: Bench, filing: Filing, asking: ScriptedAsking, saved: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "a.png"
    asking.paths = [path]
    filing.save_picture()
    path.write_bytes(b"retouched")
    bench.paint(20, 20)
    asking.agrees = [True]
    with qtbot.waitSignal(bench.session.picture_finished):
        filing.save_picture()  # asks before it paints, and not again afterwards
    assert path.read_bytes() != b"retouched"
    assert len(asking.asked) == 2


def test_the_same_bytes_are_no_change(bench: Bench, filing: Filing, asking: ScriptedAsking, saved: Path) -> None:
    shutil.copy(saved, saved.with_name("copy"))
    saved.unlink()
    shutil.copy(saved.with_name("copy"), saved)
    os.utime(saved, (1, 1))
    bench.paint(20, 20)
    filing.save()
    assert asking.asked == []
    assert not filing.has_unsaved_work


def test_other_bytes_of_the_same_size_and_time_are_one(
    bench: Bench, filing: Filing, asking: ScriptedAsking, saved: Path
) -> None:
    stat, data = saved.stat(), bytearray(saved.read_bytes())
    data[-1] ^= 1
    saved.write_bytes(data)
    os.utime(saved, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    asking.agrees = [False]
    bench.paint(20, 20)
    filing.save()
    assert len(asking.asked) == 1


def test_a_file_that_has_vanished_is_written_anew(
    bench: Bench, filing: Filing, asking: ScriptedAsking, saved: Path, palette: Palette
) -> None:
    saved.unlink()
    bench.paint(20, 20)
    filing.save()
    assert asking.asked == []
    assert open_project(saved, palette).labels[20, 20] == 5
