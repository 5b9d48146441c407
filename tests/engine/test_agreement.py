"""How far a picture shows what was drawn, counted by hand on small maps."""

from __future__ import annotations

import json

import numpy as np
import pytest

from engine.cancel import CancelToken
from engine.installed.registry import Registry
from engine.painting import pipeline as pipelines
from engine.painting.agreement import agreement
from engine.painting.pipeline import Pipeline
from engine.request.types import Finished, GenerationRequest, RunId
from tests.engine.conftest import POCKET

SEEN_CLASSES = ("unlabelled", "sky", "water", "tree")


def request(labels, classes, **values):
    return GenerationRequest(
        base="pocket", module=None, labels=np.array(labels, np.uint8), classes={0: "unlabelled", **classes}, **values
    )


def test_shares_are_counted_by_class_and_over_all():
    drawn = request([[7, 7, 7, 7], [5, 5, 0, 0]], {7: "Sky ", 5: "water"})
    seen = np.array([[1, 1, 1, 2], [2, 3, 1, 2]], np.uint8)
    found = agreement(drawn, seen, SEEN_CLASSES, "test")
    assert found.share == pytest.approx(4 / 6)
    assert found.classes[7].recall == pytest.approx(3 / 4)
    assert found.classes[7].iou == pytest.approx(3 / 4)  # the sky seen where nothing is drawn is the base's own affair
    assert found.classes[5].recall == pytest.approx(1 / 2)
    assert found.classes[5].iou == pytest.approx(1 / 3)
    assert found.classes[5].pixels == 2
    assert found.differs.tolist() == [[False, False, False, True], [False, True, False, False]]
    assert not found.differs.flags.writeable
    assert found.unknown == ()


def test_classes_that_the_segmenter_does_not_know_are_left_out_and_named():
    drawn = request([[1, 2], [1, 2]], {1: "sky", 2: "castle"})
    found = agreement(drawn, np.array([[1, 1], [2, 1]], np.uint8), SEEN_CLASSES, "test")
    assert found.unknown == ("castle",)
    assert set(found.classes) == {1}
    assert found.share == 0.5
    assert found.differs.tolist() == [[False, False], [True, False]]


def test_a_class_of_strength_zero_is_left_to_the_base():
    drawn = request([[1, 2]], {1: "sky", 2: "water"}, class_weights={2: 0.0})
    found = agreement(drawn, np.array([[1, 3]], np.uint8), SEEN_CLASSES, "test")
    assert found.share == 1.0
    assert set(found.classes) == {1}


def test_nothing_to_compare_is_no_agreement():
    assert agreement(request([[0, 0]], {}), np.array([[1, 1]], np.uint8), SEEN_CLASSES, "test") is None
    assert agreement(request([[4]], {4: "castle"}), np.array([[1]], np.uint8), SEEN_CLASSES, "test") is None


def test_a_drawing_finer_than_the_picture_is_counted_in_its_own_pixels():
    labels = np.full((4, 8), 1)
    labels[:, 4:] = 2
    found = agreement(
        request(labels, {1: "sky", 2: "water"}), np.array([[1, 2], [1, 1]], np.uint8), SEEN_CLASSES, "test"
    )
    assert found.classes[1].recall == 1.0
    assert found.classes[2].recall == 0.5
    assert found.differs.shape == (4, 8)


def finished(labels, classes, colour=(112, 172, 240), base="pocket"):
    image = np.broadcast_to(np.array(colour, np.uint8), (128, 128, 3))
    drawn = GenerationRequest(base=base, module=None, labels=labels, classes=classes)
    return Finished(run=RunId(number=3), request=drawn, image=image, seconds=0.1, provenance={})


@pytest.fixture
def pocket_pipeline(tmp_path):
    return Pipeline(Registry([POCKET.parent], [], tmp_path))


def test_a_blue_picture_agrees_with_a_drawing_of_sky(pocket_pipeline):
    labels = np.full((64, 64), 9, np.uint8)
    judged = pocket_pipeline.judge(finished(labels, {9: "sky"}))
    assert judged.run.number == 3
    assert judged.agreement.share > 0.9
    assert judged.agreement.segmenter == "pocket/labeler"
    other = pocket_pipeline.judge(finished(labels, {9: "tree"}))
    assert other.agreement.share < 0.1


