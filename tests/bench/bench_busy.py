"""A step of the built-in base beside other work, by hand: `python tests/bench/bench_busy.py [--size 128] [--rounds 4]`.

Alone, beside one busy process, beside two, and beside one of a lower priority (as a training is), in turns: with the
threads' waiting adapted, left as it is (they spin), and with one thread. The times count from when the adaptation may
have seen what runs. Aim: adapted, within 5 % of spinning alone, and within twice that beside others. Nothing else may
run on the machine meanwhile, and OMP_WAIT_POLICY must not be set. With `--check` it fails where the aims are missed.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as main.py does
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
import torch

from engine import compute_threads
from engine.bases.opening import open_base

POCKET = Path(__file__).resolve().parents[2] / "assets" / "models" / "pocket"
SPIN = "while True: pass"
NICE = "import os; os.nice(10)\n" + SPIN
BESIDE = {"nothing": (), "one busy": (SPIN,), "two busy": (SPIN, SPIN), "one that makes way": (NICE,)}
WAYS = ("adapted", "spinning", "one thread")
WARM_S = 0.3
"""Before the times count, each way goes on for so long."""


@contextlib.contextmanager
def busy(programs: tuple[str, ...]) -> Iterator[None]:
    """Processes that compute all the time."""
    processes = [subprocess.Popen([sys.executable, "-c", program]) for program in programs]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


class Steps:
    """Steps of the base at one size."""

    def __init__(self, size: int) -> None:
        self.base = open_base(POCKET, torch.device("cpu"), torch.float32)
        cells = size // self.base.latent_factor
        self.noise = torch.randn(1, self.base.latent_channels, cells, cells, generator=torch.manual_seed(0))
        self.context = self.base.encode_prompts([""])
        self.threads = torch.get_num_threads()

    def time(self, way: str, count: int) -> list[float]:
        """Milliseconds of so many steps."""
        watched = compute_threads.of_this_process()
        if watched is not None and way != "adapted":
            watched.spin()
        torch.set_num_threads(1 if way == "one thread" else self.threads)
        begun = time.perf_counter()
        while time.perf_counter() - begun < WARM_S:
            self._step(way)
        times = [self._step(way) for _ in range(count)]
        torch.set_num_threads(self.threads)
        return times

    @torch.no_grad()
    def _step(self, way: str) -> float:
        began = time.perf_counter()
        if way == "adapted":
            compute_threads.adapt()
        self.base.predict(self.noise, torch.tensor(500), self.context)
        return (time.perf_counter() - began) * 1e3


def main() -> None:
    """Print the times, and what they are to spinning alone."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--steps", type=int, default=15)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    steps = Steps(arguments.size)
    if compute_threads.of_this_process() is None:
        sys.exit("Nothing is adapted here; see `of_this_process`.")
    times: dict[tuple[str, str], list[float]] = defaultdict(list)
    for _ in range(arguments.rounds):
        for name, programs in BESIDE.items():
            with busy(programs):
                for way in WAYS:
                    times[name, way] += steps.time(way, arguments.steps)
    alone = float(np.median(times["nothing", "spinning"]))
    medians = {which: float(np.median(taken)) for which, taken in times.items()}
    print(f"{torch.get_num_threads()} threads, {compute_threads.cores_here()} cores, {arguments.size} pixels")
    print(f"{'beside':>20} {'way':>11} {'p50 ms':>7} {'p90':>6} {'worst':>6} {'to alone':>8}")
    for (name, way), taken in times.items():
        p50, p90, worst = np.percentile(taken, (50, 90, 100))
        print(f"{name:>20} {way:>11} {p50:>7.0f} {p90:>6.0f} {worst:>6.0f} {p50 / alone:>8.2f}")
    missed = medians["nothing", "adapted"] > 1.05 * alone
    missed |= any(medians[name, "adapted"] > 2 * alone for name in ("one busy", "one that makes way"))
    print("aims missed" if missed else "aims met")
    sys.exit(arguments.check and missed)


if __name__ == "__main__":
    main()
