"""From the drawing and the settings to a request, and back. Pure."""

from __future__ import annotations

import math

from app.settings import table as s
from canvas.document import DocumentSnapshot
from canvas.palette_mapping import also_called
from canvas.words import say
from engine.request.stages import picture_size
from engine.request.types import GenerationRequest, LabelMap

BASE_ALONE = ""
"""The module setting of a picture that the base paints alone."""
_USUAL_SIDES_PX = (128, 256, 384, 512, 768, 1024, 1536, 2048)


def build_request(snapshot: DocumentSnapshot, settings: s.Settings) -> GenerationRequest:
    """The complete request for the picture of this drawing under these settings.

    Weights of 1, and of classes that the palette does not hold, are left out: they change nothing.
    """
    classes = snapshot.palette.classes()
    width, height = size_of_picture(snapshot.labels, settings)
    values = {key: settings.get(setting) for key, setting in s.OF_REQUEST.items()}
    module, weights = settings.get(s.MODULE) or None, settings.get(s.CLASS_WEIGHTS)
    values["module"] = module
    values["beside"] = {} if module is None else settings.get(s.BESIDE)
    values["class_weights"] = {key: weights[key] for key in sorted(weights) if weights[key] != 1.0 and key in classes}
    return GenerationRequest(
        labels=snapshot.labels,
        ink=snapshot.layers.painted("ink"),
        colours=snapshot.layers.painted("colours"),
        classes=classes,
        also=also_called(snapshot.palette, snapshot.labels),
        width=width,
        height=height,
        **values,
    )


def restore_settings(request: GenerationRequest, settings: s.Settings) -> None:
    """Set everything that decides a picture to what made this one. Raises ValueError if a value is out of range.

    What this machine paints with stays: it is not another machine's to set.
    """
    for key, setting in s.OF_REQUEST.items():
        if setting.recipe:
            value = getattr(request, key)
            settings.set(setting, BASE_ALONE if value is None else value)
    _restore_size(request, settings)


def size_of_picture(labels: LabelMap, settings: s.Settings) -> tuple[int, int]:
    """Width and height in pixels of the picture of a drawing: as many as are set, in the drawing's shape."""
    exact = settings.get(s.EXACT_SIZE)
    if exact != s.EXACT_SIZE.default:
        return exact
    height, width = labels.shape
    return picture_size(width / height, settings.get(s.SIZE_PX), settings.get(s.SIZE_STEP_PX))


def _restore_size(request: GenerationRequest, settings: s.Settings) -> None:
    """The size in the drawing's shape that makes this picture; one of another shape is kept exactly."""
    wanted = s.EXACT_SIZE.read((request.width, request.height))
    if not all(wanted):
        raise ValueError(say("A picture cannot be {width} x {height} pixels", width=wanted[0], height=wanted[1]))
    height, width = request.labels.shape
    near = round(math.sqrt(request.width * request.height))
    for side_px in (settings.get(s.SIZE_PX), *_USUAL_SIDES_PX, near):
        if picture_size(width / height, side_px, settings.get(s.SIZE_STEP_PX)) == wanted:
            settings.set(s.SIZE_PX, side_px)
            settings.set(s.EXACT_SIZE, s.EXACT_SIZE.default)
            return
    settings.set(s.SIZE_PX, near)
    settings.set(s.EXACT_SIZE, wanted)
