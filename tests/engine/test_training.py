"""From a folder of pictures to a module: bad data is named, interruptions cost nothing, the base is untouched."""

from __future__ import annotations

import io
import json
import tarfile
from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image

from engine.adapters.modulation.network import load_network, network_for
from engine.bases.opening import open_base
from engine.errors import DataError, WeightsError
from engine.installed.registry import Registry
from engine.layers.label_maps import LabelMaps
from engine.layers.modality import open_modality
from engine.training.cached.cache import BaseOutputs, cache_bytes, open_cache
from engine.training.data.dataset import PictureSet
from engine.training.drawings import Drawings
from engine.training.fit import CHECKPOINT
from engine.training.held_out import held_out_gain
from engine.training.module import train_module
from engine.training.plan import ModuleTraining, Reporter, TrainingOptions
from engine.training.trainer import Trainer, modulation_loss

CLASSES = {"classes": [{"id": 1, "name": "sky", "rgb": [0, 0, 255]}, {"id": 2, "name": "sea", "rgb": [0, 255, 0]}]}
SILENT = Reporter(stage=lambda *_: None, trained=lambda _: None, say=lambda _: None)


def example(seed, size=16):
    """A picture whose colours are its label map's: bright sky over dark sea."""
    random = np.random.default_rng(seed)
    labels = np.ones((size, size), np.uint8)
    labels[random.integers(4, size - 4) :] = 2
    picture = np.where(labels[..., None] == 1, 230, 20) + random.integers(-10, 10, (size, size, 3))
    return picture.astype(np.uint8), labels


def png(array):
    stream = io.BytesIO()
    Image.fromarray(array).save(stream, "PNG")
    return stream.getvalue()


def jpeg(array):
    stream = io.BytesIO()
    Image.fromarray(array).save(stream, "JPEG", quality=95)
    return stream.getvalue()


def write_pictures(data):
    """Forty pictures as files, one of them with a caption."""
    data.mkdir()
    (data / "classes.json").write_text(json.dumps(CLASSES))
    for index in range(40):
        picture, labels = example(index)
        (data / f"p{index:02}.jpg").write_bytes(jpeg(picture))
        (data / f"p{index:02}.png").write_bytes(png(labels))
    (data / "p01.txt").write_text("sea")
    return data


@pytest.fixture
def folder(tmp_path):
    return write_pictures(tmp_path / "data")


def test_a_folder_of_files_gives_pictures_maps_and_captions(folder):
    train, held_out = PictureSet(folder, 16, "train"), PictureSet(folder, 16, "test")
    assert (len(train), len(held_out)) == (38, 2)
    assert not set(train.keys()) & set(held_out.keys())
    first = train[0]
    assert (first.key, first.caption) == ("p01.jpg", "sea")
    assert np.array_equal(first.labels, example(1)[1])
    assert [entry.name for entry in train.classes] == ["unlabelled", "sky", "sea"]
    small = PictureSet(folder, 8, "train")[0]
    assert small.picture.shape == (8, 8, 3)
    assert set(np.unique(small.labels)) <= {1, 2}


def test_shards_give_the_same_and_test_shards_are_held_out(tmp_path):
    (tmp_path / "info.json").write_text(json.dumps(CLASSES))
    for shard, indices in (("train-000.tar", (0, 1, 2)), ("test-000.tar", (3,))):
        with tarfile.open(tmp_path / shard, "w") as tar:
            for index in indices:
                picture, labels = example(index)
                record = json.dumps({"caption": f"number {index}"}).encode()
                for suffix, data in ((".jpg", jpeg(picture)), (".seg.png", png(labels)), (".json", record)):
                    info = tarfile.TarInfo(f"k{index}{suffix}")
                    info.size = len(data)
                    tar.addfile(info, io.BytesIO(data))
    train, held_out = PictureSet(tmp_path, 16, "train"), PictureSet(tmp_path, 16, "test")
    assert [train[i].caption for i in range(3)] == ["number 0", "number 1", "number 2"]
    assert [held_out[0].key, held_out[0].caption] == ["test-000.tar/k3", "number 3"]
    assert np.array_equal(held_out[0].labels, example(3)[1])


