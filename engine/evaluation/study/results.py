"""What a study knows so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.evaluation.protocol.plans import Protocol
from engine.evaluation.study.cost import Cost

FLOOR, CEILING, OTHERS = "base.safetensors", "photographs.safetensors", "other-photographs.safetensors"
"""Files of what the judge saw: in the base alone, in the photographs of the maps, and in others (features only)."""


@dataclass
class Results:
    """The report is made of this and of the files in `out`."""

    protocol: Protocol
    out: Path
    versions: Mapping[str, str]
    machine: Mapping[str, Any]
    base: Mapping[str, Any]
    data: Mapping[str, Any]
    costs: dict[str, Cost] = field(default_factory=dict)
    """By kind; the base alone is ""."""
    tuning: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """By kind: what each learning rate gained; of an arm with one rate, nothing."""
    rates: dict[str, float] = field(default_factory=dict)
    """The learning rate of each arm."""
    cells: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Finished ones, by name."""
    left_out: dict[str, str] = field(default_factory=dict)
    """Arms and cells that are not there, with the reason."""
    diversity: dict[str, float] = field(default_factory=dict)
    """Of the base alone."""
    seconds: float = 0.0
    """All the study has taken."""
