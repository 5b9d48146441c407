from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.files.drop import Dropping
from app.files.open_and_save import Filing
from app.installed.choices import Choices
from app.library.module_packs import ModulePacks
from app.photo.photo_offer import PhotoOffer
from app.photo.reference_photo import ReferencePhoto
from app.settings import table as s
from app.settings.recent_files import RecentFiles
from tests.app.conftest import Bench
from tests.fakes.fake_runner import FakeRegistry
from tests.fakes.scripted_asking import ScriptedAsking

LONG = "a" * 300
ODD = {
    **{f"long{suffix}": f"{LONG}{suffix}" for suffix in ("", ".png", ".ora", ".json", ".jpg")},
    "deep": "x/" * 3000 + "a.png",
    "root": "/",
    "no file": "/dev/null",
}


@pytest.mark.parametrize("name", ODD.values(), ids=ODD.keys())
def test_a_path_that_cannot_be_looked_at_is_one_sentence(name: str, bench: Bench, filing: Filing) -> None:
    asking, choices = ScriptedAsking(), Choices(FakeRegistry(), bench.settings)
    tracing = ReferencePhoto(bench.session.work, bench.session.notices, asking)
    offer = PhotoOffer(bench.session, choices, tracing, asking)
    packs = ModulePacks(bench.session, choices, bench.session.notices, asking)
    dropping = Dropping(bench.session, filing, offer, packs, bench.choosing(asking))
    path = Path(os.sep, "nowhere", name) if name[0] != "/" else Path(name)
    for open_path in (dropping.open_path, filing.open_path, filing.recall):
        bench.notices.clear()
        open_path(path)
        assert len(bench.notices) == 1
        assert len(bench.notices[0].text) < 400
    offer.stop()
    packs.stop()


@pytest.mark.parametrize("name", ["\0", LONG, "x/" * 3000])
def test_a_last_folder_that_cannot_be_looked_at_is_the_home_folder(name: str) -> None:
    settings = s.Settings()
    settings.set(s.LAST_FOLDER, f"/{name}")
    assert RecentFiles(settings).folder == Path.home()
