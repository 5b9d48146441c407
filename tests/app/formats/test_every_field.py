"""Every field of the request is kept, set, told and shown, as its row says; a new one is a row, and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.commands.generate import request_for
from app.commands.main import _registry, overrides_of, parser
from app.formats.compare import same_picture
from app.formats.differences import differences
from app.formats.project import open_project, save_project
from app.formats.saved_picture import read_artwork, write_artwork
from app.installed.choices import Choices, suggestions
from app.painting.request_builder import build_request, restore_settings
from app.picture.panel import PicturePanel
from app.settings import table as s
from app.widgets.theme import Look
from canvas.document import Document
from canvas.palette import Palette, PaletteEntry
from engine.errors import RequestError
from engine.installed.manifest import defaults_of
from engine.request.kinds import Flag, Kind, Number, OneOf, OptionalText, Span, Table, Text, Whole
from engine.request.parts import OF_THE_MACHINE, PARTS, ROWS, TABLES
from engine.request.rows import Row
from engine.request.types import Finished, GenerationRequest, RunId
from tests.fakes.fake_runner import FakeRegistry, painted

ROOT = Path(__file__).resolve().parents[3]
PALETTE = Palette("two", (PaletteEntry(0, "unlabelled", (0, 0, 0)), PaletteEntry(1, "sky", (1, 2, 250))))
LAKE = Palette("two", (PaletteEntry(0, "unlabelled", (0, 0, 0)), PaletteEntry(1, "lake", (1, 2, 250))))
OF_CLASSES = {"classes", "also"}
"""What the palette brings."""
KEPT = [row for row in ROWS.values() if row.id not in OF_THE_MACHINE]
SET = [row for row in ROWS.values() if row.is_set]
by_id = pytest.mark.parametrize


def labels() -> np.ndarray:
    drawing = np.zeros((48, 64), np.uint8)
    drawing[:24] = 1
    return drawing


@pytest.fixture
def request_() -> GenerationRequest:
    return GenerationRequest(
        base="pocket", module="pocket-labels", labels=labels(), classes=PALETTE.classes(), width=288, height=216
    )


OTHERS: dict[str, Any] = {
    "labels": labels()[::-1],
    "classes": LAKE.classes(),
    "also": {1: "heaven\nfirmament"},
    "ink": np.full((48, 64), 200, np.uint8),
    "colours": np.full((48, 64, 4), 200, np.uint8),
    "base": "elsewhere",
    "module": "pocket-sketch",
    "beside": {"pocket-sketch": 3.0},
    "width": 320,
    "height": 232,
}
BY_KIND: dict[type[Kind], Callable[[Any, Any], Any]] = {
    Number: lambda kind, default: kind.low + 0.75 if default != kind.low + 0.75 else kind.low + 0.5,
    Whole: lambda kind, default: kind.low + 9 if default != kind.low + 9 else kind.low + 8,
    Flag: lambda kind, default: not default,
    OneOf: lambda kind, default: next(value for value, _ in kind.offers if value != default),
    OptionalText: lambda kind, default: "another",
    Text: lambda kind, default: next((value for value, _ in kind.offers if value != default), "some words"),
    Span: lambda kind, default: (0.25, 0.75),
    Table: lambda kind, default: {1: 0.5},
}


def other(row: Row) -> Any:
    """A value that is not the default."""
    return OTHERS[row.id] if row.id in OTHERS else BY_KIND[type(row.kind)](row.kind, row.default)


def changed(request: GenerationRequest, row: Row) -> GenerationRequest:
    after = replace(request, **{row.id: other(row)})
    assert not same(getattr(request, row.id), getattr(after, row.id))
    return after


def same(a: Any, b: Any) -> bool:
    return np.array_equal(a, b) if isinstance(a, np.ndarray) or isinstance(b, np.ndarray) else bool(a == b)


def check_kept(request: GenerationRequest, read: GenerationRequest) -> None:
    for row in KEPT:
        assert same(getattr(request, row.id), getattr(read, row.id)), row.id


def finished(request: GenerationRequest) -> Finished:
    image = painted(replace(request, width=16, height=16))
    return Finished(run=RunId(number=1), request=request, image=image, seconds=0.0, provenance={})


@by_id("row", KEPT, ids=lambda row: row.id)
def test_a_picture_keeps_it(row: Row, request_: GenerationRequest, tmp_path: Path) -> None:
    after = changed(request_, row)
    write_artwork(tmp_path / "a.png", finished(after), LAKE if row.id == "classes" else PALETTE)
    artwork = read_artwork(tmp_path / "a.png")
    check_kept(after, artwork.request)
    assert artwork.warnings == ()


@by_id("row", KEPT, ids=lambda row: row.id)
def test_a_project_keeps_it(row: Row, request_: GenerationRequest, tmp_path: Path) -> None:
    after = changed(request_, row)
    save_project(tmp_path / "a.ora", after, LAKE if row.id == "classes" else PALETTE, None)
    project = open_project(tmp_path / "a.ora", PALETTE)
    assert project.request is not None
    check_kept(after, project.request)
    assert project.warnings == ()


@by_id("row", [row for row in KEPT if not row.is_layer and row.id not in OF_CLASSES], ids=lambda row: row.id)
def test_the_settings_take_it_over_and_ask_for_it_again(row: Row, request_: GenerationRequest, tmp_path: Path) -> None:
    after = changed(request_, row)
    settings = s.Settings(tmp_path / "settings.json")
    restore_settings(after, settings)
    document = Document(PALETTE, labels())
    check_kept(after, build_request(document.snapshot(), settings))
    assert same_picture(build_request(document.snapshot(), settings), after)
    if row.is_set:
        settings.save()
        again = s.Settings(tmp_path / "settings.json")
        assert again.load() is None
        check_kept(after, build_request(document.snapshot(), again))


@by_id("row", SET, ids=lambda row: row.id)
def test_its_setting_decides_it(row: Row, request_: GenerationRequest) -> None:
    settings, document = s.Settings(), Document(PALETTE, labels())
    restore_settings(request_, settings)
    settings.set(s.OF_REQUEST[row.id], other(row))
    assert same(getattr(build_request(document.snapshot(), settings), row.id), other(row))
    assert s.OF_REQUEST[row.id] in s.SETTINGS
    assert (row.id in OF_THE_MACHINE) != (s.OF_REQUEST[row.id] in s.WORK)


@by_id(
    "row",
    [row for row in ROWS.values() if not row.is_layer and row.id not in OF_CLASSES],
    ids=lambda row: row.id,
)
def test_the_command_line_sets_it(row: Row, request_: GenerationRequest, tmp_path: Path) -> None:
    path, value = tmp_path / "a.png", other(row)
    options = {"beside": ["--beside", "pocket-sketch=3"], "class_weights": ["--class-strength", "sky=0.5"]}
    if row.id == "base":
        request_, value = replace(request_, base=value), request_.base
    texts = [] if value is True else [str(part) for part in value] if isinstance(value, tuple) else [str(value)]
    write_artwork(path, finished(request_), PALETTE)
    given = options.get(row.id) or [f"--{row.option_name or row.id}", *texts]
    overrides = overrides_of(parser().parse_args(["generate", str(path), "-o", "out.png", *given]))
    assert same(getattr(request_for(path, _registry(), overrides)[0], row.id), value)


@by_id(
    "option", ["--steps 0", "--strength -1", "--strength nan", "--seed 4294967296", "--window 0.8 0.2", "--first -1"]
)
def test_the_command_line_takes_what_the_window_takes(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What is beyond all sense is refused while the options are read, the rest with the window's own ranges."""
    try:
        arguments = parser().parse_args(["generate", "a.png", "-o", "out.png", *option.split()])
    except SystemExit:
        assert option.split()[0] in capsys.readouterr().err.splitlines()[-1]
        return
    with pytest.raises(RequestError, match=option.split()[0]):
        overrides_of(arguments)


