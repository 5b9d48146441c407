"""A training that begins with a trained module: it knows what that one knew, and nothing beyond."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from app.commands import main as cli
from engine.adapters.modulation.inheritance import inherit, take_over
from engine.adapters.modulation.network import network_for
from engine.errors import ModuleMismatchError, TrainingPaused, WeightsError
from engine.installed.registry import MODALITIES
from engine.training.module import train_module
from engine.training.plan import ModuleTraining, Reporter, TrainingOptions
from tests.engine.test_training import folder as folder

CLASSES = ["unlabelled", "sky", "sea", "tree"]
EVERYTHING = [choice.id for choice in MODALITIES]
SILENT = Reporter(stage=lambda *_: None, trained=lambda _: None, say=lambda _: None)


def trained(base, classes, modalities, seed=1):
    """A network whose weights are all drawn by chance, the last ones too; in float64, to compare exactly."""
    torch.manual_seed(seed)
    network = network_for(base, classes, "small", modalities).eval()
    torch.nn.init.normal_(network.trunk.conv_out.weight, std=0.3)
    torch.nn.init.normal_(network.trunk.conv_out.bias, std=0.3)
    return network.double()


def drawing(modality, classes):
    """A layer painted by chance, of the first `classes` classes."""
    random = np.random.default_rng(3)
    if modality.id == "labels":
        return torch.from_numpy(random.integers(0, classes, (2, 16, 16)).astype(np.uint8))
    return torch.from_numpy(random.integers(0, 256, (2, 16, 16, *modality.layer_channels)).astype(np.uint8))


@torch.no_grad()
def answer(network, layers):
    """Gamma, beta and where they count."""
    torch.manual_seed(4)
    x_t, v, x0 = torch.randn(3, 2, 4, 8, 8, dtype=torch.float64).unbind()
    maps = {
        one.id: one.maps(layers[one.id], len(network.config.classes)) for one in network.modalities if one.id in layers
    }
    return *network(x_t, v, x0, torch.tensor([900.0, 100.0]), network.encode(maps)), network.weight(maps)


def same(one, other):
    return all(torch.allclose(a, b, atol=1e-6) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("heard", EVERYTHING)
def test_a_joint_module_answers_as_the_one_that_it_began_with(tiny, heard):
    old = trained(tiny, CLASSES, [heard])
    new = trained(tiny, CLASSES, EVERYTHING, seed=2)
    layers = {heard: drawing(old.modalities[0], len(CLASSES))}
    assert not same(answer(old, layers), answer(new, layers))
    take_over(new, old)
    assert same(answer(old, layers), answer(new, layers))
    silent = {one.id: torch.zeros_like(drawing(one, 1)) for one in new.modalities if one.id != heard}
    assert same(answer(old, layers)[:2], answer(new, {**silent, **layers})[:2])


def test_a_module_that_hears_less_takes_over_its_part(tiny):
    old = trained(tiny, CLASSES, EVERYTHING)
    new = trained(tiny, CLASSES, ["labels"], seed=2)
    take_over(new, old)
    layers = {"labels": drawing(new.modalities[0], len(CLASSES))}
    assert same(answer(old, layers), answer(new, layers))


def test_classes_are_found_by_name_and_a_new_one_says_nothing_yet(tiny):
    old = trained(tiny, CLASSES, ["labels"])
    new = trained(tiny, ["nothing", "Sea ", "castle", "TREE", "sky"], ["labels"], seed=2)
    take_over(new, old)
    painted = drawing(old.modalities[0], len(CLASSES))
    translated = torch.tensor([0, 4, 1, 3], dtype=torch.uint8)[painted.long()]
    assert same(answer(old, {"labels": painted}), answer(new, {"labels": translated}))
    assert not new.encoder.strided[0].weight[:, 2].any()
    assert not new.trunk.conv_in.weight[:, 3 * 4 + 2].any()
    assert new.trunk.conv_in.weight[:, 3 * 4 + 1].any()


def test_what_starts_at_zero_is_learnt(tiny):
    new = trained(tiny, CLASSES, ["labels", "sketch"], seed=2)
    take_over(new, trained(tiny, CLASSES, ["labels"]))
    maps = new.maps({one.id: drawing(one, 4) for one in new.modalities})
    x = torch.randn(2, 4, 8, 8, dtype=torch.float64)
    new(x, x, x, torch.tensor([5.0, 6.0]), new.encode(maps))[0].pow(2).sum().backward()
    assert new.encoder.strided[0].weight.grad[:, -1].any()
    assert new.trunk.conv_in.weight.grad[:, 3 * 4 + 4 + 1].any()


@pytest.fixture
def training(folder, tiny_folders, tmp_path) -> ModuleTraining:
    """A short one for labels, whose module others begin with."""
    return ModuleTraining(
        base=tiny_folders["epsilon"],
        data=folder,
        out=tmp_path / "modules" / "labels",
        cache_dir=tmp_path / "cache",
        size="small",
        device="cpu",
        options=TrainingOptions(examples=32, batch=16),
    )


@pytest.fixture
def module(training):
    train_module(training, SILENT)
    return training.out


def test_a_module_says_what_it_began_from(training, module, tmp_path):
    manifest = json.loads((module / "sinopia.json").read_text())
    assert manifest["training"]["began_from"] is None
    assert "Began from" not in (module / "README.md").read_text()
    said = []
    joint = replace(training, modalities=("labels", "sketch"), out=tmp_path / "modules" / "joint", begin_from=module)
    figures = train_module(joint, replace(SILENT, say=said.append))
    assert figures["began_from"] == {"id": "labels", "label": "Label map, small", "examples": 32}
    assert "Began from Label map, small (labels), trained on 32 examples" in (joint.out / "README.md").read_text()
    assert "Begins with what labels knows" in said


def test_the_averages_begin_with_it_too_and_a_checkpoint_wins(training, module, tiny, tmp_path, monkeypatch):
    began = []

    def paused_at_once(trainer, *_):
        began.append((trainer.ema.shadow_params[0].clone(), trainer.network.get_parameter(names[0]).clone()))
        trainer.examples += 16
        trainer.save_checkpoint()

    monkeypatch.setattr("engine.training.trainer.Trainer.run", paused_at_once)
    again = replace(training, out=tmp_path / "modules" / "again", begin_from=module, options=TrainingOptions(seed=5))
    old = network_for(tiny, ["unlabelled", "sky", "sea"], "small")
    names = [name for name, _ in old.named_parameters()]
    inherit(old, module, tiny)
    with pytest.raises(TrainingPaused):
        train_module(again, SILENT, paused_after(began, 1))
    assert torch.equal(began[0][0], old.get_parameter(names[0]))
    assert torch.equal(began[0][1], old.get_parameter(names[0]))
    module.rename(tmp_path / "gone")
    figures = train_module(again, SILENT)
    assert figures["began_from"]["id"] == "labels"
    plain = replace(training, out=tmp_path / "modules" / "plain", options=TrainingOptions(seed=5))
    with pytest.raises(TrainingPaused):
        train_module(plain, SILENT, paused_after(began, 3))
    late = train_module(replace(plain, begin_from=tmp_path / "gone"), SILENT)
    assert late["began_from"] is None
    assert torch.equal(began[3][1], began[2][1])
    assert not torch.equal(began[3][1], began[0][1])


def paused_after(began, times):
    return lambda: "pause" if len(began) == times else None


def test_a_module_of_another_base_or_size_or_none_is_refused_before_anything_is_cached(training, module, tmp_path):
    again = replace(training, out=tmp_path / "other", begin_from=module, cache_dir=tmp_path / "untouched")
    with pytest.raises(ModuleMismatchError, match="labels has another size") as caught:
        train_module(replace(again, size="large"), SILENT)
    assert "same size" in caught.value.hint
    with pytest.raises(WeightsError, match="lacks its file"):
        train_module(replace(again, begin_from=tmp_path), SILENT)
    manifest = json.loads((module / "sinopia.json").read_text())
    manifest["training"]["base_fingerprint"] = "another"
    (module / "sinopia.json").write_text(json.dumps(manifest))
    with pytest.raises(ModuleMismatchError, match="trained on other weights than those of tiny-epsilon") as caught:
        train_module(again, SILENT)
    assert caught.value.hint
    assert not (tmp_path / "untouched").exists()
    assert not (tmp_path / "other.training").exists()


def test_the_command_takes_an_id_or_a_folder(training, module, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("app.system.resources.modules_folders", lambda: [module.parent])
    places = ["--base", training.base, "--data", training.data, "--cache", training.cache_dir]
    command = ["train", "labels", *map(str, places), "--size", "small", "--device", "cpu", "--examples", "16"]
    for name in ("labels", str(module)):
        out = tmp_path / "mine" / str(len(name))
        assert cli.main([*command, "--out", str(out), "--from", name]) == 0
        assert "Begins with what labels knows" in capsys.readouterr().out
    assert cli.main([*command, "--out", str(tmp_path / "none"), "--from", "nobody"]) == 1
    assert "There is no module “nobody”" in capsys.readouterr().err
    assert cli.main([*command, "--out", str(tmp_path / "none"), "--from", str(tmp_path / "nobody")]) == 1
    assert "nobody lacks its file config.json" in capsys.readouterr().err
