"""Held-out drawings painted while a module learns: always the same ones, from the same noise, beside the training."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image

from engine.adapters.modulation.network import network_for
from engine.errors import TrainingPaused
from engine.installed.registry import MODALITIES, parse_classes
from engine.layers.modality import open_modality
from engine.training.module import train_module
from engine.training.plan import TrainingOptions
from engine.training.samples import Samples
from engine.training.trainer import Trainer
from tests.engine.test_followed_training import training as training
from tests.engine.test_training import CLASSES, SILENT
from tests.engine.test_training import folder as folder
from tests.engine.test_training import outputs as outputs

COLOURS = parse_classes(CLASSES["classes"])


def network(tiny, modalities=("labels",)):
    torch.manual_seed(0)
    return network_for(tiny, ["unlabelled", "sky", "sea"], "small", modalities)


def cells(path, side=16, gap=8):
    """(rows, columns, side, side, 3) of a grid."""
    grid = np.asarray(Image.open(path))
    rows, columns = ((length - gap) // (side + gap) for length in grid.shape[:2])
    parts = [
        [grid[gap + r * (side + gap) :][:side, gap + c * (side + gap) :][:, :side] for c in range(columns)]
        for r in range(rows)
    ]
    return np.array(parts)


def test_a_column_shows_the_drawing_the_base_alone_and_the_module(outputs, tiny, tmp_path):
    untrained = network(tiny)
    samples = Samples(tiny, untrained, outputs, COLOURS, tmp_path)
    first = cells(samples.paint(untrained, 8))
    assert first.shape[:2] == (3, 4)
    drawn = np.stack([outputs.source(row)[1] for row in np.linspace(0, outputs.pictures - 1, 4).round().astype(int)])
    colours = np.array([(232, 232, 232), (0, 0, 255), (0, 255, 0)])
    assert np.array_equal(first[0], colours[drawn])
    assert np.array_equal(first[1], first[2])  # a module that has learnt nothing changes nothing
    with torch.no_grad():
        untrained.trunk.conv_out.bias.fill_(0.5)
    later = cells(samples.paint(untrained, 16))
    assert np.array_equal(later[:2], first[:2])
    assert not np.array_equal(later[2], first[2])
    assert [path.name for path in sorted((tmp_path / "samples").iterdir())] == ["000000000008.png", "000000000016.png"]
    assert np.array_equal(cells(tmp_path / "samples.png"), later)


@pytest.mark.parametrize("name", [choice.id for choice in MODALITIES])
def test_every_modality_can_be_looked_at(name):
    one = open_modality(name)
    random = np.random.default_rng(0)
    picture = np.full((16, 16, 3), 40, np.uint8)
    picture[:, 8:] = 220
    labels = np.where(picture[..., 0] == 40, 1, 2).astype(np.uint8)
    layer = one.example(picture, labels, random, partial=False)
    colours = [entry.rgb for entry in COLOURS]
    seen = one.seen(layer, colours)
    assert seen.shape == (16, 16, 4)
    assert seen.dtype == np.uint8
    assert seen[..., 3].any()
    assert not one.seen(np.zeros_like(layer), colours)[..., 3].any()


def test_a_grid_comes_as_often_as_it_is_wanted_and_changes_nothing(training, tmp_path):
    told = []
    plain = train_module(replace(training, samples_minutes=0), replace(SILENT, samples=told.append))
    assert told == []
    assert not (training.out / "samples.png").exists()
    looked = replace(training, out=tmp_path / "looked", samples_minutes=1e-9)
    figures = train_module(looked, replace(SILENT, samples=lambda path: told.append((path.name, path.is_file()))))
    assert told[0] == ("000000000008.png", True)
    assert figures["held_out"] == plain["held_out"]
    assert (looked.out / "samples.png").is_file()
    assert not (looked.out / "samples").exists()
    assert "![Drawings, the base alone, the module](samples.png)" in (looked.out / "README.md").read_text()
    assert "samples.png" not in (training.out / "README.md").read_text()


def test_a_machine_that_needs_long_for_a_grid_paints_fewer(outputs, tiny, tmp_path, monkeypatch):
    now = 0.0
    monkeypatch.setattr("engine.training.samples.time.monotonic", lambda: now)
    samples = Samples(tiny, network(tiny), outputs, COLOURS, tmp_path)
    painted = []

    def paint(_network, examples, _should_stop):
        nonlocal now
        now += 100
        painted.append(examples)
        return tmp_path

    monkeypatch.setattr(samples, "paint", paint)
    trainer = Trainer(network(tiny), outputs, tiny.path, TrainingOptions(batch=8), tmp_path)
    after_batch = samples.every(1, lambda _: None, trainer, lambda _: None, lambda: False)
    for _ in range(17):
        now += 30
        after_batch(progress(now))
    assert painted == [60, 580]  # a minute, then four times as long as the grid took


def progress(examples):
    from engine.training.plan import TrainingProgress

    return TrainingProgress(examples, 0.0, 1.0, 1.0, 1.0, 0.5)


def test_looking_does_not_count_as_training(outputs, tiny, tmp_path, monkeypatch):
    now = 0.0
    monkeypatch.setattr("engine.training.trainer.time.monotonic", lambda: now)
    options = TrainingOptions(examples=16, batch=8)
    trainer = Trainer(network(tiny), outputs, tiny.path, options, tmp_path)

    def step(*_):
        nonlocal now
        now += 10
        return 1.0, 1.0

    def look(_):
        nonlocal now
        with trainer.averaging():
            now += 1000

    monkeypatch.setattr(trainer, "_step", step)
    trainer.run(look)
    assert trainer.seconds == 20


def test_a_pause_is_not_kept_waiting_by_a_grid(training):
    wishes = iter([None] * 3 + ["pause"] * 10**6)
    told = []
    with pytest.raises(TrainingPaused):
        train_module(
            replace(training, samples_minutes=1e-9),
            replace(SILENT, samples=told.append),
            lambda: next(wishes) if (training.out.parent / "module.training").exists() else None,
        )
    assert told == []
    assert (training.out.parent / "module.training" / "checkpoint.safetensors").is_file()