@by_id("row", list(ROWS.values()), ids=lambda row: row.id)
def test_differences_tell_it(row: Row, request_: GenerationRequest) -> None:
    after = changed(request_, row)
    said = [each.name for each in differences(request_, after)]
    if row.id in OF_THE_MACHINE:
        assert said == []
        assert same_picture(request_, after)
        return
    assert len(said) == 1
    own = {"classes": "Drawing", "also": "Other names", "width": "Size", "height": "Size"}
    named = "Strength of" if isinstance(row.kind, Table) else row.label
    assert said[0].startswith(own.get(row.id, named))
    assert not same_picture(request_, after)


@by_id("row", [row for row in ROWS.values() if row.shown], ids=lambda row: row.id)
def test_the_panel_shows_it(row: Row, qtbot: QtBot, qapp: QApplication) -> None:
    settings = s.Settings()
    settings.set(s.MORE_SHOWN, True)
    choices = Choices(FakeRegistry(), settings)
    choices.reconcile()
    settings.set(s.BESIDE, {"pocket-sketch": 1.0})
    panel = PicturePanel(settings, choices, Look(qapp), Document(PALETTE, labels()))
    qtbot.addWidget(panel)
    assert panel.fields[row.id].isVisibleTo(panel)


@by_id("row", [row for row in ROWS.values() if row.is_suggested], ids=lambda row: row.id)
@by_id("of_a", ["base", "module"])
def test_a_manifest_suggests_it_to_window_and_command_line(row: Row, of_a: str) -> None:
    value = json.loads(json.dumps(row.kind.plain(other(row))))
    bases, modules = FakeRegistry.base_infos, FakeRegistry.module_infos
    defaults = defaults_of({"defaults": {row.id: value, "device": "cuda:7"}})
    base = replace(bases[0], defaults=defaults if of_a == "base" else {})
    module = replace(modules[0], defaults=defaults if of_a == "module" else {})
    settings = s.Settings()
    Choices(FakeRegistry((base,), (module,)), settings).reconcile()
    assert same(settings.get(s.OF_REQUEST[row.id]), other(row))
    assert suggestions(base, module) == {row.id: value}


