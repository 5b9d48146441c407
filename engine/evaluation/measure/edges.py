"""Edge F1: do the borders between the regions that the judge sees lie where the drawing's do?"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.request.types import UNLABELLED

TOLERANCES_PX = (1, 2)
EdgeCounts = NDArray[np.int64]
"""(N, tolerances, 4): seen border pixels near a drawn one, seen, drawn near a seen one, drawn; for each picture."""


def edge_counts(drawn: NDArray[np.uint8], seen: NDArray[np.uint8]) -> EdgeCounts:
    """Counts for (N, H, W) label maps. "Near" is within the tolerance in rows and in columns.

    Beside unlabelled pixels nothing is a border, on either side: there the picture is the base's to invent.
    """
    counts = np.zeros((len(drawn), len(TOLERANCES_PX), 4), np.int64)
    for index, (wanted, found) in enumerate(zip(drawn, seen, strict=True)):
        labelled = wanted != UNLABELLED
        counts[index] = near_counts(borders(wanted, labelled), borders(found, labelled))
    return counts


def near_counts(theirs: NDArray[np.bool_], ours: NDArray[np.bool_]) -> NDArray[np.int64]:
    """(tolerances, 4) counts of one picture, as in `EdgeCounts`: `theirs` (H, W) is drawn, `ours` seen."""
    counts = np.zeros((len(TOLERANCES_PX), 4), np.int64)
    for row, tolerance in enumerate(TOLERANCES_PX):
        square = np.ones((2 * tolerance + 1,) * 2, np.uint8)
        near_theirs = cv2.dilate(theirs.astype(np.uint8), square).astype(bool)
        near_ours = cv2.dilate(ours.astype(np.uint8), square).astype(bool)
        counts[row] = ((ours & near_theirs).sum(), ours.sum(), (theirs & near_ours).sum(), theirs.sum())
    return counts


def borders(ids: NDArray[np.uint8], counted: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(H, W): pixels whose right or lower neighbour is of another class, where both are `counted`."""
    out = np.zeros(ids.shape, bool)
    out[:, :-1] |= (ids[:, :-1] != ids[:, 1:]) & counted[:, :-1] & counted[:, 1:]
    out[:-1] |= (ids[:-1] != ids[1:]) & counted[:-1] & counted[1:]
    return out


def edge_precision(counts: EdgeCounts, tolerance_px: int) -> float:
    """The share of all pictures' pooled seen pixels that are near drawn ones."""
    hit, seen, _, _ = counts[:, TOLERANCES_PX.index(tolerance_px)].sum(0).tolist()
    return hit / seen if seen else 0.0


def edge_recall(counts: EdgeCounts, tolerance_px: int) -> float:
    """The share of all pictures' pooled drawn pixels that are near seen ones."""
    _, _, hit, drawn = counts[:, TOLERANCES_PX.index(tolerance_px)].sum(0).tolist()
    return hit / drawn if drawn else 0.0


def edge_f1(counts: EdgeCounts, tolerance_px: int) -> float:
    """The harmonic mean of precision and recall over all pictures' pooled border pixels; 0 where nothing matches."""
    precision, recall = edge_precision(counts, tolerance_px), edge_recall(counts, tolerance_px)
    return 2 * precision * recall / (precision + recall) if precision and recall else 0.0
