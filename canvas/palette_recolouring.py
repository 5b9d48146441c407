"""New colours for the same classes, as far apart as they can be for everybody.

The set of colours comes first: from a grid of sRGB, each next colour is the one whose nearest neighbour, under the
vision that sees the two as most alike, is farthest (farthest-point sampling: Gonzalez, "Clustering to minimize the
maximum intercluster distance", Theoretical Computer Science 38, 1985); then the closest pair is parted while that
helps. Normal vision is asked for twice the distance: with one dimension more it gets that nearly for free. For 150
classes the least distance is 6.1 with it and 3.0 for the colour-blind; asking all for the same gives 3.7 and 3.2.
Only then is each colour given to the class whose former colour is like it, at the least sum of distances: so the hues
that people know, blue sky and green grass, stay as far as they can, and cost no distance between classes.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from canvas.palette import UNLABELLED, Palette
from canvas.palette_colours import Lab, Vision, distance, lab

_STEPS = 15
"""Grid colours along each axis of sRGB."""
_MOVES_PER_CLASS = 2
_VISIONS = tuple(Vision)
_WORTH = np.array([[0.5 if vision is Vision.NORMAL else 1.0] for vision in _VISIONS])


def recoloured(palette: Palette) -> Palette:
    """The palette with other colours, the same every time; unlabelled keeps its own. Ids, names and order stay."""
    entries = [entry for entry in palette.entries if entry.class_id != UNLABELLED]
    if not entries:
        return palette
    colours = spread(len(entries), palette.entry(UNLABELLED).rgb)
    former = lab([entry.rgb for entry in entries])
    costs = distance(former[:, np.newaxis], lab(colours)[np.newaxis])
    chosen = {
        entry.class_id: (int(red), int(green), int(blue))
        for entry, (red, green, blue) in zip(entries, colours[_assigned(costs)].tolist(), strict=True)
    }
    own = palette.entries
    return replace(palette, entries=tuple(replace(e, rgb=chosen.get(e.class_id, e.rgb)) for e in own))


def spread(count: int, taken: tuple[int, int, int] = (0, 0, 0)) -> NDArray[np.uint8]:
    """(count, 3) sRGB colours, far from each other and from `taken` for every vision. At most 255."""
    axis = np.rint(np.linspace(0, 255, _STEPS))
    grid = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1).reshape(-1, 3)
    seen = np.stack([lab(grid, vision) for vision in _VISIONS])
    start = np.stack([lab(taken, vision) for vision in _VISIONS])
    from_taken = _distances(seen, start)
    from_chosen = np.empty((count, len(grid)))
    chosen: list[int] = []
    nearest = from_taken.copy()
    for place in range(count):
        chosen.append(int(np.argmax(nearest)))
        from_chosen[place] = _distances(seen, seen[:, chosen[-1]])
        nearest = np.minimum(nearest, from_chosen[place])
    for _ in range(_MOVES_PER_CLASS * count):
        if not _part_closest(chosen, from_chosen, from_taken, seen):
            break
    return grid[chosen].astype(np.uint8)


def _part_closest(
    chosen: list[int], from_chosen: NDArray[np.float64], from_taken: NDArray[np.float64], seen: Lab
) -> bool:
    """Move one of the closest pair to where its nearest neighbour is farther; returns whether that is possible."""
    among = from_chosen[:, chosen]
    np.fill_diagonal(among, np.inf)
    nearest = np.minimum(among.min(axis=1), from_taken[chosen])
    least = float(nearest.min())
    best: tuple[float, int, int] = (least, -1, -1)
    for place in np.flatnonzero(nearest == least)[:2].tolist():
        others = np.delete(from_chosen, place, axis=0)
        room = from_taken if not len(others) else np.minimum(others.min(axis=0), from_taken)
        spot = int(np.argmax(room))
        if room[spot] > best[0] + 1e-9:
            best = (float(room[spot]), place, spot)
    _, place, spot = best
    if place < 0:
        return False
    chosen[place] = spot
    from_chosen[place] = _distances(seen, seen[:, spot])
    return True


def _distances(seen: Lab, one: Lab) -> NDArray[np.float64]:
    """From each colour (visions, colours, 3) to `one` (visions, 3), for the vision to which they are most alike."""
    return np.asarray((distance(seen, one[:, np.newaxis]) * _WORTH).min(axis=0))


def _assigned(costs: NDArray[np.float64]) -> NDArray[np.intp]:
    """The column of each row of a square matrix at the least sum: the Hungarian method by shortest augmenting paths."""
    size = len(costs)
    row_price, column_price = np.zeros(size + 1), np.zeros(size + 1)
    row_of = np.full(size + 1, -1, dtype=np.intp)
    for row in range(size):
        row_of[size] = row
        column = size
        least = np.full(size, np.inf)
        came_from = np.full(size, size, dtype=np.intp)
        is_used = np.zeros(size + 1, dtype=np.bool_)
        while row_of[column] >= 0:
            is_used[column] = True
            current = row_of[column]
            reduced = costs[current] - row_price[current] - column_price[:size]
            is_open = ~is_used[:size]
            is_better = is_open & (reduced < least)
            least[is_better] = reduced[is_better]
            came_from[is_better] = column
            following = int(np.argmin(np.where(is_open, least, np.inf)))
            step = least[following]
            row_price[row_of[is_used]] += step
            column_price[is_used] -= step
            least[is_open] -= step
            column = following
        while column != size:
            before = came_from[column]
            row_of[column] = row_of[before]
            column = int(before)
        row_of[size] = -1
    columns = np.empty(size, dtype=np.intp)
    columns[row_of[:size]] = np.arange(size)
    return columns
