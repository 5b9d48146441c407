"""One run from request to picture, and every way in which it can end."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest
import torch

from engine.adapters.modulation.network import ModulationNetwork
from engine.bases.stable_diffusion import StableDiffusionBase
from engine.cancel import CancelToken
from engine.installed.registry import Registry
from engine.painting import painter as painters
from engine.painting.pipeline import Pipeline
from engine.request.types import Cancelled, Failed, Finished, Loading, RunId, StepPreview
from tests.fakes.requests import drawing, image, last, request, strokes


def test_a_run_tells_what_loads_then_every_step_then_the_picture(pipeline):
    run = RunId(number=7, revision=3)
    events = list(pipeline.run(request(), run=run))
    assert all(event.run == run for event in events)
    kinds = [type(event) for event in events]
    assert kinds == [Loading, Loading, *[StepPreview] * 4, Finished]
    steps = [event for event in events if isinstance(event, StepPreview)]
    assert [(step.step, step.steps) for step in steps] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert steps[0].image.shape[2] == 3
    assert steps[-1].image is None
    assert steps[-1].seconds_left == 0
    finished = events[-1]
    assert finished.image.shape == (16, 16, 3)
    assert not finished.image.flags.writeable
    assert {"base_hash", "module_hash", "torch", "diffusers", "device", "precision"} <= finished.provenance.keys()
    assert Loading not in [type(event) for event in pipeline.run(request())]


@pytest.mark.parametrize("sampler", ["ddim", "dpm++", "euler-a", "unipc"])
def test_the_same_request_gives_the_same_picture_also_from_another_pipeline(pipeline, registry, sampler):
    first = image(pipeline, sampler=sampler)
    image(pipeline, sampler=sampler, seed=1)
    assert np.array_equal(first, image(pipeline, sampler=sampler))
    assert np.array_equal(first, image(Pipeline(registry), sampler=sampler))


def test_every_field_that_should_change_the_picture_does(pipeline):
    reference = image(pipeline)
    for changes in (
        {"seed": 1},
        {"prompt": "forest"},
        {"negative_prompt": "forest"},
        {"steps": 5},
        {"guidance": 4.0},
        {"strength": 1.0},
        {"window": (0.0, 0.5)},
        {"rescale": 1.0},
        {"parallel": 0.0},
        {"first_px": 8, "width": 16, "height": 16},
        {"sampler": "ddim"},
        {"class_weights": {1: 0.3}},
        {"module": None},
        {"labels": np.full((8, 8), 1, np.uint8)},
        {"module": "joint", "ink": strokes()},
        {"beside": {"ink": 2.0}, "ink": strokes()},
        {"module": "colours", "colours": np.full((4, 4, 4), 255, np.uint8)},
    ):
        assert not np.array_equal(reference, image(pipeline, **changes)), changes


def test_strength_0_no_module_and_an_unlabelled_drawing_are_the_base(pipeline):
    base = image(pipeline, module=None)
    assert np.array_equal(base, image(pipeline, strength=0.0))
    assert np.array_equal(base, image(pipeline, labels=np.zeros((9, 9), np.uint8)))
    assert np.array_equal(base, image(pipeline, class_weights={1: 0.0, 2: 0.0}))


def test_a_class_of_weight_0_is_the_same_as_unlabelled(pipeline):
    erased = drawing()
    erased[erased == 2] = 0
    assert np.array_equal(image(pipeline, class_weights={2: 0.0}), image(pipeline, labels=erased))


def test_classes_are_matched_by_name_whatever_their_ids(pipeline):
    renumbered = np.array([0, 5, 9], np.uint8)[drawing()]
    assert np.array_equal(image(pipeline), image(pipeline, labels=renumbered, classes={5: "Sky", 9: "sea"}))


def test_a_module_paints_what_it_hears_and_says_what_it_does_not(pipeline):
    nothing = np.zeros((9, 9), np.uint8)
    base = image(pipeline, module=None)
    by_ink = last(pipeline, request(module="ink", labels=nothing, ink=strokes()))
    assert by_ink.notes == ()
    assert not np.array_equal(by_ink.image, base)
    for unheard, layer in ((request(ink=strokes()), "ink"), (request(module="ink", ink=strokes()), "labels")):
        event = last(pipeline, unheard)
        assert event.notes == (f"The module “Test module” does not hear {layer}; choose one that does.",)
    assert np.array_equal(image(pipeline), image(pipeline, ink=strokes()))
    assert np.array_equal(by_ink.image, image(pipeline, module="ink", ink=strokes()))
    assert np.array_equal(base, image(pipeline, module="ink", labels=nothing))
    blank = last(pipeline, request(ink=np.zeros((5, 5), np.uint8)))
    assert blank.notes == ()
    paint = np.full((30, 20, 4), 200, np.uint8)
    by_colour = last(pipeline, request(module="colours", labels=nothing, colours=paint))
    assert by_colour.notes == ()
    assert not np.array_equal(by_colour.image, base)
    assert "does not hear colours" in last(pipeline, request(colours=paint)).notes[0]


def test_a_joint_module_takes_any_subset_of_its_layers(pipeline):
    nothing = np.zeros((9, 9), np.uint8)
    pictures = [
        image(pipeline, module="joint", labels=labels, ink=ink)
        for labels in (nothing, drawing())
        for ink in (None, strokes())
    ]
    assert np.array_equal(pictures[0], image(pipeline, module=None))
    assert len({picture.tobytes() for picture in pictures}) == 4


def test_modules_paint_together_each_at_its_own_strength(pipeline):
    alone = image(pipeline)
    together = last(pipeline, request(ink=strokes(), beside={"ink": 2.0}))
    assert together.notes == ()
    assert together.provenance["module"] == "test + ink"
    assert len(set(together.provenance["module_hash"].split(" + "))) == 2
    assert not np.array_equal(together.image, alone)
    assert not np.array_equal(together.image, image(pipeline, ink=strokes(), beside={"ink": 1.0}))
    swapped = image(pipeline, module="ink", ink=strokes(), beside={"test": 2.0})
    assert np.array_equal(together.image, swapped)  # both at 2: a sum has no order


def test_a_module_beside_that_has_nothing_to_do_changes_nothing(pipeline):
    alone = image(pipeline)
    assert np.array_equal(alone, image(pipeline, beside={"ink": 2.0}))
    assert np.array_equal(alone, image(pipeline, ink=strokes(), beside={"ink": 0.0}))
    assert np.array_equal(alone, image(pipeline, beside={"test": 5.0}))  # it is the module itself
    base = image(pipeline, module=None)
    assert np.array_equal(base, image(pipeline, module=None, ink=strokes(), beside={"ink": 2.0}))
    by_ink = image(pipeline, module="ink", ink=strokes())
    assert np.array_equal(by_ink, image(pipeline, strength=0.0, ink=strokes(), beside={"ink": 2.0}))


def test_a_layer_that_none_of_the_modules_hears_is_said_once(pipeline):
    paint = np.full((30, 20, 4), 200, np.uint8)
    event = last(pipeline, request(ink=strokes(), colours=paint, beside={"ink": 2.0}))
    assert event.notes == ("The module “Test module + Test module” does not hear colours; choose one that does.",)


def test_what_could_not_be_used_is_told_with_the_picture(pipeline):
    long = ", ".join(["sea"] * 12 + ["sunset"])
    notes = last(pipeline, request(prompt=long, classes={1: "dragon", 2: "sea"})).notes
    assert any("dragon" in note for note in notes)
    assert any("longer than this base reads" in note and "sunset" in note for note in notes)
    assert last(pipeline, request()).notes == ()
    pixels = last(pipeline, request(base="tiny-unconditional", module="pixels"))
    assert pixels.notes == ("This base reads no text: the prompt had no effect.",)


def test_a_module_of_an_older_base_still_works_and_says_so(installed, registry, tmp_path):
    modules = tmp_path / "modules"
    shutil.copytree(installed / "modules" / "test", modules / "older")
    manifest = json.loads((modules / "older" / "sinopia.json").read_text())
    manifest["training"]["base_fingerprint"] = "another"
    (modules / "older" / "sinopia.json").write_text(json.dumps(manifest))
    pipeline = Pipeline(Registry([installed / "models"], [modules], tmp_path))
    event = last(pipeline, request(module="older"))
    assert isinstance(event, Finished)
    assert "trained on another version of this base" in event.notes[0]


def test_a_module_that_was_replaced_paints_with_its_new_weights(installed, tmp_path):
    module = tmp_path / "modules" / "test"
    shutil.copytree(installed / "modules" / "test", module)
    pipeline = Pipeline(Registry([installed / "models"], [tmp_path / "modules"], tmp_path))
    before = image(pipeline)
    assert np.array_equal(image(pipeline), before)
    network = ModulationNetwork.from_pretrained(module)
    torch.nn.init.normal_(network.trunk.conv_out.weight, std=0.3)
    network.save_pretrained(tmp_path / "new")
    (tmp_path / "new" / "diffusion_pytorch_model.safetensors").replace(module / "diffusion_pytorch_model.safetensors")
    after = image(pipeline)
    assert not np.array_equal(after, before)
    assert np.array_equal(after, image(Pipeline(Registry([installed / "models"], [tmp_path / "modules"], tmp_path))))


def test_cancel_ends_the_run_before_the_next_step(pipeline):
    cancel = CancelToken()
    events = []
    for event in pipeline.run(request(steps=50), cancel):
        events.append(event)
        if isinstance(event, StepPreview) and event.step == 3:
            cancel.cancel()
    assert isinstance(events[-1], Cancelled)
    assert sum(isinstance(event, StepPreview) for event in events) == 3


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"base": "nowhere"}, "no base “nowhere”"),
        ({"module": "nowhere"}, "no module “nowhere”"),
        ({"module": "pixels"}, "made for another base"),
        ({"width": 15}, "cannot paint 15 x 16"),
        ({"width": 0}, "cannot paint 0 x 16"),
        ({"steps": 0}, "0 steps"),
        ({"sampler": "magic"}, "no sampler “magic”"),
        ({"device": "abacus"}, "no device “abacus”"),
        ({"precision": "float7"}, "no precision “float7”"),
        ({"seed": -1}, "cannot be a seed"),
        ({"window": (0.6, 0.2)}, "cannot act"),
        ({"class_weights": {1: -1.0}}, "negative strength"),
        ({"class_weights": {1: float("nan")}}, "negative strength"),
        ({"class_weights": {1: float("inf")}}, "without end"),
        ({"guidance": float("nan")}, "nan cannot be the text guidance"),
        ({"guidance": float("inf")}, "inf cannot be the text guidance"),
        ({"strength": -1.0}, "-1.0 cannot be the strength"),
        ({"strength": float("inf")}, "inf cannot be the strength"),
        ({"beside": {"ink": float("nan")}}, "nan cannot be the strength"),
        ({"labels": np.zeros((0, 4), np.uint8)}, "drawing is empty"),
        ({"parallel": 1.5}, "Saturation and rescale cannot be 1.5"),
        ({"rescale": float("nan")}, "Saturation and rescale cannot be"),
        ({"first_px": -1}, "cannot be enlarged"),
        ({"refine_steps": 0}, "cannot be enlarged"),
        ({"refine_strength": 0.0}, "cannot be enlarged"),
    ],
)
def test_what_cannot_be_painted_fails_with_a_sentence_and_a_hint_and_the_next_run_works(pipeline, changes, said):
    event = last(pipeline, request(**changes))
    assert isinstance(event, Failed)
    assert said in event.text
    assert event.hint
    assert isinstance(last(pipeline, request()), Finished)


@pytest.mark.parametrize("damage", ["missing", "truncated"])
@pytest.mark.parametrize("kind", ["models/tiny-epsilon/unet", "modules/test"])
def test_damaged_weights_fail_with_a_sentence(installed, tmp_path, kind, damage):
    home = shutil.copytree(installed, tmp_path / "home")
    weights = home / kind / "diffusion_pytorch_model.safetensors"
    if damage == "missing":
        weights.unlink()
    else:
        weights.write_bytes(weights.read_bytes()[:-100])
    pipeline = Pipeline(Registry([home / "models"], [home / "modules"], tmp_path))
    event = last(pipeline, request())
    assert isinstance(event, Failed)
    assert kind.rpartition("/")[2] in event.text
    assert event.hint


def test_out_of_memory_drops_the_models_and_suggests_a_smaller_picture(pipeline, monkeypatch):
    def full(*args, **kwargs):
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(painters, "sample", full)
    event = last(pipeline, request())
    assert isinstance(event, Failed)
    assert "memory" in event.text
    assert "smaller" in event.hint
    assert not len(pipeline._kept)
    monkeypatch.undo()
    assert isinstance(last(pipeline, request()), Finished)


def test_a_picture_that_breaks_up_is_painted_again_in_float32(pipeline, monkeypatch):
    real, seen = painters.sample, []

    def broken_when_fast(base, *args, **kwargs):
        seen.append(base.dtype)
        for step in real(base, *args, **kwargs):
            yield step._replace(x_t=step.x_t * float("nan")) if base.dtype != torch.float32 else step

    monkeypatch.setattr(painters, "sample", broken_when_fast)
    event = last(pipeline, request(precision="bfloat16"))
    assert isinstance(event, Finished)
    assert seen == [torch.bfloat16, torch.float32]
    assert event.provenance["precision"] == "float32"
    assert "float32" in event.notes[0]
    expected = image(pipeline)
    assert np.array_equal(event.image, expected)


def test_a_picture_that_breaks_up_in_float32_too_fails_with_a_sentence(pipeline, monkeypatch):
    real = painters.sample

    def broken(*args, **kwargs):
        for step in real(*args, **kwargs):
            yield step._replace(x_t=step.x_t * float("inf"))

    monkeypatch.setattr(painters, "sample", broken)
    event = last(pipeline, request())
    assert isinstance(event, Failed)
    assert "broke up" in event.text


@pytest.mark.parametrize("shape", [(1, 1), (3, 700)])
def test_a_drawing_of_any_shape_is_painted(pipeline, shape):
    assert image(pipeline, labels=np.ones(shape, np.uint8)).shape == (16, 16, 3)


def test_a_request_keeps_its_own_copy_of_the_drawing():
    labels = drawing()
    one = request(labels=labels)
    labels[:] = 9
    assert one.labels.max() == 2
    assert not one.labels.flags.writeable
    assert replace(one, seed=4).labels.max() == 2


def nearly_equal(one, other):
    """Latents are kept in half precision."""
    return np.abs(one.astype(int) - other).mean() < 0.25


def test_every_step_tells_what_the_module_did_without_another_pass(pipeline, monkeypatch):
    calls = {"base": 0, "module": 0}
    forward, predict = ModulationNetwork.forward, StableDiffusionBase.predict

    def counted_forward(self, *args):
        calls["module"] += 1
        return forward(self, *args)

    def counted_predict(self, *args):
        calls["base"] += 1
        return predict(self, *args)

    monkeypatch.setattr(ModulationNetwork, "forward", counted_forward)
    monkeypatch.setattr(StableDiffusionBase, "predict", counted_predict)
    monkeypatch.setattr(painters, "PREVIEW_EVERY_S", 0)
    steps = [event for event in pipeline.run(request(window=(0, 0.5))) if isinstance(event, StepPreview)]
    assert calls == {"base": 4, "module": 2}
    assert [step.effect is None for step in steps] == [False, False, True, True]
    for step in steps[:2]:
        assert step.effect.gamma.shape == step.effect.beta.shape == (8, 8)
        assert step.effect.gamma[:, :4].all()
        assert not step.effect.gamma[:, 4:].any()
        assert nearly_equal(step.effect.image, step.image)
        assert step.effect.base_image.shape == step.image.shape
        assert not nearly_equal(step.effect.base_image, step.image)
        assert not step.effect.beta.flags.writeable


def test_the_first_steps_own_prediction_of_the_base_is_that_of_a_run_without_the_module(pipeline, monkeypatch):
    monkeypatch.setattr(painters, "PREVIEW_EVERY_S", 0)
    first = next(event for event in pipeline.run(request()) if isinstance(event, StepPreview))
    alone = next(event for event in pipeline.run(request(module=None)) if isinstance(event, StepPreview))
    assert nearly_equal(first.effect.base_image, alone.image)
    assert alone.effect is None
