"""The modules of one request, ready to act, and the notes on what they leave out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch

from engine.adapters.modulation.modulation import Modulation
from engine.adapters.modulation.network import ModulationNetwork
from engine.bases.base import BaseModel
from engine.installed.registry import MANIFEST, MODALITIES, ModuleInfo
from engine.installed.weights import read_json
from engine.layers.modality import open_modality
from engine.request.types import GenerationRequest, unheard_layer, unknown_classes
from engine.words import say


def modulations(
    request: GenerationRequest,
    base: BaseModel,
    modules: Sequence[tuple[ModuleInfo, float]],
    load: Callable[[ModuleInfo], ModulationNetwork],
) -> tuple[list[Modulation], tuple[str, ...]]:
    """What `modules` make of the layers, each at its strength; none of a module that hears nothing of what is painted.

    The notes name painted layers that none of them hears, classes unknown to one, and one made for another base.
    """
    acting: list[Modulation] = []
    notes: tuple[str, ...] = ()
    heard: set[str] = set()
    for info, strength in modules:
        network = load(info)
        heard.update(one.id for one in network.modalities)
        modulation, own_notes = _modulation(request, base, info, network, strength)
        notes += own_notes
        if modulation is not None:
            acting.append(modulation)
    return acting, (*_unheard_notes(request, heard, " + ".join(info.label for info, _ in modules)), *notes)


def _modulation(
    request: GenerationRequest, base: BaseModel, info: ModuleInfo, network: ModulationNetwork, strength: float
) -> tuple[Modulation | None, tuple[str, ...]]:
    heard = {one.id: one.hear(request, network.config.classes) for one in network.modalities}
    notes: tuple[str, ...] = ()
    unknown = [name for one in heard.values() for name in one.unknown]
    if unknown:
        notes += (unknown_classes(info.label, unknown),)
    trained_on = _trained_on(info)
    if trained_on and trained_on != base.fingerprint:
        notes += (
            say(
                "The module “{module}” was trained on another version of this base; train it again for it.",
                module=info.label,
            ),
        )
    maps = {
        name: torch.from_numpy(one.maps).unsqueeze(0).to(base.device)
        for name, one in heard.items()
        if one.maps is not None
    }
    if not maps:
        return None, notes
    with torch.no_grad():
        condition = network.encode(maps)
    modulation = Modulation(
        network=network,
        condition=condition,
        weight=network.weight(maps, {name: one.reach for name, one in heard.items()}),
        strength=strength,
        window=request.window,
        parallel=request.parallel,
        rescale=request.rescale,
    )
    return modulation, notes


def _unheard_notes(request: GenerationRequest, heard: set[str], modules: str) -> tuple[str, ...]:
    """A sentence for every painted layer that no module hears."""
    return tuple(
        unheard_layer(modules, choice.layer)
        for choice in MODALITIES
        if choice.id not in heard and open_modality(choice.id).is_painted(request)
    )


def _trained_on(info: ModuleInfo) -> str:
    """Fingerprint of the base that it was trained on; "" where it does not say."""
    path = info.path / MANIFEST
    training = read_json(path).get("training") if path.is_file() else None
    return str(training.get("base_fingerprint", "")) if isinstance(training, dict) else ""
