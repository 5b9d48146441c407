"""Settings that earlier versions kept under another name, or in another unit. No Qt."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from app.settings.kinds import Whole, size


def _side_px(value: Any) -> int:
    """Side of the square that has as many pixels as (width, height)."""
    width, height = size(value)
    return Whole(16, 8192)(round(math.sqrt(width * height)))


RENAMED: Mapping[str, tuple[str, Callable[[Any], Any]]] = {"picture_size": ("size_px", _side_px)}
"""Id that was -> id that is, and what makes the value of the one from that of the other."""


def migrated(values: Mapping[str, Any]) -> dict[str, Any]:
    """Stored values under the ids of this version; what is there under both is as this version wrote it.

    A value that could never be is left out.
    """
    found = dict(values)
    for before, (after, read) in RENAMED.items():
        if before in found:
            value = found.pop(before)
            try:
                found.setdefault(after, read(value))
            except (ValueError, TypeError):
                continue
    return found
