from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from app.painting.live_scheduler import CAP_S, QUIET_S, Act, Decision, LiveScheduler, useful_step
from tests.fakes.fake_clock import FakeClock


def learned(clock: FakeClock, step_s: float, steps: int = 8) -> LiveScheduler:
    """A scheduler that has seen one run of this speed, long ago."""
    live = LiveScheduler(clock)
    live.edited()
    live.run_started()
    for step in range(1, steps + 1):
        clock.pass_s(step_s)
        live.step_done(step)
    live.run_ended()
    clock.pass_s(60)
    return live


def test_nothing_to_do_without_an_edit(clock: FakeClock) -> None:
    assert LiveScheduler(clock).decide(20) == Decision(Act.NOTHING)


def test_first_edit_starts_at_once_on_an_unknown_machine(clock: FakeClock) -> None:
    live = LiveScheduler(clock)
    live.edited()
    assert live.decide(20).act is Act.START


def test_unknown_machine_waits_for_the_pen(clock: FakeClock) -> None:
    live = LiveScheduler(clock)
    live.pen_down()
    live.edited()
    assert live.decide(20) == Decision(Act.NOTHING)
    live.pen_up()
    assert live.decide(20).act is Act.START


def test_pen_up_without_an_edit_does_nothing(clock: FakeClock) -> None:
    live = LiveScheduler(clock)
    live.pen_down()
    live.pen_up()
    assert live.decide(20).act is Act.NOTHING


def test_fast_machine_paints_within_the_stroke_and_restarts_once_useful(clock: FakeClock) -> None:
    live = learned(clock, 0.06)
    live.pen_down()
    live.edited()
    assert live.decide(8).act is Act.START
    live.run_started()
    live.edited()
    for step in range(1, useful_step(8)):
        live.step_done(step)
        assert live.decide(8).act is Act.NOTHING
    live.step_done(useful_step(8))
    assert live.decide(8).act is Act.RESTART


def test_pen_up_always_restarts(clock: FakeClock) -> None:
    live = learned(clock, 0.06)
    live.run_started()
    live.pen_down()
    live.edited()
    live.pen_up()
    assert live.decide(8).act is Act.RESTART


def test_medium_machine_waits_for_the_end_of_the_stroke(clock: FakeClock) -> None:
    live = learned(clock, 0.18)
    live.pen_down()
    live.edited()
    assert live.decide(8) == Decision(Act.NOTHING)
    live.pen_up()
    assert live.decide(8).act is Act.START


def test_slow_machine_waits_for_quiet(clock: FakeClock) -> None:
    live = learned(clock, 2.0)
    live.pen_down()
    live.edited()
    live.pen_up()
    assert live.decide(8) == Decision(Act.NOTHING, pytest.approx(QUIET_S))
    clock.pass_s(QUIET_S)
    assert live.decide(8).act is Act.START


def test_slow_machine_starts_after_the_cap_even_without_quiet(clock: FakeClock) -> None:
    live = learned(clock, 2.0)
    begun_s = clock.now_s
    live.edited()
    while live.decide(8).act is Act.NOTHING:
        clock.pass_s(0.1)
        live.edited()
    assert clock.now_s - begun_s == pytest.approx(CAP_S, abs=0.11)


def test_slow_run_without_a_useful_preview_is_restarted_by_quiet_only(clock: FakeClock) -> None:
    live = learned(clock, 2.0)
    live.run_started()
    live.edited()
    for _ in range(50):
        clock.pass_s(0.1)
        live.edited()
        assert live.decide(8).act is Act.NOTHING
    clock.pass_s(QUIET_S)
    assert live.decide(8).act is Act.RESTART


def test_dragged_slider_is_a_burst(clock: FakeClock) -> None:
    live = learned(clock, 0.18)
    live.edited()
    assert live.decide(8).act is Act.START
    live.run_started()
    clock.pass_s(0.05)
    live.edited()
    decision = live.decide(8)
    assert decision == Decision(Act.NOTHING, pytest.approx(QUIET_S))
    clock.pass_s(QUIET_S)
    assert live.decide(8).act is Act.RESTART


def test_cancelled_edits_do_not_come_back(clock: FakeClock) -> None:
    live = LiveScheduler(clock)
    live.edited()
    live.forget()
    assert not live.is_pending
    assert live.decide(20).act is Act.NOTHING


@pytest.mark.parametrize(("steps", "step"), [(1, 1), (2, 2), (8, 3), (20, 7), (50, 17)])
def test_useful_step(steps: int, step: int) -> None:
    assert useful_step(steps) == step


STEP_MS, STEPS, EDIT_MS, STROKE_MS = 60, 8, 16, 2000


@dataclass
class Outcome:
    previews: int
    first_ms: int
    final_ms: int


def simulate(policy: Callable[[bool, bool, int, int], str]) -> Outcome:
    """A stroke of 2 s on a machine of 8 steps of 60 ms; `policy(pending, running, steps_done, ms)` -> "go" or "".

    A cancelled run ends at its next step; the new one begins then.
    """
    previews, first_ms, ms = 0, -1, 0
    running = restart = False
    pending, step, left_ms, serves_all = False, 0, 0, False
    while ms < STROKE_MS + 5000:
        if ms <= STROKE_MS and ms % EDIT_MS == 0:
            pending = True
        if pending and policy(pending, running, step, ms) == "go":
            pending = False
            restart = running
            if not running:
                running, step, left_ms, serves_all = True, 0, STEP_MS, ms >= STROKE_MS
        ms += 1
        if not running:
            continue
        left_ms -= 1
        if left_ms == 0:
            if restart:
                restart, step, left_ms, serves_all = False, 0, STEP_MS, ms >= STROKE_MS
                continue
            step += 1
            left_ms = STEP_MS
            previews += ms < STROKE_MS
            if serves_all and first_ms < 0:
                first_ms = ms - STROKE_MS
            if step == STEPS:
                running = False
                if serves_all:
                    return Outcome(previews, first_ms, ms - STROKE_MS)
    raise AssertionError("the final picture never came")


def ours() -> Callable[[bool, bool, int, int], str]:
    clock = FakeClock()
    live = learned(clock, STEP_MS / 1000, STEPS)
    begun_s = clock.now_s
    seen = {"step": 0, "pen": False, "running": False}

    def policy(pending: bool, running: bool, step: int, ms: int) -> str:
        clock.now_s = begun_s + ms / 1000
        if seen["running"] and not running:
            live.run_ended()
        if running and step > seen["step"]:
            live.step_done(step)
        seen.update(step=step, running=running)
        if ms == 0:
            live.pen_down()
        if ms <= STROKE_MS and ms % EDIT_MS == 0:
            live.edited()
        if ms == STROKE_MS:
            live.pen_up()
        if live.decide(STEPS).act is Act.NOTHING:
            return ""
        live.run_started()
        seen.update(step=0, running=True)
        return "go"

    return policy


def test_policy_feeds_the_eye_and_answers_the_pen() -> None:
    every_edit = simulate(lambda _pending, _running, _step, _ms: "go")
    never_cancel = simulate(lambda _pending, running, _step, _ms: "" if running else "go")
    chosen = simulate(ours())
    assert every_edit.previews == 0
    assert chosen.previews >= 20
    assert chosen.first_ms < never_cancel.first_ms / 2
    assert chosen.final_ms < never_cancel.final_ms
    assert chosen.first_ms <= every_edit.first_ms + STEP_MS
    assert chosen.final_ms <= every_edit.final_ms + STEP_MS
