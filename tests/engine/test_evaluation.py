"""`evaluate` prints floor, strengths and ceiling, and writes the sheet that one looks at."""

from __future__ import annotations

import io
import json
import shutil
import tarfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.errors import WeightsError
from engine.evaluation.measure.judge import Judge
from engine.evaluation.modules.evaluate import Contender, ModuleEvaluation, Part, evaluate_modules

ASSETS = Path(__file__).resolve().parents[2] / "assets"


def encoded(array, kind):
    stream = io.BytesIO()
    Image.fromarray(array).save(stream, kind)
    return stream.getvalue()


@pytest.fixture
def data(tmp_path):
    """Six pictures in a test shard: bright above, dark below."""
    classes = json.loads((ASSETS / "modules" / "pocket-labels" / "sinopia.json").read_text())["classes"]
    (tmp_path / "classes.json").write_text(json.dumps({"classes": classes}))
    with tarfile.open(tmp_path / "test-000.tar", "w") as tar:
        for index in range(6):
            labels = np.ones((128, 128), np.uint8)
            labels[40 + 10 * index :] = 5
            picture = np.where(labels[..., None] == 1, (150, 190, 250), (20, 60, 120)).astype(np.uint8)
            for suffix, content in ((".jpg", encoded(picture, "JPEG")), (".seg.png", encoded(labels, "PNG"))):
                info = tarfile.TarInfo(f"k{index}{suffix}")
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
    return tmp_path


def test_the_judge_gives_the_same_answer_alone_and_in_any_number(data):
    judge = Judge(ASSETS / "evaluation" / "judge.onnx")
    pictures = np.random.default_rng(0).integers(0, 256, (3, 128, 128, 3)).astype(np.uint8)
    ids, features = judge(pictures)
    alone, one = judge(pictures[2:])
    assert ids.shape == (3, 128, 128)
    assert np.array_equal(ids[2:], alone)
    assert np.allclose(features[2:], one, atol=1e-4)
    assert ids.min() >= 1


def test_a_missing_or_damaged_judge_is_told(tmp_path):
    with pytest.raises(WeightsError, match="no judge"):
        Judge(tmp_path / "judge.onnx")
    (tmp_path / "judge.onnx").write_bytes(b"nothing")
    with pytest.raises(WeightsError, match="cannot be loaded"):
        Judge(tmp_path / "judge.onnx")


def test_floor_strengths_and_ceiling_stand_in_one_table(data, tmp_path):
    evaluation = ModuleEvaluation(
        base=ASSETS / "models" / "pocket",
        contenders=(
            Contender(
                parts=(Part(name="pocket-labels", folder=ASSETS / "modules" / "pocket-labels"),), strengths=((2.0,),)
            ),
        ),
        data=data,
        pictures=3,
        steps=3,
        device="cpu",
    )
    out = tmp_path / "out"
    judge = Judge(ASSETS / "evaluation" / "judge.onnx")
    table = evaluate_modules(evaluation, judge, out, lambda *_: None)
    assert [arm.name for arm in table.arms] == ["base alone (floor)", "strength 2", "real photographs (ceiling)"]
    for arm in table.arms:
        low, high = arm.figures["mean_iou"].interval
        assert 0 <= low <= arm.figures["mean_iou"].value <= high <= 1
    assert (out / "table.md").read_text().strip() == table.text()
    with Image.open(out / "contact-sheet.png") as sheet:
        assert sheet.size == (4 * 128, 3 * 128)
    record = json.loads((out / "figures.json").read_text())
    assert record["settings"]["pictures"] == 3
    shutil.rmtree(out)
    assert evaluate_modules(evaluation, judge, out, lambda *_: None) == table
