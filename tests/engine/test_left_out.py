"""One odd entry never ends a scan: it is left out, and named with what is wrong with it."""

from __future__ import annotations

import json
import os
import shutil

import pytest
import torch
from safetensors.torch import save_file

from engine.errors import EngineError
from engine.installed.registry import Registry
from tests.engine.conftest import write_unconditional

DEEP = "[" * 100_000


def edited(path, **changes):
    """A JSON file with other values."""
    record = json.loads(path.read_text()) if path.is_file() else {}
    path.write_text(json.dumps({**record, **changes}))


def config(part, **changes):
    return lambda folder: edited(folder / part / "config.json", **changes)


def manifest(**changes):
    return lambda folder: edited(folder / "sinopia.json", **changes)


def written(name, text):
    return lambda folder: (folder / name).write_text(text)


HUGE = 10**400

BASES = {
    "sample size of two": (config("unet", sample_size=[60, 80]), "size [60, 80]"),
    "infinite sample size": (config("unet", sample_size=float("inf")), "size inf"),
    "huge sample size": (config("unet", sample_size=HUGE), "size"),
    "a million levels": (config("vae", block_out_channels=[8] * 1_000_000), "cannot be read"),
    "levels that are none": (config("vae", block_out_channels="88"), "cannot be read"),
    "deep JSON": (written("unet/config.json", DEEP), "cannot be read"),
    "deep manifest": (written("sinopia.json", DEEP), "cannot be read"),
    "no JSON": (written("sinopia.json", "{"), "cannot be read"),
    "list": (written("sinopia.json", "[]"), "JSON object"),
    "size -1": (manifest(default_size=-1), "-1 is not within"),
    "size infinite": (manifest(default_size=float("inf")), "not a number"),
    "size huge": (manifest(default_size=HUGE), "too large"),
    "size text": (manifest(default_size="large"), "not a number"),
    "sizes": (manifest(sizes=[16, HUGE]), "too large"),
    "sizes none": (manifest(sizes=3), "not a list"),
    "words": (manifest(words=[1]), "words"),
    "label": (manifest(label=[1]), "label"),
    "defaults": (manifest(defaults=[1]), "defaults"),
    "steps 0": (manifest(defaults={"steps": 0}), "steps: 0"),
    "steps infinite": (manifest(defaults={"steps": float("inf")}), "steps"),
    "window": (manifest(defaults={"window": [1, 0]}), "window"),
    "no network": (lambda folder: shutil.rmtree(folder / "unet"), "a StableDiffusionPipeline without a U-Net"),
    "SDXL": (config("unet", addition_embed_type="text_time"), "Stable Diffusion XL"),
    "inpainting": (config("unet", in_channels=9), "inpainting"),
    "depth": (config("unet", in_channels=5), "depth"),
    "pix2pix": (config("unet", in_channels=8), "InstructPix2Pix"),
    "upscaler": (config("unet", in_channels=7), "enlarges"),
    "unCLIP": (config("unet", class_embed_type="projection"), "unCLIP"),
    "classes": (config("unet", num_class_embeds=10), "told a class"),
    "variance": (config("unet", out_channels=8), "predicts its variance"),
    "extra input": (config("unet", encoder_hid_dim_type="text_image_proj", encoder_hid_dim=8), "more inputs"),
    "other text": (config("text_encoder", architectures=["RobertaSeries"]), "RobertaSeries"),
    "width": (config("text_encoder", hidden_size=32), "16 wide"),
    "16 channels": (config("vae", latent_channels=16), "its autoencoder 16"),
    "quantised": (config("unet", quantization_config={"load_in_8bit": True}), "quantised"),
    "flow": (
        lambda folder: edited(folder / "scheduler" / "scheduler_config.json", _class_name="FlowMatchEulerScheduler"),
        "FlowMatch",
    ),
    "channels infinite": (config("unet", in_channels=float("inf")), "cannot be read"),
}

MODULES = {
    "strength": (manifest(defaults={"strength": "strong"}), "strength"),
    "strength huge": (manifest(defaults={"strength": HUGE}), "strength"),
    "class id": (manifest(classes=[{"id": float("inf"), "name": "sky", "rgb": [0, 0, 0]}]), "classes"),
    "class colour": (manifest(classes=[{"id": 1, "name": "sky", "rgb": [HUGE, 0, 0]}]), "classes"),
    "classes": (manifest(classes=7), "classes"),
    "deep": (written("config.json", DEEP), "cannot be read"),
    "widths": (written("config.json", '{"widths": 3}'), "cannot be read"),
    "base": (manifest(base={}), "not text"),
}