def test_all_unusable_files_are_named_in_one_error_and_nothing_is_written(folder, tiny_folders, tmp_path):
    wrong_id = example(1)[1]
    wrong_id[0, 0] = 9
    (folder / "p01.png").write_bytes(png(wrong_id))
    (folder / "p02.png").write_bytes(png(example(2)[1][:8, :8]))
    (folder / "p03.jpg").write_bytes(b"not a picture")
    (folder / "p04.png").write_bytes(png(example(4)[0]))
    training = ModuleTraining(
        base=tiny_folders["epsilon"], data=folder, out=tmp_path / "module", cache_dir=tmp_path / "cache", device="cpu"
    )
    with pytest.raises(DataError) as caught:
        train_module(training, SILENT)
    text = str(caught.value)
    assert "p01.jpg: the class list has no id 9" in text
    assert "p02.jpg: the label map is (8, 8), the picture (16, 16) pixels" in text
    assert "p03.jpg: the picture cannot be read" in text
    assert "p04.jpg: the label map is RGB" in text
    assert "4 of 38" in text
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]


@pytest.mark.parametrize(
    ("classes", "said"),
    [
        (None, "no class list"),
        ("{", "cannot be read"),
        (
            '{"classes": [{"id": 2, "name": "sky", "rgb": [0, 0, 0]}, {"id": 2, "name": "sea", "rgb": [0, 0, 0]}]}',
            "same",
        ),
        ('{"classes": [{"id": 1, "name": "sky", "rgb": [0, 0, 0]}], "ids": {"3": 1}, "ignore": [3]}', "3 is ignored"),
        ('{"classes": 7}', "cannot be read"),
        ('{"classes": [{"id": 1, "name": "sky", "rgb": [0, 0, 300]}]}', "0 to 255"),
    ],
)
def test_a_bad_class_list_is_told(folder, classes, said):
    (folder / "classes.json").unlink()
    if classes is not None:
        (folder / "classes.json").write_text(classes)
    with pytest.raises(DataError, match=said):
        PictureSet(folder, 16, "train")


def test_an_empty_folder_and_a_broken_shard_are_told(tmp_path):
    (tmp_path / "classes.json").write_text(json.dumps(CLASSES))
    with pytest.raises(DataError, match="no pictures with label maps"):
        PictureSet(tmp_path, 16, "train")
    (tmp_path / "train.tar").write_bytes(b"x" * 2000)
    with pytest.raises(DataError, match=r"train\.tar cannot be read"):
        PictureSet(tmp_path, 16, "train")


def build(base, data, parent, limit=10**9, on_progress=lambda *_: None, keep_pictures=False):
    return open_cache(
        base,
        data,
        parent,
        draws=4,
        seed=0,
        limit_bytes=limit,
        on_progress=on_progress,
        keep_pictures=keep_pictures,
    )


def rows(outputs):
    return outputs.batch(np.arange(len(outputs)))


def test_the_cache_holds_what_the_base_said_and_should_have_said(folder, tiny, tmp_path):
    data = PictureSet(folder, 16, "train")
    outputs = build(tiny, data, tmp_path / "cache")
    assert len(outputs) == 4 * len(data)
    batch = rows(outputs)
    alpha_bar = tiny.path.level(batch.t)
    texts = outputs.texts(np.arange(len(outputs)))
    assert set(texts) == {"", "sea"}
    index = torch.arange(0, len(batch.t), 19)
    assert "sea" in [texts[i] for i in index]
    said = tiny.predict(batch.x_t[index], batch.t[index], tiny.encode_prompts([texts[i] for i in index]))
    v = (said - (1 - alpha_bar[index]).sqrt() * batch.x_t[index]) / alpha_bar[index].sqrt()
    assert torch.allclose(batch.v[index], v, rtol=2e-2, atol=2e-2)
    x0 = alpha_bar.sqrt() * batch.x_t - (1 - alpha_bar).sqrt() * batch.target
    mirrored = len(data)
    pictures = torch.from_numpy(np.stack([data[i].picture for i in range(len(data))])).permute(0, 3, 1, 2) / 127.5 - 1
    assert torch.allclose(x0[:mirrored], tiny.encode(pictures), atol=2e-3)
    assert torch.allclose(x0[mirrored : 2 * mirrored], tiny.encode(pictures.flip(-1)), atol=2e-3)
    _, labels = outputs.source(0)
    assert np.array_equal(labels, data[0].labels)
    assert np.array_equal(outputs.source(mirrored)[1], labels[:, ::-1])


