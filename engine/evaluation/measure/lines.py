"""Line F1: do the edges of a picture lie where the lines of its drawing do?

The lines are those of the ink that was drawn from the photograph, whether the picture was painted from it or not, and
not the photograph's own edges: what a person did not draw, or drew a little beside its place, is what was asked for.
Hence the photograph itself does not reach 1 either; it is the ceiling.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.evaluation.measure.edges import TOLERANCES_PX, EdgeCounts, near_counts
from engine.evaluation.measure.painting import Pictures
from engine.layers.ink_edges import canny_edges
from engine.request.types import Ink

_SIGMA = 1.8 / 128
"""Smoothing before edges are looked for, in sides of the picture."""
_SHARE = 0.1
"""Of the pixels that are steep enough to begin an edge: contrast alone makes no more of them."""


def line_counts(inks: NDArray[np.uint8], pictures: Pictures) -> EdgeCounts:
    """Counts for (N, H, W) ink and pictures of the same size; a paper without a line counts nowhere."""
    counts = np.zeros((len(inks), len(TOLERANCES_PX), 4), np.int64)
    for index, (ink, picture) in enumerate(zip(inks, pictures, strict=True)):
        if ink.any():
            edges = canny_edges(picture, _SIGMA * min(ink.shape), _SHARE) > 0
            counts[index] = near_counts(middle_lines(ink), edges)
    return counts


def middle_lines(ink: Ink) -> NDArray[np.bool_]:
    """(H, W) ink -> the middle of its strokes, one pixel wide: where ink is at least half as dark as the darkest,
    thinned after Guo and Hall (Communications of the ACM 32 (3), 1989, algorithm A1)."""
    lines = np.pad((ink > 0) & (ink >= int(ink.max()) / 2), 1)
    before = -1
    while before != (before := int(lines.sum())):
        lines &= ~_outermost(lines, north_east=False)
        lines &= ~_outermost(lines, north_east=True)
    return lines[1:-1, 1:-1]


def _outermost(lines: NDArray[np.bool_], *, north_east: bool) -> NDArray[np.bool_]:
    """Pixels on two sides of the lines without which nothing falls apart and no line gets shorter."""
    n, ne, e, se, s, sw, w, nw = (
        np.roll(lines, (-row, -col), (0, 1))
        for row, col in ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))
    )
    parts = _count(~n & (ne | e), ~e & (se | s), ~s & (sw | w), ~w & (nw | n))
    neighbours = np.minimum(_count(nw | n, ne | e, se | s, sw | w), _count(n | ne, e | se, s | sw, w | nw))
    inner = (n | ne | ~se) & e if north_east else (s | sw | ~nw) & w
    return np.asarray((parts == 1) & (neighbours >= 2) & (neighbours <= 3) & ~inner)


def _count(*masks: NDArray[np.bool_]) -> NDArray[np.int64]:
    return np.asarray(np.stack(masks).sum(0), np.int64)
