"""The monkey at length, run by hand: `python tests/bench/monkey.py [--events 20000] [--seed 1]`.

Acts at random on the real window, checks every 200 acts that what must agree does, and at the end that everything can
be undone and redone exactly. Prints how much memory the process takes as it goes: what is left of the second half,
once everything is closed, may be no more than after the first, and a little.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import os
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtWidgets import QApplication

from app.system import trash as bins
from app.system.garbage import GarbageCollector
from tests.fakes.monkey import Monkey
from tests.fakes.monkey_house import monkey_at_work

CHECK_EVERY = 200
SLACK_MB = 48
"""Thumbnails, fonts, and what the allocator keeps."""


def resident_mb() -> float:
    """Memory that the process takes now."""
    gc.collect()
    with suppress(OSError, AttributeError):  # what the allocator only keeps for later is not in use
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> int:
    """Returns 1 where the window did not hold, or grew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    bins.to_system_bin = lambda _path: False
    with tempfile.TemporaryDirectory() as home:
        os.environ["SINOPIA_HOME"] = home
        folder = Path(home) / "files"
        folder.mkdir()
        application = QApplication([])
        garbage = GarbageCollector(application)
        began = time.monotonic()
        with monkey_at_work(application, folder, asked.seed) as monkey:
            grown_mb = play(monkey, asked.events)
            monkey.settle()
        monkey.studio.shut_down()
        garbage.stop()
        application.clipboard().clear()  # off screen, it outlives the interpreter
    print(f"seed {asked.seed}: {asked.events} acts in {time.monotonic() - began:.0f} s")
    print(", ".join(f"{name} {count}" for name, count in monkey.done.most_common()))
    for text, count in monkey.notices.most_common(12):
        print(f"  said {count:4} x {text}")
    print(f"memory in the second half: {grown_mb:+.0f} MB")
    return int(grown_mb > SLACK_MB)


def play(monkey: Monkey, events: int) -> float:
    """Let it act; returns by how many MB the process grew in the second half, with nothing open."""
    half_mb = 0.0
    for number in range(1, events + 1):
        monkey.act()
        if number % CHECK_EVERY == 0:
            monkey.check()
        if number % (5 * CHECK_EVERY) == 0:
            monkey.check_round_trip()
        if number % max(events // 10, 1) == 0:
            held_mb = monkey.studio.history.bytes_used / 2**20
            print(f"{number:6} acts: {resident_mb():5.0f} MB, of which the history {held_mb:.0f} MB", flush=True)
        if number == events // 2:
            monkey.clear()
            half_mb = resident_mb()
    print(f"{monkey.check_round_trip()} states undone and redone")
    monkey.check()
    monkey.clear()
    return resident_mb() - half_mb


if __name__ == "__main__":
    sys.exit(main())
