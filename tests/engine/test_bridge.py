"""The engine thread: newest request wins, cancel is immediate, nothing stale is delivered, nothing escapes."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from engine.request.types import Cancelled, Failed, Finished, GenerationRequest, Judged, StepPreview
from engine.serving.thread import EngineController


def request(seed=0):
    return GenerationRequest(base="b", module=None, labels=np.zeros((2, 2), np.uint8), classes={}, seed=seed)


class GatedRunner:
    """Yields a preview, then waits at a gate (one pass a step) until it is let through or cancelled."""

    def __init__(self):
        self.served = []
        self.gate = threading.Semaphore(0)
        self.thread = threading.current_thread()
        self.judged = []
        self.judge_gate = threading.Semaphore(0)
        self.judge_fails = False

    def run(self, request, cancel, run):
        self.served.append(request.seed)
        for step in (1, 2):
            yield StepPreview(run=run, step=step, steps=2, image=None, seconds_left=0)
            while not self.gate.acquire(timeout=0.01):
                if cancel.is_cancelled:
                    yield Cancelled(run=run)
                    return
        if request.seed == 13:
            raise ZeroDivisionError("thirteen")
        yield Finished(run=run, request=request, image=np.zeros((1, 1, 3), np.uint8), seconds=0, provenance={})

    def devices(self):
        return (("cpu", "CPU"),)

    def judge(self, finished, cancel):
        if self.judge_fails:
            raise ZeroDivisionError("judge")
        self.judged.append(finished.request.seed)
        while not self.judge_gate.acquire(timeout=0.005) and not cancel.is_cancelled:
            pass
        return Judged(run=finished.run, agreement=None, problem="cancelled" if cancel.is_cancelled else "done")


@pytest.fixture
def engine(qapp):
    made = []

    def make():
        made.append(GatedRunner())
        return made[0]

    controller = EngineController(make)
    controller.made = made
    yield controller
    assert controller.stop()


def through(engine, passes=2):
    for _ in range(passes):
        engine.made[0].gate.release()


def test_the_runner_is_made_and_runs_in_the_engine_thread(engine, qtbot):
    with qtbot.waitSignal(engine.previewed):
        engine.start()
        engine.submit(request())
    assert engine.made[0].thread is not threading.current_thread()
    with qtbot.waitSignal(engine.finished) as blocker:
        through(engine)
    assert blocker.args[0].request.seed == 0
    assert not engine.is_busy


def test_waiting_requests_are_replaced_by_the_newest(engine, qtbot):
    engine.start()
    with qtbot.waitSignal(engine.previewed):
        engine.submit(request(1), restart=False)
    for seed in (2, 3, 4):
        newest = engine.submit(request(seed), revision=seed, restart=False)
    finished = []
    engine.finished.connect(finished.append)
    through(engine, 4)
    qtbot.waitUntil(lambda: len(finished) == 2)
    assert engine.made[0].served == [1, 4]
    assert [event.request.seed for event in finished] == [1, 4]
    assert finished[-1].run == newest


def test_a_restart_ends_the_run_under_way(engine, qtbot):
    engine.start()
    with qtbot.waitSignal(engine.previewed):
        first = engine.submit(request(1))
    with qtbot.waitSignal(engine.cancelled) as blocker:
        engine.submit(request(2))
    assert blocker.args[0].run == first
    with qtbot.waitSignal(engine.finished) as blocker:
        qtbot.waitUntil(lambda: engine.made[0].served == [1, 2])
        through(engine)
    assert blocker.args[0].request.seed == 2


def test_cancel_ends_the_running_and_the_waiting_one(engine, qtbot):
    engine.start()
    with qtbot.waitSignal(engine.previewed):
        engine.submit(request(1))
    engine.submit(request(2), restart=False)
    cancelled = []
    engine.cancelled.connect(cancelled.append)
    engine.cancel()
    qtbot.waitUntil(lambda: len(cancelled) == 2)
    assert engine.made[0].served == [1]
    assert not engine.is_busy


def test_an_exception_becomes_a_failed_event_and_the_next_run_works(engine, qtbot):
    engine.start()
    with qtbot.waitSignal(engine.failed) as blocker:
        with qtbot.waitSignal(engine.previewed):
            engine.submit(request(13))
        through(engine)
    failed = blocker.args[0]
    assert isinstance(failed, Failed)
    assert "thirteen" in failed.text
    assert "ZeroDivisionError" in failed.details
    assert failed.hint
    with qtbot.waitSignal(engine.finished):
        with qtbot.waitSignal(engine.previewed):
            engine.submit(request(1))
        through(engine)


def test_a_runner_that_cannot_be_made_is_told(qapp, qtbot, caplog):
    def broken():
        raise ImportError("no torch here")

    engine = EngineController(broken)
    with qtbot.waitSignal(engine.failed) as blocker:
        engine.start()
        engine.submit(request())
    assert "no torch here" in blocker.args[0].text
    assert engine.stop()


def test_stop_while_running_is_quick_and_a_controller_that_never_started_stops_too(engine, qtbot):
    engine.start()
    with qtbot.waitSignal(engine.previewed):
        engine.submit(request())
    assert engine.stop(2_000)
    assert EngineController(GatedRunner).stop()


def heard(engine):
    """Names of the events that come as a picture's, and those of trials."""
    pictures, trials = [], []
    for signal in (engine.previewed, engine.finished, engine.cancelled, engine.failed):
        signal.connect(lambda event: pictures.append(event))
    engine.tried.connect(trials.append)
    return pictures, trials


