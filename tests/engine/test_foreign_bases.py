"""Bases as people have them: what lies beside the weights, what is missing, and what is another network altogether."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest
import torch
from diffusers import (
    AutoencoderKL,
    DDIMScheduler,
    DEISMultistepScheduler,
    DPMSolverMultistepScheduler,
    StableDiffusionPipeline,
    UNet2DConditionModel,
)
from safetensors.torch import load_file, save_file
from transformers import CLIPTextModel, CLIPTokenizer

from engine.bases.opening import open_base
from engine.errors import LowMemoryError, RequestError, WeightsError
from engine.installed.layout import whole_fingerprint
from engine.installed.registry import Registry
from engine.installed.weights import check_weights
from engine.painting.pipeline import Pipeline
from engine.painting.preview import open_preview
from engine.request.types import Failed, Finished
from engine.sampling.schedulers import make_scheduler
from tests.engine.conftest import write_unconditional
from tests.engine.test_left_out import edited, flatten, snapshot
from tests.fakes.requests import image, last, request

CPU = torch.device("cpu")
WEIGHTS = "diffusion_pytorch_model.safetensors"


@pytest.fixture
def folder(tmp_path, tiny_folders):
    return shutil.copytree(tiny_folders["epsilon"], tmp_path / "models" / "base")


@pytest.fixture
def here(folder, tmp_path):
    return Pipeline(Registry([folder.parent], [], tmp_path / "cache"))


def opened(folder):
    return open_base(folder, CPU, torch.float32)


def plain(**changes):
    return request(base="base", module=None, **changes)


def test_a_consistency_model_is_told_the_guidance_as_diffusers_tells_it(folder, here):
    torch.manual_seed(1)
    config = {**UNet2DConditionModel.load_config(folder / "unet"), "time_cond_proj_dim": 31}
    network = UNet2DConditionModel.from_config(config)
    with torch.no_grad():
        network.time_embedding.cond_proj.weight.mul_(20)
    network.save_pretrained(folder / "unet")
    theirs = StableDiffusionPipeline(
        vae=AutoencoderKL.from_pretrained(folder / "vae"),
        text_encoder=CLIPTextModel.from_pretrained(folder / "text_encoder"),
        tokenizer=CLIPTokenizer.from_pretrained(folder / "tokenizer"),
        unet=network.eval(),
        scheduler=DDIMScheduler.from_pretrained(folder / "scheduler", steps_offset=1, clip_sample=False),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    theirs.scheduler = DPMSolverMultistepScheduler.from_config(theirs.scheduler.config)
    theirs.set_progress_bar_config(disable=True)
    pictures = []
    for guidance in (1.0, 8.0):
        for prompts in (("sea", ""), ("", "")):
            mine = last(here, plain(guidance=guidance, prompt=prompts[0], negative_prompt=prompts[1]))
            assert isinstance(mine, Finished), mine
            noise = torch.randn((1, 4, 8, 8), generator=torch.Generator().manual_seed(0))
            expected = theirs(
                prompts[0],
                negative_prompt=prompts[1],
                height=16,
                width=16,
                num_inference_steps=4,
                guidance_scale=guidance,
                latents=noise,
                output_type="np",
            ).images[0]
            assert np.abs(mine.image.astype(int) - (expected * 255).round()).max() <= 1
        pictures.append(mine.image)
    assert not np.array_equal(*pictures)


def test_companions_that_a_system_lays_beside_files_are_passed_over(folder, tiny_folders):
    for part in ("unet", "vae", "text_encoder"):
        for file in list((folder / part).iterdir()):
            (folder / part / f"._{file.name}").write_bytes(b"\0\5\x16\7" + b"\0" * 60)
    (folder / "unet" / ".hidden.fp16.safetensors").write_bytes(b"")
    assert opened(folder).fingerprint == opened(tiny_folders["epsilon"]).fingerprint
    assert whole_fingerprint(folder) == whole_fingerprint(tiny_folders["epsilon"])


@pytest.mark.parametrize(("part", "name"), [("unet", WEIGHTS), ("vae", WEIGHTS), ("text_encoder", "model.safetensors")])
@pytest.mark.parametrize("kept", [0, -1])
def test_weights_that_lack_some_are_incomplete(folder, here, part, name, kept):
    path = folder / part / name
    weights = load_file(path)
    names = sorted(weights)[:kept] or [sorted(weights)[0]]
    save_file({each: weights[each] for each in names}, path, {"format": "pt"})
    with pytest.raises(WeightsError, match=f"{part} are incomplete"):
        opened(folder)
    assert isinstance(last(here, plain()), Failed)


def test_pickled_weights_are_to_be_converted(folder):
    path = folder / "unet" / WEIGHTS
    path.rename(path.with_suffix(".bin"))
    with pytest.raises(WeightsError, match="no weights as safetensors") as caught:
        opened(folder)
    assert "convert it to safetensors" in caught.value.hint
    with pytest.raises(WeightsError, match="no weights"):
        check_weights(folder / "nowhere")


def test_weights_in_whole_numbers_are_refused(folder):
    path = folder / "unet" / WEIGHTS
    save_file({name: value.to(torch.int8) for name, value in load_file(path).items()}, path, {"format": "pt"})
    with pytest.raises(WeightsError, match="quantised"):
        opened(folder)


@pytest.mark.parametrize("part", ["unet", "vae"])
def test_a_base_whose_weights_are_no_numbers_is_named(folder, here, part):
    path = folder / part / WEIGHTS
    save_file({name: value * float("nan") for name, value in load_file(path).items()}, path, {"format": "pt"})
    event = last(here, plain())
    assert isinstance(event, Failed)
    assert "the base “base”" in event.text
    assert "damaged" in event.hint


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError("[enforce fail at alloc_cpu.cpp:117] DefaultCPUAllocator: can't allocate memory"),
        OSError(12, "Cannot allocate memory"),
        MemoryError(),
        torch.OutOfMemoryError("CUDA out of memory"),
    ],
)
def test_too_little_memory_for_a_base_is_no_damage(folder, here, monkeypatch, error):
    assert isinstance(last(here, plain()), Finished)
    here.forget()

    def full(*args, **kwargs):
        raise error

    monkeypatch.setattr(AutoencoderKL, "from_pretrained", full)
    with pytest.raises(LowMemoryError, match="too little memory to load base/vae"):
        opened(folder)
    event = last(here, plain())
    assert isinstance(event, Failed)
    assert "too little memory" in event.text
    assert "Copy" not in event.hint
    monkeypatch.undo()
    assert isinstance(last(here, plain()), Finished)


def test_a_base_without_its_tokenizer_says_so(folder):
    shutil.rmtree(folder / "tokenizer")
    with pytest.raises(WeightsError, match="The base base lacks its tokenizer"):
        opened(folder)


def test_a_tokenizer_that_does_not_say_how_much_it_reads_reads_what_its_text_encoder_does(folder, here):
    (folder / "tokenizer" / "tokenizer_config.json").unlink()
    base = opened(folder)
    assert base.encode_prompts(["sea"]).shape == base.encode_prompts(["sea, " * 200]).shape == (1, 24, 16)
    assert base.unread_words("sea") == ""
    assert base.unread_words("sea, " * 200).count("sea") == 200 - 11
    assert isinstance(last(here, plain()), Finished)


def test_the_tokenizer_of_another_text_encoder_is_refused(folder):
    path = folder / "tokenizer" / "tokenizer.json"
    encoder = CLIPTextModel.from_pretrained(folder / "text_encoder")
    encoder.resize_token_embeddings(100)
    encoder.save_pretrained(folder / "text_encoder")
    assert path.is_file() or (folder / "tokenizer" / "vocab.json").is_file()
    with pytest.raises(WeightsError, match="another text encoder"):
        opened(folder)


def test_a_config_names_no_code(folder, tiny_folders):
    edited(folder / "text_encoder" / "config.json", _attn_implementation="org/kernel", attn_implementation="org/kernel")
    context = opened(folder).encode_prompts(["sea"])
    assert torch.equal(context, opened(tiny_folders["epsilon"]).encode_prompts(["sea"]))


def test_a_snapshot_is_opened_and_called_by_its_repository(tmp_path, tiny_folders):
    repository = snapshot(tmp_path / "models", "models--stable--tiny", tiny_folders["epsilon"])
    pipeline = Pipeline(Registry([tmp_path / "models"], [], tmp_path / "cache"))
    event = last(pipeline, request(base="models--stable--tiny", module=None))
    assert isinstance(event, Finished)
    assert event.provenance["base"] == "models--stable--tiny"
    assert open_base(repository, CPU, torch.float32).id == "models--stable--tiny"


def test_a_folder_without_sub_folders_is_opened(tmp_path):
    whole = write_unconditional(tmp_path / "whole")
    flat = flatten(whole, tmp_path / "models" / "flat")
    pipeline = Pipeline(Registry([flat.parent], [], tmp_path / "cache"))
    event = last(pipeline, request(base="flat", module=None))
    assert isinstance(event, Finished)
    assert opened(flat).fingerprint == opened(whole).fingerprint


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"in_channels": 1, "out_channels": 1}, "paints 1 channels"),
        ({"in_channels": 4, "out_channels": 4}, "paints 4 channels"),
        ({"out_channels": 6}, "predicts its variance"),
        ({"num_class_embeds": 10}, "told a class"),
        ({"sample_size": [60, 80]}, "size [60, 80]"),
        ({"time_embedding_type": "fourier"}, "continuous time"),
    ],
)
def test_an_unconditional_network_of_another_kind_is_refused_by_name(tmp_path, changes, said):
    folder = write_unconditional(tmp_path / "odd")
    edited(folder / "unet" / "config.json", **changes)
    with pytest.raises(WeightsError) as caught:
        opened(folder)
    assert said in caught.value.text
    assert "odd" in caught.value.text


def test_an_unconditional_network_of_no_size_paints(tmp_path):
    folder = write_unconditional(tmp_path / "models" / "base")
    edited(folder / "unet" / "config.json", sample_size=None)
    pipeline = Pipeline(Registry([folder.parent], [], tmp_path / "cache"))
    assert isinstance(last(pipeline, plain()), Finished)
    assert opened(folder).native_size == 64


def replace_vae(folder):
    torch.manual_seed(7)
    AutoencoderKL.from_config(AutoencoderKL.load_config(folder / "vae")).save_pretrained(folder / "vae")


def replace_text_encoder(folder):
    torch.manual_seed(7)
    CLIPTextModel(CLIPTextModel.from_pretrained(folder / "text_encoder").config).save_pretrained(
        folder / "text_encoder"
    )


@pytest.mark.parametrize(
    "change",
    [
        replace_vae,
        replace_text_encoder,
        lambda folder: edited(folder / "vae" / "config.json", scaling_factor=0.5),
        lambda folder: edited(folder / "scheduler" / "scheduler_config.json", beta_end=0.03),
    ],
)
def test_another_part_makes_another_base_of_the_same_network(folder, tiny_folders, here, change):
    before, network, painted = whole_fingerprint(folder), opened(folder).fingerprint, last(here, plain()).image
    change(folder)
    after = opened(folder)
    assert after.fingerprint == network
    assert after.whole_fingerprint == whole_fingerprint(folder) != before
    assert not np.array_equal(last(here, plain()).image, painted)


def test_previews_of_two_bases_with_one_network_are_not_mixed(folder, tiny_folders, tmp_path):
    replace_vae(folder)
    first = open_preview(opened(tiny_folders["epsilon"]), tiny_folders["epsilon"], tmp_path / "previews")
    second = open_preview(opened(folder), folder, tmp_path / "previews")
    assert not torch.equal(first.weight, second.weight)
    assert len(list((tmp_path / "previews").iterdir())) == 2


def test_a_scheduler_of_another_class_lends_only_what_means_the_same(folder, here):
    config = json.loads((folder / "scheduler" / "scheduler_config.json").read_text())
    DEISMultistepScheduler.from_config(config).save_pretrained(folder / "scheduler")
    for sampler in ("dpm++", "unipc", "ddim", "euler-a"):
        assert image(here, base="base", module=None, sampler=sampler).shape == (16, 16, 3)


@pytest.mark.filterwarnings("ignore:.*algorithm_type.*:FutureWarning")
@pytest.mark.parametrize(
    ("changes", "sampler"),
    [
        ({"beta_schedule": "squaredcos_cap_v2", "use_karras_sigmas": True}, "dpm++"),
        ({"beta_schedule": "squaredcos_cap_v2", "use_karras_sigmas": True}, "unipc"),
        ({"prediction_type": "sample"}, "euler-a"),
        ({"use_karras_sigmas": True, "use_exponential_sigmas": True}, "dpm++"),
        ({"algorithm_type": "dpmsolver", "final_sigmas_type": "zero"}, "dpm++"),
    ],
)
def test_a_sampler_that_cannot_do_with_the_noise_names_one_that_can(folder, here, changes, sampler):
    edited(folder / "scheduler" / "scheduler_config.json", **changes)
    event = last(here, plain(sampler=sampler, steps=20))
    assert isinstance(event, Failed)
    assert f"“{sampler}” cannot paint" in event.text
    other = event.hint.partition("“")[2].partition("”")[0]
    assert other != sampler
    assert isinstance(last(here, plain(sampler=other, steps=20)), Finished)


def test_noise_that_no_sampler_knows_names_another_base():
    with pytest.raises(RequestError) as caught:
        make_scheduler("ddim", {"timestep_spacing": "odd"}, 4)
    assert caught.value.hint == "Choose another base."


@pytest.mark.parametrize(
    "changes",
    [
        {"num_train_timesteps": float("inf")},
        {"num_train_timesteps": 10**400},
        {"num_train_timesteps": "many"},
        {"beta_start": 5.0, "beta_end": 9.0},
        {"beta_schedule": "odd"},
        {"trained_betas": [0.1, 0.2]},
        {"beta_start": float("nan")},
    ],
)
def test_noise_that_is_none_is_refused_when_the_base_is_opened(folder, changes):
    edited(folder / "scheduler" / "scheduler_config.json", **changes)
    with pytest.raises(WeightsError, match="base"):
        opened(folder)


def sharded(folder, name, second):
    """The weights in two files, of which the index says that the second is `second`."""
    path = folder / name
    weights, stem = load_file(path), name.removesuffix(".safetensors")
    names = sorted(weights)
    first = f"{stem}-00001-of-00002.safetensors"
    of = {each: first if each in names[: len(names) // 2] else second for each in names}
    for file in (first, second):
        save_file({each: weights[each] for each in names if of[each] == file}, folder / file, {"format": "pt"})
    path.unlink()
    (folder / f"{name}.index.json").write_text(json.dumps({"metadata": {}, "weight_map": of}))


@pytest.mark.parametrize(("part", "name"), [("unet", WEIGHTS), ("vae", WEIGHTS), ("text_encoder", "model.safetensors")])
@pytest.mark.parametrize("second", ["../../outside.safetensors", "evil.bin", ".hidden.safetensors"])
def test_an_index_names_safetensors_of_its_own_folder_only(folder, here, part, name, second):
    sharded(folder / part, name, second)
    with pytest.raises(WeightsError, match="no file of weights in its folder"):
        opened(folder)
    assert isinstance(last(here, plain()), Failed)


@pytest.mark.parametrize("map_", [[], {"a": 5}, {}, None])
def test_an_index_that_is_none_is_named(folder, map_):
    (folder / "unet" / f"{WEIGHTS}.index.json").write_text(json.dumps({"weight_map": map_}))
    with pytest.raises(WeightsError, match=r"index\.json names"):
        opened(folder)


@pytest.mark.parametrize("dtype", [torch.int64, torch.bool])
def test_weights_that_are_no_real_numbers_are_refused(folder, dtype):
    path = folder / "unet" / WEIGHTS
    save_file({name: weight.to(dtype) for name, weight in load_file(path).items()}, path, {"format": "pt"})
    with pytest.raises(WeightsError, match="no real numbers"):
        opened(folder)


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("text_encoder/config.json", {"num_hidden_layers": 10**9}),
        ("tokenizer/tokenizer_config.json", {"model_max_length": 0}),
    ],
)
def test_numbers_of_a_config_that_cannot_be_are_said(folder, here, file, change):
    path = folder / file
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    assert isinstance(last(here, plain()), Failed)
