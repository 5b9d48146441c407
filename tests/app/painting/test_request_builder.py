from __future__ import annotations

import dataclasses

import numpy as np

from app.formats.compare import same_picture
from app.formats.recipe import request_from_json, request_to_json
from app.painting.request_builder import build_request, restore_settings
from app.settings import table as s
from canvas.document import Document
from canvas.palette import Palette
from engine.request.types import GenerationRequest


def chosen() -> s.Settings:
    settings = s.Settings()
    settings.set(s.BASE, "pocket")
    settings.set(s.MODULE, "pocket-labels")
    settings.set(s.PROMPT, "a lake")
    settings.set(s.NEGATIVE_PROMPT, "fog")
    settings.set(s.SEED, 2**32 - 1)
    settings.set(s.SIZE_PX, 256)
    settings.set(s.FIRST_PX, 128)
    settings.set(s.REFINE_STEPS, 6)
    settings.set(s.REFINE_STRENGTH, 0.5)
    settings.set(s.STEPS, 12)
    settings.set(s.GUIDANCE, 3.5)
    settings.set(s.STRENGTH, 1.5)
    settings.set(s.BESIDE, {"pocket-sketch": 5.0})
    settings.set(s.WINDOW, (0.1, 0.7))
    settings.set(s.PARALLEL, 0.3)
    settings.set(s.RESCALE, 0.25)
    settings.set(s.SAMPLER, "ddim")
    settings.set(s.CLASS_WEIGHTS, {3: 0.5, 5: 1.0, 200: 2.0})
    settings.set(s.DEVICE, "cpu")
    settings.set(s.PRECISION, "float32")
    return settings


def test_request_is_complete(document: Document) -> None:
    ink = np.zeros(document.size, np.uint8)
    ink[3, 4] = 200
    entries = [dataclasses.replace(each, also=("heaven",)) for each in document.palette.entries]
    document.load(document.labels, Palette("test", tuple(entries)), ink)
    request = build_request(document.snapshot(), chosen())
    assert request.classes == document.palette.classes()
    assert request.class_weights == {3: 0.5}
    assert (request.width, request.height) == (288, 216)  # as many pixels as 256 x 256, in the drawing's 4:3
    defaults = GenerationRequest(base="", module=None, labels=request.labels, classes={})
    same = {"labels", "colours"}
    for field in dataclasses.fields(GenerationRequest):
        if field.name not in same:
            is_other = getattr(request, field.name) != getattr(defaults, field.name)
            assert np.any(is_other), f"{field.name} is not taken over"


def test_a_picture_has_the_shape_of_its_drawing_whatever_its_size(document: Document) -> None:
    settings = s.Settings()
    for size, expected in (((512, 512), (256, 256)), ((512, 768), (312, 208)), ((640, 512), (224, 280))):
        document.load(np.zeros(size, np.uint8), document.palette)
        settings.set(s.SIZE_PX, 256)
        request = build_request(document.snapshot(), settings)
        assert (request.width, request.height) == expected


def test_a_picture_that_was_squeezed_is_asked_for_again_as_it_was(document: Document) -> None:
    """Older pictures were square, whatever was drawn; they replay, and another size leaves that behind."""
    old = GenerationRequest(base="pocket", module=None, labels=document.labels, classes={}, width=128, height=128)
    settings = s.Settings()
    restore_settings(old, settings)
    assert settings.get(s.EXACT_SIZE) == (128, 128)
    again = build_request(document.snapshot(), settings)
    assert (again.width, again.height, again.first_px, again.parallel) == (128, 128, 0, 1.0)
    restore_settings(dataclasses.replace(old, width=160, height=120), settings)
    assert (settings.get(s.EXACT_SIZE), settings.get(s.SIZE_PX)) == ((0, 0), 128)


def test_blank_paper_is_no_ink(document: Document) -> None:
    assert build_request(document.snapshot(), chosen()).ink is None


def test_request_does_not_follow_the_drawing(document: Document) -> None:
    request = build_request(document.snapshot(), s.Settings())
    document.load(np.zeros((4, 4), np.uint8), document.palette)
    assert request.labels.shape == (48, 64)
    assert not request.labels.flags.writeable


def test_settings_come_back_from_a_request(document: Document) -> None:
    request = build_request(document.snapshot(), chosen())
    settings = s.Settings()
    restore_settings(request, settings)
    assert same_picture(build_request(document.snapshot(), settings), request)


def test_what_this_machine_paints_with_is_not_set_by_another_one(document: Document) -> None:
    foreign = dataclasses.replace(build_request(document.snapshot(), chosen()), device="cuda:3", precision="float16")
    settings = s.Settings()
    settings.set(s.DEVICE, "cpu")
    restore_settings(foreign, settings)
    assert (settings.get(s.DEVICE), settings.get(s.PRECISION)) == ("cpu", "auto")
    assert same_picture(build_request(document.snapshot(), settings), foreign)
    told = request_to_json(foreign)
    assert not {"device", "precision"} & told.keys()
    old = {**told, "device": "cuda:3", "precision": ["float7"]}
    read, unknown = request_from_json(old, foreign.labels, foreign.ink)
    assert (read.device, read.precision, unknown) == ("auto", "auto", [])


def test_base_alone_comes_back(document: Document) -> None:
    settings = s.Settings()
    settings.suggest(s.MODULE, "pocket-labels")
    request = dataclasses.replace(build_request(document.snapshot(), settings), module=None)
    restore_settings(request, settings)
    assert build_request(document.snapshot(), settings).module is None


def test_nothing_paints_beside_no_module(document: Document) -> None:
    settings = chosen()
    settings.set(s.MODULE, "")
    assert build_request(document.snapshot(), settings).beside == {}


def test_same_picture_sees_every_difference(document: Document) -> None:
    request = build_request(document.snapshot(), chosen())
    assert same_picture(request, dataclasses.replace(request))
    labels = np.array(request.labels)
    labels[0, 0] = 2
    for other in (
        {"seed": 1},
        {"labels": labels},
        {"ink": labels},
        {"class_weights": {}},
        {"beside": {}},
        {"window": (0.0, 1.0)},
    ):
        assert not same_picture(request, dataclasses.replace(request, **other))