def test_an_interrupted_cache_goes_on_and_equals_an_uninterrupted_one(folder, tiny, tmp_path):
    data = PictureSet(folder, 16, "train")
    whole = build(tiny, data, tmp_path / "whole")

    def interrupt(what, done, total):
        if what == "Running the base" and done > 64:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(tiny, data, tmp_path / "parts", on_progress=interrupt)
    parts = build(tiny, data, tmp_path / "parts")
    assert all(torch.equal(a, b) for a, b in zip(rows(whole), rows(parts), strict=True))


def test_an_edited_label_map_makes_another_cache(folder, tiny, tmp_path):
    before = build(tiny, PictureSet(folder, 16, "train"), tmp_path / "cache")
    (folder / "p01.png").write_bytes(png(np.full((16, 16), 2, np.uint8)))
    after = build(tiny, PictureSet(folder, 16, "train"), tmp_path / "cache")
    assert not (before.source(0)[1] == 2).all()
    assert (after.source(0)[1] == 2).all()
    assert np.array_equal(before.source(1)[1], after.source(1)[1])


def test_a_cache_over_the_limit_is_refused_with_its_size(folder, tiny, tmp_path):
    data = PictureSet(folder, 16, "train")
    assert cache_bytes(tiny, 1000, 128, 4) == 1000 * (128 * 128 + 2 * 2 * 4 * 64**2 + 4 * (2 * 2 * 4 * 64**2 + 3))
    with pytest.raises(DataError, match=r"would take .* GB"):
        build(tiny, data, tmp_path / "cache", limit=1000)
    assert not list((tmp_path / "cache").iterdir())


@pytest.fixture
def outputs(folder, tiny, tmp_path) -> BaseOutputs:
    return build(tiny, PictureSet(folder, 16, "train"), tmp_path / "cache")


def trainer(tiny, outputs, folder, modalities=("labels",), **options):
    folder.mkdir(exist_ok=True)
    torch.manual_seed(0)
    network = network_for(tiny, ["unlabelled", "sky", "sea"], "small", modalities)
    settings = TrainingOptions(minutes=10, batch=16, **options)
    return Trainer(network, outputs, tiny.path, settings, folder)


@pytest.mark.parametrize("modalities", [("labels",), ("sketch",), ("colours",), ("labels", "sketch")])
def test_training_makes_the_loss_smaller_because_the_drawing_is_read(folder, dummy, tmp_path, modalities):
    base, dummy.path.prediction_type = dummy, "v_prediction"
    outputs = build(base, PictureSet(folder, 16, "train"), tmp_path / "cache", keep_pictures=True)
    settings = {"examples": 1600, "learning_rate": 3e-3, "ema_decay": 0.9, "partial": 0.0}
    one = trainer(base, outputs, tmp_path / "work", modalities, **settings)
    seen = []
    one.run(seen.append)
    gains = held_out_gain(one.averaged(), outputs, base.path)
    noisiest = gains[-1]
    assert noisiest["gain"] > 0.3
    assert noisiest["gain"] > noisiest["gain_wrong_drawing"] + 0.05
    assert seen[-1].part_done == 1
    assert seen[-1].seconds_left == 0


