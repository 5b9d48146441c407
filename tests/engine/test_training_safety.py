"""What a training must not do: replace a good module by a bad one, die without a word, or take two for one."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from app.commands import main as cli
from engine.bases.opening import open_base
from engine.errors import DataError, RequestError, TrainingError, TrainingPaused, WeightsError
from engine.training import trainer as training_loop
from engine.training.cached.base_passes import array
from engine.training.cached.cache import open_cache
from engine.training.data.dataset import PictureSet
from engine.training.disk import owned
from engine.training.fit import CHECKPOINT
from engine.training.module import train_module
from engine.training.plan import SILENT, ModuleTraining, TrainingOptions
from engine.training.processes import joined
from engine.training.trainer import Trainer
from tests.engine.test_training import example, png
from tests.engine.test_training import folder as folder


@pytest.fixture
def training(folder, tiny_folders, tmp_path) -> ModuleTraining:
    return ModuleTraining(
        base=tiny_folders["epsilon"],
        data=folder,
        out=tmp_path / "module",
        cache_dir=tmp_path / "cache",
        size="small",
        draws=2,
        device="cpu",
        samples_minutes=0,
        options=TrainingOptions(examples=64, batch=16),
    )


def files(place: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in place.iterdir() if path.is_file()}


def nan_after(steps: int, monkeypatch, what: str) -> None:
    """The loss, or a gradient, is no number after so many steps."""
    real, done = training_loop.modulation_loss, 0

    def loss(network, *rest):
        nonlocal done
        done += 1
        mean, base, each = real(network, *rest)
        if done <= steps:
            return mean, base, each
        if what == "gradient":
            next(iter(network.parameters())).register_hook(lambda gradient: gradient * float("nan"))
            return mean, base, each
        return mean * float("nan"), base, each

    monkeypatch.setattr(training_loop, "modulation_loss", loss)


@pytest.mark.parametrize("what", ["loss", "gradient"])
def test_a_loss_that_is_no_number_ends_the_training_and_keeps_the_good_module(training, monkeypatch, what):
    train_module(training, SILENT)
    good = files(training.out)
    nan_after(2, monkeypatch, what)
    with pytest.raises(TrainingError, match="a loss that is no number, after 32 examples"):
        train_module(training, SILENT)
    assert files(training.out) == good
    assert not (training.out.with_name("module.training") / CHECKPOINT).exists()


def test_the_checkpoint_before_it_is_kept(training, monkeypatch):
    training, trained = replace(training, options=TrainingOptions(examples=640, batch=16)), []
    with pytest.raises(TrainingPaused):
        train_module(training, replace(SILENT, trained=trained.append), lambda: "pause" if len(trained) == 3 else None)
    checkpoint = training.out.with_name("module.training") / CHECKPOINT
    kept = checkpoint.read_bytes()
    nan_after(1, monkeypatch, "loss")
    with pytest.raises(TrainingError, match="after 64 examples"):
        train_module(training, SILENT)
    assert checkpoint.read_bytes() == kept


def test_a_module_of_no_numbers_is_not_put_in_place(training, monkeypatch):
    train_module(training, SILENT)
    good = files(training.out)
    real = Trainer.averaged

    def averaged(self):
        network = real(self)
        with torch.no_grad():
            next(iter(network.parameters())).fill_(1e9)  # more than half precision holds
        return network

    monkeypatch.setattr(Trainer, "averaged", averaged)
    with pytest.raises(TrainingError, match="holds no numbers"):
        train_module(training, SILENT)
    assert files(training.out) == good


@pytest.mark.parametrize("part", ["encode", "predict"])
def test_a_base_that_gives_no_numbers_is_named(training, tiny_folders, monkeypatch, part):
    base = type(open_base(tiny_folders["epsilon"], torch.device("cpu"), torch.float32))
    real = getattr(base, part)
    monkeypatch.setattr(base, part, lambda *rest: real(*rest) * float("inf"))
    with pytest.raises(WeightsError, match="tiny-epsilon gives no numbers"):
        train_module(training, SILENT)
    assert not training.out.exists()


def opened(base_folder, data, parent):
    base = open_base(base_folder, torch.device("cpu"), torch.float32)
    open_cache(base, data, parent, draws=1, seed=0, limit_bytes=10**9, on_progress=lambda *_: None)
    return len([path for path in parent.iterdir() if path.is_dir()])


@pytest.mark.parametrize("changed", ["vae/config.json", "scheduler/scheduler_config.json", "text_encoder"])
def test_another_autoencoder_schedule_or_text_encoder_is_another_cache(folder, tiny_folders, tmp_path, changed):
    copied = shutil.copytree(tiny_folders["epsilon"], tmp_path / "base")
    data = PictureSet(folder, 16, "test")
    assert opened(copied, data, tmp_path / "cache") == 1
    assert opened(copied, data, tmp_path / "cache") == 1
    if changed == "vae/config.json":
        config = json.loads((copied / changed).read_text())
        (copied / changed).write_text(json.dumps({**config, "scaling_factor": 0.5}))
    elif changed == "text_encoder":
        weights = copied / "text_encoder" / "model.safetensors"
        data_of = bytearray(weights.read_bytes())
        data_of[-4:] = np.float32(0.25).tobytes()
        weights.write_bytes(bytes(data_of))
    else:
        config = json.loads((copied / changed).read_text())
        (copied / changed).write_text(json.dumps({**config, "beta_end": 0.03}))
    assert opened(copied, data, tmp_path / "cache") == 2


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_is_told_before_anything_is_mapped(training, monkeypatch):
    with monkeypatch.context() as disk:
        disk.setattr(os, "posix_fallocate", full)
        with pytest.raises(DataError, match=r"cannot write to .*: No space left on device"):
            train_module(training, SILENT)
    assert not list(training.cache_dir.rglob("*.npy*"))
    train_module(training, SILENT)
    assert training.out.is_dir()


@pytest.mark.skipif(not hasattr(os, "posix_fallocate"), reason="this system cannot be asked for it")
def test_the_whole_of_an_array_is_on_disk(tmp_path):
    array(tmp_path / "a.npy", (1000, 1000), np.uint8)
    state = (tmp_path / "a.npy").stat()
    assert state.st_blocks * 512 >= state.st_size > 10**6


@pytest.mark.parametrize("what", ["engine.training.fit.save_file", "pathlib.Path.write_text"])
def test_no_room_for_checkpoint_or_module_is_told(training, monkeypatch, what):
    with monkeypatch.context() as disk:
        disk.setattr(what, full)
        with pytest.raises(DataError, match=r"cannot write to .*: No space left on device"):
            train_module(training, SILENT)
    train_module(training, SILENT)
    assert training.out.is_dir()


@pytest.mark.parametrize("at", [1, 2])
def test_a_module_that_nobody_came_to_put_in_place_is_put_there_and_not_trained_again(training, monkeypatch, at):
    train_module(training, SILENT)
    real, moved = Path.replace, 0

    def killed(path: Path, target: Path) -> Path:
        nonlocal moved
        if training.out in (path, target):
            moved += 1
            if moved == at:
                raise KeyboardInterrupt
        return real(path, target)

    with monkeypatch.context() as power:
        power.setattr(Path, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            train_module(replace(training, options=TrainingOptions(examples=32, batch=16)), SILENT)
    trained: list[object] = []
    figures = train_module(training, replace(SILENT, trained=trained.append))
    assert figures["examples"] == json.loads((training.out / "sinopia.json").read_text())["training"]["examples"] == 32
    assert not trained
    assert sorted(path.name for path in training.out.parent.iterdir()) == ["cache", "data", "module"]


def test_no_room_for_what_is_painted_meanwhile_is_told(training, monkeypatch):
    monkeypatch.setattr("PIL.Image.Image.save", full)
    with pytest.raises(DataError, match=r"cannot write to .*: No space left on device"):
        train_module(replace(training, samples_minutes=1e-9), SILENT)


def test_two_trainings_into_one_folder_are_refused_at_the_start(training):
    code = (
        "import sys, pathlib, engine.training.disk as disk\n"
        "with disk.owned(pathlib.Path(sys.argv[1])): print('has it', flush=True); input()"
    )
    command = [sys.executable, "-c", code, str(training.out)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    ) as other:
        assert other.stdout.readline() == b"has it\n"
        with pytest.raises(RequestError, match="Another training works in module"):
            train_module(training, SILENT)
        other.stdin.write(b"\n")
        other.stdin.close()
        assert other.wait() == 0
    with owned(training.out):
        pass
    assert sorted(path.name for path in training.out.parent.iterdir()) == ["data"]


@pytest.mark.parametrize(
    "words",
    [
        ("--examples", "0"),
        ("--minutes", "0"),
        ("--draws", "0"),
        ("--batch", "-1"),
        ("--uses", "0"),
        ("--learning-rate", "nan"),
        ("--learning-rate", "inf"),
        ("--cache-limit-gb", "nan"),
        ("--samples-minutes", "-1"),
        ("--seed", "-1"),
        ("--ids", "255"),
        ("--shift", "x"),
    ],
)
def test_a_number_that_cannot_be_is_wrong_usage(words, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["train", "labels", "--base", "b", "--data", "d", "--out", "o", *words])
    assert ended.value.code == 2
    assert words[0] in capsys.readouterr().err


def test_the_folder_one_stands_in_has_a_name(training, folder, monkeypatch):
    monkeypatch.chdir(folder)
    for path in folder.glob("*.jpg"):
        path.unlink()
    with pytest.raises(DataError, match="data has no pictures with label maps"):
        train_module(replace(training, data=Path()), SILENT)
    with pytest.raises(DataError, match="data exists and is not a module"):
        train_module(replace(training, out=Path()), SILENT)


@pytest.mark.parametrize(
    "change", [{"draws": 0}, {"cache_limit_gb": float("nan")}, {"options": TrainingOptions(minutes=0)}, {"uses": 0}]
)
def test_such_a_number_is_refused_wherever_it_comes_from(training, change):
    with pytest.raises(RequestError, match="is not possible"):
        train_module(replace(training, **change), SILENT)


@pytest.mark.parametrize("variables", [{"WORLD_SIZE": "2"}, {"WORLD_SIZE": "two"}, {"WORLD_SIZE": "2", "RANK": "0"}])
def test_a_left_over_count_of_processes_is_told(monkeypatch, variables):
    for name in ("RANK", "LOCAL_RANK", "MASTER_ADDR", "MASTER_PORT"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(RequestError, match="nothing has started them") as caught, joined("cpu"):
        raise AssertionError
    assert "WORLD_SIZE" in caught.value.hint


def test_what_is_bad_is_left_out_where_that_is_asked_for(training, folder):
    (folder / "p03.jpg").write_bytes(b"no picture")
    (folder / "p20.png").write_bytes(png(example(2)[0]))
    (folder / "train.tar").write_bytes(b"no shard")
    with pytest.raises(DataError) as caught:
        train_module(training, SILENT)
    assert all(name in caught.value.text for name in ("p03.jpg", "train.tar"))
    assert "--skip-bad" in caught.value.hint
    said: list[str] = []
    figures = train_module(replace(training, skip_bad=True), replace(SILENT, say=said.append))
    assert figures["pictures"] == 37
    left_out = [text for text in said if text.startswith("Left out")]
    assert [name for name in ("train.tar", "p03.jpg", "p20.jpg") if name in "\n".join(left_out)] == [
        "train.tar",
        "p03.jpg",
        "p20.jpg",
    ]


def test_the_command_takes_a_numbering(training, folder, capsys):
    shifted = [png(np.where(example(index)[1] == 1, 0, 255).astype(np.uint8)) for index in range(40)]
    for index, data in enumerate(shifted):
        (folder / f"p{index:02}.png").write_bytes(data)
    words = ["train", "labels", "--base", training.base, "--data", folder, "--out", training.out, "--size", "small"]
    words += ["--cache", training.cache_dir, "--draws", "1", "--examples", "16", "--batch", "16", "--device", "cpu"]
    words += ["--samples-minutes", "0"]
    assert cli.main([*map(str, words)]) == 1
    assert "--ignore 255" in capsys.readouterr().err
    assert cli.main([*map(str, words), "--shift", "1", "--ids", "0=1"]) == 1
    assert "cannot both say" in capsys.readouterr().err
    assert cli.main([*map(str, words), "--ids", "0=1", "255=2"]) == 0
    labels = np.load(next(training.cache_dir.rglob("labels.npy")))
    assert set(np.unique(labels)) == {1, 2}
