"""Colours for classes that have none, or whose colour another class has."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from canvas.palette_check import ALIKE
from canvas.palette_colours import Vision, distance, lab

RGB = tuple[int, int, int]
_STEPS = 9
_WORTH = np.array([0.5 if vision is Vision.NORMAL else 1.0 for vision in Vision])[:, np.newaxis, np.newaxis]
"""As in `palette_recolouring`: normal vision is asked for twice the distance."""


class FreeColours:
    """Gives out colours that are told from those taken and from those given before; never the same one twice."""

    def __init__(self, taken: Iterable[RGB]) -> None:
        axis = np.rint(np.linspace(0, 255, _STEPS)).astype(int)
        self._grid = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1).reshape(-1, 3)
        self._seen = np.stack([lab(self._grid, vision) for vision in Vision])
        self._nearest = self._distances(list(taken)).min(axis=1, initial=np.inf)

    def far(self) -> RGB:
        """The colour whose nearest among those taken is farthest."""
        return self._given(int(np.argmax(self._nearest)))

    def near(self, rgb: RGB) -> RGB:
        """The most similar colour that is not mistaken for one that is taken, as far as there is any."""
        is_told = self._nearest >= ALIKE * _WORTH.min()
        if not is_told.any():
            return self.far()
        return self._given(int(np.argmin(np.where(is_told, self._distances([rgb])[:, 0], np.inf))))

    def _given(self, place: int) -> RGB:
        red, green, blue = self._grid[place].tolist()
        self._nearest = np.minimum(self._nearest, self._distances([(red, green, blue)])[:, 0])
        return red, green, blue

    def _distances(self, colours: list[RGB]) -> NDArray[np.float64]:
        """(grid, colours), for the vision to which they are most alike."""
        seen = np.stack([lab(np.array(colours).reshape(-1, 3), vision) for vision in Vision])
        apart = distance(self._seen[:, :, np.newaxis], seen[:, np.newaxis])
        return np.asarray((apart * _WORTH).min(axis=0))
