"""Kills a painting window at 50 random moments, run by hand: `python tests/bench/kill_dash_nine.py [COUNT]`.

After each kill the journal must give back every stroke but those of the last second (in fact: how many are missing is
shown), and what the window saved meanwhile must open.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np

from tests.fakes.killed_painter import kill_a_painter


def main(count: int) -> int:
    rng = np.random.default_rng(9)
    bad, missing = 0, []
    for number in range(count):
        with tempfile.TemporaryDirectory() as folder:
            killed = kill_a_painter(Path(folder), number, float(rng.uniform(0, 1.5)), Path(folder) / "saved.ora")
        bad += not killed.is_good
        missing.append(killed.committed - max(killed.recovered or 0, killed.opened or 0))
        print(f"{number:3}  {killed}{'' if killed.is_good else '  LOST'}", flush=True)
    print(
        f"{count} kills, {bad} with a loss; strokes missing: at most {max(missing)}, {np.mean(missing):.2f} on average"
    )
    return bad


if __name__ == "__main__":
    sys.exit(min(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50), 1))
