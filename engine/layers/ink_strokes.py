"""Lines as strokes: traced from edges, moved and shaken as by a hand, and drawn again with a pen."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.request.types import Ink

_SUBPIXEL_BITS = 4


class Strokes(NamedTuple):
    """Polylines one after the other."""

    points: NDArray[np.float32]
    """(N, 2) x, y in pixels."""
    stroke: NDArray[np.int64]
    """(N,) which stroke each point belongs to, rising."""

    def taken(self, points: NDArray[np.bool_]) -> Strokes:
        """Those of the points; strokes keep their numbers."""
        return Strokes(self.points[points], self.stroke[points])


def trace(edges: Ink, shortest_px: float) -> Strokes:
    """(H, W) lines one pixel wide -> strokes from end to end, or around; lines part where they meet.

    Lines of fewer than `shortest_px` points are left out.
    """
    crossings = cv2.dilate((_arms(edges) >= 3).astype(np.uint8), cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3)))
    parted = np.where(crossings, 0, edges).astype(np.uint8)
    ends = _arms(parted) == 1
    contours, tree = cv2.findContours(parted, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    lines = []
    for contour, (_, _, _, parent) in zip(contours, [] if tree is None else tree[0], strict=True):
        line = contour[:, 0]
        if parent >= 0 or len(line) < shortest_px:
            continue
        tips = np.flatnonzero(ends[line[:, 1], line[:, 0]])
        if len(tips):  # a contour runs along an open line and back again
            line = np.roll(line, -int(tips[0]), axis=0)[: len(line) // 2 + 1]
        if len(line) >= shortest_px:
            lines.append(line)
    if not lines:
        return Strokes(np.empty((0, 2), np.float32), np.empty(0, np.int64))
    numbers = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    return Strokes(np.concatenate(lines).astype(np.float32), numbers)


def thinned(strokes: Strokes, step: int) -> Strokes:
    """Every `step`-th point of each stroke, its first and last always."""
    count = len(strokes.stroke)
    changes = np.flatnonzero(np.diff(strokes.stroke)) + 1
    first = np.concatenate([[0], changes]) if count else np.empty(0, np.int64)
    within = np.arange(count) - np.repeat(first, np.diff([*first, count]))
    keep = within % step == 0
    keep[first] = True
    keep[np.concatenate([changes, [count]])[: len(first)] - 1] = True
    return strokes.taken(keep)


def broken(strokes: Strokes, chance: float, random: np.random.Generator) -> Strokes:
    """A new stroke begins at each point with a chance of `chance`: the pen was lifted."""
    breaks = np.cumsum(random.random(len(strokes.stroke)) < chance)
    numbers = strokes.stroke * (len(strokes.stroke) + 1) + breaks
    return Strokes(strokes.points, np.unique(numbers, return_inverse=True)[1])


def smoothed(strokes: Strokes) -> Strokes:
    """Corners cut once at a quarter of each side (Chaikin 1974); the ends stay."""
    points, stroke = strokes
    if len(points) < 2:
        return strokes
    inside = (stroke[1:] == stroke[:-1])[:, None]
    a, b = points[:-1], points[1:]
    pairs = np.stack([np.where(inside, 0.75 * a + 0.25 * b, a), np.where(inside, 0.25 * a + 0.75 * b, b)], axis=1)
    numbers = np.stack([stroke[:-1], stroke[1:]], axis=1)
    joined = np.concatenate([points[:1], pairs.reshape(-1, 2), points[-1:]])
    return Strokes(joined.astype(np.float32), np.concatenate([stroke[:1], numbers.reshape(-1), stroke[-1:]]))


def shaken(strokes: Strokes, reach_px: float, cells: int, side_px: float, random: np.random.Generator) -> Strokes:
    """Points moved by a smooth random field of about `reach_px`, with `cells` waves on a picture of `side_px`."""
    field = random.standard_normal((cells + 1, cells + 1, 2)).astype(np.float32) * reach_px
    at = np.clip(strokes.points * (cells / side_px), 0, cells).astype(np.float32)
    if not len(at):
        return strokes
    moved = cv2.remap(field, at[:, None, 0], at[:, None, 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return strokes._replace(points=strokes.points + moved.reshape(-1, 2))


def displaced(strokes: Strokes, reach_px: float, random: np.random.Generator) -> Strokes:
    """Every stroke beside its place by about `reach_px`."""
    if not len(strokes.stroke):
        return strokes
    offsets = random.normal(0, reach_px, (int(strokes.stroke[-1]) + 1, 2)).astype(np.float32)
    return strokes._replace(points=strokes.points + offsets[strokes.stroke])


def some(strokes: Strokes, share: float, random: np.random.Generator) -> Strokes:
    """About `share` of the strokes."""
    if not len(strokes.stroke):
        return strokes
    return strokes.taken((random.random(int(strokes.stroke[-1]) + 1) < share)[strokes.stroke])


def drawn(strokes: Strokes, height: int, width: int, widths_px: NDArray[np.float64], scale: float = 1.0) -> Ink:
    """(height, width) ink: the strokes at `scale` times their size; stroke k is `widths_px[k % len]` wide."""
    paper: Ink = np.zeros((height, width), dtype=np.uint8)
    if not len(strokes.stroke):
        return paper
    at = np.rint(((strokes.points + 0.5) * scale - 0.5) * (1 << _SUBPIXEL_BITS)).astype(np.int32)
    lines = np.split(at, np.flatnonzero(np.diff(strokes.stroke)) + 1)
    for index, width_px in enumerate(widths_px):
        chosen = lines[index :: len(widths_px)]
        cv2.polylines(paper, chosen, False, 255, max(1, round(width_px)), cv2.LINE_AA, _SUBPIXEL_BITS)
    return paper


def _arms(edges: Ink) -> NDArray[np.int8]:
    """(H, W) how many lines leave each pixel of a line: 1 at its end, 2 along it, 3 and more where lines meet."""
    padded = np.pad(edges > 0, 1)
    rows, columns = edges.shape
    around = [
        padded[1 + y : 1 + y + rows, 1 + x : 1 + x + columns]
        for y, x in ((-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1))
    ]
    arms = np.zeros(edges.shape, dtype=np.int8)
    for now, after in zip(around, around[1:] + around[:1], strict=True):
        arms += ~now & after
    return np.where(edges > 0, arms, 0).astype(np.int8)
