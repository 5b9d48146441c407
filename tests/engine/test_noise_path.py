"""What predictions mean on each path, held against the definitions; a flow is sampled to its picture."""

from __future__ import annotations

import pytest
import torch
from diffusers import DDPMScheduler, FlowMatchEulerDiscreteScheduler

from engine.adapters.modulation.modulation import modulate
from engine.bases.noise_path import FlowPath, VPPath
from engine.errors import RequestError
from engine.sampling.sampler import sample
from engine.sampling.schedulers import initial_noise, make_scheduler

FLOW_CONFIG = {"prediction_type": "flow_prediction", "use_flow_sigmas": True, "num_train_timesteps": 1000}


def drawn(count=3):
    generator = torch.Generator().manual_seed(0)
    return [torch.randn(2, 4, 3, 3, generator=generator, dtype=torch.float64) for _ in range(count)]


@pytest.mark.parametrize("kind", ["epsilon", "v_prediction", "sample"])
def test_conversions_agree_with_the_definition_of_v(kind):
    x0, noise, change = drawn()
    level = torch.tensor([0.9, 0.02], dtype=torch.float64).view(2, 1, 1, 1)
    path = VPPath(DDPMScheduler().alphas_cumprod, kind)
    x_t = path.mix(x0, noise, level)
    assert torch.allclose(x_t, level.sqrt() * x0 + (1 - level).sqrt() * noise)
    v = level.sqrt() * noise - (1 - level).sqrt() * x0
    assert torch.allclose(path.target(x0, noise, level), v)
    native = {"epsilon": noise, "v_prediction": v, "sample": x0}[kind]
    assert torch.allclose(path.common(native, x_t, level), v)
    assert torch.allclose(path.native(v, x_t, level), native)
    assert torch.allclose(path.x0(native, x_t, level), x0)
    assert torch.allclose(path.x0_of_common(v, x_t, level), x0)
    moved = native + path.native_change(change, level)
    assert torch.allclose(path.common(moved, x_t, level), v + change)
    assert not path.native_change(torch.zeros_like(change), level).any()


def test_the_levels_of_training_are_those_of_the_schedule():
    alphas = DDPMScheduler().alphas_cumprod
    t = torch.tensor([0, 500, 999])
    assert torch.equal(VPPath(alphas).level(t).flatten(), alphas[t])
    assert VPPath(alphas).timesteps == 1000


def test_a_flow_is_a_straight_line_from_the_picture_to_noise():
    x0, noise, change = drawn()
    path = FlowPath()
    level = torch.tensor([0.1, 0.8], dtype=torch.float64).view(2, 1, 1, 1)
    x_t, u = path.mix(x0, noise, level), path.target(x0, noise, level)
    assert torch.allclose(u, (path.mix(x0, noise, level + 1e-6) - x_t) / 1e-6)
    assert torch.allclose(x_t - level * u, x0)
    assert torch.allclose(x_t + (1 - level) * u, noise)
    assert torch.allclose(path.x0(u, x_t, level), x0)
    assert torch.allclose(path.x0_of_common(path.common(u, x_t, level), x_t, level), x0)
    assert torch.allclose(path.native(path.common(u, x_t, level), x_t, level), u)
    assert torch.allclose(path.common(u + path.native_change(change, level), x_t, level), u + change)


@pytest.mark.parametrize("shift", [1.0, 3.0])
def test_the_levels_of_a_flow_are_those_of_diffusers(shift):
    known = FlowMatchEulerDiscreteScheduler(shift=shift).sigmas.flip(0)
    assert torch.allclose(FlowPath(shift=shift).level(torch.arange(1000)).flatten(), known, atol=1e-6)


class FlowBase:
    """A base whose data is one picture: it knows the flow exactly."""

    id, device, dtype, takes_guidance = "flow", torch.device("cpu"), torch.float32, False
    latent_channels, latent_factor, native_size = 4, 8, 64
    scheduler_config = FLOW_CONFIG

    def __init__(self, x0):
        self.path, self._x0 = FlowPath(), x0

    def predict(self, x_t, timestep, context, guidance=1.0):
        level = torch.as_tensor(timestep).float() / 1000
        return (x_t - self._x0) / level


@pytest.mark.parametrize("name", FlowPath.samplers)
@pytest.mark.parametrize("begin", [0, 3])
def test_every_sampler_of_a_flow_comes_to_the_picture(name, begin):
    x0 = torch.randn(1, 4, 8, 8, generator=torch.Generator().manual_seed(4))
    noise = initial_noise((4, 8, 8), [torch.Generator().manual_seed(1)])
    start = x0 if begin else None
    steps = list(sample(FlowBase(x0), make_scheduler(name, FLOW_CONFIG, 6), noise, start=start, begin=begin))
    assert len(steps) == 6 - begin
    for step in steps:
        assert torch.allclose(step.x0, x0, atol=2e-2)  # multistep samplers round their timesteps
    assert torch.allclose(steps[-1].x_t, x0, atol=2e-2)


def test_a_sampler_that_no_flow_has_is_named_with_those_that_it_has():
    with pytest.raises(RequestError, match="euler-a") as error:
        make_scheduler("euler-a", FLOW_CONFIG, 6)
    assert "euler" in error.value.hint


def test_modulation_is_the_same_arithmetic_on_a_flow():
    class Acting:
        weight, parallel, rescale = torch.ones(1, 1, 1, 1), 1.0, 0.0

        def act(self, x_t, common, timestep, level, path):
            return 0.5 * common + 1, torch.full_like(common, 0.5), torch.ones_like(common)

    u, x_t, _ = (each.float() for each in drawn())
    level = torch.tensor(0.4)
    assert torch.allclose(modulate(u, u, x_t, 400, level, FlowPath(), [Acting()]).prediction, 1.5 * u + 1)
