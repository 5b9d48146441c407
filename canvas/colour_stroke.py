"""Strokes of colour, anti-aliased: how one stroke lies on the paint that was there before."""

from __future__ import annotations

import numpy as np

from canvas.edits import PatchEdit
from canvas.layers import Pixels, Size
from canvas.layers.colours import CHANNELS, laid_over, thinned
from canvas.layers.pixels import untouched
from canvas.raster import BBox, tightened

Colour = tuple[int, int, int]
"""Red, green and blue, 0 .. 255."""
_FULL = 255


class ColourStroke:
    """One stroke on the layer of colours. Where it crosses itself it does not thicken: the most that it covers counts.

    Memory is taken as the stroke reaches it, and an event costs what it newly covers.
    """

    def __init__(self, size: Size, colour: Colour | None) -> None:
        """None takes paint away."""
        self._colour = colour
        self._covered, self._before = untouched(size), untouched((*size, CHANNELS))

    def laid(self, colours: Pixels, bbox: BBox, covered: Pixels) -> PatchEdit:
        """The edit of `colours`, which hold the stroke so far, that lays the stroke over one more box."""
        tight, grown = tightened(bbox, covered > self._covered[bbox.slices])
        if tight.is_empty:
            return PatchEdit.nothing("colours")
        top, left = tight.top - bbox.top, tight.left - bbox.left
        amount = covered[top : top + tight.height, left : left + tight.width][grown]
        so_far, below = self._covered[tight.slices], self._before[tight.slices]
        now, before = colours[tight.slices][grown], below[grown]
        is_first = so_far[grown] == 0
        before[is_first] = now[is_first]
        below[grown] = before
        so_far[grown] = amount
        after = self._painted(before, amount)
        changed = (after != now).any(axis=1)
        if not changed.all():
            grown = grown.copy()
            grown[grown] = changed
        return PatchEdit(tight, grown, now[changed], after[changed], "colours")

    def _painted(self, before: Pixels, amount: Pixels) -> Pixels:
        if self._colour is None:
            return thinned(before, amount)
        paint = np.empty_like(before)
        paint[:, :3], paint[:, 3] = self._colour, amount
        through = amount < _FULL
        paint[through] = laid_over(before[through], paint[through])
        return paint
