"""A picture has its drawing's shape, whatever its size, and grows up to it in even stages."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from engine.request.stages import digest, draft, picture_size, refining, stage_sizes, stages, step_counts
from engine.request.types import GenerationRequest

SHAPES = {"square": 1.0, "3:2": 3 / 2, "2:3": 2 / 3, "16:9": 16 / 9, "4:5": 4 / 5, "panorama": 3.0, "free": 1.37}


def request(**changes):
    values = {"width": 512, "height": 512, "first_px": 256, "steps": 8}
    return GenerationRequest(
        **{"base": "b", "module": None, "labels": np.ones((4, 4)), "classes": {}, **values, **changes}
    )


@pytest.mark.parametrize("side_px", [128, 256, 384, 512, 768, 1024])
@pytest.mark.parametrize("aspect", SHAPES.values(), ids=SHAPES)
def test_a_picture_has_the_shape_of_its_drawing_and_about_as_many_pixels_as_asked_for(aspect, side_px):
    width, height = picture_size(aspect, side_px, 8)
    assert width % 8 == height % 8 == 0
    assert abs(math.log(width / height / aspect)) < (0.04 if side_px == 128 else 0.015)
    assert 1 / 1.26 < width * height / side_px**2 < 1.26


@pytest.mark.parametrize(
    ("aspect", "side_px", "size"),
    [
        (1, 512, (512, 512)),
        (1, 128, (128, 128)),
        (3 / 2, 512, (624, 416)),
        (16 / 9, 512, (640, 360)),
        (4 / 5, 256, (224, 280)),
    ],
)
def test_a_usual_shape_is_met_exactly(aspect, side_px, size):
    assert picture_size(aspect, side_px, 8) == size
    assert picture_size(aspect, side_px, 8) == picture_size(1 / aspect, side_px, 8)[::-1]


@pytest.mark.parametrize("aspect", [1e-3, 1e3])
def test_no_shape_is_too_thin(aspect):
    width, height = picture_size(aspect, 512, 8)
    assert min(width, height) >= 8


def test_stages_grow_by_the_same_factor_of_about_2_at_most_and_end_at_the_size():
    assert stage_sizes((512, 512), 256, 8) == [(256, 256), (512, 512)]
    assert stage_sizes((1024, 1024), 256, 8) == [(256, 256), (512, 512), (1024, 1024)]
    assert stage_sizes((768, 768), 256, 8) == [(256, 256), (440, 440), (768, 768)]
    assert stage_sizes((624, 416), 256, 8)[0] == (312, 208)
    for size in ((600, 600), (768, 768), (1024, 576), (2048, 2048)):
        sizes = stage_sizes(size, 128, 8)
        sides = [math.sqrt(width * height) for width, height in sizes]
        factors = [after / before for before, after in pairwise(sides)]
        assert sizes[-1] == size
        assert max(factors) < 2.4
        assert max(factors) / min(factors) < 1.15


@pytest.mark.parametrize("first_px", [0, 512, 480, 1000])
def test_a_picture_that_is_hardly_larger_than_its_first_stage_is_painted_at_once(first_px):
    assert stage_sizes((512, 512), first_px, 8) == [(512, 512)]


def test_later_stages_repaint_ever_less():
    assert [refining(number, 4, 0.4) for number in (1, 2, 3)] == [(6, 10), (8, 10), (8, 10)]
    assert refining(1, 3, 1.0) == (0, 3)
    assert refining(1, 1, 0.5) == (1, 2)
    assert step_counts(request(width=1024, height=1024, refine_steps=4), 8) == [8, 4, 2]
    assert step_counts(request(first_px=0), 8) == [8]


def test_the_draft_is_the_first_stage_of_the_picture():
    whole = request(width=624, height=416)
    assert (draft(whole, 8).width, draft(whole, 8).height) == (312, 208)
    assert digest(draft(whole, 8)) == digest(stages(whole, 8)[0])
    assert digest(draft(whole, 8)) == digest(draft(draft(whole, 8), 8))


def test_a_digest_tells_apart_whatever_decides_a_picture():
    seen = {
        digest(one)
        for one in (
            request(),
            request(seed=1),
            request(prompt="sea"),
            request(labels=np.zeros((4, 4))),
            request(labels=np.ones((2, 8))),
            request(ink=np.ones((4, 4))),
            request(class_weights={1: 0.5}),
            request(parallel=0.0),
            request(classes={1: "sky"}),
        )
    }
    assert len(seen) == 9
    assert digest(request(class_weights={1: 2.0, 2: 3.0})) == digest(request(class_weights={2: 3.0, 1: 2.0}))
