"""The command `evaluate`, from its arguments to the report."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from app.commands.main import main
from engine.adapters.modulation.network import network_for
from engine.bases.opening import open_base
from engine.evaluation.modules.module_table import ModuleTable

TINY = Path(__file__).with_name("tiny.toml").read_text(encoding="utf-8")


@pytest.fixture
def protocol(tmp_path, tiny_folders):
    """The tiny protocol with its data beside it: forty-two pictures, three of them held out."""
    data = tmp_path / "data"
    data.mkdir()
    classes = [{"id": i, "name": f"class {i}", "rgb": [20 * i, 0, 0]} for i in range(1, 10)]
    (data / "classes.json").write_text(json.dumps({"classes": classes}))
    for index in range(42):
        Image.fromarray(np.full((16, 16, 3), 5 * index, np.uint8)).save(data / f"p{index:02}.jpg")
        Image.fromarray(np.full((16, 16), 1 + index % 9, np.uint8)).save(data / f"p{index:02}.png")
    path = tmp_path / "tiny.toml"
    path.write_text(TINY.replace("BASE", tiny_folders["v_prediction"].as_posix()), encoding="utf-8")
    return path


def test_a_study_is_run_from_its_file(protocol, tmp_path, capsys):
    out = tmp_path / "study"
    assert main(["evaluate", str(protocol), "--out", str(out)]) == 0
    assert "report.md" in capsys.readouterr().out
    record = json.loads((out / "report.json").read_text())
    assert set(record["cells"]) == {"mcm-small-4-examples", "fine-tuning-4-examples"}
    assert (out / "report.md").read_text().startswith("# Tiny\n")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--strengths", "1"], "--strengths is for the evaluation of modules."),
        (["--first"], "--first is for the evaluation of modules."),
        (["--minutes", "0"], "A study needs more than 0 minutes."),
        (["--data", "nowhere"], "There is no data folder nowhere."),
    ],
)
def test_what_cannot_be_meant_is_told_in_a_sentence(more, said, protocol, tmp_path, capsys):
    assert main(["evaluate", str(protocol), "--out", str(tmp_path / "study"), *more]) == 1
    assert capsys.readouterr().err.startswith(said)
    assert not (tmp_path / "study").exists()


def test_data_must_be_named(protocol, capsys):
    assert main(["evaluate"]) == 1
    assert "--data" in capsys.readouterr().err
    protocol.write_text(protocol.read_text().replace('folder = "data"', ""))
    assert main(["evaluate", str(protocol)]) == 1
    assert capsys.readouterr().err.startswith("tiny.toml names no data.")


@pytest.fixture
def modules(tmp_path, tiny_folders):
    """Two modules of the tiny base, told by their folders; the first says its own strength."""
    base = open_base(tiny_folders["v_prediction"], torch.device("cpu"), torch.float32)
    classes = [{"id": i, "name": f"class {i}", "rgb": [20 * i, 0, 0]} for i in range(1, 10)]
    for name in ("labels", "sketch"):
        names = ["unlabelled", *(entry["name"] for entry in classes)] if name == "labels" else ["unlabelled"]
        network_for(base, names, "small", (name,)).save_pretrained(tmp_path / name)
        manifest = {"classes": classes, "defaults": {"strength": 5.0 if name == "labels" else 3.0, "rescale": 0.25}}
        (tmp_path / name / "sinopia.json").write_text(json.dumps(manifest))
    return tmp_path / "labels", tmp_path / "sketch"


@pytest.fixture
def asked(monkeypatch, modules, protocol, tiny_folders):
    """The evaluation that a command line asks for, instead of its figures."""

    def ask(*options):
        evaluations = []

        def stand_in(evaluation, *_):
            evaluations.append(evaluation)
            return ModuleTable((), (), ())

        monkeypatch.setattr("engine.evaluation.modules.evaluate.evaluate_modules", stand_in)
        data = ["--data", str(protocol.parent / "data"), "--base", str(tiny_folders["v_prediction"])]
        assert main(["evaluate", *data, *options]) == 0
        [evaluation] = evaluations
        return evaluation

    return ask


def test_modules_and_sums_each_have_strengths_of_their_own(asked, modules):
    labels, sketch = map(str, modules)
    evaluation = asked("--module", labels, sketch, "--module", f"{labels}+{sketch}")
    assert [one.name for one in evaluation.contenders] == ["labels", "sketch", "labels+sketch"]
    assert [one.strengths for one in evaluation.contenders] == [
        ((1.0,), (4.0,), (5.0,)),
        ((1.0,), (3.0,), (4.0,)),
        ((5.0, 3.0),),
    ]
    assert [part.rescale for part in evaluation.contenders[2].parts] == [0.25, 0.25]


def test_a_strength_is_for_all_alike_and_a_sum_s_strengths_for_sums_alone(asked, modules):
    labels, sketch = map(str, modules)
    evaluation = asked("--module", labels, f"{labels}+{sketch}", "--strengths", "2", "5+2")
    assert [one.strengths for one in evaluation.contenders] == [((2.0,),), ((2.0, 2.0), (5.0, 2.0))]
    evaluation = asked("--module", labels, f"{labels}+{sketch}", "--strengths", "5+2", "--rescale", "0")
    assert [one.strengths for one in evaluation.contenders] == [((1.0,), (4.0,), (5.0,)), ((5.0, 2.0),)]
    assert {part.rescale for one in evaluation.contenders for part in one.parts} == {0}


def test_two_modules_of_one_name_are_told_apart_by_their_folders(asked, modules, tmp_path):
    labels, sketch = modules
    shutil.copytree(labels, tmp_path / "other" / "labels")
    other = str(tmp_path / "other" / "labels")
    evaluation = asked("--module", str(labels), other, str(sketch))
    assert [one.name for one in evaluation.contenders] == [str(labels), other, "sketch"]


def test_a_strength_that_is_none_is_told(capsys):
    with pytest.raises(SystemExit):
        main(["evaluate", "--strengths", "5+x"])
    assert "“5+x” is neither a strength nor a sum's" in capsys.readouterr().err


def test_drawings_are_named_set_by_set(asked, modules):
    labels, _ = map(str, modules)
    assert asked("--module", labels).drawings == ()
    evaluation = asked("--module", labels, "--draw", "labels", "--draw", "labels", "sketch")
    assert evaluation.drawings == (("labels",), ("labels", "sketch"))
