from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from app.installed.catalogue import Catalogue
from engine.errors import WeightsError
from engine.installed.registry import BaseInfo, ModuleInfo
from tests.fakes.fake_runner import FakeRegistry


class CountingReader(FakeRegistry):
    """Counts how often modules are read, and may fail."""

    def __init__(self) -> None:
        super().__init__()
        self.reads = 0
        self.fails = False

    def bases(self) -> tuple[BaseInfo, ...]:
        if self.fails:
            raise WeightsError("The disk is gone.", "Put it back.")
        return super().bases()

    def modules(self, base_id: str | None = None) -> tuple[ModuleInfo, ...]:
        self.reads += 1
        return super().modules(base_id)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "modules" / "one").mkdir(parents=True)
    (tmp_path / "modules" / "one" / "sinopia.json").write_text("{}")
    return tmp_path / "modules"


def test_what_is_installed_is_read_once(folder: Path) -> None:
    reader = CountingReader()
    catalogue = Catalogue(reader, [folder])
    for _ in range(10):
        assert catalogue.bases() == reader.base_infos
        assert catalogue.modules("pocket") == reader.module_infos
        assert catalogue.modules("plain") == ()
        catalogue.look()
    assert reader.reads == 1


@pytest.mark.parametrize("what", ["another folder", "another manifest"])
def test_another_time_of_a_folder_is_listed_anew_and_told(what: str, folder: Path) -> None:
    reader = CountingReader()
    catalogue, told = Catalogue(reader, [folder, folder / "never there"]), []
    catalogue.changed.connect(lambda: told.append(catalogue.modules()))
    catalogue.bases()
    reader.module_infos = (replace(reader.module_infos[0], label="Another"),)
    catalogue.look()
    assert told == []
    if what == "another folder":
        (folder / "two").mkdir()
    else:
        os.utime(folder / "one" / "sinopia.json", ns=(1, 1))
    catalogue.look()
    assert told == [reader.module_infos]
    os.utime(folder, ns=(2, 2))
    catalogue.look()
    assert len(told) == 1  # other times, but nothing else is there


def test_what_cannot_be_listed_says_so_until_it_can() -> None:
    reader = CountingReader()
    catalogue = Catalogue(reader)
    reader.fails = True
    for _ in range(2):
        with pytest.raises(WeightsError):
            catalogue.bases()
    reader.fails = False
    assert catalogue.bases() == reader.base_infos
