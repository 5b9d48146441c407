"""A picture that grows in stages: the first is the draft, nothing is painted twice, and the base stays the base."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from engine.bases.opening import open_base
from engine.bases.stable_diffusion import StableDiffusionBase
from engine.installed.registry import SAMPLERS
from engine.painting.pipeline import Pipeline
from engine.request.stages import draft
from engine.request.types import Finished, StepPreview
from tests.fakes.requests import image, last, request

CASCADE = {"width": 32, "height": 32, "first_px": 16, "refine_steps": 3, "refine_strength": 0.6}


def steps_of(events):
    return [event for event in events if isinstance(event, StepPreview)]


@pytest.fixture
def sizes_seen(monkeypatch):
    """Height of the latents of every pass of the base."""
    seen = []
    predict = StableDiffusionBase.predict

    def recorded(self, x_t, *args):
        seen.append(x_t.shape[-2])
        return predict(self, x_t, *args)

    monkeypatch.setattr(StableDiffusionBase, "predict", recorded)
    return seen


def test_stages_follow_each_other_with_one_count_of_steps(pipeline, sizes_seen):
    events = list(pipeline.run(request(**CASCADE)))
    steps = steps_of(events)
    assert [step.step for step in steps] == list(range(1, 8))
    assert {step.steps for step in steps} == {7}
    assert [(step.stage, step.stages) for step in steps] == [(1, 2)] * 4 + [(2, 2)] * 3
    assert sizes_seen == [8] * 4 + [16] * 3
    assert all(a.seconds_left >= 0 for a in steps)
    assert steps[-1].seconds_left == 0
    assert steps[0].seconds_left > 0
    assert events[-1].image.shape == (32, 32, 3)
    assert events[-1].request.first_px == 16
    assert steps[-1].effect.gamma.shape == (16, 16)


def test_the_finish_goes_on_from_the_draft_and_is_the_picture_that_it_is_without(pipeline, registry, sizes_seen):
    whole = request(**CASCADE)
    alone = last(Pipeline(registry), whole)
    sizes_seen.clear()
    small = last(pipeline, draft(whole, 2))
    assert small.image.shape == (16, 16, 3)
    assert sizes_seen == [8] * 4
    sizes_seen.clear()
    events = list(pipeline.run(whole))
    assert sizes_seen == [16] * 3  # the first stage is not painted again
    steps = steps_of(events)
    assert [step.step for step in steps] == list(range(1, 8))  # and yet it is told
    left_s = [step.seconds_left for step in steps[:4]]  # all that is left is known to be the finish, mostly
    assert left_s == sorted(left_s, reverse=True)
    assert left_s[3] > left_s[0] / 2
    assert np.array_equal(events[-1].image, alone.image)


def test_another_drawing_seed_or_module_is_no_draft_of_this_picture(pipeline, sizes_seen):
    whole = request(**CASCADE)
    for changes in ({"seed": 5}, {"labels": np.full((8, 8), 2, np.uint8)}, {"module": None}, {"strength": 1.0}):
        last(pipeline, draft(replace(whole, **changes), 2))
        sizes_seen.clear()
        last(pipeline, whole)
        assert sizes_seen[:4] == [8] * 4, changes


def test_a_picture_painted_at_once_is_painted_again_when_asked_again(pipeline, sizes_seen):
    """What measures the speed asks for the same picture twice."""
    last(pipeline, request())
    sizes_seen.clear()
    last(pipeline, request())
    assert sizes_seen == [8] * 4


@pytest.mark.parametrize("sampler", [choice.id for choice in SAMPLERS])
def test_every_sampler_paints_in_stages_and_a_seed_means_one_picture(pipeline, registry, sampler):
    first = image(pipeline, **CASCADE, sampler=sampler)
    assert np.array_equal(first, image(Pipeline(registry), **CASCADE, sampler=sampler))
    assert not np.array_equal(first, image(pipeline, **CASCADE, sampler=sampler, seed=1))
    assert len(np.unique(first)) > 8


def test_strength_0_and_an_unlabelled_drawing_are_the_base_in_every_stage(pipeline):
    base = image(pipeline, **CASCADE, module=None)
    assert np.array_equal(base, image(pipeline, **CASCADE, strength=0.0))
    assert np.array_equal(base, image(pipeline, **CASCADE, labels=np.zeros((9, 9), np.uint8)))
    assert not np.array_equal(base, image(pipeline, **CASCADE))


@pytest.mark.parametrize(("base", "module"), [("tiny-epsilon", "test"), ("tiny-v", None), ("tiny-unconditional", None)])
def test_every_base_paints_in_stages_and_in_any_shape(pipeline, base, module):
    event = last(pipeline, request(base=base, module=module, **{**CASCADE, "width": 42, "height": 26}))
    assert isinstance(event, Finished), event
    assert event.image.shape == (26, 42, 3)


def test_a_grid_that_cannot_be_halved_is_padded_for_the_network_alone(tiny_folders):
    base = open_base(tiny_folders["unconditional"], torch.device("cpu"), torch.float32)
    even = torch.randn(1, 3, 16, 16, generator=torch.Generator().manual_seed(0))
    whole, part = base.predict(even, 500, None), base.predict(even[..., :15, :13], 500, None)
    assert part.shape == (1, 3, 15, 13)
    assert torch.equal(whole, base.predict(even, 500, None))
