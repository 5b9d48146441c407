"""Two processes that `accelerate launch` starts train what one would have trained, and end together."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from engine.errors import RequestError
from engine.training.processes import Processes
from tests.engine.test_streaming import write_shards
from tests.engine.test_training import write_pictures

ROOT = Path(__file__).resolve().parents[2]
# `--multi_gpu` is how accelerate says "by torchrun"; the command's own `--device cpu` keeps them on the CPU
LAUNCH = ["-m", "accelerate.commands.launch", "--multi_gpu", "--num_processes", "2", "--num_machines", "1"]
LAUNCH += ["--mixed_precision", "no", "--dynamo_backend", "no", "--num_cpu_threads_per_process", "1"]


@dataclass(frozen=True)
class Trainings:
    """A place where the same trainings were run, by one process or by two."""

    place: Path
    base: Path
    data: Path

    def scenario(self, name: str, out: str, *more: str, data: Path | None = None, **terminated: int) -> dict:
        places = ["--base", self.base, "--data", data or self.data, "--out", self.place / out]
        options = ["--cache", self.place / "cache", "--size", "small", "--device", "cpu", "--minutes", "60", *more]
        record = {"record": str(self.place / name), "arguments": ["train", "joint", *map(str, [*places, *options])]}
        return {**record, "terminated": terminated} if terminated else record

    def run(self, scenarios: list[dict], launch=()) -> None:
        self.place.mkdir()
        (self.place / "scenarios.json").write_text(json.dumps(scenarios))
        child = str(ROOT / "tests" / "fakes" / "joined_training.py")
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}
        command = [sys.executable, *launch, child, str(self.place / "scenarios.json"), "float32"]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def seen(self, name: str, index: int = 0) -> dict:
        return json.loads((self.place / name / f"{index}.json").read_text())

    def weights(self, name: str, index: int = 0) -> dict[str, torch.Tensor]:
        return load_file(self.place / name / f"{index}.safetensors")

    def figures(self, out: str) -> dict:
        return json.loads((self.place / out / "sinopia.json").read_text())["training"]


@pytest.fixture(scope="module")
def one(tiny_folders, tmp_path_factory) -> Trainings:
    place = tmp_path_factory.mktemp("one")
    trainings = Trainings(place / "work", tiny_folders["epsilon"], write_pictures(place / "data"))
    trainings.run([trainings.scenario("whole", "module", "--batch", "9", "--examples", "180")])
    return trainings


@pytest.fixture(scope="module")
def two(one, tmp_path_factory) -> Trainings:
    place = tmp_path_factory.mktemp("two")
    trainings = Trainings(place / "work", one.base, one.data)
    shards = write_shards(place / "shards", 4, 40)
    ten_steps = ("--batch", "9", "--examples", "90")
    scenarios = [
        trainings.scenario("whole", "module", "--batch", "9", "--examples", "180"),
        trainings.scenario("stopped", "parts", *ten_steps, index=1, step=4),
        trainings.scenario("resumed", "parts", *ten_steps),
        trainings.scenario("small", "small", "--batch", "1"),
        trainings.scenario("broken", "broken", data=one.data / "missing"),
        trainings.scenario("stream", "streamed", *ten_steps, "--stream", "--cache-limit-gb", "0.0009", data=shards),
    ]
    trainings.run(scenarios, LAUNCH)
    return trainings


def test_the_loss_of_every_step_is_that_of_one_process(one, two):
    alone = one.seen("whole")["losses"]
    first, second = (two.seen("whole", index)["losses"] for index in (0, 1))
    assert len(alone) == 20
    assert max(alone) - min(alone) > 1e-2
    assert first == second
    assert first == pytest.approx(alone, rel=1e-5)


def test_the_weights_are_those_of_one_process(one, two):
    alone, (first, second) = one.weights("whole"), (two.weights("whole", index) for index in (0, 1))
    assert all(torch.equal(weight, second[name]) for name, weight in first.items())
    assert alone.keys() == first.keys()
    for name, weight in alone.items():
        torch.testing.assert_close(first[name], weight, rtol=1e-4, atol=1e-5)
    gains = [[bucket["gain"] for bucket in each.figures("module")["held_out"]] for each in (one, two)]
    assert gains[1] == pytest.approx(gains[0], abs=1e-3)


def test_the_processes_build_the_cache_that_one_builds(one, two):
    caches = sorted((one.place / "cache").iterdir())
    assert len(caches) == 2
    for cache in caches:
        for name in ("labels", "latents", "noise", "v", "t", "captioned", "pictures"):
            theirs = two.place / "cache" / cache.name / f"{name}.npy"
            assert np.array_equal(np.load(cache / f"{name}.npy"), np.load(theirs))


def test_a_signal_to_one_process_stops_all_at_that_step_and_the_next_start_goes_on(two):
    for index in (0, 1):
        stopped, resumed = two.seen("stopped", index), two.seen("resumed", index)
        assert (stopped["code"], len(stopped["losses"])) == (130, 4)
        assert (resumed["code"], len(resumed["losses"])) == (0, 6)
    assert two.figures("parts")["examples"] == 90


def test_each_process_streams_shards_of_its_own(two):
    first, second = (two.seen("stream", index)["keys"] for index in (0, 1))
    assert 64 <= len(first) == len(set(first)) == len(second) == len(set(second)) <= 80
    assert not set(first) & set(second)
    assert not [key for key in first + second if key.startswith("test")]
    assert two.seen("stream")["losses"] == two.seen("stream", 1)["losses"]
    assert two.figures("streamed")["pictures"] == len(first + second)


@pytest.mark.parametrize("what", ["small", "broken"])
def test_what_one_cannot_do_none_does(two, what):
    assert [two.seen(what, index)["code"] for index in (0, 1)] == [1, 1]
    assert not (two.place / what / "sinopia.json").exists()


def test_every_example_of_a_batch_is_in_one_share():
    shares = [Processes(index, 3).share(8) for index in range(3)]
    assert [row for share in shares for row in range(8)[share]] == list(range(8))
    with pytest.raises(RequestError, match="2 is less than one example for each of 3"):
        Processes(0, 3).share(2)
