"""How far a picture shows what was drawn: it is segmented again and compared with the drawing, pixel by pixel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import cv2
import numpy as np

from engine.layers.label_maps import match_classes
from engine.request.types import Agreement, ClassAgreement, GenerationRequest, LabelMap, read_only


def can_agree(request: GenerationRequest, classes: Sequence[str]) -> bool:
    """Whether anything is drawn that a segmenter of these classes knows."""
    return bool(_matched(request, classes)[0].any())


def agreement(request: GenerationRequest, seen: LabelMap, classes: Sequence[str], segmenter: str) -> Agreement | None:
    """Compare a request's drawing with `seen`, the segmented picture, (h, w) ids of `classes`.

    Counted in pixels of the drawing, over the area whose class the segmenter knows by name. A class of strength 0 is
    left to the base, and so left out. `segmenter` names what segmented. None where nothing is left to compare.
    """
    wanted, unknown = _matched(request, classes)
    is_compared = wanted != 0
    if not is_compared.any():
        return None
    height, width = wanted.shape
    found = cv2.resize(seen, (width, height), interpolation=cv2.INTER_NEAREST_EXACT)
    agrees = is_compared & (wanted == found)
    drawn_pixels = np.bincount(request.labels[is_compared], minlength=256)
    right_pixels = np.bincount(request.labels[agrees], minlength=256)
    wanted_of = {int(drawn): int(wanted[request.labels == drawn][0]) for drawn in np.flatnonzero(drawn_pixels)}
    found_pixels = np.bincount(found[is_compared], minlength=256)
    by_class: Mapping[int, ClassAgreement] = {
        drawn: ClassAgreement(
            pixels=int(drawn_pixels[drawn]),
            recall=float(right_pixels[drawn] / drawn_pixels[drawn]),
            iou=float(right_pixels[drawn] / (drawn_pixels[drawn] + found_pixels[known] - right_pixels[drawn])),
        )
        for drawn, known in wanted_of.items()
    }
    return Agreement(
        share=float(right_pixels.sum() / drawn_pixels.sum()),
        classes=by_class,
        unknown=tuple(unknown),
        differs=read_only(is_compared & ~agrees),
        segmenter=segmenter,
    )


def _matched(request: GenerationRequest, classes: Sequence[str]) -> tuple[LabelMap, list[str]]:
    wanted, _, unknown = match_classes(request.labels, request.classes, request.class_weights, classes, request.also)
    return wanted, unknown
