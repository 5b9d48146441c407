"""Lines in a photograph, as pictures of lines: several ways of finding them, each with its own knobs."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.request.types import Ink, LabelMap, Picture

_Plane = NDArray[np.float32]


def canny_edges(picture: Picture, sigma_px: float, share: float) -> Ink:
    """(H, W, 3) -> (H, W) lines one pixel wide, 0 or 255.

    Canny's edges of the strongest colour channel after smoothing by `sigma_px`; `share` of all pixels are steep enough
    to begin a line (so that dull and busy photographs both get theirs), and it goes on to 0.4 of that slope.
    """
    dx, dy, slope = _gradient(picture, sigma_px)
    high = max(float(np.quantile(slope, 1 - share)), 8.0)
    return cv2.Canny(dx, dy, 0.4 * high, high, L2gradient=True)  # type: ignore[no-any-return]


def slope_ink(picture: Picture, sigma_px: float, share: float, softness: float) -> Ink:
    """(H, W, 3) -> (H, W) soft lines as broad as the edges: the slope, from blank to full ink around a quantile."""
    _, _, slope = _gradient(picture, sigma_px)
    middle = max(float(np.quantile(slope, 1 - share)), 8.0)
    low, high = middle * (1 - softness), middle * (1 + softness)
    return _to_ink((slope - low) / (high - low))


def pencil_ink(picture: Picture, sigma_px: float, share: float, softness: float) -> Ink:
    """(H, W, 3) -> (H, W) lines on the dark side of edges, thick in dark places: a difference of Gaussians.

    After the extended difference of Gaussians (Winnemoeller et al. 2012), its threshold a quantile.
    """
    grey = _grey(picture)
    narrow, wide = (cv2.GaussianBlur(grey, (0, 0), sigma) for sigma in (sigma_px, 1.6 * sigma_px))
    darker = wide - narrow
    middle = max(float(np.quantile(darker, 1 - share)), 1.0)
    low, high = middle * (1 - softness), middle * (1 + softness)
    return _to_ink((darker - low) / (high - low))


def border_edges(labels: LabelMap) -> Ink:
    """(H, W) class ids -> (H, W) lines one pixel wide between the classes, 0 or 255."""
    differs = np.zeros(labels.shape, dtype=bool)
    differs[:, :-1] |= labels[:, :-1] != labels[:, 1:]
    differs[:-1] |= labels[:-1] != labels[1:]
    return differs.astype(np.uint8) * 255


def without_specks(edges: Ink, length_px: float) -> Ink:
    """`edges` without the lines that hold fewer pixels than `length_px`."""
    _, parts, figures, _ = cv2.connectedComponentsWithStats(edges, connectivity=8)
    long_enough = figures[:, cv2.CC_STAT_AREA] >= length_px
    long_enough[0] = False
    return np.where(long_enough[parts], edges, 0).astype(np.uint8)


def _gradient(picture: Picture, sigma_px: float) -> tuple[NDArray[np.int16], NDArray[np.int16], _Plane]:
    """Slopes in x and in y of the colour channel that is steepest at each pixel, and their length."""
    smooth = cv2.GaussianBlur(picture, (0, 0), sigma_px)
    dx, dy = cv2.Sobel(smooth, cv2.CV_16S, 1, 0), cv2.Sobel(smooth, cv2.CV_16S, 0, 1)
    slope = cv2.magnitude(dx.astype(np.float32), dy.astype(np.float32))
    steepest = slope.argmax(2)[..., None]
    dx, dy, slope = (np.take_along_axis(each, steepest, 2)[..., 0] for each in (dx, dy, slope))
    return np.ascontiguousarray(dx), np.ascontiguousarray(dy), slope


def _grey(picture: Picture) -> _Plane:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), dtype=np.float32)


def _to_ink(shares: _Plane) -> Ink:
    return (np.clip(shares, 0, 1) * 255).astype(np.uint8)
