"""Shards larger than the cache may be train a module: they stream through a window that does not grow."""

from __future__ import annotations

import io
import json
import tarfile
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.adapters.modulation.network import network_for
from engine.errors import DataError, TrainingPaused
from engine.installed.registry import parse_classes
from engine.training.cached.cache import open_cache
from engine.training.cached.window import Window
from engine.training.data import shards as reading
from engine.training.data.dataset import PictureSet
from engine.training.data.members import unlabelled
from engine.training.data.numbering import ClassList
from engine.training.data.shards import LeftOut, Place, ShardStream, named_shards, read_shard
from engine.training.held_out import held_out_gain
from engine.training.module import train_module
from engine.training.plan import SILENT, ModuleTraining, TrainingOptions
from engine.training.trainer import Trainer
from tests.engine.test_training import CLASSES, example, jpeg, png


def write_shard(path: Path, indices) -> Path:
    with tarfile.open(path, "w") as tar:
        for index in indices:
            picture, labels = example(index)
            for suffix, data in ((".jpg", jpeg(picture)), (".seg.png", png(labels)), (".json", b'{"caption": "sea"}')):
                info = tarfile.TarInfo(f"k{index:03}{suffix}")
                info.size = len(data)
                tar.addfile(info, io.BytesIO(data))
    return path


def write_shards(folder: Path, count: int, each: int) -> Path:
    """So many training shards, and a test shard of five pictures."""
    folder.mkdir()
    (folder / "classes.json").write_text(json.dumps(CLASSES))
    for shard in range(count):
        write_shard(folder / f"train-{shard}.tar", range(shard * each, (shard + 1) * each))
    write_shard(folder / "test-0.tar", range(900, 905))
    return folder


@pytest.fixture
def folder(tmp_path) -> Path:
    return write_shards(tmp_path / "data", 4, 10)


def refused(error):
    raise error


def stream(folder, index=0, count=1, **options) -> ShardStream:
    return ShardStream(named_shards(folder, ()).training, 7, LeftOut(refused), index, count, **options)


def epochs(one: ShardStream, place=None) -> list[list[str]]:
    """Keys of the first two epochs."""
    found: list[list[str]] = [[], []]
    for at, member in one.after(place or Place()):
        if at.epoch == 2:
            return found
        found[at.epoch].append(member.key)
    raise AssertionError


def test_every_example_comes_once_an_epoch_in_another_order(folder):
    first, second = epochs(stream(folder))
    assert len(first) == len(set(first)) == 40
    assert sorted(first) == sorted(second)
    assert first != second


