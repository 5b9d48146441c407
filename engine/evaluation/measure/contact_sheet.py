"""The picture that one looks at: every drawing beside what was painted from it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.evaluation.measure.painting import Pictures, resized

_ROWS = 16


def shown(modality: str, layers: NDArray[np.uint8], colours: Sequence[tuple[int, int, int]]) -> Pictures:
    """(N, H, W, …) layers as a person sees them: classes in their colours, ink on paper, paint on paper."""
    if modality == "labels":
        table = np.zeros((256, 3), dtype=np.uint8)
        table[: len(colours)] = colours
        return table[layers]
    if layers.ndim == 3:
        return np.repeat(255 - layers[..., None], 3, axis=3)
    cover = layers[..., 3:].astype(np.float32) / 255
    painted: Pictures = np.rint(layers[..., :3] * cover + 255 * (1 - cover)).astype(np.uint8)
    return painted


def contact_sheet(columns: Sequence[Pictures], side: int) -> Image.Image:
    """One row for each of some conditions, spread over all; a column's pictures are brought to `side` pixels."""
    count = len(columns[0])
    rows = np.linspace(0, count - 1, min(count, _ROWS)).round().astype(int)
    return Image.fromarray(
        np.concatenate([np.concatenate(resized(one[rows], side), axis=0) for one in columns], axis=1)
    )