def test_no_gradient_comes_from_unlabelled_area(tiny, outputs, tmp_path):
    one = trainer(tiny, outputs, tmp_path / "work")
    batch = rows(outputs)
    nothing = {"labels": torch.zeros(len(outputs), 16, 16, dtype=torch.uint8)}
    loss, base_loss, _ = modulation_loss(one.network, batch, nothing, tiny.path)
    loss.backward()
    assert loss.item() == pytest.approx(base_loss.item())
    assert all(p.grad is None or not p.grad.any() for p in one.network.parameters())


def test_some_classes_of_some_maps_are_unlabelled_and_no_other_change_is_made():
    random = np.random.default_rng(0)
    labels = random.integers(1, 6, (50, 8, 8)).astype(np.uint8)
    partial = np.stack([LabelMaps().example(None, one, random, partial=True) for one in labels])
    touched = (partial != labels).any((1, 2))
    assert 20 < touched.sum() <= 50
    assert not partial[partial != labels].any()
    for before, after in zip(labels, partial, strict=True):
        for class_id in np.unique(before):
            assert len(np.unique(after[before == class_id])) == 1
    assert np.array_equal(LabelMaps().example(None, labels[0], random, partial=False), labels[0])


def test_one_cache_serves_every_modality(folder, tiny, tmp_path):
    data = PictureSet(folder, 16, "train")
    labels_only = build(tiny, data, tmp_path / "cache")
    assert labels_only.source(0)[0] is None
    stages = []
    outputs = build(
        tiny, data, tmp_path / "cache", on_progress=lambda what, *_: stages.append(what), keep_pictures=True
    )
    assert set(stages) == {"Keeping pictures"}
    assert len(list((tmp_path / "cache").iterdir())) == 1
    picture, labels = outputs.source(0)
    mirrored_picture, mirrored_labels = outputs.source(len(data))
    assert np.array_equal(picture, data[0].picture)
    assert np.array_equal(mirrored_picture, picture[:, ::-1])
    assert np.array_equal(mirrored_labels, labels[:, ::-1])


def test_drawings_are_repeatable_and_held_out_ones_are_whole(folder, tiny, tmp_path):
    outputs = build(tiny, PictureSet(folder, 16, "train"), tmp_path / "cache", keep_pictures=True)
    drawings = Drawings([open_modality("labels"), open_modality("sketch")], outputs)
    rows = np.arange(len(outputs))
    first, again = (drawings.training(rows, np.random.default_rng(0), 0.3) for _ in range(2))
    assert all(torch.equal(first[name], again[name]) for name in first)
    painted = torch.stack([layer.flatten(1).any(1) for layer in first.values()])
    assert painted.any(0).float().mean() > 0.9
    assert 0.4 < painted[0].float().mean() < 0.95
    assert 0.3 < painted[1].float().mean() < 0.95
    held_out = drawings.held_out(rows)
    assert all(torch.equal(layer, drawings.held_out(rows)[name]) for name, layer in held_out.items())
    assert all(np.array_equal(layer, outputs.source(row)[1]) for row, layer in enumerate(held_out["labels"].numpy()))


def test_noise_levels_come_as_the_modalities_want_them(folder, tiny, tmp_path):
    outputs = build(tiny, PictureSet(folder, 16, "train"), tmp_path / "cache")
    assert (Drawings([open_modality("labels")], outputs).chance() == 1).all()
    for names in (["sketch"], ["labels", "sketch"]):
        chance = Drawings([open_modality(name) for name in names], outputs).chance()
        assert 0 < chance.min() < chance.max() == 1
        assert chance[outputs.noise_levels().argmax()] == chance.min()


def test_photographs_alone_are_enough_for_a_sketch_module(folder, tiny_folders, tmp_path):
    for path in [*folder.glob("*.png"), folder / "classes.json"]:
        path.unlink()
    training = ModuleTraining(
        base=tiny_folders["epsilon"],
        data=folder,
        out=tmp_path / "modules" / "mine",
        cache_dir=tmp_path / "cache",
        modalities=("sketch",),
        size="small",
        device="cpu",
        options=TrainingOptions(examples=64, batch=16),
    )
    figures = train_module(training, SILENT)
    assert (figures["examples"], figures["pictures"]) == (64, 38)
    (info,) = Registry([], [tmp_path / "modules"], tmp_path).modules("tiny-epsilon")
    assert (info.modalities, len(info.classes), info.label) == (("sketch",), 1, "Sketch, small")
    card = (training.out / "README.md").read_text()
    assert "sketch-to-image" in card
    assert "Hears: ink\n" in card
    with pytest.raises(DataError, match="no class list"):
        train_module(replace(training, modalities=("labels", "sketch"), out=tmp_path / "joint"), SILENT)


