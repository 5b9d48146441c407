"""From a photograph to a drawing of it: which class lies where, the lines that matter, or both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from engine.cancel import CancelToken
from engine.installed.registry import SegmenterInfo
from engine.layers.ink_from_photo import ink_from_photo
from engine.painting.segmenter import Segmenter
from engine.request.types import Ink, LabelMap, Picture

LONGER_SIDE_PX = (512, 1024)
"""Of a drawing that is made from a photo: enough to paint on, and no more than lines and regions need."""
_SHORTER_SIDE_PX = 16


@dataclass(frozen=True, eq=False)
class PhotoDrawing:
    """What was found; the layers have one size."""

    labels: LabelMap | None
    """(H, W) ids of the segmenter's classes."""
    ink: Ink | None
    """(H, W) coverage."""


def drawing_size(height: int, width: int) -> tuple[int, int]:
    """The size (height, width) of the drawing of a photo: the photo's shape, neither tiny nor huge."""
    least, most = LONGER_SIDE_PX
    longer = max(height, width)
    scale = min(max(longer, least), most) / longer
    return max(_SHORTER_SIDE_PX, round(height * scale)), max(_SHORTER_SIDE_PX, round(width * scale))


def drawing_of_photo(
    photo: Picture,
    segmenter: SegmenterInfo | None,
    *,
    inked: bool,
    cancel: CancelToken | None = None,
    on_progress: Callable[[float], None] = lambda part: None,
) -> PhotoDrawing:
    """(H, W, 3) RGB -> the drawing: labels where there is a segmenter, ink where it is wanted.

    `on_progress` hears the part that is done, 0 to 1. Raises WeightsError, RunCancelled. Takes long: any thread but
    the window's.
    """
    cancel = cancel or CancelToken()
    height, width = drawing_size(*photo.shape[:2])
    shrinks = photo.shape[0] > height
    sized = cv2.resize(photo, (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
    ink = ink_from_photo(np.asarray(sized, np.uint8)) if inked else None
    cancel.check()
    labels = None
    if segmenter is not None:
        segment = Segmenter(segmenter.path, segmenter.classes, threads=2)
        labels = segment(np.asarray(sized, np.uint8), cancel, on_progress)
    on_progress(1.0)
    return PhotoDrawing(labels, ink)
