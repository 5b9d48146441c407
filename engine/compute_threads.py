"""How the compute threads wait for each other: spinning where the cores are free, asleep where others want them.

Between two parallel loops the threads of libgomp, torch's OpenMP on Linux, spin for milliseconds. Alone nothing is
faster. Beside one busy process each of them waits for another that has no core, and a step takes eight times as long.

What changes is only how they wait, not how many they are: another number splits the sums of a convolution elsewhere,
and so the last bits of a picture would tell how busy the machine was. libgomp has no call for it, but one rule: while
it keeps more threads than there are cores, it spins for a moment only. So threads that do nothing are kept meanwhile.
"""

from __future__ import annotations

import math
import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import psutil
import torch

EVERY_S = 0.1
"""The least time between two readings; processor times are counted in hundredths of a second."""
CROWDED = 0.5
"""So many cores more than there are must be wanted for the threads to sleep while they wait."""
CALM = 0.25
"""Below this they may spin again,"""
CALM_S = 1.0
"""if it stays so for this long."""


@dataclass(frozen=True)
class Reading:
    """Processor time so far, in seconds: `at_s` by the clock, `idle_s` of all cores together, `own_s` of this process.

    `others_yield_s` is what processes of a lower priority took: they make way.
    """

    at_s: float
    idle_s: float
    own_s: float
    others_yield_s: float = 0.0

    def others(self, before: Reading, cores: int) -> float:
        """How many of the cores others were using since `before`: 0 to `cores`."""
        passed = self.at_s - before.at_s
        free = (self.idle_s - before.idle_s) + (self.own_s - before.own_s)
        free += self.others_yield_s - before.others_yield_s
        return min(float(cores), max(0.0, cores - free / passed))


class Sleep(Protocol):
    """What makes waiting threads sleep."""

    def begin(self) -> None:
        """Threads that wait sleep from now on."""
        ...

    def end(self) -> None:
        """They spin again."""
        ...


class ComputeThreads:
    """Watches what others use, and has the threads wait accordingly. Belongs to one thread at a time."""

    def __init__(
        self,
        cores: int,
        threads: int,
        read: Callable[[], Reading],
        sleep: Sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`threads` of this process compute on `cores` cores; `clock` is that of the readings."""
        self._cores, self._threads, self._read, self._sleep, self._clock = cores, threads, read, sleep, clock
        self._last = read()
        self._calm_s = 0.0
        self.is_sleeping = False
        """Whether threads that wait sleep."""

    def adapt(self) -> None:
        """Look whether others want the cores; call before a step. Costs nothing where the last look is recent."""
        if self._clock() - self._last.at_s < EVERY_S:
            return
        now = self._read()
        passed = now.at_s - self._last.at_s
        excess = self._threads + now.others(self._last, self._cores) - self._cores
        self._last = now
        self._calm_s = self._calm_s + passed if excess < CALM else 0.0
        if not self.is_sleeping and excess > CROWDED:
            self.is_sleeping = True
            self._sleep.begin()
        elif self.is_sleeping and self._calm_s >= CALM_S:
            self.spin()

    def spin(self) -> None:
        """As if nothing else ran, until the next look."""
        if self.is_sleeping:
            self.is_sleeping = False
            self._sleep.end()


class IdleTeams:
    """Teams of OpenMP threads that do nothing: while they are there libgomp keeps more threads than there are cores."""

    def __init__(self, cores: int, threads: int) -> None:
        """So many teams as large as the one that computes that there are more threads than cores."""
        self._count = max(1, math.ceil((cores + 1 - threads) / max(1, threads - 1)))
        self._over = threading.Event()
        self._holders: list[threading.Thread] = []

    def begin(self) -> None:
        """Make them."""
        self._over = threading.Event()
        for _ in range(self._count):
            made = threading.Event()
            holder = threading.Thread(target=_hold, args=(made, self._over), name="idle team", daemon=True)
            holder.start()
            made.wait()
            self._holders.append(holder)

    def end(self) -> None:
        """Let them go; each ends with the thread that holds it."""
        self._over.set()
        for holder in self._holders:
            holder.join()
        self._holders.clear()


def _hold(made: threading.Event, over: threading.Event) -> None:
    torch.ones(2**17).neg_()  # long enough for a team
    made.set()
    over.wait()


def adapt() -> None:
    """Have this process' compute threads wait as fits what else runs; call before a step. Never changes a result."""
    if (threads := of_this_process()) is not None:
        threads.adapt()


@cache
def of_this_process() -> ComputeThreads | None:
    """The compute threads. None where nothing is to be done: the system is another one, they are fewer than the cores
    by two or more, there is one alone, or the environment says how they wait.
    """
    cores, threads = cores_here(), torch.get_num_threads()
    is_told = any(name in os.environ for name in ("OMP_WAIT_POLICY", "GOMP_SPINCOUNT"))
    if sys.platform != "linux" or is_told or threads < 2 or threads < cores - 1 or not _is_counted():
        return None
    return ComputeThreads(cores, threads, reading, IdleTeams(cores, threads))


def cores_here() -> int:
    """The number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def reading() -> Reading:
    """What the system has counted until now, on the cores that this process may use."""
    cores = psutil.cpu_times(percpu=True)
    mine = [cores[core] for core in sorted(os.sched_getaffinity(0)) if core < len(cores)]
    yields = os.getpriority(os.PRIO_PROCESS, 0) <= 0
    return Reading(
        time.monotonic(),
        sum(core.idle + core.iowait for core in mine),
        time.process_time(),
        sum(core.nice for core in mine) if yields else 0.0,
    )


def _is_counted() -> bool:
    """Whether this system counts processor time; some sandboxes say zero."""
    return any(core.idle for core in psutil.cpu_times(percpu=True))