def test_what_cannot_be_compared_costs_no_segmenter(pocket_pipeline, monkeypatch):
    monkeypatch.setattr(pipelines, "Segmenter", None)
    assert pocket_pipeline.judge(finished(np.zeros((8, 8), np.uint8), {})).agreement is None
    assert pocket_pipeline.judge(finished(np.full((8, 8), 1, np.uint8), {1: "castle"})).agreement is None


def test_labels_that_the_module_does_not_hear_are_not_compared(tmp_path):
    for name, heard in (("inked", ["sketch"]), ("joint", ["labels", "sketch"])):
        (tmp_path / "modules" / name).mkdir(parents=True)
        (tmp_path / "modules" / name / "config.json").write_text(json.dumps({"modalities": heard}))
        classes = [{"id": 1, "name": "sky", "rgb": [0, 0, 255]}]
        (tmp_path / "modules" / name / "sinopia.json").write_text(json.dumps({"base": "pocket", "classes": classes}))
    pipeline = Pipeline(Registry([POCKET.parent], [tmp_path / "modules"], tmp_path / "cache"))
    labels = np.full((8, 8), 1, np.uint8)
    image = np.zeros((16, 16, 3), np.uint8)
    for name, is_compared in (("inked", False), ("joint", True)):
        drawn = GenerationRequest(base="pocket", module=name, labels=labels, classes={1: "sky"})
        made = Finished(run=RunId(number=1), request=drawn, image=image, seconds=0, provenance={})
        assert (pipeline.judge(made).agreement is not None) is is_compared


def test_a_base_that_names_no_segmenter_has_no_agreement(tiny_folders, tmp_path):
    folder = tiny_folders["epsilon"]
    pipeline = Pipeline(Registry([folder.parent], [], tmp_path))
    assert pipeline.judge(finished(np.full((8, 8), 1, np.uint8), {1: "sky"}, base=folder.name)).agreement is None


def test_a_cancelled_comparison_ends_quietly(pocket_pipeline):
    token = CancelToken()
    token.cancel()
    judged = pocket_pipeline.judge(finished(np.full((8, 8), 1, np.uint8), {1: "sky"}), token)
    assert judged.agreement is None
    assert not judged.problem


def test_a_module_may_bring_another_segmenter_and_a_missing_one_is_said(tmp_path):
    module = tmp_path / "modules" / "own"
    module.mkdir(parents=True)
    (module / "config.json").write_text("{}")
    manifest = {
        "base": "pocket",
        "classes": [{"id": 1, "name": "sky", "rgb": [0, 0, 255]}],
        "segmenter": {"file": "own.onnx", "classes": ["unlabelled", "sky"]},
    }
    (module / "sinopia.json").write_text(json.dumps(manifest))
    registry = Registry([POCKET.parent], [tmp_path / "modules"], tmp_path / "cache")
    assert registry.segmenter("pocket").path == POCKET / "labeler.onnx"
    assert registry.segmenter("pocket", ["own"]).path == module / "own.onnx"
    plain = tmp_path / "modules" / "plain"
    plain.mkdir()
    (plain / "config.json").write_text("{}")
    (plain / "sinopia.json").write_text(json.dumps({key: manifest[key] for key in ("base", "classes")}))
    assert registry.segmenter("pocket", ["plain"]).path == POCKET / "labeler.onnx"
    assert registry.segmenter("pocket", ["plain", "own"]).path == module / "own.onnx"
    drawn = GenerationRequest(base="pocket", module="own", labels=np.full((8, 8), 1, np.uint8), classes={1: "sky"})
    image = np.zeros((16, 16, 3), np.uint8)
    made = Finished(run=RunId(number=1), request=drawn, image=image, seconds=0, provenance={})
    judged = Pipeline(registry).judge(made)
    assert judged.agreement is None
    assert "own.onnx" in judged.problem
    assert judged.hint