@pytest.mark.parametrize("modalities", [("labels",), ("labels", "sketch")])
def test_a_stopped_training_goes_on_where_it_was(folder, tiny, tmp_path, modalities):
    outputs = build(tiny, PictureSet(folder, 16, "train"), tmp_path / "cache", keep_pictures=True)
    whole = trainer(tiny, outputs, tmp_path / "whole", modalities, examples=320)
    first = trainer(tiny, outputs, tmp_path / "parts", modalities, examples=320)
    first.run(lambda _: None, should_stop=lambda: first.examples >= 160)
    assert first.examples == 160
    second = trainer(tiny, outputs, tmp_path / "parts", modalities, examples=320)
    assert second.examples == 160
    assert all(torch.equal(a, b) for a, b in zip(first.network.parameters(), second.network.parameters(), strict=True))
    assert all(torch.equal(a, b) for a, b in zip(first.ema.shadow_params, second.ema.shadow_params, strict=True))
    second.run(lambda _: None)
    whole.run(lambda _: None)
    assert second.examples == whole.examples == 320


def test_a_damaged_checkpoint_is_told(tiny, outputs, tmp_path):
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / CHECKPOINT).write_bytes(b"nothing")
    with pytest.raises(WeightsError, match="cannot be taken up"):
        trainer(tiny, outputs, tmp_path / "work")


def test_the_command_leaves_a_module_with_card_and_figures_and_the_base_as_it_was(folder, tiny_folders, tmp_path):
    base_folder = tiny_folders["epsilon"]
    before = (base_folder / "unet" / "diffusion_pytorch_model.safetensors").read_bytes()
    training = ModuleTraining(
        base=base_folder,
        data=folder,
        out=tmp_path / "modules" / "mine",
        cache_dir=tmp_path / "cache",
        size="small",
        device="cpu",
        options=TrainingOptions(examples=64, batch=16),
    )
    figures = train_module(training, SILENT)
    assert figures["examples"] == 64
    assert sum(row["examples"] for row in figures["held_out"]) == 2 * 4
    assert sorted(path.name for path in training.out.iterdir()) == [
        "README.md",
        "config.json",
        "diffusion_pytorch_model.safetensors",
        "samples.png",
        "sinopia.json",
    ]
    assert len({path.stat().st_mode for path in training.out.iterdir()}) == 1  # who may read the card may read all
    assert not training.out.with_name("mine.training").exists()
    assert "| t | base v loss | gain |" in (training.out / "README.md").read_text()
    (info,) = Registry([], [tmp_path / "modules"], tmp_path).modules("tiny-epsilon")
    assert [entry.name for entry in info.classes] == ["unlabelled", "sky", "sea"]
    load_network(training.out, open_base(base_folder, torch.device("cpu"), torch.float32))
    assert (base_folder / "unet" / "diffusion_pytorch_model.safetensors").read_bytes() == before
    train_module(replace(training, options=TrainingOptions(examples=32, batch=16)), SILENT)
    assert json.loads((training.out / "sinopia.json").read_text())["training"]["examples"] == 32


def test_a_folder_that_is_no_module_is_not_overwritten(folder, tiny_folders, tmp_path):
    out = tmp_path / "precious"
    out.mkdir()
    (out / "thesis.txt").write_text("years of work")
    training = ModuleTraining(base=tiny_folders["epsilon"], data=folder, out=out, cache_dir=tmp_path / "cache")
    with pytest.raises(DataError, match="not a module"):
        train_module(training, SILENT)
    assert (out / "thesis.txt").read_text() == "years of work"
