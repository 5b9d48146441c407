"""The sizes of a picture: as many pixels as were asked for in the drawing's shape, and the smaller stages before it.

A cascade (SR3, arXiv 2104.07636; CDM, arXiv 2106.15282; "hires fix" among users) paints a small picture from noise,
enlarges it, adds some noise again and paints on at the larger size. No torch, no Qt.
"""

from __future__ import annotations

import dataclasses
import hashlib
import math
from typing import Any

import numpy as np

from engine.request.types import GenerationRequest

Size = tuple[int, int]
"""Width and height in pixels."""
_AREA_TOLERANCE = 1.25
"""How many times more or fewer pixels a size may have so that its shape fits better."""
_SHAPE_COUNTS = 100
"""One per cent of error in shape weighs as much as this many in area."""
_SAVED_STAGE = 0.2
"""A factor of 2 ** 0.2 more than a doubling needs no stage of its own."""
FEWEST_REFINE_STEPS = 2


def picture_size(aspect: float, side_px: int, step_px: int) -> Size:
    """About `side_px` ** 2 pixels, in multiples of `step_px`, with a width over height as near to `aspect` as can be.

    A shape that the step allows exactly is met exactly, where the number of pixels stays within a quarter.
    """
    area = float(side_px**2)
    ideal = side_px * math.sqrt(aspect)
    best, least = (step_px, step_px), math.inf
    reach = math.sqrt(_AREA_TOLERANCE)
    for columns in range(max(1, int(ideal / reach / step_px)), int(ideal * reach / step_px) + 2):
        width = columns * step_px
        height = max(1, round(width / aspect / step_px)) * step_px
        off_area = abs(math.log(width * height / area))
        off = _SHAPE_COUNTS * abs(math.log(width / height / aspect)) + off_area
        if off_area > math.log(_AREA_TOLERANCE) + 1e-9:
            off += 100 * off_area  # only where nothing nearer can be
        if off < least - 1e-9:
            best, least = (width, height), off
    return best


def stage_sizes(size: Size, first_px: int, step_px: int) -> list[Size]:
    """The sizes that a picture of `size` goes through, its own last; the first has about `first_px` ** 2 pixels.

    Each stage enlarges by the same factor, about 2 at most. 0 as `first_px` paints at full size at once.
    """
    width, height = size
    side = math.sqrt(width * height)
    if first_px <= 0 or side <= first_px * 2**_SAVED_STAGE:
        return [size]
    count = max(1, math.ceil(math.log2(side / first_px) - _SAVED_STAGE))
    factor = (side / first_px) ** (1 / count)
    smaller = [picture_size(width / height, round(first_px * factor**k), step_px) for k in range(count)]
    return [*dict.fromkeys(smaller), size]


def stages(request: GenerationRequest, step_px: int) -> list[GenerationRequest]:
    """The request of each stage, in order; what they paint differs in size alone."""
    sizes = stage_sizes((request.width, request.height), request.first_px, step_px)
    return [dataclasses.replace(request, width=width, height=height, first_px=0) for width, height in sizes]


def draft(request: GenerationRequest, step_px: int) -> GenerationRequest:
    """What paints the first stage of a request alone: a small picture of the same drawing, prompt and seed."""
    return stages(request, step_px)[0]


def refining(number: int, steps: int, strength: float) -> tuple[int, int]:
    """(begin, n): stage `number`, from 1, paints on in step `begin` of a schedule of `n`, up to its end.

    `steps` and `strength` are the first enlargement's. Each later one takes half of the steps of the one before, from
    half of its noise: what is to be found there is ever finer, and each step costs four times as much.
    """
    taken = min(steps, max(FEWEST_REFINE_STEPS, steps >> (number - 1)))
    count = max(taken, round(steps / strength))
    return count - taken, count


def step_counts_of(stages: int, steps: int, refine_steps: int, refine_strength: float) -> list[int]:
    """How many steps each of so many stages takes, the first one `steps`."""
    later = (refining(number, refine_steps, refine_strength) for number in range(1, stages))
    return [steps, *(count - begin for begin, count in later)]


def step_counts(request: GenerationRequest, step_px: int) -> list[int]:
    """How many steps each stage of a request takes."""
    count = len(stage_sizes((request.width, request.height), request.first_px, step_px))
    return step_counts_of(count, request.steps, request.refine_steps, request.refine_strength)


def digest(request: GenerationRequest) -> str:
    """A hash of everything that decides a picture."""
    found = hashlib.sha256()
    for field in dataclasses.fields(request):
        value: Any = getattr(request, field.name)
        if isinstance(value, np.ndarray):
            found.update(f"{field.name} {value.shape} ".encode() + value.tobytes())
        else:
            plain = sorted(value.items()) if hasattr(value, "items") else value
            found.update(f"{field.name} {plain!r} ".encode())
    return found.hexdigest()