def test_a_trial_is_told_as_a_trial_only_and_makes_nothing_busy(engine, qtbot):
    pictures, trials = heard(engine)
    engine.start()
    run = engine.try_out(request())
    assert not engine.is_busy
    assert not engine.is_free
    qtbot.waitUntil(lambda: bool(trials))
    through(engine)
    qtbot.waitUntil(lambda: engine.is_free)
    assert [type(event) for event in trials] == [StepPreview, StepPreview, Finished]
    assert {event.run for event in trials} == {run}
    assert pictures == []


def test_a_picture_ends_the_trial(engine, qtbot):
    pictures, trials = heard(engine)
    engine.start()
    engine.try_out(request(seed=1))
    qtbot.waitUntil(lambda: bool(trials))
    run = engine.submit(request(seed=2))
    with pytest.raises(RuntimeError):
        engine.try_out(request())
    qtbot.waitUntil(lambda: isinstance(trials[-1], Cancelled))
    with qtbot.waitSignal(engine.finished):
        through(engine)
    assert {event.run for event in pictures} == {run}
    assert engine.is_free


def test_a_trial_that_never_began_is_told_to_be_cancelled(engine, qtbot):
    _, trials = heard(engine)
    trial = engine.try_out(request(seed=1))
    engine.submit(request(seed=2))
    assert trials == [Cancelled(run=trial)]
    with qtbot.waitSignal(engine.finished):
        engine.start()
        qtbot.waitUntil(lambda: bool(engine.made))
        through(engine)
    assert engine.made[0].served == [2]


def test_a_trial_can_be_dropped(engine, qtbot):
    _, trials = heard(engine)
    engine.start()
    engine.try_out(request())
    qtbot.waitUntil(lambda: bool(trials))
    engine.drop_trial()
    qtbot.waitUntil(lambda: engine.is_free)
    assert isinstance(trials[-1], Cancelled)


def test_a_picture_is_judged_after_it_was_delivered(engine, qtbot):
    engine.start()
    with qtbot.waitSignal(engine.finished) as finished:
        with qtbot.waitSignal(engine.previewed):
            run = engine.submit(request(1))
        through(engine)
    assert finished.args[0].run == run
    assert not engine.is_busy
    with qtbot.waitSignal(engine.judged) as judged:
        engine.made[0].judge_gate.release()
    assert judged.args[0].run == run
    assert judged.args[0].problem == "done"


def test_a_newer_request_ends_the_judging_of_the_picture_before(engine, qtbot):
    engine.start()
    with qtbot.waitSignal(engine.finished):
        with qtbot.waitSignal(engine.previewed):
            engine.submit(request(1))
        through(engine)
    qtbot.waitUntil(lambda: engine.made[0].judged == [1])
    with qtbot.waitSignals([engine.judged, engine.previewed], order="strict"):
        engine.submit(request(2), restart=False)


def test_what_is_waited_for_is_painted_before_anything_is_judged(engine, qtbot):
    engine.start()
    judged = []
    engine.judged.connect(judged.append)
    with qtbot.waitSignal(engine.previewed):
        engine.submit(request(1), restart=False)
    engine.submit(request(2), restart=False)
    engine.made[0].judge_gate.release()
    through(engine, 4)
    qtbot.waitUntil(lambda: len(judged) == 2)
    assert engine.made[0].judged == [2]
    assert [event.problem for event in judged] == ["", "done"]


def test_a_picture_that_cannot_be_judged_is_a_picture(engine, qtbot):
    engine.start()
    with qtbot.waitSignal(engine.previewed):
        engine.submit(request(1))
    engine.made[0].judge_fails = True
    with qtbot.waitSignals([engine.finished, engine.judged], order="strict"):
        through(engine)
    with qtbot.waitSignal(engine.previewed):
        engine.submit(request(2))


class UnprintableError(Exception):
    def __str__(self):
        raise SystemExit("no words")


class EndingRunner:
    """A run ends as its seed says."""

    def __init__(self, ends):
        self.ends = ends

    def run(self, request, cancel, run):
        yield StepPreview(run=run, step=1, steps=1, image=None, seconds_left=0)
        end = self.ends[request.seed]
        if end is not None:
            raise end
        if request.seed:
            yield Finished(run=run, request=request, image=np.zeros((1, 1, 3), np.uint8), seconds=0, provenance={})

    def devices(self):
        return ()

    def judge(self, finished, cancel):
        raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (SystemExit("leaving"), "leaving"),
        (KeyboardInterrupt(), "KeyboardInterrupt"),
        (GeneratorExit(), "GeneratorExit"),
        (UnprintableError(), "UnprintableError"),
        (RuntimeError("line\n" * 10_000), "line line"),
        (None, "ended without a picture"),
    ],
)
def test_however_a_run_ends_it_is_told_and_the_next_one_works(qapp, qtbot, end, said):
    engine = EngineController(lambda: EndingRunner([end, None]))
    engine.start()
    with qtbot.waitSignal(engine.failed) as blocker:
        engine.submit(request(0))
    assert said in blocker.args[0].text
    assert len(blocker.args[0].text) < 400
    assert not engine.is_busy
    with qtbot.waitSignals([engine.finished, engine.judged], order="strict"):
        engine.submit(request(1))
    assert not engine.is_busy
    assert engine.stop()


def test_a_runner_that_exits_while_it_is_made_is_told(qapp, qtbot):
    def leaving():
        raise SystemExit("no engine")

    engine = EngineController(leaving)
    with qtbot.waitSignal(engine.failed) as blocker:
        engine.start()
        engine.submit(request())
    assert "no engine" in blocker.args[0].text
    assert engine.stop()
