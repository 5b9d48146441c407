"""The sampler is diffusers' own loop, and nothing else, until a module acts."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from diffusers import StableDiffusionImg2ImgPipeline, StableDiffusionPipeline

from engine.adapters.modulation.modulation import Modulation
from engine.adapters.modulation.network import network_for
from engine.bases.opening import open_base
from engine.cancel import CancelToken
from engine.errors import RequestError, RunCancelled
from engine.installed.registry import SAMPLERS
from engine.sampling.sampler import sample
from engine.sampling.schedulers import initial_noise, make_scheduler

POCKET = Path(__file__).resolve().parents[2] / "assets" / "models" / "pocket"
NAMES = [choice.id for choice in SAMPLERS]


def seeded(seed=3):
    return torch.Generator().manual_seed(seed)


def strength_zero(base):
    """A module that would change much, at strength 0."""
    torch.manual_seed(1)
    network = network_for(base, ["unlabelled", "sky", "sea"], "small").eval()
    torch.nn.init.normal_(network.trunk.conv_out.weight)
    cells = base.native_size // base.latent_factor
    occupied = torch.zeros(1, 3, base.native_size, base.native_size)
    occupied[:, 1] = 1
    weight = torch.ones(1, 1, cells, cells)
    return Modulation(network=network, condition=network.encode({"labels": occupied}), weight=weight, strength=0.0)


@pytest.mark.filterwarnings("ignore::FutureWarning")  # the pipeline says that it rewrites the scheduler's config
@pytest.mark.parametrize("name", NAMES)
def test_strength_0_is_the_pipeline_of_diffusers_on_the_pocket_base(pocket, name):
    steps, guidance = 6, 2.5
    pipeline = StableDiffusionPipeline.from_pretrained(POCKET, local_files_only=True)
    pipeline.to(dtype=torch.float32)
    pipeline.unet.to(memory_format=torch.channels_last)  # the base's order of sums
    pipeline.scheduler = type(make_scheduler(name, {}, 1)).from_config(pipeline.scheduler.config)
    pipeline.set_progress_bar_config(disable=True)
    expected = pipeline(
        "sea, sunset",
        height=128,
        width=128,
        num_inference_steps=steps,
        guidance_scale=guidance,
        generator=seeded(),
        output_type="latent",
    ).images
    generators = [seeded()]
    *_, last = sample(
        pocket,
        make_scheduler(name, pocket.scheduler_config, steps),
        initial_noise((16, 16, 16), generators),
        context=pocket.encode_prompts(["sea, sunset"]),
        empty_context=pocket.encode_prompts([""]),
        guidance=guidance,
        acting=[strength_zero(pocket)],
        generators=generators,
    )
    assert (last.x_t - expected).abs().max() <= 1e-5


@pytest.mark.parametrize("kind", ["epsilon", "v_prediction", "unconditional"])
@pytest.mark.parametrize("name", NAMES)
def test_strength_0_is_the_scheduler_loop_of_diffusers_on_other_bases(tiny_folders, kind, name):
    base = open_base(tiny_folders[kind], torch.device("cpu"), torch.float32)
    context = base.encode_prompts(["sea"])
    cells = base.native_size // base.latent_factor
    shape = (base.latent_channels, cells, cells)
    generators = [seeded()]
    noise = initial_noise(shape, generators)
    scheduler = make_scheduler(name, base.scheduler_config, 5)
    x_t = noise * scheduler.init_noise_sigma
    extra = {"generator": [seeded()]} if name in ("ddim", "euler-a") else {}
    if extra:
        torch.randn((1, *shape), generator=extra["generator"][0])
    for timestep in scheduler.timesteps:
        prediction = base.predict(scheduler.scale_model_input(x_t, timestep), timestep, context)
        x_t = scheduler.step(prediction, timestep, x_t, **extra).prev_sample
    modulations = [strength_zero(base)]
    scheduler = make_scheduler(name, base.scheduler_config, 5)
    *_, last = sample(base, scheduler, noise, context=context, acting=modulations, generators=generators)
    assert torch.equal(last.x_t, x_t)


@pytest.mark.parametrize("name", NAMES)
def test_every_step_is_yielded_and_the_last_prediction_is_the_picture(dummy, name):
    generators = [seeded()]
    noise = initial_noise((4, 8, 8), generators)
    steps = list(sample(dummy, make_scheduler(name, dummy.scheduler_config, 7), noise, generators=generators))
    assert [(step.i, step.n) for step in steps] == [(i, 7) for i in range(7)]
    assert all(step.x_t.shape == step.x0.shape == noise.shape for step in steps)
    if name != "ddim":  # DDIM ends at the alpha-bar of timestep 0, a little short of the picture
        assert torch.allclose(steps[-1].x_t, steps[-1].x0, atol=1e-2)


@pytest.mark.parametrize("name", NAMES)
def test_a_seed_means_one_picture_alone_or_in_a_batch(dummy, name):
    def latents(seeds):
        generators = [seeded(seed) for seed in seeds]
        noise = initial_noise((4, 8, 8), generators)
        *_, last = sample(dummy, make_scheduler(name, dummy.scheduler_config, 4), noise, generators=generators)
        return last.x_t

    together = latents([5, 6])
    assert torch.equal(together[:1], latents([5]))
    assert torch.equal(together[1:], latents([6]))
    assert not torch.equal(together[:1], together[1:])


def test_cancel_stops_before_the_next_network_call(dummy):
    cancel = CancelToken()
    steps = sample(dummy, make_scheduler("ddim", dummy.scheduler_config, 9), torch.randn(1, 4, 8, 8), cancel=cancel)
    next(steps)
    next(steps)
    cancel.cancel()
    with pytest.raises(RunCancelled):
        next(steps)
    assert dummy.calls == 2


def test_cancel_is_seen_between_base_and_module(dummy):
    cancel = CancelToken()

    class Watching:
        def acts_at(self, index, steps):
            cancel.cancel()  # while the base has run and the module has not
            return True

        def act(self, *args):
            raise AssertionError("the module ran after the cancel")

    steps = sample(
        dummy,
        make_scheduler("ddim", dummy.scheduler_config, 3),
        torch.randn(1, 4, 8, 8),
        acting=[Watching()],
        cancel=cancel,
    )
    with pytest.raises(RunCancelled):
        next(steps)
    assert dummy.calls == 1


def test_guidance_leads_from_the_empty_prompt_to_the_prompt(dummy):
    context, empty = dummy.encode_prompts(["sea"]), dummy.encode_prompts([""])
    noise = torch.randn(1, 4, 8, 8, generator=seeded())
    scheduler = make_scheduler("ddim", dummy.scheduler_config, 1)
    timestep = scheduler.timesteps[0]
    away, towards = dummy.predict(noise, timestep, empty), dummy.predict(noise, timestep, context)
    expected = scheduler.step(away + 3 * (towards - away), timestep, noise).prev_sample
    scheduler = make_scheduler("ddim", dummy.scheduler_config, 1)
    (step,) = sample(dummy, scheduler, noise, context=context, empty_context=empty, guidance=3.0)
    assert torch.allclose(step.x_t, expected, atol=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_going_on_from_a_picture_is_the_image_to_image_of_diffusers(tiny, name):
    """The same noise, the same steps, the same first-order start of a multistep solver."""
    steps, begin, guidance = 10, 6, 2.5
    pipeline = StableDiffusionImg2ImgPipeline(
        vae=tiny._vae,
        text_encoder=tiny._text_encoder,
        tokenizer=tiny._tokenizer,
        unet=tiny.network,
        scheduler=make_scheduler(name, tiny.scheduler_config, steps),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipeline.set_progress_bar_config(disable=True)
    clean = torch.tanh(torch.randn((1, 4, 8, 8), generator=seeded(5)))
    expected = pipeline(
        "sea, sunset",
        image=clean,  # of as many channels as a latent: taken as one
        strength=(steps - begin) / steps,
        num_inference_steps=steps,
        guidance_scale=guidance,
        generator=[seeded()],
        output_type="latent",
    ).images
    generators = [seeded()]
    taken = list(
        sample(
            tiny,
            make_scheduler(name, tiny.scheduler_config, steps),
            initial_noise((4, 8, 8), generators),
            context=tiny.encode_prompts(["sea, sunset"]),
            empty_context=tiny.encode_prompts([""]),
            guidance=guidance,
            generators=generators,
            start=clean,
            begin=begin,
        )
    )
    assert [(step.i, step.n) for step in taken] == [(i, steps - begin) for i in range(steps - begin)]
    assert (taken[-1].x_t - expected).abs().max() <= 1e-4


def test_a_module_acts_in_its_window_of_the_whole_schedule_when_a_run_goes_on_from_a_picture(dummy):
    asked = []

    class Idle:
        def acts_at(self, index, steps):
            asked.append((index, steps))
            return False

    scheduler = make_scheduler("ddim", dummy.scheduler_config, 10)
    noise = torch.randn(1, 4, 8, 8, generator=seeded())
    list(sample(dummy, scheduler, noise, acting=[Idle()], start=torch.zeros(1, 4, 8, 8), begin=7))
    assert asked == [(7, 10), (8, 10), (9, 10)]


def test_unknown_samplers_and_impossible_steps_are_refused(dummy):
    with pytest.raises(RequestError, match="no sampler"):
        make_scheduler("heun", dummy.scheduler_config, 5)
    for steps in (0, 1001):
        with pytest.raises(RequestError, match="steps"):
            make_scheduler("ddim", dummy.scheduler_config, steps)
