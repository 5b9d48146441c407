"""Where nothing is painted the base is untouched, exactly; where something is, strength is linear."""

from __future__ import annotations

import pytest
import torch

from engine.adapters.modulation.modulation import Modulation, modulate
from engine.adapters.modulation.network import network_for
from engine.bases.noise_path import VPPath

ALPHA_BAR = torch.tensor(0.3)
PATHS = {kind: VPPath(torch.linspace(0.999, 0.001, 1000), kind) for kind in ("epsilon", "v_prediction", "sample")}


@pytest.fixture
def network(dummy):
    torch.manual_seed(0)
    network = network_for(dummy, ["unlabelled", "sky", "sea"], "small").eval()
    torch.nn.init.normal_(network.trunk.conv_out.weight, std=0.1)
    return network


def half_painted(side=16):
    """(1, 3, side, side) occupancy: the left half is sky, the right half unlabelled."""
    occupied = torch.zeros(1, 3, side, side)
    occupied[:, 1, :, : side // 2] = 1
    occupied[:, 0, :, side // 2 :] = 1
    return occupied


def acting(network, strength=1.0, reach=None, **settings):
    maps = {"labels": half_painted()}
    weight = network.weight(maps, {"labels": [0.0, 1.0, 1.0] if reach is None else reach})
    condition = network.encode(maps).detach()
    return Modulation(network=network, condition=condition, weight=weight, strength=strength, **settings)


@torch.no_grad()
def modulated(network, kind="v_prediction", **settings):
    generator = torch.Generator().manual_seed(0)
    x_t, prediction = (torch.randn(1, 4, 8, 8, generator=generator) for _ in range(2))
    result = modulate(
        prediction, prediction, x_t, 500, ALPHA_BAR, PATHS[kind], [acting(network, **settings)]
    ).prediction
    return prediction, result, x_t


@pytest.mark.parametrize("kind", ["epsilon", "v_prediction", "sample"])
def test_an_untrained_module_is_the_base_exactly(dummy, kind):
    network = network_for(dummy, ["unlabelled", "sky", "sea"], "small").eval()
    prediction, result, _ = modulated(network, kind, strength=3.0)
    assert torch.equal(result, prediction)


@pytest.mark.parametrize("kind", ["epsilon", "v_prediction", "sample"])
@pytest.mark.parametrize("rescale", [0.0, 0.7])
@pytest.mark.parametrize("parallel", [0.0, 1.0])
def test_unlabelled_area_is_the_base_exactly(network, kind, rescale, parallel):
    prediction, result, _ = modulated(network, kind, strength=3.0, rescale=rescale, parallel=parallel)
    assert torch.equal(result[..., 4:], prediction[..., 4:])
    assert not torch.allclose(result[..., :4], prediction[..., :4])


def test_a_class_of_weight_0_is_the_base_exactly(network):
    prediction, result, _ = modulated(network, reach=[0.0, 0.0, 1.0], strength=3.0)
    assert torch.equal(result, prediction)


@pytest.mark.parametrize("kind", ["epsilon", "v_prediction", "sample"])
def test_strength_and_class_weight_scale_the_change_of_v(network, kind):
    def change(**settings):
        prediction, result, x_t = modulated(network, kind, **settings)
        return PATHS[kind].common(result, x_t, ALPHA_BAR) - PATHS[kind].common(prediction, x_t, ALPHA_BAR)

    once = change(strength=1.0)
    assert torch.allclose(change(strength=2.5), 2.5 * once, atol=1e-5)
    assert torch.allclose(change(strength=1.0, reach=[0.0, 0.5, 1.0]), 0.5 * once, atol=1e-5)


def test_two_modules_add_up(network):
    generator = torch.Generator().manual_seed(0)
    x_t, prediction = (torch.randn(1, 4, 8, 8, generator=generator) for _ in range(2))
    one, other = acting(network, 1.0), acting(network, 0.5)
    with torch.no_grad():
        both = modulate(prediction, prediction, x_t, 500, ALPHA_BAR, PATHS["epsilon"], [one, other]).prediction
        alone = modulate(
            prediction, prediction, x_t, 500, ALPHA_BAR, PATHS["epsilon"], [acting(network, 1.5)]
        ).prediction
    assert torch.allclose(both, alone, atol=1e-5)


def test_rescale_draws_the_spread_back_to_the_base(network):
    network = network.requires_grad_(False)
    everywhere = acting(network, 6.0)
    generator = torch.Generator().manual_seed(0)
    x_t, prediction = (torch.randn(1, 4, 8, 8, generator=generator) for _ in range(2))

    def spread(rescale):
        one = Modulation(
            network=network,
            condition=everywhere.condition,
            weight=torch.ones(1, 1, 8, 8),
            strength=6.0,
            rescale=rescale,
        )
        return modulate(prediction, prediction, x_t, 500, ALPHA_BAR, PATHS["v_prediction"], [one]).prediction.std()

    assert abs(spread(1.0) - prediction.std()) < 1e-4 < abs(spread(0.0) - prediction.std())


def test_what_goes_along_the_picture_is_kept_by_the_share_that_is_asked_for_channel_by_channel(network):
    """In x0, where the change along the picture predicted without the module is contrast."""
    generator = torch.Generator().manual_seed(0)
    x_t, prediction = (torch.randn(1, 4, 8, 8, generator=generator) for _ in range(2))
    x0 = PATHS["v_prediction"].x0_of_common(prediction, x_t, ALPHA_BAR)

    def change(parallel, kind="v_prediction"):
        native = PATHS[kind].native(prediction, x_t, ALPHA_BAR)
        one = acting(network, 3.0, parallel=parallel)
        with torch.no_grad():
            result = modulate(native, native, x_t, 500, ALPHA_BAR, PATHS[kind], [one]).prediction
        return PATHS[kind].x0(result, x_t, ALPHA_BAR) - x0

    def along(delta):
        """(C,) by the left half, which is all that the module reaches."""
        return (delta * x0)[..., :4].sum((0, 2, 3)) / (x0 * x0)[..., :4].sum((0, 2, 3))

    whole = change(1.0)
    assert along(whole).abs().min() > 1e-3
    for kind in ("v_prediction", "epsilon", "sample"):
        for parallel in (0.0, 0.3, 1.0):
            assert torch.allclose(along(change(parallel, kind)), parallel * along(whole), atol=1e-4)
    across = whole - along(whole).view(1, 4, 1, 1) * torch.cat([x0[..., :4], 0 * x0[..., 4:]], -1)
    assert torch.allclose(change(0.0), across, atol=1e-4)


def test_the_window_is_a_part_of_the_steps(network):
    early = acting(network, window=(0.0, 0.5))
    assert [early.acts_at(i, 10) for i in range(10)] == [True] * 5 + [False] * 5
    assert all(acting(network).acts_at(i, 10) for i in range(10))
    assert not any(acting(network, 0.0).acts_at(i, 10) for i in range(10))


def test_how_much_it_scaled_and_added_includes_strength_and_weight_and_is_0_where_it_does_not_act(network):
    generator = torch.Generator().manual_seed(0)
    x_t, prediction = (torch.randn(1, 4, 8, 8, generator=generator) for _ in range(2))

    def told(**settings):
        with torch.no_grad():
            one = acting(network, **settings)
            _, gamma, beta = modulate(prediction, prediction, x_t, 500, ALPHA_BAR, PATHS["v_prediction"], [one])
        return gamma, beta

    once, twice = told(strength=1.0), told(strength=2.0)
    for part, doubled in zip(once, twice, strict=True):
        assert part.shape == (1, 8, 8)
        assert not part[..., 4:].any()
        assert (part[..., :4] > 0).all()
        assert torch.allclose(doubled, 2 * part, atol=1e-6)
    v = PATHS["v_prediction"].common(prediction, x_t, ALPHA_BAR)
    gamma, _ = network(x_t, v, ALPHA_BAR.sqrt() * x_t - (1 - ALPHA_BAR).sqrt() * v, 500, acting(network).condition)
    assert torch.allclose(once[0][..., :4], gamma.abs().mean(1)[..., :4], atol=1e-5)
