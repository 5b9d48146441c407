from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.painting.progress import LiveState, Progress
from app.settings import table as s
from canvas.errors import CanvasError
from engine.request.types import Failed, Finished, RunId
from tests.app.conftest import Bench
from tests.fakes.fake_runner import painted

FAILURE = Failed(run=RunId(number=0), text="No memory.", hint="Choose a smaller size.", details="trace")


def start(bench: Bench, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.session.start()


def test_start_paints_what_is_open(bench: Bench, qtbot: QtBot) -> None:
    start(bench, qtbot)
    assert bench.session.finished is not None
    assert bench.session.picture_shows_drawing
    assert bench.session.live_state is LiveState.UP_TO_DATE
    np.testing.assert_array_equal(bench.pictures[-1], painted(bench.runner.requests[0]))


def test_stroke_wakes_live(bench: Bench, qtbot: QtBot) -> None:
    start(bench, qtbot)
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.paint(20, 20)
        assert bench.session.live_state is LiveState.PAINTING
    assert bench.runner.requests[-1].labels[20, 20] == 5


def test_undo_wakes_live(bench: Bench, qtbot: QtBot) -> None:
    start(bench, qtbot)
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.paint(20, 20)
    bench.session.history.undo()
    qtbot.waitUntil(lambda: bench.runner.requests[-1].labels[20, 20] == 1 and not bench.session.is_painting)


def test_settings_that_change_together_wake_live_once(bench: Bench, qtbot: QtBot) -> None:
    start(bench, qtbot)
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.settings.set(s.SEED, 5)
        bench.settings.set(s.STEPS, 7)
        bench.settings.set(s.SAMPLER, "ddim")
    assert len(bench.runner.requests) == 2
    assert (bench.runner.requests[1].seed, bench.runner.requests[1].steps) == (5, 7)


def test_settings_of_the_window_do_not_wake_live(bench: Bench, qtbot: QtBot) -> None:
    start(bench, qtbot)
    bench.settings.set(s.BRUSH_SIZE_PX, 12)
    bench.settings.set(s.VIEW_MODE, "overlay")
    assert bench.session.live_state is LiveState.UP_TO_DATE
    assert not bench.session.is_painting


def test_without_live_only_generate_paints(bench: Bench, qtbot: QtBot) -> None:
    bench.settings.set(s.LIVE, False)
    start(bench, qtbot)
    bench.paint(20, 20)
    assert bench.session.live_state is LiveState.OFF
    assert not bench.session.is_painting
    assert not bench.session.picture_shows_drawing
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.session.generate()
    assert bench.session.picture_shows_drawing


def test_switching_live_on_catches_up(bench: Bench, qtbot: QtBot) -> None:
    bench.settings.set(s.LIVE, False)
    start(bench, qtbot)
    bench.paint(20, 20)
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.settings.set(s.LIVE, True)
    assert bench.session.picture_shows_drawing


@pytest.fixture
def slow_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a run takes is long."""
    monkeypatch.setattr("app.painting.live_scheduler.MEDIUM_S", 0.0)


def test_a_run_that_is_over_in_a_moment_shows_its_whole_picture_alone(bench: Bench, qtbot: QtBot) -> None:
    start(bench, qtbot)
    bench.pictures.clear()
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.settings.set(s.SEED, 9)
    assert len(bench.pictures) == 1


@pytest.mark.usefixtures("slow_machine")
def test_preview_replaces_a_picture_only_once_useful(bench: Bench, qtbot: QtBot) -> None:
    start(bench, qtbot)
    bench.pictures.clear()
    bench.runner.hold_before(3)
    steps: list[Progress] = []
    bench.session.progressed.connect(steps.append)
    bench.settings.set(s.SEED, 9)
    qtbot.waitUntil(lambda: any(progress.step == 2 for progress in steps))
    assert bench.pictures == []
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.runner.release()
    assert len(bench.pictures) == 1 + 4


@pytest.mark.usefixtures("slow_machine")
def test_cancel_keeps_the_last_picture_and_live_waits_for_an_edit(bench: Bench, qtbot: QtBot) -> None:
    start(bench, qtbot)
    last = bench.pictures[-1]
    bench.runner.hold_before(5)
    bench.settings.set(s.SEED, 9)
    qtbot.waitUntil(lambda: len(bench.pictures) > 0 and bench.pictures[-1] is not last)
    bench.session.cancel()
    qtbot.waitUntil(lambda: not bench.session.is_painting)
    np.testing.assert_array_equal(bench.pictures[-1], last)
    assert bench.session.live_state is LiveState.STOPPED
    bench.runner.release()
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.paint(10, 10)


def test_failure_is_said_once_keeps_the_picture_and_pauses_live(bench: Bench, qtbot: QtBot) -> None:
    start(bench, qtbot)
    finished = bench.session.finished
    bench.runner.fail_with(FAILURE)
    with qtbot.waitSignal(bench.session.run_failed):
        bench.paint(10, 10)
    assert bench.session.live_state is LiveState.PAUSED
    assert bench.session.finished is finished
    bench.paint(30, 30)
    assert not bench.session.is_painting
    with qtbot.waitSignal(bench.session.run_failed):
        bench.session.generate()
    assert [(notice.text, notice.hint) for notice in bench.notices] == [("No memory.", "Choose a smaller size.")]
    bench.runner.fail_with(None)
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.session.generate()
    assert bench.session.live_state is LiveState.UP_TO_DATE
    bench.runner.fail_with(FAILURE)
    with qtbot.waitSignal(bench.session.run_failed):
        bench.session.generate()
    assert len(bench.notices) == 2


def test_another_setting_tries_again_after_an_error(bench: Bench, qtbot: QtBot) -> None:
    start(bench, qtbot)
    bench.runner.fail_with(FAILURE)
    with qtbot.waitSignal(bench.session.run_failed):
        bench.paint(10, 10)
    bench.runner.fail_with(None)
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.settings.set(s.SIZE_PX, 64)


def test_notes_are_said_once(bench: Bench, qtbot: QtBot) -> None:
    bench.runner.notes = ("The base does not know “dragon”.",)
    start(bench, qtbot)
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.paint(10, 10)
    assert [notice.text for notice in bench.notices] == ["The base does not know “dragon”."]


def test_replace_restores_drawing_settings_and_picture_without_painting(bench: Bench, qtbot: QtBot) -> None:
    start(bench, qtbot)
    first = bench.session.finished
    assert first is not None
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.paint(10, 10)
        bench.settings.set(s.SEED, 77)
    qtbot.waitUntil(lambda: not bench.session.is_painting)
    count = len(bench.runner.requests)
    bench.session.replace(first.request.labels, bench.session.document.palette, first.request, first)
    assert bench.settings.get(s.SEED) == 0
    assert bench.session.document.labels[10, 10] == 1
    assert bench.session.picture_shows_drawing
    assert bench.session.live_state is LiveState.UP_TO_DATE
    np.testing.assert_array_equal(bench.pictures[-1], first.image)
    assert len(bench.runner.requests) == count


def test_events_of_the_drawing_before_are_void(bench: Bench, qtbot: QtBot) -> None:
    start(bench, qtbot)
    bench.settings.set(s.LIVE, False)
    bench.runner.hold_before(5)
    bench.session.generate()
    qtbot.waitUntil(lambda: len(bench.runner.requests) == 2)
    bench.session.replace(np.zeros((8, 8), np.uint8), bench.session.document.palette)
    assert bench.pictures[-1] is None
    bench.runner.release()
    with qtbot.waitSignal(bench.session.picture_finished) as signal:
        bench.session.generate()
    assert signal.args is not None
    finished: Finished = signal.args[0]
    assert finished.request.labels.shape == (8, 8)


def test_replace_that_cannot_be_changes_nothing(bench: Bench, qtbot: QtBot) -> None:
    start(bench, qtbot)
    with pytest.raises(CanvasError):
        bench.session.replace(np.full((8, 8), 99, np.uint8), bench.session.document.palette)
    assert bench.session.document.size == (48, 64)
    assert bench.session.finished is not None
    assert not bench.session.work.is_replacing


def test_another_device_or_precision_paints_anew(bench: Bench, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.session.start()
    for setting, value in ((s.DEVICE, "cpu"), (s.PRECISION, "float32")):
        with qtbot.waitSignal(bench.session.picture_finished):
            bench.settings.set(setting, value)
    assert (bench.runner.requests[-1].device, bench.runner.requests[-1].precision) == ("cpu", "float32")
