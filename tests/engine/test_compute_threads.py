"""How the compute threads wait: told by what others use, whatever this process does itself."""

from __future__ import annotations

import psutil
import pytest
import torch

from engine import compute_threads
from engine.compute_threads import ComputeThreads, IdleTeams, Reading, cores_here
from tests.fakes.fake_clock import FakeClock


class Machine:
    """Cores whose use is set; counts as a system does."""

    def __init__(self, cores: int = 2, threads: int = 2) -> None:
        self.cores, self.threads = cores, threads
        self.clock = FakeClock()
        self.idle_s, self.own_s, self.yield_s = 0.0, 0.0, 0.0
        self.calls: list[str] = []
        self.watched = ComputeThreads(cores, threads, self.read, self, self.clock)

    def read(self) -> Reading:
        return Reading(self.clock(), self.idle_s, self.own_s, self.yield_s)

    def begin(self) -> None:
        self.calls.append("sleep")

    def end(self) -> None:
        self.calls.append("spin")

    def steps(self, seconds: float, others: float, *, own: float | None = None, yields: float = 0.0) -> bool:
        """Time passes in steps of 0.2 s while `others` cores are used; whether the threads then sleep."""
        own = self.cores - others if own is None else own
        for _ in range(round(seconds / 0.2)):
            self.clock.pass_s(0.2)
            self.own_s += 0.2 * own
            self.yield_s += 0.2 * yields
            self.idle_s += 0.2 * (self.cores - others - own)
            self.watched.adapt()
        return self.watched.is_sleeping


def test_threads_spin_while_nobody_else_wants_the_cores():
    machine = Machine()
    assert not machine.steps(60, others=0.1)
    assert not machine.calls


def test_what_this_process_uses_itself_is_no_reason_to_sleep():
    assert not Machine().steps(2, others=0.0, own=2.0)


@pytest.mark.parametrize("others", [0.9, 1.0, 2.0])
def test_threads_sleep_after_one_look_at_a_busy_neighbour(others):
    assert Machine().steps(0.2, others=others)


def test_a_neighbour_is_seen_while_this_process_rests_too():
    machine = Machine()
    machine.clock.pass_s(30)
    machine.idle_s += 30
    machine.watched.adapt()
    assert machine.watched.is_sleeping


def test_a_short_rest_of_the_neighbour_is_not_believed():
    machine = Machine()
    machine.steps(1, others=1.0)
    assert machine.steps(0.6, others=0.0)
    assert machine.steps(0.4, others=1.0)
    assert machine.steps(0.8, others=0.0)
    assert not machine.steps(0.4, others=0.0)
    assert machine.calls == ["sleep", "spin"]


def test_between_busy_and_calm_all_stays_as_it_is():
    machine = Machine()
    assert not machine.steps(5, others=0.4)
    machine.steps(1, others=1.0)
    assert machine.steps(5, others=0.4)


@pytest.mark.parametrize(("others", "sleeps"), [(1.0, False), (2.0, True), (9.0, True)])
def test_of_many_cores_those_that_are_left_count(others, sleeps):
    assert Machine(cores=16, threads=15).steps(1, others=others, own=15 - max(0.0, others - 1)) is sleeps


def test_what_makes_way_is_no_neighbour():
    assert not Machine().steps(2, others=1.0, yields=1.0)


def test_a_second_look_right_after_the_first_asks_nobody():
    machine = Machine()
    machine.steps(0.2, others=1.0)
    machine.watched._read = None
    machine.watched.adapt()


def test_the_environment_may_say_how_threads_wait(monkeypatch):
    monkeypatch.setenv("OMP_WAIT_POLICY", "PASSIVE")
    assert compute_threads.of_this_process.__wrapped__() is None


needs_a_team = pytest.mark.skipif(
    not hasattr(psutil, "PROCFS_PATH") or torch.get_num_threads() < 2, reason="one compute thread, or not Linux"
)


@needs_a_team
def test_idle_teams_come_and_go():
    process = psutil.Process()
    torch.ones(2**17).neg_()  # this thread's own team
    before = process.num_threads()
    teams = IdleTeams(cores_here(), torch.get_num_threads())
    rounds = 20
    for _ in range(rounds):
        teams.begin()
        assert process.num_threads() >= before + torch.get_num_threads()
        teams.end()
    assert process.num_threads() < before + rounds  # the system ends them when it comes to it


@needs_a_team
def test_nothing_that_is_computed_depends_on_it(pocket):
    noise = torch.randn(1, pocket.latent_channels, 16, 16, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        context = pocket.encode_prompts([""])
        alone = pocket.predict(noise, torch.tensor(500), context)
        teams = IdleTeams(cores_here(), torch.get_num_threads())
        teams.begin()
        crowded = pocket.predict(noise, torch.tensor(500), context)
        teams.end()
    assert torch.equal(alone, crowded)


@needs_a_team
def test_what_the_system_counts_goes_on():
    before = compute_threads.reading()
    torch.randn(512, 512) @ torch.randn(512, 512)
    after = compute_threads.reading()
    assert after.at_s > before.at_s
    assert after.own_s > before.own_s
    assert after.idle_s >= before.idle_s
    assert 0 <= after.others(before, cores_here()) <= cores_here()
