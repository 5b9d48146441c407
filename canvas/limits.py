"""What a drawing can be: its size, and the ids that its palette names."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from canvas.errors import CanvasError, LabelMapError
from canvas.palette import Palette
from canvas.words import listed, say

MAX_SIDE = 4096
"""Longest side of a drawing, in pixels."""


def check_size(height: int, width: int) -> None:
    """Raise CanvasError unless a drawing can have this size."""
    if not (1 <= height <= MAX_SIDE and 1 <= width <= MAX_SIDE):
        raise CanvasError(
            say("A drawing cannot be {width} x {height} pixels.", width=width, height=height),
            say("Each side can have 1 to {most} pixels. Make the image smaller first.", most=MAX_SIDE),
        )


def check_ids(labels: NDArray[np.uint8], palette: Palette) -> None:
    """Raise LabelMapError, which lists them, where the map has ids that the palette lacks."""
    missing = palette.missing(labels)
    if missing:
        raise LabelMapError(
            say(
                'The drawing has class {ids}, unknown to "{palette}".',
                ids=listed([str(class_id) for class_id in missing]),
                palette=palette.name,
            ),
            say("Choose the palette that the drawing was made with, or add these classes to it."),
        )
