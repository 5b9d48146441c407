"""Every registered modality keeps the same promises, alone and beside others."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch

from engine.adapters.modulation.encoder import ConditionEncoder
from engine.adapters.modulation.network import load_network, network_for
from engine.errors import WeightsError
from engine.installed.registry import MODALITIES
from engine.layers.modality import layout_biased, open_modality
from engine.request.types import GenerationRequest

CLASSES = ["unlabelled", "sky", "sea"]
NAMES = [choice.id for choice in MODALITIES]


def source(side=16):
    """A picture, bright above and dark below, and its label map."""
    labels = np.ones((side, side), np.uint8)
    labels[side // 2 :] = 2
    picture = np.where(labels[..., None] == 1, (200, 220, 250), (20, 60, 30)).astype(np.uint8)
    return picture, labels


def example(modality, seed=0, *, partial=False, side=16):
    picture, labels = source(side)
    return modality.example(picture, labels, np.random.default_rng(seed), partial=partial)


@pytest.fixture(params=NAMES)
def modality(request):
    return open_modality(request.param)


def layers_of(modality, count=3):
    return torch.from_numpy(np.stack([example(modality, seed) for seed in range(count)]))


def test_the_table_names_it(modality):
    assert modality.id in NAMES


def test_an_unknown_modality_is_told():
    with pytest.raises(WeightsError, match="hears “smell”"):
        open_modality("smell")


def test_an_example_is_a_layer_and_the_same_for_the_same_chance(modality):
    one = example(modality)
    assert one.dtype == np.uint8
    assert one.shape == (16, 16, *modality.layer_channels)
    assert one.any()
    for partial in (False, True):
        assert np.array_equal(example(modality, 3, partial=partial), example(modality, 3, partial=partial))


@pytest.mark.parametrize("factor", [1, 2, 8])
def test_its_channels_are_as_many_as_it_says_and_presence_comes_first(modality, factor):
    maps = modality.maps(layers_of(modality), 3)
    assert maps.shape == (3, modality.channels(3), 16, 16)
    assert maps.dtype == torch.float32
    grid = modality.on_grid(maps, factor)
    assert grid.shape == (3, modality.grid_channels(3, factor), 16 // factor, 16 // factor)
    assert len(modality.reach(3)) == modality.channels(3)
    shares = torch.einsum("bkhw,k->bhw", torch.nn.functional.avg_pool2d(maps, factor), torch.tensor(modality.reach(3)))
    assert torch.allclose(grid[:, 0], shares, atol=1e-6)
    assert shares.max() > 0.9
    assert shares.max() <= 1 + 1e-6


def test_where_nothing_is_painted_it_is_absent(modality):
    nothing = torch.zeros((2, 16, 16, *modality.layer_channels), dtype=torch.uint8)
    grid = modality.on_grid(modality.maps(nothing, 3), 2)
    assert not grid[:, 0].any()


def test_its_noise_levels_are_a_density(modality):
    s = (np.arange(100_000) + 0.5) / 100_000
    assert modality.timesteps(s).mean() == pytest.approx(1, abs=0.01)
    assert (modality.timesteps(s) >= 0).all()


def request_of(modality, layer, **changes):
    layers = {"labels": np.zeros((16, 16), np.uint8), FIELDS[modality.id]: layer}
    return GenerationRequest(base="", module=None, classes=dict(enumerate(CLASSES)), **{**layers, **changes})


FIELDS = {"labels": "labels", "sketch": "ink", "colours": "colours"}


def test_it_hears_its_own_layer_of_a_request_as_in_training(modality):
    layer = example(modality)
    heard = modality.hear(request_of(modality, layer, width=16, height=16), CLASSES)
    assert torch.allclose(torch.from_numpy(heard.maps), modality.maps(torch.from_numpy(layer)[None], 3)[0], atol=1e-6)
    assert list(heard.reach) == modality.reach(3)
    assert not heard.unknown
    assert modality.is_painted(request_of(modality, layer))


@pytest.mark.parametrize("size", [(16, 16), (32, 48), (8, 8), (4, 64)])
def test_it_fits_its_layer_to_the_picture(modality, size):
    request = request_of(modality, example(modality, side=40), height=size[0], width=size[1])
    assert modality.hear(request, CLASSES).maps.shape == (modality.channels(3), *size)


def test_it_hears_nothing_where_nothing_is_painted(modality):
    request = GenerationRequest(base="", module=None, labels=np.zeros((9, 9), np.uint8), classes={})
    assert not modality.is_painted(request)
    assert modality.hear(request, CLASSES).maps is None


def test_drawings_are_never_blurred_on_the_way_to_the_grid():
    sketch = open_modality("sketch")
    ink = torch.from_numpy(np.random.default_rng(0).integers(0, 256, (1, 16, 16)).astype(np.uint8))
    grid = sketch.on_grid(sketch.maps(ink, 1), 8)
    again = torch.nn.functional.pixel_shuffle(grid[:, 1:], 8)
    assert torch.equal((again * 255).round().to(torch.uint8)[:, 0], ink)


def test_label_maps_are_learnt_at_the_noisy_steps_more_often_and_sketches_everywhere_alike():
    s = np.linspace(0, 0.999, 50)
    assert np.array_equal(open_modality("labels").timesteps(s), layout_biased(s))
    assert (open_modality("sketch").timesteps(s) == 1).all()
    draws = np.random.default_rng(0).random((2, 200_000))
    mixed = np.where(draws[0] < 0.5, draws[1], 1 - draws[1] ** 3)
    counts, _ = np.histogram(mixed, bins=10, range=(0, 1), density=True)
    fine = layout_biased((np.arange(100_000) + 0.5) / 100_000).reshape(10, -1).mean(1)
    assert np.allclose(counts, fine, rtol=0.05)


def test_an_encoder_of_several_sees_them_all():
    several = [open_modality(name) for name in NAMES]
    encoder = ConditionEncoder(several, classes=3, latent_factor=2, width=8)
    maps = [one.maps(layers_of(one), 3).requires_grad_() for one in several]
    out = encoder(maps)
    assert out.shape == (3, encoder.out_channels, 8, 8)
    out[:, -8:].sum().backward()
    assert all(one.grad is not None and one.grad.any() for one in maps)


@pytest.fixture
def joint(tiny):
    torch.manual_seed(0)
    network = network_for(tiny, CLASSES, "small", NAMES).eval()
    torch.nn.init.normal_(network.trunk.conv_out.weight, std=0.3)
    return network


def test_a_modality_without_maps_is_one_with_nothing_painted(joint):
    layers = {one.id: layers_of(one) for one in joint.modalities}
    maps = joint.maps(layers)
    for name, layer in layers.items():
        silent = {**maps, name: joint.maps({**layers, name: torch.zeros_like(layer)})[name]}
        left_out = {key: value for key, value in maps.items() if key != name}
        assert torch.equal(joint.encode(silent), joint.encode(left_out))
        assert not torch.equal(joint.encode(maps), joint.encode(left_out))
        assert torch.allclose(joint.weight(silent), joint.weight(left_out))


def test_the_strength_of_the_first_counts_and_the_next_one_fills_what_is_free(tiny):
    network = network_for(tiny, CLASSES, "small", ["labels", "sketch"])
    labels = torch.zeros(1, 16, 16, dtype=torch.uint8)
    labels[:, :8] = 1
    ink = torch.zeros_like(labels)
    ink[:, 4] = 255
    maps = network.maps({"labels": labels, "sketch": ink})
    weight = network.weight(maps, {"labels": [0.0, 0.25, 1.0]})[0, 0, :, 0]
    assert weight.tolist() == [0.25] * 4 + [1.0] * 4
    assert network.weight({"sketch": maps["sketch"]})[0, 0, :, 0].tolist() == [1.0] * 8
    assert network.weight({"labels": maps["labels"]})[0, 0, :, 0].tolist() == [1.0] * 4 + [0.0] * 4


def test_a_module_without_a_list_of_modalities_hears_labels(tiny, tmp_path):
    network = network_for(tiny, CLASSES, "small")
    network.save_pretrained(tmp_path / "old")
    config = json.loads((tmp_path / "old" / "config.json").read_text())
    assert config.pop("modalities") == ["labels"]
    (tmp_path / "old" / "config.json").write_text(json.dumps(config))
    again = load_network(tmp_path / "old", tiny)
    assert [one.id for one in again.modalities] == ["labels"]
    assert all(torch.equal(a, b) for a, b in zip(network.parameters(), again.parameters(), strict=True))


def test_a_module_keeps_what_it_hears_and_one_from_the_future_is_refused(joint, tiny, tmp_path):
    joint.save_pretrained(tmp_path / "joint")
    assert [one.id for one in load_network(tmp_path / "joint", tiny).modalities] == NAMES
    config = json.loads((tmp_path / "joint" / "config.json").read_text())
    (tmp_path / "joint" / "config.json").write_text(json.dumps({**config, "modalities": ["smell"]}))
    with pytest.raises(WeightsError, match="hears “smell”"):
        load_network(tmp_path / "joint", tiny)