@pytest.mark.parametrize("case", BASES)
def test_an_odd_base_is_left_out_and_named(tmp_path, tiny_folders, case):
    change, said = BASES[case]
    shutil.copytree(tiny_folders["epsilon"], tmp_path / "a-odd")
    shutil.copytree(tiny_folders["v_prediction"], tmp_path / "whole")
    change(tmp_path / "a-odd")
    registry = Registry([tmp_path], [], tmp_path)
    assert [base.id for base in registry.bases()] == ["whole"]
    (entry,) = registry.left_out()
    assert entry.name == "a-odd"
    assert said in entry.text
    assert len(entry.text) < 600
    assert entry.hint
    for name in ("a-odd", str(tmp_path / "a-odd")):
        with pytest.raises(EngineError) as caught:
            registry.base(name)
        assert caught.value.text == entry.text


@pytest.mark.parametrize("case", MODULES)
def test_an_odd_module_is_left_out_and_named(tmp_path, installed, case):
    change, said = MODULES[case]
    for name in ("a-odd", "whole"):
        shutil.copytree(installed / "modules" / "test", tmp_path / name)
    change(tmp_path / "a-odd")
    registry = Registry([], [tmp_path], tmp_path)
    assert [module.id for module in registry.modules()] == ["whole"]
    (entry,) = registry.left_out()
    assert entry.name == "a-odd"
    assert said in entry.text


def test_a_manifest_suggests_no_settings_of_this_machine(tmp_path, tiny_folders):
    folder = shutil.copytree(tiny_folders["epsilon"], tmp_path / "base")
    manifest(defaults={"device": "cuda:7", "precision": "float16", "base": "x", "labels": [], "steps": 8})(folder)
    assert Registry([tmp_path], [], tmp_path).base("base").defaults == {"steps": 8}


def test_a_long_label_is_one_short_line(tmp_path, tiny_folders):
    folder = shutil.copytree(tiny_folders["epsilon"], tmp_path / "base")
    manifest(label="sea\n" * 10_000)(folder)
    label = Registry([tmp_path], [], tmp_path).base("base").label
    assert len(label) <= 80
    assert "\n" not in label


def test_hidden_entries_are_none(tmp_path, tiny_folders):
    shutil.copytree(tiny_folders["epsilon"], tmp_path / "base")
    shutil.copytree(tiny_folders["epsilon"], tmp_path / ".import-x")
    (tmp_path / "._base").write_bytes(b"\0\5\x16\7")
    (tmp_path / ".DS_Store").write_bytes(b"")
    (tmp_path / "README.md").write_text("")
    registry = Registry([tmp_path], [tmp_path], tmp_path)
    assert [base.id for base in registry.bases()] == ["base"]
    assert registry.left_out() == ()


@pytest.mark.parametrize("where", ["model.safetensors", "in a folder/model.ckpt"])
def test_a_base_in_one_file_is_said_to_be_that(tmp_path, where):
    path = tmp_path / "models" / where
    path.parent.mkdir(parents=True)
    path.write_bytes(b"weights")
    registry = Registry([tmp_path / "models"], [], tmp_path)
    (entry,) = registry.left_out()
    assert "in one file" in entry.text
    assert "from_single_file" in entry.hint
    for name in (entry.name, str(tmp_path / "models" / entry.name)):
        with pytest.raises(EngineError, match="in one file"):
            registry.base(name)
    with pytest.raises(EngineError, match="no base") as caught:
        registry.base("another")
    assert entry.name in caught.value.hint


def snapshot(cache, name, folder, commit="abc123"):
    """As huggingface_hub lays a repository down."""
    repository = cache / name
    shutil.copytree(folder, repository / "snapshots" / commit)
    (repository / "refs").mkdir(exist_ok=True)
    (repository / "refs" / "main").write_text(commit)
    (repository / "blobs").mkdir(exist_ok=True)
    return repository


