"""From a photograph to the ink that a person might have drawn of it: at random for training, or the best guess."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.layers.ink_edges import border_edges, canny_edges, pencil_ink, slope_ink, without_specks
from engine.layers.ink_fitting import fit_ink
from engine.layers.ink_strokes import (
    broken,
    displaced,
    drawn,
    shaken,
    smoothed,
    some,
    thinned,
    trace,
)
from engine.request.types import Ink, LabelMap, Picture

_UNIT_PX = 128
"""Lengths below are for a picture of this side, and grow with it."""
_OVERSAMPLED = 3
"""Strokes are drawn at so many times the size and reduced like a person's drawing."""
_GUESS_SIDE_PX = 384


def ink_from_photo(picture: Picture) -> Ink:
    """(H, W, 3) -> (H, W): the lines that matter in any photograph, smooth and of one width. No chance in it.

    Lines are looked for at two scales in a copy of about 384 pixels: the coarse ones say which matter, the fine ones
    where they are.
    """
    height, width = picture.shape[:2]
    scale = min(1.0, _GUESS_SIDE_PX / min(height, width))
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA) if scale < 1 else picture
    unit = min(small.shape[:2]) / _UNIT_PX
    calm = cv2.bilateralFilter(small, 0, 40, 1.5 * unit)
    coarse = canny_edges(calm, 1.8 * unit, 0.10)
    fine = canny_edges(calm, 0.9 * unit, 0.14)
    near = cv2.dilate(coarse, np.ones((3, 3), np.uint8), iterations=max(1, round(1.5 * unit)))
    strokes = trace(without_specks(np.minimum(fine, near), 10 * unit), 6 * unit)
    strokes = smoothed(smoothed(thinned(strokes, max(2, round(2 * unit)))))
    line_px = 1.4 * min(height, width) / _UNIT_PX
    return drawn(strokes, height, width, np.array([line_px]), min(height, width) / min(small.shape[:2]))


def random_ink(picture: Picture, labels: LabelMap, random: np.random.Generator, *, partial: bool) -> Ink:
    """(H, W, 3) picture and (H, W) class ids -> (H, W) ink in a style of its own: the same for the same `random`.

    Three in five are strokes, traced, simplified, shaken and drawn again; the others edges as they are found. With
    `partial` a part of the paper stays blank.
    """
    share = random.uniform(0.03, 0.16)
    sigma = (0.7 + 2.6 * random.random() ** 1.5) * min(picture.shape[:2]) / _UNIT_PX
    style = random.random()
    if style < 0.6:
        ink = _random_strokes(picture, labels, sigma, share, random)
    elif style < 0.75:
        ink = canny_edges(picture, sigma, share)
        if random.random() < 0.3:
            ink = cv2.dilate(ink, np.ones((2, 2), np.uint8))
    elif style < 0.88:
        ink = pencil_ink(picture, sigma, share, random.uniform(0.1, 0.9))
    else:
        ink = slope_ink(picture, sigma, share, random.uniform(0.1, 0.6))
    if random.random() < 0.3:
        ink = cv2.convertScaleAbs(ink, alpha=random.uniform(0.45, 1.0))
    return partly_blank(ink, random) if partial else ink


def _random_strokes(picture: Picture, labels: LabelMap, sigma: float, share: float, random: np.random.Generator) -> Ink:
    height, width = picture.shape[:2]
    unit = min(height, width) / _UNIT_PX
    edges = border_edges(labels) if labels.any() and random.random() < 0.5 else None
    if edges is None or random.random() < 0.5:
        found = canny_edges(picture, sigma, share)
        edges = found if edges is None else _beside(edges, found)
    strokes = trace(edges, random.uniform(3, 14) * unit)
    strokes = thinned(strokes, int(random.integers(2, 8)))
    strokes = broken(strokes, random.uniform(0, 0.15), random)
    strokes = some(strokes, 1 - random.random() ** 2 * 0.6, random)
    if random.random() < 0.75:
        strokes = shaken(strokes, random.uniform(0, 2.0) * unit, int(random.integers(2, 6)), max(height, width), random)
        strokes = shaken(strokes, random.uniform(0, 0.7) * unit, 24, max(height, width), random)
        strokes = displaced(strokes, random.uniform(0, 0.8) * unit, random)
    if random.random() < 0.7:
        strokes = smoothed(smoothed(strokes))
    pen = random.uniform(0.4, 3.0) * unit * _OVERSAMPLED
    widths = pen * random.uniform(0.6, 1.5, 4 if random.random() < 0.5 else 1)
    ink = drawn(strokes, height * _OVERSAMPLED, width * _OVERSAMPLED, widths, _OVERSAMPLED)
    return fit_ink(ink, height, width)


def _beside(edges: Ink, more: Ink) -> Ink:
    """`edges`, and what of `more` is not next to them: lines found twice would be drawn twice."""
    return np.where(cv2.dilate(edges, np.ones((7, 7), np.uint8)) > 0, edges, more).astype(np.uint8)


def partly_blank(ink: Ink, random: np.random.Generator) -> Ink:
    """`ink` within a random box only, or outside of random clouds."""
    height, width = ink.shape
    if random.random() < 0.4:
        sides = random.uniform(0.3, 0.9, 2)
        top, left = random.random(2) * (1 - sides)
        rows = slice(int(top * height), int((top + sides[0]) * height) + 1)
        columns = slice(int(left * width), int((left + sides[1]) * width) + 1)
        kept = np.zeros_like(ink)
        kept[rows, columns] = ink[rows, columns]
        return kept
    cells = int(random.integers(2, 7))
    clouds: NDArray[np.float32] = cv2.resize(
        random.random((cells, cells)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC
    )
    return np.where(clouds < random.uniform(0.25, 0.75), ink, 0).astype(np.uint8)
