"""Tiny random bases, and a dummy one that counts its calls."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch
from diffusers import AutoencoderKL, DDPMScheduler, UNet2DConditionModel, UNet2DModel
from transformers import CLIPTextConfig, CLIPTextModel

from engine.adapters.modulation.network import network_for
from engine.bases.noise_path import VPPath
from engine.bases.opening import open_base
from engine.installed.registry import Registry
from engine.painting.pipeline import Pipeline
from tests.fakes.requests import CLASSES

POCKET = Path(__file__).resolve().parents[2] / "assets" / "models" / "pocket"
CPU = torch.device("cpu")


def write_unet(folder: Path, blocks: int = 1) -> None:
    """Its network, with so many residual blocks a level."""
    torch.manual_seed(0)
    UNet2DConditionModel(
        sample_size=8,
        block_out_channels=(8, 16),
        layers_per_block=blocks,
        cross_attention_dim=16,
        attention_head_dim=4,
        norm_num_groups=4,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
    ).save_pretrained(folder)


def write_stable_diffusion(folder: Path, prediction: str) -> Path:
    """A Stable Diffusion folder of a few thousand random parameters: 8 x 8 cells of 2 pixels, 4 channels."""
    write_unet(folder / "unet")
    AutoencoderKL(
        block_out_channels=(8, 8),
        down_block_types=("DownEncoderBlock2D",) * 2,
        up_block_types=("UpDecoderBlock2D",) * 2,
        norm_num_groups=4,
        latent_channels=4,
        scaling_factor=0.18215,
    ).save_pretrained(folder / "vae")
    config = CLIPTextConfig(
        vocab_size=781,
        hidden_size=16,
        intermediate_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        max_position_embeddings=24,
        bos_token_id=0,
        eos_token_id=1,
        pad_token_id=1,
    )
    CLIPTextModel(config).save_pretrained(folder / "text_encoder")
    shutil.copytree(POCKET / "tokenizer", folder / "tokenizer")
    DDPMScheduler(prediction_type=prediction).save_pretrained(folder / "scheduler")
    (folder / "model_index.json").write_text('{"_class_name": "StableDiffusionPipeline"}')
    return folder


def write_unconditional(folder: Path) -> Path:
    """An unconditional pixel-space folder: 16 x 16 pixels, epsilon."""
    torch.manual_seed(0)
    UNet2DModel(
        sample_size=16,
        block_out_channels=(8, 16),
        layers_per_block=1,
        norm_num_groups=4,
        attention_head_dim=8,
        down_block_types=("DownBlock2D",) * 2,
        up_block_types=("UpBlock2D",) * 2,
    ).save_pretrained(folder / "unet")
    DDPMScheduler().save_pretrained(folder / "scheduler")
    (folder / "model_index.json").write_text('{"_class_name": "DDPMPipeline"}')
    return folder


@pytest.fixture(scope="session")
def tiny_folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders by kind: "epsilon" and "v_prediction" (Stable Diffusion), "unconditional"."""
    parent = tmp_path_factory.mktemp("bases")
    return {
        "epsilon": write_stable_diffusion(parent / "tiny-epsilon", "epsilon"),
        "v_prediction": write_stable_diffusion(parent / "tiny-v", "v_prediction"),
        "unconditional": write_unconditional(parent / "tiny-unconditional"),
    }


@pytest.fixture(scope="session")
def pocket():
    """The built-in base in float32."""
    return open_base(POCKET, CPU, torch.float32)


@pytest.fixture(scope="session")
def tiny(tiny_folders):
    """A tiny Stable Diffusion base that predicts epsilon, in float32."""
    return open_base(tiny_folders["epsilon"], CPU, torch.float32)


class DummyBase:
    """A base whose prediction is a fixed smooth function of its input; counts its calls."""

    def __init__(self, prediction_type: str = "epsilon") -> None:
        self.id, self.device, self.dtype = "dummy", CPU, torch.float32
        self.latent_channels, self.latent_factor, self.size_step, self.native_size = 4, 2, 2, 16
        self.scheduler_config = dict(DDPMScheduler(prediction_type=prediction_type).config)
        self.path = VPPath(DDPMScheduler().alphas_cumprod, prediction_type)
        self.fingerprint = self.whole_fingerprint = "dummy"
        self.takes_guidance = False
        self.network = torch.nn.Identity()
        self.calls = 0

    def encode_prompts(self, prompts):
        return torch.stack([torch.full((1, 4), float(len(prompt))) for prompt in prompts])

    def unread_words(self, prompt):
        return ""

    def predict(self, x_t, timestep, context, guidance=1.0):
        self.calls += 1
        shift = 0 if context is None else context.mean((1, 2)).view(-1, 1, 1, 1) / 10
        return torch.tanh(x_t) * 0.9 + shift + torch.as_tensor(timestep).float().view(-1, 1, 1, 1) / 1e4

    def encode(self, images):
        return torch.nn.functional.avg_pool2d(images, 2)[:, [0, 1, 2, 0]]

    def decode(self, latents):
        return torch.nn.functional.interpolate(latents[:, :3], scale_factor=2)


@pytest.fixture
def dummy() -> DummyBase:
    return DummyBase()


@pytest.fixture
def pocket_folder() -> Path:
    return POCKET


def write_module(folder, base_folder, modalities=("labels",)):
    """A module with random weights, so that it visibly acts."""
    base = open_base(base_folder, torch.device("cpu"), torch.float32)
    torch.manual_seed(0)
    network = network_for(base, list(CLASSES.values()), "small", modalities)
    torch.nn.init.normal_(network.trunk.conv_out.weight, std=0.3)
    network.save_pretrained(folder)
    manifest = {
        "label": "Test module",
        "base": base_folder.name,
        "classes": [{"id": i, "name": name, "rgb": [i, 0, 0]} for i, name in CLASSES.items()],
        "training": {"base_fingerprint": base.fingerprint},
    }
    (folder / "sinopia.json").write_text(json.dumps(manifest))
    return folder


@pytest.fixture(scope="session")
def installed(tiny_folders, tmp_path_factory):
    """A folder with `models` and `modules`."""
    home = tmp_path_factory.mktemp("installed")
    for folder in tiny_folders.values():
        shutil.copytree(folder, home / "models" / folder.name)
    write_module(home / "modules" / "test", home / "models" / "tiny-epsilon")
    write_module(home / "modules" / "ink", home / "models" / "tiny-epsilon", ["sketch"])
    write_module(home / "modules" / "joint", home / "models" / "tiny-epsilon", ["labels", "sketch"])
    write_module(home / "modules" / "colours", home / "models" / "tiny-epsilon", ["colours"])
    write_module(home / "modules" / "pixels", home / "models" / "tiny-unconditional")
    return home


@pytest.fixture
def registry(installed, tmp_path):
    return Registry([installed / "models"], [installed / "modules"], tmp_path / "cache")


@pytest.fixture
def pipeline(registry):
    return Pipeline(registry)
