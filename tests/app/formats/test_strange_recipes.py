"""Recipes of strangers: what they name is an id of something installed, never a folder of this machine."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.commands.generate import BatchError, Overrides, request_for
from app.commands.main import _registry
from app.formats.project import save_project
from app.formats.saved_picture import write_artwork
from app.installed.choices import Choices
from app.installed.palettes import palette_of
from app.painting.session import Session
from app.settings import table as s
from app.start.bootstrap import open_studio
from app.start.studio import Studio
from engine.errors import RequestError
from engine.installed.registry import Registry
from engine.request.types import Finished, GenerationRequest, RunId
from tests.app.conftest import Bench
from tests.fakes.fake_runner import FakeRegistry, FakeRunner, painted
from tests.fakes.scripted_asking import ScriptedAsking

LONG = "a" * 300
FOREIGN = (LONG, LONG + "/b", "/etc", "/", ".", "..", "//host/share", r"\\host\share", "\0", "C:\\", "~", "../x")


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every path that is looked at."""
    seen: list[str] = []
    for name in ("stat", "is_dir", "is_file", "exists", "open", "iterdir"):
        before: Callable[..., object] = getattr(Path, name)

        def noted(self: Path, *args: object, _before: Callable[..., object] = before, **named: object) -> object:
            seen.append(str(self))
            return _before(self, *args, **named)

        monkeypatch.setattr(Path, name, noted)
    return seen


@pytest.mark.parametrize("name", FOREIGN)
def test_a_name_that_is_not_installed_is_said_and_never_looked_at(name: str, looked_at: list[str]) -> None:
    settings = s.Settings()
    choices = Choices(FakeRegistry(), settings)
    settings.set(s.BASE, name)
    settings.set(s.MODULE, name)
    settings.set(s.BESIDE, {name: 1.0})
    said = choices.reconcile()
    assert looked_at == []
    assert len(said) == 3
    assert (settings.get(s.BASE), settings.get(s.MODULE), settings.get(s.BESIDE)) == ("pocket", "pocket-labels", {})


def test_a_default_that_cannot_be_is_left_out() -> None:
    base = dataclasses.replace(FakeRegistry().base_infos[0], default_size=-1, step_px=10**6)
    settings = s.Settings()
    assert Choices(FakeRegistry((base,)), settings).reconcile() == []
    assert settings.get(s.SIZE_PX) == s.SIZE_PX.default


def foreign(session: Session, name: str) -> Finished:
    request = dataclasses.replace(session.request(), base=name, module=name, beside={name: 1.0})
    return Finished(run=RunId(number=1), request=request, image=painted(request), seconds=0.5, provenance={})


@pytest.mark.parametrize("suffix", [".png", ".ora"])
def test_the_next_start_follows_a_foreign_file(
    suffix: str, bench: Bench, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.system.resources.journals_folder", lambda: tmp_path / "journals")
    path, asking = tmp_path / f"friend{suffix}", ScriptedAsking()
    finished = foreign(bench.session, LONG)
    if suffix == ".png":
        write_artwork(path, finished, bench.session.document.palette)
    else:
        save_project(path, finished.request, bench.session.document.palette, finished)
    for _ in range(2):
        studio = Studio(qapp, s.Settings(tmp_path / "settings.json"), FakeRegistry(), FakeRunner, asking)
        said: list[str] = []
        studio.notices.posted.connect(lambda notice, said=said: said.append(notice.text))
        studio.desk.files.open_path(path)
        assert not any("Something went wrong" in text for text in said)
        assert studio.settings.get(s.BASE) == "pocket"
        studio.shut_down()
        studio.window.deleteLater()


def test_a_start_that_fails_on_what_was_stored_comes_up_with_the_defaults(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "settings.json"
    stored = s.Settings(path)
    stored.set(s.PROMPT, "odd")
    stored.save()
    before = Choices.reconcile

    def reconcile(self: Choices, **named: bool) -> list[str]:
        if self._settings.get(s.PROMPT) == "odd":
            raise RuntimeError("odd")
        return before(self, **named)

    monkeypatch.setattr(Choices, "reconcile", reconcile)

    def make(settings: s.Settings) -> Studio:
        return Studio(qapp, settings, FakeRegistry(), FakeRunner, ScriptedAsking())

    studio = open_studio(make, path)
    notice = studio.window.notice_bar.notice
    assert notice is not None
    assert "defaults" in notice.text
    assert studio.settings.get(s.PROMPT) != "odd"
    assert "odd" in (tmp_path / "damaged settings.json").read_text()
    studio.shut_down()
    studio.window.deleteLater()


def test_a_start_that_fails_all_the_same_leaves_the_settings_alone(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    stored = s.Settings(path)
    stored.set(s.PROMPT, "mine")
    stored.save()

    def make(settings: s.Settings) -> Studio:
        raise RuntimeError("no disk")

    with pytest.raises(RuntimeError, match="no disk"):
        open_studio(make, path)
    assert "mine" in path.read_text()


@pytest.fixture
def folder_of_base(tmp_path: Path) -> Path:
    (tmp_path / "own" / "unet").mkdir(parents=True)
    (tmp_path / "own" / "unet" / "config.json").write_text("{}")
    (tmp_path / "own" / "config.json").write_text("{}")
    return tmp_path / "own"


def test_the_window_paints_with_what_is_installed_alone(folder_of_base: Path) -> None:
    registry = Registry([], [], folder_of_base, takes_folders=False)
    for find in (registry.base, registry.module):
        with pytest.raises(RequestError):
            find(str(folder_of_base))
    for name in FOREIGN:
        for find in (Registry([], [], folder_of_base).base, Registry([], [], folder_of_base).module):
            with pytest.raises(RequestError):
                find(name)


@pytest.mark.parametrize("part", ["base", "module", "beside"])
def test_the_command_line_takes_folders_from_its_options_and_never_from_a_file(
    part: str, tmp_path: Path, folder_of_base: Path
) -> None:
    registry, name = _registry(), str(folder_of_base)
    palette = palette_of(registry.module("pocket-labels"))
    labels = palette.colour_table()[:16, :1].repeat(16, axis=1) * 0
    request = GenerationRequest(base="pocket", module="pocket-labels", labels=labels, classes=palette.classes())
    odd = dataclasses.replace(request, **{part: {name: 1.0} if part == "beside" else name})
    picture = painted(dataclasses.replace(request, width=16, height=16))
    path = tmp_path / "friend.png"
    write_artwork(path, Finished(run=RunId(number=1), request=odd, image=picture, seconds=0, provenance={}), palette)
    with pytest.raises(BatchError, match="own"):
        request_for(path, registry, Overrides())
    if part == "base":
        assert request_for(path, registry, Overrides(base=name))[0].base == name
