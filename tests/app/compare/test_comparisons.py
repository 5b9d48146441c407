from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.compare.comparisons import Comparisons
from app.formats.differences import differences
from app.formats.saved_picture import write_artwork
from app.painting.request_builder import build_request
from app.settings import table as s
from canvas.document import Document
from engine.request.parts import OF_THE_MACHINE
from engine.request.types import GenerationRequest
from tests.app.conftest import Bench

DRAWN = {"labels", "classes", "ink", "colours"}
"""What is said of a request as its drawing."""


@pytest.fixture
def request_(document: Document) -> GenerationRequest:
    return build_request(document.snapshot(), s.Settings())


def _said(a: GenerationRequest, b: GenerationRequest) -> list[str]:
    return [f"{each.name}: {each.before}>{each.after}" for each in differences(a, b)]


def test_same_requests_differ_in_nothing(request_: GenerationRequest) -> None:
    assert _said(request_, replace(request_)) == []


def test_every_setting_is_named(request_: GenerationRequest) -> None:
    other = replace(
        request_,
        base="other",
        module="labels",
        prompt="a lake",
        negative_prompt="fog",
        seed=7,
        width=256,
        height=256,
        steps=30,
        guidance=3.5,
        strength=5.0,
        window=(0.0, 0.8),
        parallel=0.3,
        rescale=0.5,
        first_px=128,
        refine_steps=6,
        refine_strength=0.5,
        sampler="euler",
        device="cuda",
        precision="float16",
        class_weights={1: 0.5},
        also={1: "heaven"},
        beside={"ink": 5.0},
    )
    said = _said(request_, other)
    fields = {name for name in GenerationRequest.__dataclass_fields__ if name not in DRAWN}
    assert len(said) == len(fields - OF_THE_MACHINE) - 1  # width and height are one size
    assert "Seed: 0>7" in said
    assert "Strength: 2>5" in said
    assert "Module: none>labels" in said
    assert "Strength of ink: 0>5" in said
    assert any(line.startswith("Size: ") and line.endswith(">256 × 256") for line in said)
    assert "Strength of sky: 1>0.5" in said


def test_the_drawing_differs_by_what_is_painted_not_by_how_it_is_numbered(request_: GenerationRequest) -> None:
    labels = request_.labels.copy()
    labels[:12] = 5
    assert _said(request_, replace(request_, labels=labels)) == ["Drawing: >25 % painted differently"]
    renumbered = {key + 100: name for key, name in request_.classes.items()}
    assert _said(request_, replace(request_, labels=request_.labels + 100, classes=renumbered)) == []
    smaller = replace(request_, labels=labels[:24])
    assert _said(request_, smaller) == ["Drawing: 64 × 48>64 × 24"]
    ink = np.full(labels.shape, 9, np.uint8)
    assert _said(request_, replace(request_, ink=ink)) == ["Ink: >other strokes"]


def test_a_long_prompt_is_cut(request_: GenerationRequest) -> None:
    (said,) = differences(request_, replace(request_, prompt="word " * 100))
    assert len(said.after) < 200


@pytest.fixture
def comparing(bench: Bench, qtbot: QtBot) -> Comparisons:
    bench.settings.set(s.LIVE, False)
    parent = QWidget()
    qtbot.addWidget(parent)
    return Comparisons(bench.session, bench.session.notices, parent)


@pytest.fixture
def kept(bench: Bench, qtbot: QtBot, tmp_path: Path) -> list[Path]:
    """Two kept pictures, of seeds 3 and 7."""
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.session.start()
    paths = []
    for seed in (3, 7):
        bench.settings.set(s.SEED, seed)
        with qtbot.waitSignal(bench.session.picture_finished):
            bench.session.generate()
        assert bench.session.finished is not None
        paths.append(tmp_path / f"{seed}.png")
        write_artwork(paths[-1], bench.session.finished, bench.session.document.palette)
    return paths


def test_two_kept_pictures_are_compared(comparing: Comparisons, kept: list[Path], qtbot: QtBot) -> None:
    comparison = comparing.compare(kept)
    assert comparison is not None
    qtbot.addWidget(comparison)
    assert comparison.list.text() == "<b>Seed</b>&nbsp;&nbsp;3 → 7"
    image = comparison.sheet.grab().toImage()
    y = image.height() // 2 - 40
    assert image.pixelColor(image.width() // 2 - 60, y).red() == 112 ^ 3
    assert image.pixelColor(image.width() // 2 + 60, y).red() == 112 ^ 7


def test_one_is_compared_with_the_open_picture(comparing: Comparisons, kept: list[Path], qtbot: QtBot) -> None:
    comparison = comparing.compare(kept[1:])
    assert comparison is not None
    qtbot.addWidget(comparison)
    assert "same drawing" in comparison.list.text()


def test_drawing_and_picture_are_compared(comparing: Comparisons, kept: list[Path], qtbot: QtBot) -> None:
    comparison = comparing.compare_drawing()
    assert comparison is not None
    qtbot.addWidget(comparison)
    assert not comparison.list.isVisible()
    image = comparison.sheet.grab().toImage()
    y = image.height() // 2 - 40
    assert image.pixelColor(image.width() // 2 - 60, y).red() == 112
    assert image.pixelColor(image.width() // 2 + 60, y).red() == 112 ^ 7


def test_a_damaged_picture_is_a_notice(comparing: Comparisons, kept: list[Path], bench: Bench) -> None:
    kept[0].write_bytes(b"nothing")
    assert comparing.compare(kept) is None
    assert len(bench.notices) == 1


def test_without_a_picture_there_is_nothing_to_compare(bench: Bench, comparing: Comparisons) -> None:
    assert comparing.compare_drawing() is None