@pytest.mark.parametrize("count", [2, 3, 7])
def test_processes_share_an_epoch_between_them(folder, count):
    parts = [epochs(stream(folder, index, count)) for index in range(count)]
    for epoch in (0, 1):
        keys = [key for part in parts for key in part[epoch]]
        assert len(keys) == len(set(keys)) == 40
    if count <= 4:
        assert all(len({key.split("/")[0] for key in part[0]}) == len(part[0]) // 10 for part in parts)


def test_a_stream_goes_on_at_a_place(folder):
    whole = list(islice(stream(folder).after(Place()), 60))
    for done in (1, 10, 25, 45):
        rest = list(islice(stream(folder).after(whole[done - 1][0]), 60 - done))
        assert [(at, one.key) for at, one in rest] == [(at, one.key) for at, one in whole[done:]]


def test_what_is_held_out_does_not_stream(folder):
    shard = folder / "train-1.tar"
    keys, _ = epochs(stream(folder, held_out={shard: 4}))
    assert len(keys) == 36
    assert not {f"train-1.tar/k{index:03}" for index in range(10, 14)} & set(keys)


def test_a_damaged_shard_is_named_and_passed_over(folder):
    with tarfile.open(folder / "train-2.tar") as tar:
        inside = tar.getmember("k025.jpg").offset_data + 20
    (folder / "train-2.tar").write_bytes((folder / "train-2.tar").read_bytes()[:inside])
    (folder / "train-3.tar").unlink()
    said: list[str] = []
    shards = [folder / f"train-{index}.tar" for index in range(4)]
    keys, _ = epochs(ShardStream(shards, 7, LeftOut(said.append)))
    assert len(keys) == 24  # the one before the break may lack something
    assert "Left out: The shard train-2.tar breaks off" in "\n".join(said)
    assert "Left out: The shard train-3.tar cannot be opened: No such file" in "\n".join(said)
    with pytest.raises(DataError, match="no examples for this process"):
        next(ShardStream(shards[3:], 7, LeftOut(said.append)).after(Place()))


def test_too_many_left_out_are_refused():
    said: list[str] = []
    left_out = LeftOut(said.append)
    left_out.read = 1000
    for index in range(20):
        left_out(DataError(f"k{index} is broken"))
    with pytest.raises(DataError, match=r"21 of 1021 examples could not be used\. The last one: k20 is broken"):
        left_out(DataError("k20 is broken"))
    left_out.read = 3000
    left_out(DataError("k21 is broken"))
    assert said[-1] == "Left out: k21 is broken"


def test_the_network_is_reached_for_what_is_named_so_and_for_nothing_else(folder, monkeypatch):
    opened: list[str] = []

    def remember(shard):
        opened.append(shard)
        raise OSError(7, "no network")

    monkeypatch.setattr(reading, "gopen", remember)
    epochs(stream(folder))
    assert not opened
    named = named_shards(folder, ["https://somewhere/a-{00..02}.tar", "https://somewhere/val-0.tar"])
    assert named.training == [f"https://somewhere/a-0{index}.tar" for index in range(3)]
    assert [reading.shard_name(shard) for shard in named.held_out] == ["test-0.tar", "val-0.tar"]
    with pytest.raises(DataError, match=r"a-00\.tar cannot be opened: no network"):
        next(read_shard(named.training[0]))
    assert opened == ["https://somewhere/a-00.tar"]


def test_a_shard_may_be_what_a_command_prints(folder):
    assert len(list(read_shard(f"pipe:cat '{folder / 'train-0.tar'}'"))) == 10


def window(base, folder, place, left_out=None, **options) -> Window:
    settings = {"pictures": 24, "size": 16, "draws": 2, "uses": 2, "seed": (0, 0), "labelled": True}
    settings |= {"keep_pictures": True, "class_list": ClassList.of(parse_classes(CLASSES["classes"])), **options}
    return Window(base, stream(folder), place, {"a": 1}, left_out=left_out or LeftOut(refused), **settings)


def on_disk(place: Path) -> int:
    return sum(path.stat().st_size for path in place.rglob("*") if path.suffix == ".npy")


def test_the_window_moves_over_the_set_and_does_not_grow(folder, dummy, tmp_path):
    one = window(dummy, folder, tmp_path / "window")
    one.fill(lambda *_: None)
    size, rows = on_disk(tmp_path / "window"), len(one)
    assert (one.filled, rows) == (24, 48)
    seen = set()
    for _ in range(60):
        seen |= {one.source(row)[0].tobytes() for row in range(24)}
        one.move_on(6)
    assert one.filled == 24 + 60 * 6 // 4  # a picture goes when its two draws were used twice
    assert len(seen) == 40
    assert (on_disk(tmp_path / "window"), len(one)) == (size, rows)


def test_the_window_holds_what_the_base_says_of_its_pictures(folder, dummy, tmp_path):
    dummy.path.prediction_type = "v_prediction"
    one = window(dummy, folder, tmp_path / "window")
    one.fill(lambda *_: None)
    one.move_on(24)
    batch = one.batch(np.arange(48))
    alpha_bar = dummy.path.level(batch.t)
    x0 = alpha_bar.sqrt() * batch.x_t - (1 - alpha_bar).sqrt() * batch.target
    for row in range(48):
        picture, labels = one.source(row)
        pixels = torch.from_numpy(picture.copy()).permute(2, 0, 1)[None] / 127.5 - 1
        assert torch.allclose(x0[row], dummy.encode(pixels)[0], atol=4e-3)
        assert np.array_equal(picture[..., 0] > 128, labels == 1)


def test_a_persons_own_ink_streams_too(folder, dummy, tmp_path):
    paper = np.full((16, 16), 255, np.uint8)
    paper[:, 3] = 0
    with tarfile.open(folder / "train-9.tar", "w") as tar:
        for suffix, data in ((".jpg", jpeg(example(0)[0])), (".seg.png", png(example(0)[1])), (".ink.png", png(paper))):
            info = tarfile.TarInfo(f"drawn{suffix}")
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    one = window(dummy, folder, tmp_path / "window", pictures=44)
    one.fill(lambda *_: None)
    inks = [ink for row in range(41) if (ink := one.own_ink(row)) is not None]
    assert len(inks) == 1
    assert np.array_equal(inks[0], 255 - paper)


def test_a_window_goes_on_after_an_interruption(folder, dummy, tmp_path):
    whole, parts = (window(dummy, folder, tmp_path / name) for name in ("whole", "parts"))
    for one in (whole, parts):
        one.fill(lambda *_: None)
        one.move_on(24)
    calls = dummy.calls
    parts = window(dummy, folder, tmp_path / "parts")
    parts.fill(lambda *_: None)
    assert dummy.calls == calls
    for one in (whole, parts):
        one.move_on(48)
    assert parts.filled == whole.filled == 42
    everything = np.arange(48)
    assert all(torch.equal(a, b) for a, b in zip(whole.batch(everything), parts.batch(everything), strict=True))
    assert all(np.array_equal(whole.source(row)[0], parts.source(row)[0]) for row in everything)


def test_a_broken_example_is_named_and_left_out(folder, dummy, tmp_path):
    with tarfile.open(folder / "train-9.tar", "w") as tar:
        info = tarfile.TarInfo("bad.jpg")
        info.size = 3
        tar.addfile(info, io.BytesIO(b"abc"))
        info = tarfile.TarInfo("bad.seg.png")
        info.size = 3
        tar.addfile(info, io.BytesIO(b"abc"))
    said: list[str] = []
    window(dummy, folder, tmp_path / "window", LeftOut(said.append), pictures=40).fill(lambda *_: None)
    assert len(said) == 1
    assert said[0].startswith("Left out: train-9.tar/bad: the picture cannot be read")


def test_what_streams_by_is_learnt(folder, dummy, tmp_path):
    dummy.path.prediction_type = "v_prediction"
    outputs = window(dummy, folder, tmp_path / "window")
    outputs.fill(lambda *_: None)
    torch.manual_seed(0)
    network = network_for(dummy, ["unlabelled", "sky", "sea"], "small", ("labels",))
    options = TrainingOptions(examples=1600, batch=16, learning_rate=3e-3, ema_decay=0.9, partial=0.0)
    trainer = Trainer(network, outputs, dummy.path, options, tmp_path)
    trainer.run(lambda _: None)
    assert outputs.filled > 400
    unseen = PictureSet(folder, 16, "test")
    held_out = open_cache(
        dummy, unseen, tmp_path / "cache", draws=16, seed=1, limit_bytes=10**9, on_progress=lambda *_: None
    )
    noisiest = held_out_gain(trainer.averaged(), held_out, dummy.path)[-1]
    assert noisiest["gain"] > 0.3
    assert noisiest["gain"] > noisiest["gain_wrong_drawing"] + 0.05


@pytest.fixture
def training(tiny_folders, tmp_path) -> ModuleTraining:
    """On more than the cache may hold."""
    return ModuleTraining(
        base=tiny_folders["epsilon"],
        data=write_shards(tmp_path / "many", 4, 40),
        out=tmp_path / "module",
        cache_dir=tmp_path / "cache",
        size="small",
        device="cpu",
        cache_limit_gb=0.0004,
        uses=1,
        samples_minutes=0,
        options=TrainingOptions(examples=640, batch=16),
    )


def test_a_set_larger_than_the_cache_may_be_trains_and_goes_on(training):
    with pytest.raises(DataError, match="would take") as caught:
        train_module(training, SILENT)
    assert "--stream" in caught.value.hint
    training, sizes, seen = replace(training, stream=()), [], []

    def trained(progress):
        sizes.extend(on_disk(place) for place in training.cache_dir.glob("window-*"))
        seen.append(progress.examples)

    report = replace(SILENT, trained=trained)
    with pytest.raises(TrainingPaused):
        train_module(training, report, lambda: "pause" if len(seen) == 10 else None)
    stages: list[str] = []
    figures = train_module(training, replace(report, stage=lambda what, *_: stages.append(what)))
    assert "Filling the window" not in stages
    assert seen == list(range(16, 656, 16))
    assert len(set(sizes)) == 1
    assert sizes[0] < 400_000 + 1000
    assert figures["pictures"] > 160
    assert sum(row["examples"] for row in figures["held_out"]) == 5 * 4
    assert "streamed by" in (training.out / "README.md").read_text()
    assert not list(training.cache_dir.glob("window-*"))


def test_without_test_shards_the_first_examples_are_held_out(training, monkeypatch):
    (training.data / "test-0.tar").unlink()
    monkeypatch.setattr("engine.training.cached.sources._HELD_OUT_OF_STREAM", 7)
    streamed: list[str] = []

    def remember(member):
        streamed.append(member.key)
        return unlabelled(member)

    monkeypatch.setattr("engine.training.cached.window.unlabelled", remember)
    photos = replace(training, stream=(), modalities=("colours",), cache_limit_gb=0.001)
    figures = train_module(photos, SILENT)
    assert sum(row["examples"] for row in figures["held_out"]) == 7 * 4
    assert len(streamed) > 153
    assert not {f"train-0.tar/k{index:03}" for index in range(7)} & set(streamed)


def test_too_little_room_and_no_shards_are_told(training):
    with pytest.raises(DataError, match=r"would hold \d+ pictures, and needs 64"):
        train_module(replace(training, stream=(), cache_limit_gb=0.0001), SILENT)
    for path in training.data.glob("train-*.tar"):
        path.unlink()
    with pytest.raises(DataError, match="no shards to train on"):
        train_module(replace(training, stream=()), SILENT)
