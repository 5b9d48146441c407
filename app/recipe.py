"""A request as JSON and back: what a saved picture and a project file keep beside the label map."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from engine.types import GenerationRequest, Ink, LabelMap

_LAYERS = frozenset({"labels", "ink", "colours"})
"""Fields that are kept as images."""
OF_THE_MACHINE = frozenset({"device", "precision"})
"""Fields that say what a machine paints with. No file keeps them: provenance tells what a picture was painted with."""


def request_to_json(request: GenerationRequest) -> dict[str, Any]:
    """All of a request but its layers and what its machine needs, as JSON can hold it."""
    names = [field.name for field in dataclasses.fields(request) if field.name not in _LAYERS | OF_THE_MACHINE]
    values = {name: getattr(request, name) for name in names}
    values["classes"] = {str(key): name for key, name in request.classes.items()}
    values["class_weights"] = {str(key): weight for key, weight in request.class_weights.items()}
    values["beside"] = dict(request.beside)
    return values


def request_from_json(
    record: Mapping[str, Any], labels: LabelMap, ink: Ink | None = None
) -> tuple[GenerationRequest, list[str]]:
    """The request for these layers, and the names of the settings that this version does not know.

    Raises ValueError, TypeError.
    """
    known = {field.name: field for field in dataclasses.fields(GenerationRequest)}
    unknown = sorted(record.keys() - known.keys())
    values = {name: _checked(name, record[name]) for name in known.keys() & record.keys() - _LAYERS - OF_THE_MACHINE}
    return GenerationRequest(labels=labels, ink=ink, **values), unknown


_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "base": str,
    "module": (str, type(None)),
    "prompt": str,
    "negative_prompt": str,
    "sampler": str,
    "seed": int,
    "width": int,
    "height": int,
    "first_px": int,
    "refine_steps": int,
    "refine_strength": (int, float),
    "steps": int,
    "guidance": (int, float),
    "strength": (int, float),
    "parallel": (int, float),
    "rescale": (int, float),
}


def _checked(name: str, value: Any) -> Any:
    """`value` in the type that the request's field `name` has. Raises ValueError, TypeError."""
    if name == "classes":
        return {int(key): str(text) for key, text in value.items()}
    if name == "class_weights":
        return {int(key): float(weight) for key, weight in value.items()}
    if name == "beside":
        return {str(module): float(strength) for module, strength in value.items()}
    if name == "window":
        start, end = value
        return float(start), float(end)
    if isinstance(value, bool) or not isinstance(value, _KINDS[name]):
        raise TypeError(f"{name} is {value!r}")
    return value
