"""The adapters of one request, ready to act, and the notes on what they leave out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch

from engine.adapters.adapter import Acting, Adapter
from engine.bases.base import BaseModel
from engine.installed.registry import MANIFEST, MODALITIES, ModuleInfo
from engine.installed.weights import read_json
from engine.layers.modality import open_modality
from engine.request.types import GenerationRequest, unheard_layer, unknown_classes
from engine.words import say


def prepared(
    request: GenerationRequest,
    base: BaseModel,
    modules: Sequence[tuple[ModuleInfo, float]],
    load: Callable[[ModuleInfo], Adapter],
) -> tuple[list[Acting], tuple[str, ...]]:
    """What `modules` make of the layers, each at its strength; none of a module that hears nothing of what is painted.

    The notes name painted layers that none of them hears, classes unknown to one, one made for another base, and
    settings that do nothing with one.
    """
    acting: list[Acting] = []
    notes: tuple[str, ...] = ()
    heard: set[str] = set()
    for info, strength in modules:
        adapter = load(info)
        heard.update(one.id for one in adapter.modalities)
        found, own_notes = _prepared(request, base, info, adapter, strength)
        notes += own_notes
        if found is not None:
            acting.append(found)
    return acting, (*_unheard_notes(request, heard, " + ".join(info.label for info, _ in modules)), *notes)


def _prepared(
    request: GenerationRequest, base: BaseModel, info: ModuleInfo, adapter: Adapter, strength: float
) -> tuple[Acting | None, tuple[str, ...]]:
    heard = {one.id: one.hear(request, adapter.classes) for one in adapter.modalities}
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
    if adapter.acts_on != "prediction":
        notes += _idle_notes(request, info, [weight for one in heard.values() for weight in one.reach])
    with torch.no_grad():
        found = adapter.prepare(maps, {name: one.reach for name, one in heard.items()}, request, strength)
    return found, notes


def _idle_notes(request: GenerationRequest, info: ModuleInfo, reach: Sequence[float]) -> tuple[str, ...]:
    """On what changes a modulation only: its colours, and the strengths of single classes, `reach`; a class at 0 is
    unlabelled for every adapter."""
    notes: tuple[str, ...] = ()
    if request.parallel != 1 or request.rescale != 0:
        notes += (say("Saturation and rescale do nothing with the module “{module}”.", module=info.label),)
    if any(weight not in (0, 1) for weight in reach):
        notes += (say("Strengths of single classes do nothing with the module “{module}”.", module=info.label),)
    return notes


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
