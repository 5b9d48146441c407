"""What can be compared can be painted with: every kind, trained, kept, installed and chosen like a module."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress

import numpy as np
import pytest
import torch
from diffusers import ControlNetModel, StableDiffusionControlNetPipeline, UNet2DConditionModel
from safetensors.torch import load_file

from engine.adapters.adapter import Seen
from engine.adapters.controlnet import ControlNet
from engine.adapters.modulation.network import load_network
from engine.adapters.opening import open_adapter
from engine.adapters.saving import WEIGHTS, save_module
from engine.bases.opening import open_base
from engine.errors import EngineError, ModuleMismatchError
from engine.evaluation.kinds import KINDS
from engine.evaluation.measure.painting import occupied
from engine.installed.kinds import ADAPTERS
from engine.installed.registry import ModuleClass, Registry
from engine.painting.pipeline import Pipeline
from engine.request.types import Failed, Finished, GenerationRequest
from engine.sampling.sampler import sample
from engine.sampling.schedulers import initial_noise, make_scheduler

CPU = torch.device("cpu")
CLASSES = (
    ModuleClass(0, "unlabelled", (0, 0, 0)),
    ModuleClass(1, "sky", (0, 0, 255)),
    ModuleClass(2, "sea", (0, 9, 9)),
)
OTHERS = ["controlnet", "fine-tuning"]
OF_STUDY = {"modulation": "mcm-small", "controlnet": "controlnet", "fine-tuning": "fine-tuning"}


def labels():
    ids = np.zeros((16, 16), np.uint8)
    ids[:6], ids[6:12] = 1, 2
    return ids


def trained(kind, base, steps=4):
    """A few steps towards a target that no base hits."""
    torch.manual_seed(1)
    arm = KINDS[OF_STUDY[kind]](base, [entry.name for entry in CLASSES])
    optimizer = torch.optim.AdamW(arm.parameters(), lr=0.03)
    for seed in range(steps):
        generator = torch.Generator().manual_seed(seed)
        x_t = torch.randn((2, 4, 8, 8), generator=generator)
        t = torch.randint(0, 1000, (2,), generator=generator)
        context, level = base.encode_prompts(["sea"] * 2), base.path.level(t)
        said = base.path.common(base.predict(x_t, t, context), x_t, level)
        maps = occupied(np.stack([labels()] * 2), 16, len(CLASSES))
        seen = Seen(x_t=x_t, t=t, level=level, v=said, context=context, occupied=maps)
        (arm.velocity(seen) - said - 1).pow(2).mean().backward()
        optimizer.step()
        optimizer.zero_grad()
    return arm


@pytest.fixture(scope="module")
def home(tiny_folders, tmp_path_factory):
    """`models` with the tiny bases, `modules` with a module of every kind."""
    home = tmp_path_factory.mktemp("adapters")
    for folder in tiny_folders.values():
        shutil.copytree(folder, home / "models" / folder.name)
    base = open_base(home / "models" / "tiny-epsilon", CPU, torch.float32)
    for kind in OF_STUDY:
        arm = trained(kind, base)
        (home / "modules").mkdir(exist_ok=True)
        save_module(arm, home / "modules" / kind, label=arm.label, base=base, classes=CLASSES, training={"examples": 8})
    return home


@pytest.fixture
def registry(home, tmp_path):
    return Registry([home / "models"], [home / "modules"], tmp_path / "cache")


@pytest.fixture
def pipeline(registry):
    return Pipeline(registry)


def request(**changes):
    values = {
        "base": "tiny-epsilon",
        "module": None,
        "labels": labels(),
        "classes": {1: "sky", 2: "sea"},
        "width": 16,
        "height": 16,
        "steps": 4,
        "strength": 1.0,
        "prompt": "sea",
        "sampler": "ddim",
    }
    return GenerationRequest(**{**values, **changes})


def painted(pipeline, **changes):
    *_, end = pipeline.run(request(**changes))
    assert isinstance(end, Finished), end
    return end


def test_every_kind_is_listed_like_a_module(registry):
    assert {info.id: info.kind for info in registry.modules("tiny-epsilon")} == {kind: kind for kind in OF_STUDY}
    assert {kind.id for kind in ADAPTERS} == set(OF_STUDY)
    for info in registry.modules():
        assert [entry.name for entry in info.classes] == ["unlabelled", "sky", "sea"]
    assert registry.module("controlnet").strength == 1.0


def test_a_module_that_says_no_kind_is_a_modulation(installed, tmp_path):
    assert Registry([], [installed / "modules"], tmp_path).module("test").kind == "modulation"


def test_a_kind_of_a_later_version_is_left_out_with_a_sentence(home, tmp_path):
    shutil.copytree(home / "modules" / "controlnet", tmp_path / "modules" / "later")
    manifest = tmp_path / "modules" / "later" / "sinopia.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "kind": "dream"}))
    registry = Registry([], [tmp_path / "modules"], tmp_path)
    assert registry.modules() == ()
    (left_out,) = registry.left_out()
    assert "dream" in left_out.text


@pytest.mark.parametrize("kind", OF_STUDY)
def test_it_paints_in_its_window_and_at_strength_0_is_the_base(pipeline, kind):
    alone = painted(pipeline).image
    assert not np.array_equal(painted(pipeline, module=kind).image, alone)
    assert np.array_equal(painted(pipeline, module=kind, strength=0.0).image, alone)
    assert np.array_equal(painted(pipeline, module=kind, window=(0.9, 1.0)).image, alone)
    assert not np.array_equal(painted(pipeline, module=kind, strength=2.0).image, painted(pipeline, module=kind).image)
    assert np.array_equal(painted(pipeline, module=kind, labels=np.zeros((16, 16), np.uint8)).image, alone)
    assert np.array_equal(painted(pipeline).image, alone), "the base was not given back as it was"


def test_all_kinds_paint_together(pipeline):
    end = painted(pipeline, module="modulation", beside={"controlnet": 1.0, "fine-tuning": 0.5})
    assert end.provenance["module"] == "modulation + controlnet + fine-tuning"
    assert len(end.provenance["module_hash"].split(" + ")) == 3
    assert not np.array_equal(end.image, painted(pipeline, module="modulation").image)


@pytest.mark.parametrize("kind", OTHERS)
def test_what_does_nothing_with_it_is_noted(pipeline, kind):
    assert painted(pipeline, module=kind).notes == ()
    assert any("rescale" in note for note in painted(pipeline, module=kind, rescale=0.3).notes)
    assert any("single classes" in note for note in painted(pipeline, module=kind, class_weights={1: 0.5}).notes)
    assert painted(pipeline, module=kind, class_weights={1: 0.0, 2: 1.0}).notes == ()
    assert painted(pipeline, module="modulation", rescale=0.3, class_weights={1: 0.5}).notes == ()


@pytest.mark.filterwarnings("ignore::FutureWarning")
@pytest.mark.parametrize("scale", [1.0, 0.4])
def test_a_controlnet_is_that_of_diffusers(home, registry, scale):
    """The same inputs through diffusers' own pipeline, with text guidance."""
    folder = home / "models" / "tiny-epsilon"
    base = open_base(folder, CPU, torch.float32)
    info = registry.module("controlnet")
    theirs = ControlNetModel.from_pretrained(info.path, torch_dtype=torch.float32)
    pipeline = StableDiffusionControlNetPipeline(
        vae=base._vae,
        text_encoder=base._text_encoder,
        tokenizer=base._tokenizer,
        unet=base.network,
        controlnet=theirs,
        scheduler=make_scheduler("ddim", base.scheduler_config, 4),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipeline.set_progress_bar_config(disable=True)
    hint = occupied(labels()[None], 16, 3)
    pipeline.control_image_processor.preprocess = lambda image, **_: image
    expected = pipeline(
        "sea",
        image=hint,
        height=16,
        width=16,
        num_inference_steps=4,
        guidance_scale=2.5,
        controlnet_conditioning_scale=scale,
        generator=torch.Generator().manual_seed(3),
        output_type="latent",
    ).images
    acting = open_adapter(info, base).prepare({"labels": hint}, {}, request(), scale)
    generators = [torch.Generator().manual_seed(3)]
    *_, last = sample(
        base,
        make_scheduler("ddim", base.scheduler_config, 4),
        initial_noise((4, 8, 8), generators),
        context=base.encode_prompts(["sea"]),
        empty_context=base.encode_prompts([""]),
        guidance=2.5,
        acting=[acting],
        generators=generators,
    )
    assert torch.allclose(last.x_t, expected, atol=1e-5)


@pytest.mark.parametrize("kind", OTHERS)
def test_what_is_kept_is_what_diffusers_opens(home, kind):
    folder = home / "modules" / kind
    network = {"controlnet": ControlNetModel, "fine-tuning": UNet2DConditionModel}[kind].from_pretrained(folder)
    assert load_file(folder / WEIGHTS).keys() == network.state_dict().keys()


@pytest.mark.parametrize("kind", OTHERS)
def test_one_for_another_base_or_another_number_of_classes_is_told(home, registry, pipeline, tmp_path, kind):
    *_, end = pipeline.run(request(base="tiny-unconditional", module=kind))
    assert isinstance(end, Failed)
    assert "cannot act" in end.text or "made for" in end.text
    shutil.copytree(home / "modules" / kind, tmp_path / "modules" / "fewer")
    manifest = tmp_path / "modules" / "fewer" / "sinopia.json"
    record = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({**record, "classes": record["classes"][:2]}))
    info = Registry([], [tmp_path / "modules"], tmp_path).module("fewer")
    with pytest.raises(ModuleMismatchError):
        open_adapter(info, open_base(home / "models" / "tiny-epsilon", CPU, torch.float32))


