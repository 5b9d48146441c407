"""What a picture's provenance tells beyond how it was made. No Qt."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from canvas.numbers import number
from engine.request.types import Agreement, Finished

_AGREEMENT, _SEGMENTER = "agreement", "segmenter"


def with_agreement(finished: Finished, agreement: Agreement) -> Finished:
    """The same picture, whose provenance tells how far it agrees, and in whose eyes."""
    told = {_AGREEMENT: f"{agreement.share:.4f}", _SEGMENTER: agreement.segmenter}
    return dataclasses.replace(finished, provenance={**finished.provenance, **told})


def agreement_in(provenance: Mapping[str, Any]) -> float | None:
    """The share, 0 to 1, that a provenance tells; None where it tells none that can be."""
    try:
        told = provenance[_AGREEMENT]
        return number(float(told) if isinstance(told, str) else told, 0, 1)
    except (KeyError, TypeError, ValueError):
        return None
