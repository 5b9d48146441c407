"""A request as JSON and back: what a saved picture and a project file keep beside the label map."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from canvas.numbers import number, whole
from engine.request.types import MAX_SEED, GenerationRequest, Ink, LabelMap

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


_TEXTS = frozenset({"base", "prompt", "negative_prompt", "sampler"})
_WHOLES = frozenset({"seed", "width", "height", "first_px", "refine_steps", "steps"})
_MOST = 10**6
"""Of any number but the seed: beyond it nothing can be painted."""


def _checked(name: str, value: Any) -> Any:
    """`value` in the type that the request's field `name` has. Raises ValueError, TypeError."""
    if name in _TEXTS or (name == "module" and value is not None):
        return _text(value)
    if name == "module":
        return None
    if name == "classes":
        return {whole(int(key), 0, 255): _text(text) for key, text in value.items()}
    if name == "class_weights":
        return {whole(int(key), 0, 255): _number(weight) for key, weight in value.items()}
    if name == "beside":
        return {_text(module): _number(strength) for module, strength in value.items()}
    if name == "window":
        start, end = value
        return _number(start), _number(end)
    if name in _WHOLES:
        return whole(value, -_MOST, MAX_SEED if name == "seed" else _MOST)
    return _number(value)


def _number(value: Any) -> float:
    return number(value, -_MOST, _MOST)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} is no text")
    return value