@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize("more", [{"layers_per_block": 10**6}, {"transformer_layers_per_block": 10**6}])
def test_what_is_built_is_not_for_the_file_to_say(home, tmp_path, kind, more):
    shutil.copytree(home / "modules" / kind, tmp_path / "modules" / kind)
    config = tmp_path / "modules" / kind / "config.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), **more}))
    info = Registry([], [tmp_path / "modules"], tmp_path).module(kind)
    with pytest.raises(ModuleMismatchError):
        open_adapter(info, open_base(home / "models" / "tiny-epsilon", CPU, torch.float32))


@pytest.mark.parametrize("kind", OTHERS)
def test_what_takes_modulations_only_says_so(home, tiny, kind):
    with pytest.raises(ModuleMismatchError, match="no modulation"):
        load_network(home / "modules" / kind, tiny)


@pytest.mark.parametrize("kind", OF_STUDY)
def test_damaged_weights_are_told(home, tmp_path, kind):
    shutil.copytree(home / "modules" / kind, tmp_path / "modules" / kind)
    file = tmp_path / "modules" / kind / WEIGHTS
    file.write_bytes(file.read_bytes()[:-200])
    info = Registry([], [tmp_path / "modules"], tmp_path).module(kind)
    with pytest.raises(EngineError):
        open_adapter(info, open_base(home / "models" / "tiny-epsilon", CPU, torch.float32))