def test_a_name_is_of_one_field_alone() -> None:
    assert len(ROWS) == sum(len(TABLES[part]) for part in PARTS)
    assert set(ROWS) == set(GenerationRequest.__dataclass_fields__)
    labels_ = [row.label for row in ROWS.values()]
    assert len(set(labels_)) == len(labels_)
    assert all(labels_)


def test_a_new_field_is_one_row() -> None:
    """The tests above find one of each kind, wherever they look for the others."""
    added = ("test_only", "test_count", "test_flag", "test_one", "test_words", "test_span")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "pytest", "-p", "tests.fakes.added_row", "-p", "no:cacheprovider", "-rA", __file__]
    done = subprocess.run(
        [*command, "-k", " or ".join(added)], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    passed = {line.split("::")[-1] for line in done.stdout.splitlines() if line.startswith("PASSED")}
    ways = (
        "test_a_picture_keeps_it[{}]",
        "test_a_project_keeps_it[{}]",
        "test_the_settings_take_it_over_and_ask_for_it_again[{}]",
        "test_its_setting_decides_it[{}]",
        "test_the_command_line_sets_it[{}]",
        "test_differences_tell_it[{}]",
        "test_a_manifest_suggests_it_to_window_and_command_line[base-{}]",
        "test_a_manifest_suggests_it_to_window_and_command_line[module-{}]",
    )
    shown = {f"test_the_panel_shows_it[{key}]" for key in added if key != "test_span"}
    assert passed == {way.format(key) for way in ways for key in added} | shown
