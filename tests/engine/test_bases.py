"""Every family of base keeps one protocol, and a damaged folder is told in one sentence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import torch

from engine.bases.opening import open_base
from engine.errors import WeightsError

POCKET = Path(__file__).resolve().parents[2] / "assets" / "models" / "pocket"


@pytest.fixture(params=["pocket", "epsilon", "v_prediction", "unconditional"])
def base(request, tiny_folders):
    folder = POCKET if request.param == "pocket" else tiny_folders[request.param]
    return open_base(folder, torch.device("cpu"), torch.float32)


def test_a_base_predicts_encodes_and_decodes_in_its_own_shapes(base):
    cells = base.native_size // base.latent_factor
    x_t = torch.randn(2, base.latent_channels, cells, cells, generator=torch.Generator().manual_seed(0))
    context = base.encode_prompts(["sea", ""])
    assert base.predict(x_t, torch.tensor([10, 900]), context).shape == x_t.shape
    images = torch.zeros(2, 3, base.native_size, base.native_size)
    latents = base.encode(images)
    assert latents.shape == x_t.shape
    assert base.decode(latents).shape == images.shape
    assert base.native_size % base.size_step == 0


def test_a_base_never_takes_a_gradient(base):
    parts = [part for part in vars(base).values() if isinstance(part, torch.nn.Module)]
    assert parts
    assert not any(parameter.requires_grad for part in parts for parameter in part.parameters())
    cells = base.native_size // base.latent_factor
    x_t = torch.randn(1, base.latent_channels, cells, cells, requires_grad=True)
    assert not base.predict(x_t, 5, base.encode_prompts([""])).requires_grad


def test_the_prediction_type_comes_from_the_folder(tiny_folders):
    kinds = {
        name: open_base(folder, torch.device("cpu"), torch.float32).path.prediction_type
        for name, folder in tiny_folders.items()
    }
    assert kinds == {"epsilon": "epsilon", "v_prediction": "v_prediction", "unconditional": "epsilon"}


def test_words_beyond_the_tokenizer_are_named(pocket):
    assert pocket.unread_words("sea, sunset") == ""
    long = ", ".join(["sea"] * 12 + ["sunset"])
    assert pocket.unread_words(long).endswith("sunset")
    assert pocket.encode_prompts([long]).shape == pocket.encode_prompts([""]).shape


def _damaged(tmp_path, change):
    folder = shutil.copytree(POCKET, tmp_path / "base")
    change(folder)
    return folder


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda f: (f / "unet" / "diffusion_pytorch_model.safetensors").unlink(), "unet"),
        (lambda f: _truncate(f / "unet" / "diffusion_pytorch_model.safetensors"), "unet"),
        (lambda f: _truncate(f / "vae" / "diffusion_pytorch_model.safetensors"), "vae"),
        (lambda f: _truncate(f / "text_encoder" / "model.safetensors"), "text_encoder"),
        (lambda f: shutil.rmtree(f / "tokenizer"), "tokenizer"),
        (lambda f: (f / "unet" / "config.json").write_text("{"), "config.json"),
        (lambda f: (f / "scheduler" / "scheduler_config.json").unlink(), "scheduler_config.json"),
    ],
)
def test_a_damaged_base_is_told_in_one_sentence_with_a_hint(tmp_path, change, named):
    with pytest.raises(WeightsError, match=named) as caught:
        open_base(_damaged(tmp_path, change), torch.device("cpu"), torch.float32)
    assert caught.value.hint


def test_a_missing_base_and_one_of_an_unknown_family_are_refused(tmp_path, tiny_folders):
    with pytest.raises(WeightsError, match="no base at nowhere"):
        open_base(tmp_path / "nowhere", torch.device("cpu"), torch.float32)
    folder = shutil.copytree(tiny_folders["unconditional"], tmp_path / "odd")
    (folder / "unet" / "config.json").write_text('{"_class_name": "FluxTransformer2DModel"}')
    with pytest.raises(WeightsError, match="FluxTransformer2DModel"):
        open_base(folder, torch.device("cpu"), torch.float32)


def test_a_folder_with_half_precision_weights_only_is_read(tmp_path, tiny_folders):
    folder = shutil.copytree(tiny_folders["epsilon"], tmp_path / "half")
    for part in ("unet", "vae", "text_encoder"):
        for weights in (folder / part).glob("*.safetensors"):
            weights.rename(weights.with_suffix(".fp16.safetensors"))
    half, whole = (open_base(path, torch.device("cpu"), torch.float32) for path in (folder, tiny_folders["epsilon"]))
    x_t = torch.ones(1, 4, 8, 8)
    context = whole.encode_prompts(["sea"])
    assert torch.equal(half.encode_prompts(["sea"]), context)
    assert torch.equal(half.predict(x_t, 5, context), whole.predict(x_t, 5, context))


def test_pickled_weights_are_never_read(tmp_path, tiny_folders):
    folder = shutil.copytree(tiny_folders["unconditional"], tmp_path / "pickled")
    weights = folder / "unet" / "diffusion_pytorch_model.safetensors"
    weights.rename(weights.with_suffix(".bin"))
    with pytest.raises(WeightsError, match="no weights"):
        open_base(folder, torch.device("cpu"), torch.float32)


def _truncate(path):
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)
