"""What a project holds is work: its change is unsaved, asked about, and saved again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.files.open_and_save import Filing
from app.formats.images.photo import Photo
from app.formats.project import open_project
from app.formats.saved_picture import read_artwork
from app.settings import table as s
from app.widgets.questions import Answer
from canvas.palette import Palette
from tests.app.conftest import Bench
from tests.fakes.scripted_asking import ScriptedAsking

pytestmark = pytest.mark.usefixtures("first_picture")

CHANGES = [
    (s.PROMPT, "a lake"),
    (s.NEGATIVE_PROMPT, "fog"),
    (s.SEED, 7),
    (s.STRENGTH, 3.5),
    (s.CLASS_WEIGHTS, {3: 0.5}),
    (s.SIZE_PX, 256),
    (s.STEPS, 9),
]


@pytest.fixture
def saved(filing: Filing, asking: ScriptedAsking, tmp_path: Path) -> Path:
    asking.paths = [tmp_path / "a.ora"]
    filing.save()
    assert not filing.has_unsaved_work
    return tmp_path / "a.ora"


@pytest.mark.parametrize(("setting", "value"), CHANGES, ids=lambda each: getattr(each, "id", ""))
def test_a_setting_is_unsaved_until_it_is_saved_or_undone(
    bench: Bench, filing: Filing, saved: Path, qtbot: QtBot, setting: s.Setting[Any], value: Any
) -> None:
    with qtbot.waitSignal(filing.changed):
        bench.settings.set(setting, value)
    assert filing.has_unsaved_work
    with qtbot.waitSignal(filing.changed):
        bench.session.history.undo()
    assert not filing.has_unsaved_work
    bench.session.history.redo()
    assert filing.has_unsaved_work
    filing.save()
    assert not filing.has_unsaved_work


@pytest.mark.parametrize("answer", [Answer.CANCEL, Answer.DISCARD])
def test_closing_asks_for_a_prompt(
    bench: Bench, filing: Filing, asking: ScriptedAsking, saved: Path, answer: Answer
) -> None:
    bench.settings.set(s.PROMPT, "a lake")
    asking.answers = [answer]
    assert filing.may_discard("closing", lambda: None) is (answer is Answer.DISCARD)
    assert asking.asked == ["Save", "closing"]


def test_settings_without_a_file_outlive_the_window_and_are_asked_for_before_others_come(
    bench: Bench, filing: Filing, asking: ScriptedAsking, saved: Path
) -> None:
    filing.new()
    bench.settings.set(s.PROMPT, "a lake")
    assert not filing.has_unsaved_work
    assert filing.may_discard("closing", lambda: None)
    asking.answers = [Answer.CANCEL]
    filing.open_path(saved)
    assert asking.asked == ["Save", "opening a.ora"]
    assert bench.settings.get(s.PROMPT) == "a lake"


@pytest.mark.parametrize("setting", [s.DEVICE, s.PRECISION, s.LIVE, s.VIEW_MODE], ids=lambda each: each.id)
def test_settings_of_the_machine_and_the_window_are_no_work(
    bench: Bench, filing: Filing, saved: Path, setting: s.Setting[Any]
) -> None:
    values = {s.DEVICE.id: "cpu", s.PRECISION.id: "float32", s.LIVE.id: False, s.VIEW_MODE.id: "picture"}
    bench.settings.set(setting, values[setting.id])
    assert not filing.has_unsaved_work


def test_undo_goes_back_to_what_was_saved(bench: Bench, filing: Filing, saved: Path) -> None:
    bench.settings.set(s.SEED, 5)
    filing.save()
    bench.settings.set(s.SEED, 9)
    bench.session.history.undo()
    assert bench.settings.get(s.SEED) == 5
    assert not filing.has_unsaved_work


def test_a_strength_of_1_is_none(bench: Bench, filing: Filing, saved: Path) -> None:
    bench.settings.set(s.CLASS_WEIGHTS, {3: 1.0, 200: 2.0})
    assert not filing.has_unsaved_work


def test_what_is_mended_while_a_file_opens_is_not_the_persons(bench: Bench, filing: Filing, saved: Path) -> None:
    bench.session.replaced.connect(lambda: bench.settings.set(s.BASE, "another"))
    filing.open_path(saved)
    assert bench.settings.get(s.BASE) == "another"
    assert not filing.has_unsaved_work
    assert not bench.session.history.can_undo


def test_a_reference_photo_is_work(bench: Bench, filing: Filing, saved: Path) -> None:
    bench.session.work.reference.show(Photo(np.zeros((4, 4, 3), np.uint8), b"..."))
    assert filing.has_unsaved_work


def test_a_saved_picture_has_the_settings_as_they_are(
    bench: Bench, filing: Filing, asking: ScriptedAsking, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "a.png"
    asking.paths = [path]
    filing.save()
    bench.settings.set(s.PROMPT, "a lake")
    with qtbot.waitSignal(bench.session.picture_finished):
        filing.save()
    assert read_artwork(path).request.prompt == "a lake"
    assert not filing.has_unsaved_work


def test_a_picture_that_another_machine_painted_is_saved_as_it_is(
    bench: Bench, filing: Filing, asking: ScriptedAsking, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "a.png"
    asking.paths = [path]
    filing.save()
    before = read_artwork(path)
    bench.session.replaced.connect(lambda: bench.settings.set(s.BASE, "another"))
    filing.open_path(path)
    filing.save()
    assert not bench.session.is_painting
    assert read_artwork(path).request.base == before.request.base


def test_a_project_keeps_every_setting_that_was_changed(
    bench: Bench, filing: Filing, palette: Palette, saved: Path
) -> None:
    for setting, value in CHANGES:
        bench.settings.set(setting, value)
    filing.save()
    request = open_project(saved, palette).request
    assert request is not None
    assert (request.prompt, request.negative_prompt, request.seed, request.strength) == ("a lake", "fog", 7, 3.5)
    assert (dict(request.class_weights), request.steps) == ({3: 0.5}, 9)


def test_a_listener_that_fails_while_a_file_opens_leaves_the_other_file_alone(
    bench: Bench, filing: Filing, saved: Path, asking: ScriptedAsking, tmp_path: Path
) -> None:
    bench.paint(20, 20)
    asking.paths = [tmp_path / "b.ora"]
    filing.save_as()

    def fail(_bbox: object) -> None:
        raise ValueError("somebody who listens")

    disconnect = bench.session.document.changed.connect(fail)
    with pytest.raises(ValueError, match="somebody"):
        filing.open_path(saved)
    disconnect()
    assert (bench.session.document.labels == 1).all()
    assert filing.path == saved
    assert not filing.has_unsaved_work
