"""Prompt, seed and the other settings of a drawing come back with it after a crash."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.files.autosave import Autosave, recipe_beside
from app.files.open_and_save import Filing
from app.files.recovery import Recovery
from app.settings import table as s
from app.widgets.questions import Answer
from tests.app.conftest import Bench
from tests.fakes.scripted_asking import ScriptedAsking


@pytest.fixture
def autosave(bench: Bench, filing: Filing, tmp_path: Path) -> Iterator[Autosave]:
    autosave = Autosave(bench.session, filing, bench.session.notices, tmp_path / "journals")
    yield autosave
    autosave.stop()


def crashed(autosave: Autosave, folder: Path) -> Path:
    """What a window leaves behind that is killed now."""
    assert autosave.flush()
    shutil.copytree(autosave.path.parent, folder, ignore=shutil.ignore_patterns("*.lock"))
    return folder


def restore(bench: Bench, filing: Filing, autosave: Autosave, asking: ScriptedAsking, left: Path) -> None:
    bench.settings.set(s.PROMPT, "something else")
    bench.settings.set(s.SEED, 1)
    recovery = Recovery(left, filing, autosave, bench.session.notices)
    recovery.look()
    asking.answers = [Answer.DISCARD]
    recovery.restore()
    assert recovery.offer is None


@pytest.mark.parametrize("is_first", [True, False])
def test_settings_come_back_with_their_drawing(
    bench: Bench,
    filing: Filing,
    autosave: Autosave,
    asking: ScriptedAsking,
    qtbot: QtBot,
    tmp_path: Path,
    *,
    is_first: bool,
) -> None:
    if not is_first:
        bench.paint(20, 20)
    bench.settings.set(s.PROMPT, "a lake")
    bench.settings.set(s.SEED, 42)
    bench.settings.set(s.CLASS_WEIGHTS, {3: 0.5})
    if is_first:
        bench.paint(20, 20)
    qtbot.waitUntil(
        lambda: recipe_beside(autosave.path).exists() and b"0.5" in recipe_beside(autosave.path).read_bytes()
    )
    left = crashed(autosave, tmp_path / "left")
    restore(bench, filing, autosave, asking, left)
    get = bench.settings.get
    assert (get(s.PROMPT), get(s.SEED), get(s.CLASS_WEIGHTS)) == ("a lake", 42, {3: 0.5})
    assert bench.session.document.labels[20, 20] == 5
    assert filing.has_unsaved_work
    assert not bench.session.history.can_undo
    assert list(left.iterdir()) == []
    autosave.forget()
    assert not recipe_beside(autosave.path).exists()


def test_settings_alone_are_kept_where_they_are_unsaved(
    bench: Bench, filing: Filing, autosave: Autosave, asking: ScriptedAsking, qtbot: QtBot, tmp_path: Path
) -> None:
    asking.paths = [tmp_path / "a.ora"]
    filing.save()
    bench.settings.set(s.PROMPT, "a lake")
    left = crashed(autosave, tmp_path / "left")
    restore(bench, filing, autosave, asking, left)
    assert bench.settings.get(s.PROMPT) == "a lake"
    assert filing.path == tmp_path / "a.ora"


@pytest.mark.parametrize("damage", [b"", b"[]", b'{"seed": "x"}', b'{"seed": -5, "base": "", "module": null}'])
def test_damaged_settings_do_not_keep_the_drawing_back(
    bench: Bench, filing: Filing, autosave: Autosave, asking: ScriptedAsking, tmp_path: Path, damage: bytes
) -> None:
    bench.paint(20, 20)
    left = crashed(autosave, tmp_path / "left")
    next(left.glob("*.recipe")).write_bytes(damage)
    restore(bench, filing, autosave, asking, left)
    assert bench.session.document.labels[20, 20] == 5
    assert bench.settings.get(s.PROMPT) == "something else"
