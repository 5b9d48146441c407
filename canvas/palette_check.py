"""Which classes of a palette look alike, and to whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from canvas.palette import UNLABELLED, Palette
from canvas.palette_colours import Vision, distance, lab

SAME = 1.0
"""CIEDE2000 below which two colours are equal to the eye: the formula is scaled so that 1 is just noticeable when both
lie side by side under good light."""
ALIKE = 5.0
"""CIEDE2000 below which two classes are easily mistaken. A just noticeable difference is 2.3 in Lab (Mahy, Van Eycken
and Oosterlinck, Color Research & Application 19(2), 1994), for patches side by side; regions of a drawing may be small
and far apart, for which more is needed (Stone, Albers Szafir and Setlur, "An engineering model for color difference as
a function of size", Color and Imaging Conference 2014): twice as much is asked for here."""


@dataclass(frozen=True)
class Likeness:
    """Two classes that `vision` hardly tells apart; `distance` is CIEDE2000."""

    first: int
    second: int
    vision: Vision
    distance: float

    @property
    def is_same(self) -> bool:
        """Whether no difference is seen at all."""
        return self.distance < SAME


def alike(palette: Palette, below: float = ALIKE) -> tuple[Likeness, ...]:
    """Each pair of classes nearer than `below`, the nearest first: those that are alike to everybody, then the others.

    A pair is listed once: for normal vision if it is alike there, else for the vision that it is nearest to.
    """
    entries = [entry for entry in palette.entries if entry.class_id != UNLABELLED]
    if len(entries) < 2:
        return ()
    rows, cols = np.triu_indices(len(entries), 1)
    colours = [entry.rgb for entry in entries]
    visions = tuple(Vision)
    apart = np.stack([_apart(colours, vision)[rows, cols] for vision in visions])
    who = np.where(apart[0] < below, 0, apart.argmin(axis=0))
    nearest = np.take_along_axis(apart, who[np.newaxis], axis=0)[0]
    found = [
        Likeness(entries[rows[pair]].class_id, entries[cols[pair]].class_id, visions[who[pair]], float(nearest[pair]))
        for pair in np.flatnonzero(nearest < below).tolist()
    ]
    return tuple(sorted(found, key=lambda each: (each.vision is not Vision.NORMAL, each.distance)))


def least_distances(palette: Palette) -> dict[Vision, float]:
    """The distance of the two most alike classes for each vision; infinite for fewer than two classes."""
    colours = [entry.rgb for entry in palette.entries if entry.class_id != UNLABELLED]
    if len(colours) < 2:
        return dict.fromkeys(Vision, float("inf"))
    pairs = np.triu_indices(len(colours), 1)
    return {vision: float(_apart(colours, vision)[pairs].min()) for vision in Vision}


def _apart(colours: list[tuple[int, int, int]], vision: Vision) -> np.ndarray:
    seen = lab(colours, vision)
    return distance(seen[:, np.newaxis], seen[np.newaxis])
