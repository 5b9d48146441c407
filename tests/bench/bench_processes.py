"""One process and two train the same module on the pocket base: `bench_processes.py DATA [--float32]`.

Prints the two loss curves at some steps, their largest difference and that of the weights. Both caches are built anew.
DATA holds WebDataset shards; the first pictures of them are taken.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from engine.training.data.dataset import PictureSet  # noqa: E402

LAUNCH = ["-m", "accelerate.commands.launch", "--multi_gpu", "--num_processes", "2", "--num_machines", "1"]
LAUNCH += ["--mixed_precision", "no", "--dynamo_backend", "no"]


def few(data: Path, count: int, folder: Path) -> Path:
    """The first pictures as files of their own."""
    folder.mkdir()
    for name in ("classes.json", "info.json"):
        if (data / name).is_file():
            shutil.copy(data / name, folder)
    for index, member in enumerate(PictureSet(data, 64, "train")._members[:count]):
        for part, suffix in (("picture", ".jpg"), ("labels", ".png")):
            (folder / f"{index:05}{suffix}").write_bytes(member.read(member.parts[part]))
    return folder


def main() -> None:
    """Run both and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--base", type=Path, default=ROOT / "assets" / "models" / "pocket")
    parser.add_argument("--pictures", type=int, default=100)
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--float32", action="store_true", help="else in mixed precision, as a training is")
    arguments = parser.parse_args()
    curves, weights = [], []
    with tempfile.TemporaryDirectory() as place:
        data = few(arguments.data, arguments.pictures, Path(place) / "data")
        for name, launch in (("one", []), ("two", LAUNCH)):
            work = Path(place) / name
            work.mkdir()
            options = ["--base", arguments.base, "--data", data, "--out", work / "module", "--cache", work / "cache"]
            options += ["--device", "cpu", "--minutes", 600, "--samples-minutes", 0, "--batch", arguments.batch]
            options += ["--examples", arguments.batch * arguments.steps, "--size", "small"]
            scenario = {"record": str(work / "seen"), "arguments": ["train", "labels", *map(str, options)]}
            (work / "scenarios.json").write_text(json.dumps([scenario]))
            child = [str(ROOT / "tests" / "fakes" / "joined_training.py"), str(work / "scenarios.json")]
            child += ["float32"] if arguments.float32 else []
            began = time.monotonic()
            subprocess.run([sys.executable, *launch, *child], cwd=ROOT, env={**os.environ, "OMP_NUM_THREADS": "1"})
            print(f"{name}: {time.monotonic() - began:.0f} s")
            curves.append(np.array(json.loads((work / "seen" / "0.json").read_text())["losses"]))
            weights.append(load_file(work / "seen" / "0.safetensors"))
    one, two = curves
    for step in sorted({0, *range(24, len(one), 25), len(one) - 1}):
        print(f"step {step + 1:5}: {one[step]:.6f} {two[step]:.6f}")
    print(f"loss, largest difference: {np.abs(one - two).max():.2e}, relative {(np.abs(one - two) / one).max():.2e}")
    worst = max(float(np.abs(weights[0][name] - weights[1][name]).max()) for name in weights[0])
    print(f"weights, largest difference: {worst:.2e}")


if __name__ == "__main__":
    main()