def test_an_interrupted_patch_gives_the_base_back(home, registry):
    base = open_base(home / "models" / "tiny-epsilon", CPU, torch.float32)
    kept = base.network
    acting = open_adapter(registry.module("fine-tuning"), base).prepare(
        {"labels": occupied(labels()[None], 16, 3)}, {}, request(), 1.0
    )
    with suppress(KeyError), acting.patched(base):
        assert base.network is not kept
        raise KeyError
    assert base.network is kept


def test_a_controlnet_begins_as_the_base(tiny):
    arm = ControlNet(tiny, ["unlabelled", "sky", "sea"])
    arm.for_painting(torch.float32)
    hint = occupied(labels()[None], 16, 3)
    acting = arm.prepare({"labels": hint}, {}, request(), 1.0)
    noise = torch.randn(1, 4, 8, 8, generator=torch.Generator().manual_seed(0))
    scheduler = make_scheduler("ddim", tiny.scheduler_config, 3)
    context = tiny.encode_prompts(["sea"])
    *_, with_it = sample(tiny, scheduler, noise, context=context, acting=[acting])
    *_, alone = sample(tiny, make_scheduler("ddim", tiny.scheduler_config, 3), noise, context=context)
    assert torch.allclose(with_it.x_t, alone.x_t, atol=1e-6)
