"""What a new module takes over from a trained one, so that it need not be learnt again."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from engine.adapters.modulation.network import ModulationNetwork, load_network
from engine.bases.base import BaseModel
from engine.errors import ModuleMismatchError
from engine.installed.registry import MANIFEST
from engine.installed.weights import read_json
from engine.words import say

_OWN = ("classes", "modalities")
"""What two modules of one size may differ in."""


def inherit(network: ModulationNetwork, folder: Path, base: BaseModel) -> dict[str, Any]:
    """Give `network` all that the module in `folder` knows; returns that module's id, label and examples.

    What only `network` hears starts at zero: where it hears all that the other does, it at first answers every
    drawing that the other understands as the other does. Raises WeightsError if the module is missing or damaged,
    ModuleMismatchError if it was trained on another base or has another size.
    """
    other = load_network(folder, base, torch.float32)
    manifest = read_json(folder / MANIFEST)
    training = manifest.get("training")
    training = training if isinstance(training, dict) else {}
    if training.get("base_fingerprint") != base.fingerprint:
        raise ModuleMismatchError(
            say(
                "The module {module} was trained on other weights than those of {base}.",
                module=folder.name,
                base=base.id,
            ),
            say("Begin with a module that was trained on this base, or with nothing."),
        )
    if _size(other) != _size(network):
        raise ModuleMismatchError(
            say("The module {module} has another size than the one that is to be trained.", module=folder.name),
            say("Train one of the same size, or begin with nothing."),
        )
    take_over(network, other)
    return {
        "id": folder.name,
        "label": str(manifest.get("label", folder.name)),
        "examples": int(training["examples"]) if isinstance(training.get("examples"), int) else 0,
    }


@torch.no_grad()
def take_over(network: ModulationNetwork, other: ModulationNetwork) -> None:
    """Copy every parameter of `other`; of the two layers that see the drawing, the channels that both know."""
    theirs, known = dict(other.named_parameters()), _inputs(other)
    for name, wanted in _inputs(network).items():
        _copy_channels(network.get_parameter(name), wanted, theirs.pop(name), known[name])
    for name, parameter in theirs.items():
        network.get_parameter(name).copy_(parameter)


def _copy_channels(mine: Tensor, wanted: Sequence[Hashable], theirs: Tensor, known: Sequence[Hashable]) -> None:
    mine.zero_()
    place = {channel: index for index, channel in enumerate(known)}
    for index, channel in enumerate(wanted):
        if channel in place:
            mine[:, index] = theirs[:, place[channel]]


def _inputs(network: ModulationNetwork) -> dict[str, list[Hashable]]:
    """What each input channel of the layers that see the drawing stands for, as the network puts them together."""
    config = network.config
    maps: list[Hashable] = []
    grid: list[Hashable] = []
    for one in network.modalities:
        maps += [(one.id, name) for name in one.channel_names(config.classes)]
        grid += [(one.id, name) for name in one.grid_channel_names(config.classes, config.latent_factor)]
    latents: list[Hashable] = [("latent", index) for index in range(3 * config.latent_channels)]
    features: list[Hashable] = [("feature", index) for index in range(config.encoder_width)]
    return {"encoder.strided.0.weight": maps, "trunk.conv_in.weight": [*latents, *grid, *features]}


def _size(network: ModulationNetwork) -> dict[str, Any]:
    config = {name: value for name, value in network.config.items() if not name.startswith("_")}
    return {name: list(v) if isinstance(v, tuple) else v for name, v in config.items() if name not in _OWN}
