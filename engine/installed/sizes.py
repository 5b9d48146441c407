"""The two sizes of a module: what its network is built of. No torch, so that lists can tell them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

ModuleSize = Literal["small", "large"]
"""About 1 % of the base's operations, or about 10 %."""

_WIDE_GRID = 32


def _wide(width: int) -> Mapping[str, Any]:
    return MappingProxyType(
        {"widths": (width, width, 2 * width, 4 * width), "layers_per_block": 2, "attention_level": 2}
    )


def _narrow(width: int) -> Mapping[str, Any]:
    return MappingProxyType({"widths": (width, 2 * width), "layers_per_block": 1, "attention_level": None})


_WIDE: Mapping[ModuleSize, Mapping[str, Any]] = {"small": _wide(32), "large": _wide(160)}
_NARROW: Mapping[ModuleSize, Mapping[str, Any]] = {"small": _narrow(24), "large": _narrow(64)}


def shape_of(size: ModuleSize, grid: int) -> Mapping[str, Any]:
    """What a module's network is built of for a base with a latent grid of `grid` cells a side."""
    return (_WIDE if grid >= _WIDE_GRID else _NARROW)[size]


def size_of(config: Mapping[str, Any]) -> ModuleSize | None:
    """The size of the module with this config; None where it is built otherwise."""
    widths = tuple(config.get("widths") or ())
    for table in (_WIDE, _NARROW):
        for size, shape in table.items():
            if all({**config, "widths": widths}.get(name) == value for name, value in shape.items()):
                return size
    return None
