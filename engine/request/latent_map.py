"""One linear map from a latent cell to its pixels: what previews are painted with. numpy only, for any thread."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class LatentMap:
    """patch = weight @ z + offset: each latent cell becomes a `side` x `side` patch of pixels in [-1, 1]."""

    weight: NDArray[np.float32]
    """(side * side * 3, C), in the order row, column, channel."""
    offset: NDArray[np.float32]
    """(side * side * 3,)"""

    @property
    def side(self) -> int:
        """Pixels of a cell's patch, each way."""
        return math.isqrt(len(self.offset) // 3)

    def __call__(self, latent: NDArray[Any]) -> NDArray[np.uint8]:
        """(C, h, w) predicted latent -> (h * side, w * side, 3) RGB, read-only."""
        channels, height, width = latent.shape
        side = self.side
        cells = latent.astype(np.float32).reshape(channels, -1)
        patches = (self.weight @ cells + self.offset[:, None]).reshape(side, side, 3, height, width)
        pixels = patches.transpose(3, 0, 4, 1, 2).reshape(height * side, width * side, 3)
        picture: NDArray[np.uint8] = np.clip(((pixels + 1) * 127.5).round(), 0, 255).astype(np.uint8)
        picture.setflags(write=False)
        return picture
