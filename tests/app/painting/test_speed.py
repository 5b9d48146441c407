from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.painting.speed.advice import FEWEST_STEPS, FINISH_S, Advice, Speed, advise, finish_s
from app.painting.speed.speed_test import MEASURED_STEPS, WARM_UP_STEPS, SpeedTest, State
from app.picture.speed_bar import SpeedBar
from app.settings import table as s
from engine.request.types import Failed, RunId
from engine.serving.thread import EngineController
from tests.app.conftest import Bench


@pytest.mark.parametrize(
    ("speeds", "expected"),
    [
        ([Speed(128, 0.03, 0.1), Speed(256, 0.15, 0.3)], Advice(128, 256, 20, live=True)),
        ([Speed(256, 0.03, 0.3), Speed(128, 0.01, 0.1), Speed(512, 1.2, 0.6)], Advice(256, 256, 20, live=True)),
        ([Speed(128, 0.1, 0.15), Speed(256, 0.6, 0.3)], Advice(128, 256, 8, live=True)),
        ([Speed(512, 8.0, 2.0)], Advice(512, 512, 20, live=False)),
        ([Speed(512, 0.2, 1.4)], Advice(512, 512, 20, live=False)),
    ],
    ids=["small", "large", "fewer steps", "slow", "slow to decode"],
)
def test_advice(speeds: list[Speed], expected: Advice) -> None:
    found = advise(speeds, 20, (4, 0.4))
    assert found == expected
    assert expected.steps >= FEWEST_STEPS
    if expected.live:
        assert finish_s(speeds, found.size_px, found.draft_px, found.steps, (4, 0.4)) <= FINISH_S


def test_a_picture_takes_its_draft_and_the_steps_that_refine_it() -> None:
    speeds = [Speed(128, 0.03, 0.1), Speed(256, 0.1, 0.2), Speed(512, 0.4, 0.5)]
    assert finish_s(speeds, 128, 128, 8, (4, 0.4)) == pytest.approx(0.1 + 8 * 0.03)
    assert finish_s(speeds, 256, 128, 8, (4, 0.4)) == pytest.approx(0.34 + 0.2 + 4 * 0.1)
    assert finish_s(speeds, 512, 128, 8, (4, 0.4)) == pytest.approx(0.94 + 0.5 + 2 * 0.4)
    assert finish_s(speeds[:2], 512, 256, 8, (4, 0.4)) == pytest.approx(1.0 + 4 * (0.2 + 4 * 0.1))


@pytest.fixture
def meter(bench: Bench, qtbot: QtBot) -> SpeedTest:
    """A speed test beside a session that has painted its first picture."""
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.session.start()
    bench.settings.suggest(s.STEPS, 20)
    return SpeedTest(bench.session, engine_of(bench), lambda: (64, 128))


def engine_of(bench: Bench) -> EngineController:
    return bench.session._engine


@pytest.fixture
def bar(meter: SpeedTest, bench: Bench, qtbot: QtBot) -> Iterator[SpeedBar]:
    bar = SpeedBar(meter, bench.settings)
    qtbot.addWidget(bar)
    yield bar
    meter.cancel()


def asked(bench: Bench) -> list[tuple[int, int]]:
    return [(request.width, request.steps) for request in bench.runner.requests[1:]]


def test_every_size_is_warmed_up_and_measured_and_nobody_sees_a_picture(
    meter: SpeedTest, bench: Bench, qtbot: QtBot
) -> None:
    pictures, finished = len(bench.pictures), bench.session.finished
    meter.start()
    qtbot.waitUntil(lambda: meter.state is State.DONE)
    assert asked(bench) == [(side, steps) for side in (64, 128) for steps in (WARM_UP_STEPS, MEASURED_STEPS)]
    assert [speed.side_px for speed in meter.speeds] == [64, 128]
    # What the engine itself measured: 30 ms a step, 0.6 s for the whole run.
    assert meter.speeds[0].step_s == pytest.approx(0.03)
    assert meter.speeds[0].picture_s(MEASURED_STEPS) == pytest.approx(0.6)
    assert meter.advice == Advice(64, 128, 19, live=True)
    assert len(bench.pictures) == pictures
    assert bench.session.finished is finished


