"""Whether two requests ask for the same drawing or picture. No Qt."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from engine.request.parts import OF_THE_MACHINE, ROWS
from engine.request.types import GenerationRequest, Ink


def same_drawing(a: GenerationRequest, b: GenerationRequest) -> bool:
    """Whether both paint the same label map, with the same classes, the same ink and the same colour strokes."""
    return (
        np.array_equal(a.labels, b.labels)
        and a.classes == b.classes
        and same_ink(a.ink, b.ink)
        and same_ink(a.colours, b.colours)
    )


def same_ink(a: Ink | None, b: Ink | None) -> bool:
    """Whether both hold the same strokes; None and blank paper are the same."""
    if a is None or b is None:
        return not any(ink is not None and ink.any() for ink in (a, b))
    return np.array_equal(a, b)


def same_picture(a: GenerationRequest, b: GenerationRequest, heard: Collection[str] | None = None) -> bool:
    """Whether both requests ask for the same picture, from a module that hears these modalities, or all.

    On whatever machine: device and precision are told by a picture's provenance, and no request of a file has them.
    """
    if heard is None:
        same = same_drawing(a, b)
    else:
        same = (
            ("labels" not in heard or (np.array_equal(a.labels, b.labels) and a.classes == b.classes))
            and ("sketch" not in heard or same_ink(a.ink, b.ink))
            and ("colours" not in heard or same_ink(a.colours, b.colours))
        )
    left_out = {"classes", *OF_THE_MACHINE}
    if heard is not None and "labels" not in heard:
        left_out.add("class_weights")
    names = [row.id for row in ROWS.values() if not row.is_layer and row.id not in left_out]
    return same and all(getattr(a, name) == getattr(b, name) for name in names)
