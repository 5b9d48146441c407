"""What the chosen module does not hear starts no painting, and what cannot be compared is not offered."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from app.drawing.open_work import OpenWork
from app.installed.choices import Choices
from app.installed.heard_layers import LISTEN, Hearing
from app.menus.bar import Actions
from app.menus.desk import Desk
from app.menus.shortcuts import Shortcuts
from app.painting.session import Session
from app.settings import table as s
from app.system.notices import Notice, Notices
from app.widgets.fields.device_field import DeviceField
from app.widgets.theme import Look
from app.window.sheets import Sheets
from canvas.document import Document
from canvas.edits import PatchEdit
from canvas.history import History
from engine.installed.registry import SegmenterInfo
from engine.serving.thread import EngineController
from tests.app.conftest import Bench
from tests.fakes.fake_runner import FakeRegistry, FakeRunner

SEGMENTER = SegmenterInfo(Path("labeler.onnx"), ("unlabelled", "sky"))


def _registry(*, segments: bool = True) -> FakeRegistry:
    """Modules that hear labels, ink, and both."""
    plain = FakeRegistry()
    base, *others = plain.base_infos
    kinds = {"labels": ("labels",), "ink": ("sketch",), "joint": ("labels", "sketch")}
    modules = tuple(
        dataclasses.replace(plain.module_infos[0], id=name, label=name, modalities=heard)
        for name, heard in kinds.items()
    )
    return FakeRegistry((dataclasses.replace(base, segmenter=SEGMENTER if segments else None), *others), modules)


@dataclasses.dataclass
class Easel:
    session: Session
    runner: FakeRunner
    settings: s.Settings
    notices: list[Notice]
    qtbot: QtBot

    def settle(self) -> int:
        """How many pictures were asked for once nothing paints."""
        self.qtbot.waitUntil(lambda: not self.session.is_painting)
        return len(self.runner.requests)

    def edit(self, layer: str) -> None:
        """One entry of the history in one layer."""
        document = self.session.document
        now = document.layers.of(layer)  # type: ignore[arg-type]
        other = np.where(now == 0, 255 if layer == "ink" else 5, 0).astype(np.uint8)
        assert self.session.history.perform(layer, PatchEdit.replace_all(now, other, layer))  # type: ignore[arg-type]


@pytest.fixture
def make_easel(qapp: object, document: Document, qtbot: QtBot) -> Iterator[Callable[[str], Easel]]:
    made: list[Easel] = []

    def make(module: str) -> Easel:
        runner, settings, notices = FakeRunner(), s.Settings(), Notices()
        for setting, value in ((s.BASE, "pocket"), (s.MODULE, module), (s.STEPS, 2)):
            settings.set(setting, value)
        hearing = Hearing(Choices(_registry(), settings), settings)
        engine = EngineController(lambda: runner)
        session = Session(OpenWork(document, History(document), settings), engine, notices, hearing=hearing)
        easel = Easel(session, runner, settings, [], qtbot)
        notices.posted.connect(easel.notices.append)
        made.append(easel)
        with qtbot.waitSignal(session.picture_finished):
            session.start()
        return easel

    yield make
    for easel in made:
        assert easel.session.stop()


@pytest.mark.parametrize(
    ("module", "layer", "said"),
    [
        ("labels", "ink", "The module “labels” does not hear ink; choose one that does."),
        ("ink", "labels", "The module “ink” does not hear labels; choose one that does."),
        ("", "labels", "The base paints alone, and hears no drawing; choose a module."),
    ],
)
def test_what_is_not_heard_is_said_once_and_starts_no_painting(
    make_easel: Callable[[str], Easel], module: str, layer: str, said: str
) -> None:
    easel = make_easel(module)
    before = easel.settle()
    for _ in range(2):
        easel.edit(layer)
    easel.session.history.undo()
    assert easel.settle() == before
    assert [notice.text for notice in easel.notices] == [said]


def test_the_remark_offers_a_module_that_hears_it(make_easel: Callable[[str], Easel]) -> None:
    easel = make_easel("labels")
    before = easel.settle()
    easel.edit("ink")
    assert [notice.action for notice in easel.notices] == [LISTEN["ink"]]
    cleared: list[Notice] = []
    easel.session.notices.cleared.connect(cleared.append)
    easel.settings.set(s.BESIDE, {"ink": 3.0})
    easel.qtbot.waitUntil(lambda: len(easel.runner.requests) > before)
    easel.settle()
    assert cleared == easel.notices
    assert easel.runner.requests[-1].modules == {"labels": 2.0, "ink": 3.0}
    before = easel.settle()
    easel.edit("ink")
    assert easel.settle() == before + 1


@pytest.mark.parametrize(
    ("module", "layer"), [("labels", "labels"), ("ink", "ink"), ("joint", "ink"), ("joint", "labels")]
)
def test_what_is_heard_is_painted(make_easel: Callable[[str], Easel], module: str, layer: str) -> None:
    easel = make_easel(module)
    before = easel.settle()
    easel.edit(layer)
    assert easel.settle() == before + 1
    assert easel.notices == []


def test_another_module_paints_what_it_hears_then(make_easel: Callable[[str], Easel]) -> None:
    easel = make_easel("labels")
    easel.edit("ink")
    before = easel.settle()
    easel.settings.set(s.MODULE, "ink")
    easel.qtbot.waitUntil(lambda: len(easel.runner.requests) > before)
    easel.settle()
    assert easel.runner.requests[-1].ink is not None


def test_what_was_said_of_a_module_is_taken_back_once_it_no_longer_holds(make_easel: Callable[[str], Easel]) -> None:
    easel = make_easel("ink")
    cleared: list[Notice] = []
    easel.session.notices.cleared.connect(cleared.append)
    easel.runner.notes = ("The module “ink” does not hear labels; choose one that does.",)
    for _ in range(2):
        with easel.qtbot.waitSignal(easel.session.picture_finished):
            easel.session.generate()
    assert [notice.action for notice in easel.notices] == [LISTEN["labels"]]
    assert cleared == []
    easel.runner.notes = ()
    easel.settings.set(s.MODULE, "joint")
    easel.qtbot.waitUntil(lambda: cleared == easel.notices)


@pytest.mark.parametrize(
    ("segments", "module", "reason"),
    [
        (True, "labels", ""),
        (True, "joint", ""),
        (True, "", ""),
        (True, "ink", "does not hear labels"),
        (False, "labels", "brings nothing that tells the classes"),
    ],
)
def test_why_pictures_cannot_be_compared(segments: bool, module: str, reason: str) -> None:
    settings = s.Settings()
    settings.set(s.BASE, "pocket")
    settings.set(s.MODULE, module)
    found = Hearing(Choices(_registry(segments=segments), settings), settings).no_agreement
    assert reason in found
    assert bool(found) is bool(reason)


def test_best_of_is_off_with_the_reason_in_its_tip(actions: Actions) -> None:
    for name in ("best_of", "best_of_4", "differences"):
        assert not actions[name].isEnabled()
        assert actions[name].toolTip().endswith("brings nothing that tells the classes in its pictures.")
    assert "brings nothing" not in actions["generate"].toolTip()


def test_the_hint_names_the_keys_in_force(bench: Bench, desk: Desk, qapp: Any, qtbot: QtBot) -> None:
    window, sheets = QMainWindow(), Sheets(bench.session)
    qtbot.addWidget(window)
    window.setCentralWidget(sheets)
    sheets.invite_to(Actions(window, desk, Look(qapp))["generate"])
    assert sheets.picture.invitation == "The picture appears here. Ctrl+Return paints it."
    Shortcuts(bench.settings).give("generate", "Ctrl+G")
    assert sheets.picture.invitation == "The picture appears here. Ctrl+G paints it."
    Shortcuts(bench.settings).give("generate", "")
    assert sheets.picture.invitation == "The picture appears here."


def test_only_devices_of_this_machine_are_offered(qapp: object, qtbot: QtBot) -> None:
    settings = s.Settings()
    field = DeviceField(settings)
    qtbot.addWidget(field)

    def offered() -> list[str]:
        return [field.itemText(index) for index in range(field.count())]

    assert offered() == ["Automatic", "CPU"]
    engine = EngineController(FakeRunner)
    engine.devices_found.connect(lambda found: settings.set(s.DEVICES, found))
    with qtbot.waitSignal(engine.devices_found):
        engine.start()
    assert offered() == ["Automatic", "CPU", "CUDA 1"]
    assert engine.stop()


def test_a_class_is_heard_by_any_of_its_names_where_labels_are_heard_at_all() -> None:
    settings = s.Settings()
    settings.set(s.BASE, "pocket")
    settings.set(s.MODULE, "labels")
    hearing = Hearing(Choices(_registry(), settings), settings)
    assert hearing.hears_class(" Water")
    assert hearing.hears_class("sea", ("ocean", "water"))
    assert not hearing.hears_class("sea", ("ocean",))
    settings.set(s.MODULE, "ink")
    assert hearing.hears_class("sea")
    settings.set(s.MODULE, "not installed")
    assert hearing.hears_class("sea")
