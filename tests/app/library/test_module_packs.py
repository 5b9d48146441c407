from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.formats.saved_picture import read_artwork_bytes
from app.installed.choices import Choices
from app.library.module_packs import ModulePacks
from app.settings import table as s
from app.system import resources
from canvas.palette import Palette, PaletteEntry
from engine.installed.registry import Registry
from tests.app.conftest import Bench
from tests.fakes.scripted_asking import ScriptedAsking


@pytest.fixture
def own() -> Path:
    return resources.modules_folders()[0]


@pytest.fixture
def packs(bench: Bench, asking: ScriptedAsking, tmp_path: Path) -> Iterator[ModulePacks]:
    registry = Registry(resources.bases_folders(), resources.modules_folders(), tmp_path)
    packs = ModulePacks(bench.session, Choices(registry, bench.settings), bench.session.notices, asking)
    bench.settings.set(s.LIVE, False)
    bench.settings.set(s.MODULE, "pocket-labels")
    yield packs
    packs.stop()


@pytest.fixture
def pack(packs: ModulePacks, asking: ScriptedAsking, qtbot: QtBot, tmp_path: Path) -> Path:
    path = tmp_path / "labels.sinopia"
    asking.paths = [path]
    with qtbot.waitSignal(packs.said):
        packs.export_chosen()
    return path


def renamed(pack: Path, label: str = "Other", strength: float = 5.0, **record: object) -> Path:
    """The pack as that of another module, whose record of itself says something else."""
    with zipfile.ZipFile(pack) as zipped:
        parts = {name: zipped.read(name) for name in zipped.namelist()}
    manifest = json.loads(parts["sinopia.json"])
    manifest["label"], manifest["defaults"]["strength"] = label, strength
    manifest["pack"].update(record)
    parts["sinopia.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(pack, "w") as zipped:
        for name, data in parts.items():
            zipped.writestr(name, data)
    return pack


def test_an_imported_module_is_listed_and_chosen(
    packs: ModulePacks, pack: Path, asking: ScriptedAsking, bench: Bench, own: Path, qtbot: QtBot
) -> None:
    asking.paths = [renamed(pack, id="mine")]
    with qtbot.waitSignal(packs.installed):
        packs.import_chosen()
    assert bench.settings.get(s.MODULE) == "mine"
    assert [path.name for path in own.iterdir()] == ["mine"]
    assert not bench.notices


def test_another_module_of_the_same_id_goes_only_if_the_person_says_so(
    packs: ModulePacks, pack: Path, asking: ScriptedAsking, own: Path, qtbot: QtBot
) -> None:
    other = renamed(pack, weights="")
    asking.agrees = [False]
    packs.import_path(other)
    qtbot.waitUntil(lambda: not asking.agrees)
    assert "“Label maps, large” with the id pocket-labels" in asking.asked[-1]
    assert not own.exists()
    asking.agrees = [True]
    with qtbot.waitSignal(packs.installed):
        packs.import_path(other)
    assert json.loads((own / "pocket-labels" / "sinopia.json").read_text())["label"] == "Other"


@pytest.mark.parametrize("strength", [6.0, 1.5])
def test_the_module_that_paints_is_replaced_and_paints_anew_as_it_suggests(
    packs: ModulePacks,
    pack: Path,
    asking: ScriptedAsking,
    bench: Bench,
    qtbot: QtBot,
    tmp_path: Path,
    strength: float,
) -> None:
    Choices(Registry(resources.bases_folders(), resources.modules_folders(), tmp_path), bench.settings).reconcile()
    assert bench.settings.get(s.STRENGTH) == 6.0
    bench.settings.set(s.LIVE, True)
    bench.settings.set(s.FIRST_PX, 0)
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.session.start()
    painted = len(bench.runner.requests)
    asking.agrees = [True]
    with qtbot.waitSignal(bench.session.picture_finished):
        packs.import_path(renamed(pack, strength=strength, weights=""))
    assert len(bench.runner.requests) == painted + 1
    assert bench.runner.requests[-1].strength == strength


def test_what_cannot_be_imported_is_one_notice(
    packs: ModulePacks, bench: Bench, own: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "broken.sinopia"
    path.write_bytes(b"no pack")
    packs.import_path(path)
    qtbot.waitUntil(lambda: len(bench.notices) == 1)
    assert bench.notices[0].text == "“broken.sinopia” is damaged, or no module pack."
    assert not own.exists()


def test_the_picture_on_the_sheet_goes_along_as_an_example(
    packs: ModulePacks, asking: ScriptedAsking, bench: Bench, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.session.start()
    path = tmp_path / "labels.sinopia"
    asking.paths = [path]
    with qtbot.waitSignal(packs.said):
        packs.export_chosen()
    with zipfile.ZipFile(path) as zipped:
        example = read_artwork_bytes(zipped.read("examples/painted 01.png"), "example")
        assert zipped.read("thumbnails/painted 01.png").startswith(b"\x89PNG")
    assert (example.request.labels == bench.session.document.labels).all()


def test_the_example_has_the_classes_that_it_was_painted_with(
    packs: ModulePacks, asking: ScriptedAsking, bench: Bench, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.session.start()
    document = bench.session.document
    entries = (document.palette.entry(0), PaletteEntry(1, "tree", (1, 2, 3)))
    document.load(np.array(document.labels), Palette("other", entries), None)
    path = tmp_path / "labels.sinopia"
    asking.paths = [path]
    with qtbot.waitSignal(packs.said):
        packs.export_chosen()
    carried = packs.carried()
    assert carried is not None
    for file in (path, Path(carried.urls()[0].toLocalFile())):
        with zipfile.ZipFile(file) as zipped:
            example = read_artwork_bytes(zipped.read("examples/painted 01.png"), "example")
        assert example.palette.name_of(1) == "sky"


def test_the_chosen_module_is_carried_out_of_the_window_as_a_pack(
    packs: ModulePacks, asking: ScriptedAsking, bench: Bench, own: Path, qtbot: QtBot
) -> None:
    carried = packs.carried()
    assert carried is not None
    (url,) = carried.urls()
    assert Path(url.toLocalFile()).name == "pocket-labels.sinopia"
    with qtbot.waitSignal(packs.installed):
        packs.import_path(renamed(Path(url.toLocalFile()), id="mine"))
    assert [path.name for path in own.iterdir()] == ["mine"]
    bench.settings.set(s.MODULE, "")
    assert packs.carried() is None