def test_the_newest_snapshot_of_a_repository_is_a_base(tmp_path, tiny_folders):
    repository = snapshot(tmp_path, "models--stable--tiny", tiny_folders["epsilon"])
    shutil.copytree(tiny_folders["v_prediction"], repository / "snapshots" / "zzz")
    (base,) = Registry([tmp_path], [], tmp_path).bases()
    assert (base.id, base.label) == ("models--stable--tiny", "stable/tiny")
    assert base.path == repository / "snapshots" / "abc123"
    assert Registry([], [], tmp_path).base(str(repository)) == base
    shutil.rmtree(repository / "snapshots")
    (repository / "snapshots").mkdir()
    (entry,) = Registry([tmp_path], [], tmp_path).left_out()
    assert "no snapshot" in entry.text


def test_a_folder_without_sub_folders_is_a_base(tmp_path):
    flat = flatten(write_unconditional(tmp_path / "made"), tmp_path / "models" / "flat")
    (base,) = Registry([tmp_path / "models"], [], tmp_path).bases()
    assert (base.id, base.default_size, base.path) == ("flat", 16, flat)


def flatten(folder, flat):
    """As google/ddpm-* lie on a hub: the files of unet and scheduler in the folder itself."""
    flat.mkdir(parents=True)
    for part in ("unet", "scheduler", "."):
        for file in (folder / part).iterdir():
            if file.is_file():
                shutil.copy(file, flat / file.name)
    return flat


@pytest.mark.parametrize("name", ["", ".", "..", "/", "a" * 300, "a\0b", "/" + "b/" * 3000])
def test_a_name_that_is_no_folder_is_said_to_be_no_base(tmp_path, tiny_folders, monkeypatch, name):
    monkeypatch.chdir(tiny_folders["epsilon"])
    for find in (Registry([], [], tmp_path).base, Registry([], [], tmp_path).module):
        with pytest.raises(EngineError, match="There is no") as caught:
            find(name)
        assert len(caught.value.text) < 200


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 0)() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_left_out(tmp_path, tiny_folders):
    shutil.copytree(tiny_folders["epsilon"], tmp_path / "closed")
    shutil.copytree(tiny_folders["epsilon"], tmp_path / "open")
    (tmp_path / "closed").chmod(0)
    try:
        registry = Registry([tmp_path], [], tmp_path)
        assert [base.id for base in registry.bases()] == ["open"]
        assert registry.left_out()[0].name == "closed"
    finally:
        (tmp_path / "closed").chmod(0o755)


def test_a_system_that_refuses_to_look_leaves_an_entry_out(tmp_path, tiny_folders, monkeypatch):
    from engine.installed import registry as registries

    shutil.copytree(tiny_folders["epsilon"], tmp_path / "closed")
    shutil.copytree(tiny_folders["epsilon"], tmp_path / "open")
    look = registries.is_base_like

    def refused(path):
        if path.name == "closed":
            raise PermissionError(13, "Permission denied")
        return look(path)

    monkeypatch.setattr(registries, "is_base_like", refused)
    registry = Registry([tmp_path], [], tmp_path)
    assert [base.id for base in registry.bases()] == ["open"]
    assert "Permission denied" in registry.left_out()[0].text


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("lora_unet_down_blocks_0.lora_down.weight", "a LoRA"),
        ("unet.down_blocks.0.attn1.to_k.lora_A.weight", "a LoRA"),
        ("control_model.zero_convs.0.0.weight", "a ControlNet"),
        ("emb_params", "an embedding"),
        ("text_encoders.clip_l.transformer.weight", "a whole base in one file"),
        ("decoder.conv_in.weight", "an autoencoder alone"),
        ("model.diffusion_model.input_blocks.0.0.weight", "a whole base in one file"),
    ],
)
@pytest.mark.parametrize("place", ["a.safetensors", "Lora/a.safetensors"])
def test_what_one_file_of_weights_holds_is_said(tmp_path, name, what, place):
    file = tmp_path / "models" / place
    file.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: torch.zeros(1)}, file)
    (entry,) = Registry([tmp_path / "models"], [], tmp_path / "cache").left_out()
    assert f"holds {what}" in entry.text


def test_a_pipe_for_a_config_is_not_waited_for(tmp_path, tiny_folders):
    folder = shutil.copytree(tiny_folders["epsilon"], tmp_path / "models" / "base")
    (folder / "unet" / "config.json").unlink()
    os.mkfifo(folder / "unet" / "config.json")
    (entry,) = Registry([folder.parent], [], tmp_path / "cache").left_out()
    assert "no ordinary file" in entry.text
