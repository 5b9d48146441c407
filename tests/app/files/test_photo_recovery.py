"""The photo that a drawing is traced from comes back with it after a crash."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.files.autosave import Autosave, photo_beside
from app.files.open_and_save import Filing
from app.files.recovery import Recovery
from app.formats.images.photo import photo_from
from app.widgets.questions import Answer
from tests.app.conftest import Bench
from tests.fakes.scripted_asking import ScriptedAsking


@pytest.fixture
def autosave(bench: Bench, filing: Filing, tmp_path: Path) -> Iterator[Autosave]:
    autosave = Autosave(bench.session, filing, bench.session.notices, tmp_path / "journals")
    yield autosave
    autosave.stop()


def _crashed(autosave: Autosave, folder: Path) -> Path:
    """What a window leaves behind that is killed now."""
    assert autosave.flush()
    shutil.copytree(autosave.path.parent, folder, ignore=shutil.ignore_patterns("*.lock"))
    return folder


@pytest.mark.parametrize("is_first", [True, False])
def test_a_photo_comes_back_with_its_drawing(
    bench: Bench, filing: Filing, autosave: Autosave, asking: ScriptedAsking, tmp_path: Path, is_first: bool
) -> None:
    photo = photo_from(np.full((6, 8, 3), (200, 30, 90), np.uint8))
    if is_first:
        bench.session.work.reference.show(photo)
    bench.paint(20, 20)
    bench.session.work.reference.show(photo)
    left = _crashed(autosave, tmp_path / "left")
    bench.session.work.reference.show(None)
    assert not photo_beside(autosave.path).exists()
    recovery = Recovery(left, filing, autosave, bench.session.notices)
    recovery.look()
    asking.answers = [Answer.DISCARD]
    recovery.restore()
    found = bench.session.work.reference.photo
    assert found is not None
    assert found.data == photo.data
    assert bench.session.document.labels[20, 20] == 5
    assert list(left.iterdir()) == []
    assert photo_beside(autosave.path).read_bytes() == photo.data
    autosave.forget()
    assert not photo_beside(autosave.path).exists()
    assert bench.notices == []


def test_a_damaged_photo_does_not_keep_the_drawing_back(
    bench: Bench, filing: Filing, autosave: Autosave, asking: ScriptedAsking, tmp_path: Path
) -> None:
    bench.session.work.reference.show(photo_from(np.zeros((6, 8, 3), np.uint8)))
    bench.paint(20, 20)
    left = _crashed(autosave, tmp_path / "left")
    next(left.glob("*.photo")).write_bytes(b"nothing")
    recovery = Recovery(left, filing, autosave, bench.session.notices)
    recovery.look()
    asking.answers = [Answer.DISCARD]
    recovery.restore()
    assert bench.session.work.reference.photo is None
    assert bench.session.document.labels[20, 20] == 5


def test_photos_without_a_drawing_are_swept(bench: Bench, filing: Filing, autosave: Autosave, tmp_path: Path) -> None:
    left = tmp_path / "left"
    left.mkdir()
    (left / "20250101-000000-1-abc.photo").write_bytes(b"a photo")
    recovery = Recovery(left, filing, autosave, bench.session.notices)
    recovery.look()
    assert recovery.offer is None
    assert list(left.iterdir()) == []
