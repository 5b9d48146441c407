"""The module has the paper's size, keeps its classes, and refuses another base."""

from __future__ import annotations

import json

import pytest
import torch
from diffusers import ConfigMixin, ModelMixin, UNet2DConditionModel

from engine.adapters.modulation.network import ModulationNetwork, load_network, network_for
from engine.bases.noise_path import FlowPath
from engine.bases.opening import open_base
from engine.errors import ModuleMismatchError, WeightsError
from engine.installed.sizes import size_of

CLASSES = ["unlabelled", "sky", "sea"]


class StableDiffusionShape:
    latent_channels, latent_factor, native_size, path = 4, 8, 512, FlowPath()


def count(network):
    return sum(parameter.numel() for parameter in network.parameters())


def test_at_paper_size_it_has_3_9_million_parameters():
    assert count(network_for(StableDiffusionShape, CLASSES, "small")) == pytest.approx(3.9e6, rel=0.05)


def test_the_sizes_are_about_1_and_10_percent_of_stable_diffusion():
    with torch.device("meta"):
        base = count(UNet2DConditionModel(cross_attention_dim=768))
        large = count(network_for(StableDiffusionShape, CLASSES, "large"))
    assert 0.07 < large / base < 0.13
    assert count(network_for(StableDiffusionShape, CLASSES, "small")) / base < 0.015


@pytest.mark.parametrize("size", ["small", "large"])
def test_its_size_is_told_from_its_config_alone(tmp_path, tiny, size):
    for name, base in (("wide", StableDiffusionShape), ("narrow", tiny)):
        with torch.device("meta"):
            network = network_for(base, CLASSES, size)
        network.save_config(tmp_path / name)
        assert size_of(json.loads((tmp_path / name / "config.json").read_text())) == size
    assert size_of({**network.config, "widths": [8, 16]}) is None
    assert size_of({}) is None


def test_it_is_a_diffusers_model_that_keeps_its_classes(tmp_path, tiny):
    network = network_for(tiny, CLASSES, "small")
    assert isinstance(network, ModelMixin)
    assert isinstance(network, ConfigMixin)
    assert callable(network.push_to_hub)
    network.save_pretrained(tmp_path / "module")
    again = ModulationNetwork.from_pretrained(tmp_path / "module")
    assert list(again.config.classes) == CLASSES
    assert all(torch.equal(a, b) for a, b in zip(network.parameters(), again.parameters(), strict=True))


def test_gamma_and_beta_start_at_zero_and_have_the_shape_of_the_prediction(tiny):
    network = network_for(tiny, CLASSES, "small").eval()
    x = torch.randn(2, 4, 8, 8)
    with torch.no_grad():
        gamma, beta = network(x, x, x, torch.tensor([3, 900]), network.encode({"labels": torch.rand(2, 3, 16, 16)}))
    assert gamma.shape == beta.shape == x.shape
    assert not gamma.any()
    assert not beta.any()


def test_a_module_of_another_base_is_refused(tmp_path, tiny, tiny_folders):
    network_for(tiny, CLASSES, "small").save_pretrained(tmp_path / "mine")
    other = open_base(tiny_folders["unconditional"], torch.device("cpu"), torch.float32)
    with pytest.raises(
        ModuleMismatchError, match=r"mine was made for another base than tiny-unconditional: .*"
    ) as caught:
        load_network(tmp_path / "mine", other)
    assert caught.value.hint


def test_damaged_weights_are_told(tmp_path, tiny):
    network_for(tiny, CLASSES, "small").save_pretrained(tmp_path / "mine")
    weights = tmp_path / "mine" / "diffusion_pytorch_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(WeightsError, match="damaged or incomplete"):
        load_network(tmp_path / "mine", tiny)
    weights.unlink()
    with pytest.raises(WeightsError, match="no weights"):
        load_network(tmp_path / "mine", tiny)
