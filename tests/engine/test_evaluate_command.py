"""The command `evaluate`, from its arguments to the report."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.cli import main

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
        (["--strengths", "1"], "--strengths is for the evaluation of one module."),
        (["--first"], "--first is for the evaluation of one module."),
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
