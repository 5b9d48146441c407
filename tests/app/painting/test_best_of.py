"""Several seeds, one drawing: the picture that agrees most stays, whatever ends the painting."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping

import numpy as np
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.painting.best_of import BestOf
from app.painting.speed.speed_test import SpeedTest, State
from app.settings import table as s
from engine.request.types import MAX_SEED, Agreement, Failed, Finished, RunId
from tests.app.conftest import Bench

SHARES: Mapping[int, float] = {3: 0.5, 4: 0.9, 5: 0.7, 6: 0.9}


def agree(finished: Finished) -> Agreement:
    return Agreement(
        share=SHARES.get(finished.request.seed, 0.1),
        classes={},
        unknown=(),
        differs=np.zeros(finished.request.labels.shape, bool),
        segmenter="test",
    )


@pytest.fixture
def best_of(bench: Bench, qtbot: QtBot) -> BestOf:
    bench.settings.set(s.LIVE, False)
    bench.settings.set(s.SEED, 3)
    bench.runner.agree = agree
    with qtbot.waitSignal(bench.session.picture_judged):
        bench.session.start()
    bench.runner.requests.clear()
    return BestOf(bench.session, QObject(bench.session))


class Gate:
    """Lets nobody compare a picture of one seed before it is opened."""

    def __init__(self, bench: Bench, seed: int) -> None:
        self._seed, self._is_open = seed, threading.Event()
        bench.runner.agree = self._agree

    def open(self) -> None:
        self._is_open.set()

    def _agree(self, finished: Finished) -> Agreement:
        if finished.request.seed == self._seed:
            self._is_open.wait(5)
        return agree(finished)


@pytest.fixture
def at_the_second(bench: Bench, best_of: BestOf, qtbot: QtBot) -> Iterator[Gate]:
    """The second picture, of seed 4, is painted and not yet compared."""
    gate = Gate(bench, 4)
    best_of.start(8)
    qtbot.waitUntil(lambda: best_of.number == 2 and not bench.session.is_painting)
    yield gate
    gate.open()


def seeds(bench: Bench) -> list[int]:
    return [request.seed for request in bench.runner.requests]


def wait(best_of: BestOf, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not best_of.is_running)


def test_the_best_is_shown_with_its_seed_and_stays(bench: Bench, best_of: BestOf, qtbot: QtBot) -> None:
    bench.settings.set(s.LIVE, True)
    told: list[tuple[int, int, float | None]] = []
    best_of.changed.connect(lambda: told.append((best_of.number, best_of.count, best_of.best)))
    best_of.start(4)
    wait(best_of, qtbot)
    assert seeds(bench) == [3, 4, 5, 6]
    assert told == [(1, 4, None), (2, 4, 0.5), (3, 4, 0.9), (4, 4, 0.9), (0, 0, None)]
    assert bench.settings.get(s.SEED) == 4
    assert bench.session.finished is not None
    assert bench.session.finished.request.seed == 4
    assert bench.session.finished.provenance["agreement"] == "0.9000"
    assert np.array_equal(bench.pictures[-1], bench.session.finished.image)
    bench.settings.set(s.BRUSH_SIZE_PX, 20)
    assert not bench.session.is_painting
    assert len(bench.runner.requests) == 4


def test_every_picture_counts_as_asked_for(bench: Bench, best_of: BestOf, qtbot: QtBot) -> None:
    asked: list[bool] = []
    bench.session.picture_finished.connect(lambda finished: asked.append(bench.session.is_asked_for(finished.run)))
    best_of.start(2)
    wait(best_of, qtbot)
    assert all(asked)


def test_cancel_keeps_the_best_so_far(bench: Bench, best_of: BestOf, at_the_second: Gate, qtbot: QtBot) -> None:
    bench.runner.hold_before(3)
    at_the_second.open()
    qtbot.waitUntil(lambda: best_of.number == 3)
    bench.session.cancel()
    assert not best_of.is_running
    assert bench.settings.get(s.SEED) == 4
    qtbot.waitUntil(lambda: not bench.session.is_painting)
    assert bench.session.finished is not None
    assert bench.session.finished.request.seed == 4
    assert np.array_equal(bench.pictures[-1], bench.session.finished.image)


@pytest.mark.usefixtures("at_the_second")
def test_an_edit_ends_it_and_leaves_the_seed(bench: Bench, best_of: BestOf) -> None:
    assert best_of.is_running
    bench.paint(20, 20)
    assert not best_of.is_running
    assert bench.settings.get(s.SEED) == 3


def test_another_setting_or_picture_ends_it(bench: Bench, best_of: BestOf) -> None:
    best_of.start(8)
    bench.settings.set(s.STRENGTH, 1.0)
    assert not best_of.is_running
    best_of.start(8)
    bench.session.generate()
    assert not best_of.is_running


@pytest.mark.usefixtures("at_the_second")
def test_another_seed_is_painted_by_live(bench: Bench, best_of: BestOf, qtbot: QtBot) -> None:
    bench.settings.set(s.SEED, 77)
    assert not best_of.is_running
    bench.settings.set(s.LIVE, True)
    qtbot.waitUntil(lambda: bench.session.is_painting)
    qtbot.waitUntil(lambda: seeds(bench) == [3, 4, 77])


def test_a_second_start_begins_anew(bench: Bench, best_of: BestOf, at_the_second: Gate, qtbot: QtBot) -> None:
    best_of.start(2)
    assert (best_of.number, best_of.count, best_of.best) == (1, 2, None)
    at_the_second.open()
    wait(best_of, qtbot)
    assert bench.settings.get(s.SEED) == 4


def test_an_error_keeps_the_best_so_far(bench: Bench, best_of: BestOf, at_the_second: Gate, qtbot: QtBot) -> None:
    bench.runner.fail_with(Failed(run=RunId(number=0), text="The disk is full."))
    at_the_second.open()
    wait(best_of, qtbot)
    assert bench.settings.get(s.SEED) == 4


def test_where_nothing_can_be_compared_one_picture_is_enough(bench: Bench, best_of: BestOf, qtbot: QtBot) -> None:
    bench.runner.agree = lambda finished: None
    best_of.start(4)
    wait(best_of, qtbot)
    assert seeds(bench) == [3]
    assert bench.settings.get(s.SEED) == 3
    assert "none is the best" in bench.notices[-1].text


def test_seeds_go_on_from_the_largest_with_0(bench: Bench, best_of: BestOf, qtbot: QtBot) -> None:
    bench.settings.set(s.SEED, MAX_SEED)
    best_of.start(2)
    wait(best_of, qtbot)
    assert seeds(bench) == [MAX_SEED, 0]


def test_a_speed_test_that_waits_takes_nobodys_place(bench: Bench, best_of: BestOf, qtbot: QtBot) -> None:
    meter = SpeedTest(bench.session, bench.session._engine, lambda: (32,))
    bench.runner.hold_before(2)
    best_of.start(4)
    meter.start()
    assert meter.state is State.WAITING
    bench.runner.release()
    qtbot.waitUntil(lambda: meter.state is State.DONE)
    assert [request.seed for request in bench.runner.requests[:4]] == [3, 4, 5, 6]
    assert all(request.width == 32 for request in bench.runner.requests[4:])
    assert bench.settings.get(s.SEED) == 4
    assert bench.notices == []


def test_nothing_is_tried_while_a_picture_is_compared(
    bench: Bench, best_of: BestOf, at_the_second: Gate, qtbot: QtBot
) -> None:
    meter = SpeedTest(bench.session, bench.session._engine, lambda: (32,))
    meter.start()
    assert meter.state is State.WAITING
    at_the_second.open()
    qtbot.waitUntil(lambda: not best_of.is_running)
    assert bench.settings.get(s.SEED) == 4
    assert bench.notices == []
