"""Requests to a tiny random base, and what a pipeline makes of them."""

from __future__ import annotations

import numpy as np

from engine.request.types import Finished, GenerationRequest

CLASSES = {0: "unlabelled", 1: "sky", 2: "sea"}


def drawing():
    labels = np.zeros((40, 40), np.uint8)
    labels[:20, :20] = 1
    labels[20:, :20] = 2
    return labels


def request(**changes):
    values = {"width": 16, "height": 16, "steps": 4, "precision": "float32", "device": "cpu", "prompt": "sea"}
    return GenerationRequest(
        **{"base": "tiny-epsilon", "module": "test", "labels": drawing(), "classes": CLASSES, **values, **changes}
    )


def last(pipeline, one, **arguments):
    *_, event = pipeline.run(one, **arguments)
    return event


def image(pipeline, **changes):
    event = last(pipeline, request(**changes))
    assert isinstance(event, Finished), event
    return event.image


def strokes():
    ink = np.zeros((60, 90), np.uint8)
    ink[30, 10:80] = 255
    return ink
