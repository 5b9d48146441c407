"""What no base, or not the chosen one, can paint."""

from __future__ import annotations

import math

from engine.bases.base import BaseModel
from engine.errors import RequestError
from engine.installed.registry import BaseInfo
from engine.request.types import MAX_SEED, GenerationRequest
from engine.words import say

MIN_SIDE_PX = 16


def check_request(request: GenerationRequest) -> None:
    """Raise RequestError for what no base can do."""
    if request.labels.ndim != 2 or 0 in request.labels.shape:
        raise RequestError(say("The drawing is empty."), say("Make a drawing of at least one pixel."))
    if not 0 <= request.seed <= MAX_SEED:
        raise RequestError(
            say("{seed} cannot be a seed.", seed=request.seed),
            say("Choose a number from 0 to {most}.", most=MAX_SEED),
        )
    start, end = request.window
    if not 0 <= start <= end <= 1:
        raise RequestError(
            say("The module cannot act from {start} to {end}.", start=start, end=end),
            say("Choose a window within 0 to 1."),
        )
    for strength in (request.strength, *request.beside.values()):
        if not 0 <= strength < float("inf"):
            raise RequestError(
                say("{strength} cannot be the strength of a module.", strength=strength),
                say("Choose 0 or more; 0 leaves it out."),
            )
    if not 0 <= request.parallel <= 1 or not 0 <= request.rescale <= 1:
        raise RequestError(
            say(
                "Saturation and rescale cannot be {parallel} and {rescale}.",
                parallel=request.parallel,
                rescale=request.rescale,
            ),
            say("Choose 0 to 1 for both."),
        )
    if request.first_px < 0 or request.refine_steps < 1 or not 0 < request.refine_strength <= 1:
        raise RequestError(
            say("A picture cannot be enlarged like this."),
            say("Choose a first size of 0 or more, 1 refining step or more, and a refining strength over 0 up to 1."),
        )
    if not math.isfinite(request.guidance):
        raise RequestError(
            say("{guidance} cannot be the text guidance.", guidance=request.guidance),
            say("Choose 1 to 15; 1 switches it off."),
        )
    if not all(0 <= weight < math.inf for weight in request.class_weights.values()):
        raise RequestError(
            say("A class has a negative strength, or one without end."),
            say("Choose 0 or more; 0 leaves the class to the base."),
        )


def check_size(request: GenerationRequest, base: BaseModel, info: BaseInfo) -> None:
    """Raise RequestError if the base cannot paint the picture's size."""
    step = base.size_step
    if min(request.width, request.height) < max(step, MIN_SIDE_PX) or request.width % step or request.height % step:
        usual = ", ".join(str(side) for side in info.sizes)
        raise RequestError(
            say(
                "The base “{label}” cannot paint {width} x {height} pixels.",
                label=info.label,
                width=request.width,
                height=request.height,
            ),
            say("Choose multiples of {step}; it was made for {usual} pixels.", step=step, usual=usual),
        )
