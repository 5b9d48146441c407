"""What a base must be to be painted with, as its configs say it: read before any weight is. No torch."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.errors import WeightsError, brief
from engine.installed.layout import INDEX, base_id, cell_px, native_cells, part
from engine.installed.weights import read_json
from engine.json_numbers import integer, number
from engine.words import Words, say

CONDITIONAL, UNCONDITIONAL = "UNet2DConditionModel", "UNet2DModel"
AUTOENCODERS = ("AutoencoderKL", "AutoencoderTiny")
_TEXT_ENCODERS = ("clip_text_model", "clip", "")
_TEXT_CLASSES = ("CLIPTextModel", "CLIPTextModelWithProjection")
_MOST_LAYERS = 256
_NO_DIFFUSION = ("FlowMatch", "EDM", "ScoreSde", "KarrasVe", "CMStochastic", "VQDiffusion", "Amused")
"""Of scheduler classes whose noise is not that of a variance-preserving diffusion."""
_BY_CHANNELS = {
    5: say("one that reads a depth map"),
    7: say("one that enlarges pictures"),
    8: say("one that edits pictures by instructions (InstructPix2Pix)"),
    9: say("one for inpainting"),
}
_CHOOSE = say("Choose a Stable Diffusion 1.x or 2.x folder, or an unconditional one, in diffusers form.")


def check_requirements(folder: Path) -> None:
    """Raise WeightsError, in a sentence that says what the base is, where its configs tell that it cannot be painted
    with. What the folder lacks is not looked for here.
    """
    name = base_id(folder)
    network = _config(part(folder, "unet"))
    if network is None:
        kind = _config(folder, INDEX)
        if kind is not None and kind.get("_class_name") and not part(folder, "unet").is_dir():
            raise _refused(name, say("a {kind} without a U-Net", kind=brief(kind["_class_name"], 60)))
        return
    kind = network.get("_class_name")
    if kind not in (None, CONDITIONAL, UNCONDITIONAL):
        raise WeightsError(
            say(
                "The base {name} has a network of class {kind}, which is not supported.",
                name=name,
                kind=brief(kind, 60),
            ),
            _CHOOSE,
        )
    _check_quantised(folder, name)
    native_cells(network, name)
    try:
        if kind == CONDITIONAL:
            _check_conditional(folder, name, network)
        elif kind == UNCONDITIONAL:
            _check_unconditional(folder, name, network)
        _check_schedule(folder, name)
    except (ValueError, TypeError, AttributeError) as error:
        raise WeightsError(
            say("What the base {name} says of itself cannot be read ({error}).", name=name, error=brief(error)),
            say("Copy its folder again from where it came."),
        ) from error


def _check_conditional(folder: Path, name: str, network: Mapping[str, Any]) -> None:
    channels, out = _channels(network)
    if network.get("addition_embed_type") == "text_time":
        raise _refused(name, say("of the Stable Diffusion XL family"))
    vae = _config(folder / "vae")
    latent = None if vae is None else integer(vae.get("latent_channels", 4), 1)
    if channels in _BY_CHANNELS and channels != latent:
        raise _refused(name, _BY_CHANNELS[channels])
    if out == 2 * channels:
        raise _refused(name, say("one that predicts its variance, too"))
    if network.get("class_embed_type") == "projection":
        raise _refused(name, say("one that starts from another picture (unCLIP)"))
    _check_no_classes(name, network)
    for key in ("addition_embed_type", "encoder_hid_dim", "encoder_hid_dim_type"):
        if network.get(key) is not None:
            raise _refused(name, say("one that needs more inputs than text ({key})", key=key))
    if channels != out:
        raise _refused(name, say("one that reads {channels} channels and predicts {out}", channels=channels, out=out))
    if latent is not None and channels != latent:
        raise _refused(
            name,
            say(
                "one whose network has {channels} channels, its autoencoder {latent}", channels=channels, latent=latent
            ),
        )
    _check_text(folder, name, network)
    if vae is not None:
        cell_px(dict(vae))
        number(vae.get("scaling_factor", 1.0), 1e-6, 1e6)


def _check_text(folder: Path, name: str, network: Mapping[str, Any]) -> None:
    text = _config(folder / "text_encoder")
    if text is None:
        if (folder / "vae").is_dir() and (folder / "image_encoder").is_dir():
            raise _refused(name, say("one that varies pictures, and reads no text"))
        return
    integer(text.get("num_hidden_layers", 12), 1, _MOST_LAYERS)
    kinds = text.get("architectures") or [_TEXT_CLASSES[0]]
    if str(text.get("model_type", "")) not in _TEXT_ENCODERS or not set(map(str, kinds)) & set(_TEXT_CLASSES):
        raise _refused(name, say("one whose text encoder is a {kind}, not CLIP", kind=brief(kinds[0], 60)))
    width, reads = text.get("hidden_size", 512), network.get("cross_attention_dim", 1280)
    if reads != width:
        raise _refused(
            name,
            say("one whose network reads text {reads} wide, its text encoder writes {width}", reads=reads, width=width),
        )


def _check_unconditional(folder: Path, name: str, network: Mapping[str, Any]) -> None:
    channels, out = _channels(network, 3)
    if out == 2 * channels:
        raise _refused(name, say("one that predicts its variance, too"))
    _check_no_classes(name, network)
    if channels != out:
        raise _refused(name, say("one that reads {channels} channels and predicts {out}", channels=channels, out=out))
    if network.get("time_embedding_type", "positional") not in ("positional", "learned"):
        raise _refused(name, say("one of continuous time, without a list of timesteps"))
    coder = _config(folder / "vqvae")
    if coder is not None:
        cell_px(dict(coder))
        number(coder.get("scaling_factor", 1.0), 1e-6, 1e6)
        latent = integer(coder.get("latent_channels", 3), 1)
        if latent != channels:
            raise _refused(
                name,
                say(
                    "one whose network has {channels} channels, its autoencoder {latent}",
                    channels=channels,
                    latent=latent,
                ),
            )
    elif not (folder / "vqvae").is_dir() and channels != 3:
        raise _refused(name, say("one that paints {channels} channels instead of colours", channels=channels))


def _check_no_classes(name: str, network: Mapping[str, Any]) -> None:
    if network.get("num_class_embeds") is not None or network.get("class_embed_type") is not None:
        raise _refused(name, say("one that must be told a class"))


def _check_schedule(folder: Path, name: str) -> None:
    config = _config(part(folder, "scheduler"), "scheduler_config.json")
    kind = brief((config or {}).get("_class_name", ""), 60)
    if any(word in kind for word in _NO_DIFFUSION):
        raise _refused(name, say("one with another kind of noise ({kind})", kind=kind))


def _check_quantised(folder: Path, name: str) -> None:
    for each in ("unet", "vae", "vqvae", "text_encoder"):
        if (_config(part(folder, each)) or {}).get("quantization_config") is not None:
            raise _refused(name, say("one with quantised weights"))


def _channels(network: Mapping[str, Any], usual: int = 4) -> tuple[int, int]:
    return integer(network.get("in_channels", usual), 1), integer(network.get("out_channels", usual), 1)


def _config(folder: Path, name: str = "config.json") -> dict[str, Any] | None:
    return read_json(folder / name) if (folder / name).is_file() else None


def _refused(name: str, what: Words) -> WeightsError:
    return WeightsError(say("The base {name} is {what}, which is not supported.", name=name, what=what), _CHOOSE)
