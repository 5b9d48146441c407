from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from app.installed.choices import Choices
from app.settings import table as s
from app.start.first_drawing import first_drawing, first_picture
from app.system import resources
from canvas.label_png import write_label_png
from canvas.palette import Palette
from engine.installed.registry import Registry
from tests.fakes.fake_runner import FakeRegistry


@pytest.fixture
def choices() -> Choices:
    choices = Choices(FakeRegistry(), s.Settings())
    choices.reconcile()
    return choices


def test_first_example_by_name_under_the_modules_classes(
    choices: Choices, palette: Palette, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, whole = tmp_path / "1.png", tmp_path / "2.png"
    broken.write_bytes(b"no image")
    write_label_png(whole, np.full((6, 5), 7, np.uint8), palette)
    monkeypatch.setattr("app.system.resources.example_files", lambda: [broken, whole])
    document, errors = first_drawing(choices)
    assert document.size == (6, 5)
    assert document.palette.name == "Pocket labels"
    assert len(errors) == 1


def test_for_a_module_that_hears_ink_alone_the_paper_is_blank() -> None:
    (labels,) = FakeRegistry().module_infos
    ink = dataclasses.replace(labels, modalities=("sketch",), classes=())
    choices = Choices(FakeRegistry(module_infos=(ink,)), s.Settings())
    choices.reconcile()
    document, errors = first_drawing(choices)
    assert not document.labels.any()
    assert len(document.palette.entries) > 1
    assert errors == []


def test_without_examples_an_empty_drawing(choices: Choices, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.system.resources.example_files", list)
    document, errors = first_drawing(choices)
    assert document.size == (512, 512)
    assert not document.labels.any()
    assert errors == []


def test_without_a_module_the_palette_that_comes_with_the_program() -> None:
    choices = Choices(FakeRegistry(module_infos=()), s.Settings())
    choices.reconcile()
    document, errors = first_drawing(choices)
    assert errors == []
    assert document.labels.any()
    assert len(document.palette.ids) > 2


def test_damaged_palette_is_said_and_leaves_a_usable_drawing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "p.json"
    path.write_text("{")
    monkeypatch.setattr("app.system.resources.palette_files", lambda: [path])
    monkeypatch.setattr("app.system.resources.example_files", list)
    document, errors = first_drawing(Choices(FakeRegistry(module_infos=()), s.Settings()))
    assert document.palette.ids == (0,)
    assert len(errors) == 1


def test_with_what_comes_with_the_program_the_window_opens_on_a_picture() -> None:
    registry = Registry(resources.bases_folders(), resources.modules_folders(), resources.cache_folder())
    settings = s.Settings()
    choices = Choices(registry, settings)
    choices.reconcile()
    document, errors = first_drawing(choices)
    finished = first_picture(document, choices, settings)
    assert errors == []
    assert finished is not None
    assert finished.request.seed == settings.get(s.SEED)
    settings.set(s.BASE, "another")
    assert first_picture(document, choices, settings) is None