def test_a_stroke_is_painted_first_and_the_test_goes_on(meter: SpeedTest, bench: Bench, qtbot: QtBot) -> None:
    bench.runner.hold_before(2)
    meter.start()
    qtbot.waitUntil(lambda: meter.step == 1)
    bench.paint(20, 20)
    qtbot.waitUntil(lambda: meter.state is State.WAITING)
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.runner.release()
    assert bench.session.picture_shows_drawing
    qtbot.waitUntil(lambda: meter.state is State.DONE)
    assert [speed.side_px for speed in meter.speeds] == [64, 128]


def test_cancelling_ends_it_within_a_step_and_it_can_start_again(meter: SpeedTest, bench: Bench, qtbot: QtBot) -> None:
    bench.runner.hold_before(2)
    meter.start()
    qtbot.waitUntil(lambda: meter.step == 1)
    meter.cancel()
    assert meter.state is State.IDLE
    meter.start()
    bench.runner.release()
    qtbot.waitUntil(lambda: meter.state is State.DONE)
    assert meter.advice is not None


def test_escape_ends_it(meter: SpeedTest, bench: Bench, qtbot: QtBot) -> None:
    bench.runner.hold_before(2)
    meter.start()
    qtbot.waitUntil(lambda: meter.step == 1)
    bench.session.cancel()
    assert meter.state is State.IDLE
    qtbot.waitUntil(lambda: engine_of(bench).is_free)


def test_sizes_beyond_patience_are_not_measured(bench: Bench, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.session.start()
    bench.settings.suggest(s.STEPS, 1000)
    meter = SpeedTest(bench.session, engine_of(bench), lambda: (64, 128))
    meter.start()
    qtbot.waitUntil(lambda: meter.state is State.DONE)
    assert [speed.side_px for speed in meter.speeds] == [64]
    assert meter.advice is not None
    assert not meter.advice.live or meter.advice.steps < 1000


def test_the_bar_offers_measures_says_and_sets(bar: SpeedBar, meter: SpeedTest, bench: Bench, qtbot: QtBot) -> None:
    bar.show()
    assert bar.go_button.text() == "Measure"
    bar.go_button.click()
    assert bar.go_button.isHidden()
    assert bar.dismiss_button.text() == "Cancel"
    qtbot.waitUntil(lambda: meter.state is State.DONE)
    assert bar.text.text() == "One step takes 30 ms; 19 steps at 64 pixels take 1.0 s."
    assert "follow your hand" in bar.hint.text()
    bench.settings.set(s.LIVE, False)
    bar.go_button.click()
    assert (bench.settings.get(s.FIRST_PX), bench.settings.get(s.SIZE_PX)) == (64, 128)
    assert bench.settings.get(s.STEPS) == 19
    assert bench.settings.get(s.LIVE) is True
    assert bench.settings.get(s.SPEED_OFFERED)
    assert bar.isHidden()


def test_the_bar_says_what_failed_and_tries_again(bar: SpeedBar, meter: SpeedTest, bench: Bench, qtbot: QtBot) -> None:
    bench.runner.fail_with(Failed(run=RunId(number=0), text="The memory is too small."))
    bar.measure()
    qtbot.waitUntil(lambda: meter.state is State.FAILED)
    assert bar.hint.text() == "The memory is too small."
    bench.runner.fail_with(None)
    bar.go_button.click()
    qtbot.waitUntil(lambda: meter.state is State.DONE)


def test_the_bar_is_offered_once(bar: SpeedBar, meter: SpeedTest, bench: Bench, qtbot: QtBot) -> None:
    bar.show()
    bar.dismiss_button.click()
    assert bar.isHidden()
    again = SpeedBar(meter, bench.settings)
    qtbot.addWidget(again)
    assert again.isHidden()
    again.measure()
    assert not again.isHidden()
