"""A request as JSON and back: what a saved picture and a project file keep beside the layers of a drawing.

The record is flat, as it ever was: ids are unique over the parts of a request, so that a field may move to another
part, and older versions read what newer ones write.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.request.parts import OF_THE_MACHINE, ROWS
from engine.request.types import Colours, GenerationRequest, Ink, LabelMap

_KEPT = {key: row for key, row in ROWS.items() if not row.is_layer and key not in OF_THE_MACHINE}
"""Layers are kept as images. No file keeps what a machine paints with: provenance tells it."""


def request_to_json(request: GenerationRequest) -> dict[str, Any]:
    """All of a request but its layers and what its machine needs, as JSON can hold it."""
    return {key: row.kind.plain(getattr(request, key)) for key, row in _KEPT.items()}


def request_from_json(
    record: Mapping[str, Any], labels: LabelMap, ink: Ink | None = None, colours: Colours | None = None
) -> tuple[GenerationRequest, list[str]]:
    """The request for these layers, and the names of the settings that this version does not know.

    Raises ValueError, TypeError.
    """
    record = migrate(record)
    values = {key: row.kind.parsed(record[key]) for key, row in _KEPT.items() if key in record}
    return GenerationRequest(labels=labels, ink=ink, colours=colours, **values), sorted(record.keys() - ROWS.keys())


def migrate(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """The record of any version as this one writes it; what is not known here stays. Raises AttributeError."""
    for step in _MIGRATIONS:
        record = step(record)
    return record


def _without_machine(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """Earlier records held the device and the number format of the machine that painted."""
    return {key: value for key, value in record.items() if key not in OF_THE_MACHINE}


_MIGRATIONS: tuple[Callable[[Mapping[str, Any]], Mapping[str, Any]], ...] = (_without_machine,)
"""From the oldest on. A field that was not there yet needs none: it has its default."""
