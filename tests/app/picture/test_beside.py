"""Modules that paint along: chosen, shown, and kept in step with what is installed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.installed.choices import Choices
from app.installed.heard_layers import Hearing
from app.installed.palettes import PaletteShelf
from app.picture.beside_field import BesideField
from app.picture.panel import PicturePanel
from app.settings import table as s
from app.start.first_drawing import first_drawing
from app.widgets.theme import Look
from canvas.document import Document
from engine.installed.registry import ModuleInfo
from tests.fakes.fake_runner import FakeRegistry


@pytest.fixture
def registry() -> FakeRegistry:
    plain = FakeRegistry()
    labels = plain.module_infos[0]
    ink = replace(labels, id="ink", label="Ink", modalities=("sketch",), defaults={"strength": 5})
    foreign = replace(labels, id="foreign", base="plain")
    return FakeRegistry(plain.base_infos, (labels, ink, foreign))


@pytest.fixture
def settings() -> s.Settings:
    return s.Settings()


@pytest.fixture
def choices(registry: FakeRegistry, settings: s.Settings) -> Choices:
    choices = Choices(registry, settings)
    choices.reconcile()
    return choices


@pytest.fixture
def look(qapp: QApplication) -> Look:
    return Look(qapp)


def _ink(choices: Choices) -> ModuleInfo:
    return next(module for module in choices.modules() if module.id == "ink")


def test_a_module_is_added_at_the_strength_that_it_suggests(choices: Choices, settings: s.Settings) -> None:
    choices.add(_ink(choices))
    assert settings.get(s.BESIDE) == {"ink": 5.0}
    assert [module.id for module in choices.painting()] == ["pocket-labels", "ink"]


def test_the_first_module_is_the_chosen_one(choices: Choices, settings: s.Settings) -> None:
    settings.set(s.MODULE, "")
    settings.set(s.BESIDE, {"pocket-labels": 1.0})
    assert choices.painting() == ()
    choices.add(_ink(choices))
    assert settings.get(s.MODULE) == "ink"


def test_what_is_chosen_no_longer_paints_along(choices: Choices, settings: s.Settings) -> None:
    choices.add(_ink(choices))
    settings.set(s.MODULE, "ink")
    assert choices.reconcile() == []
    assert settings.get(s.BESIDE) == {}


def test_what_is_not_made_for_the_base_is_let_go_and_said(choices: Choices, settings: s.Settings) -> None:
    settings.set(s.BESIDE, {"gone": 1.0, "foreign": 2.0, "ink": 3.0})
    said = choices.reconcile()
    assert settings.get(s.BESIDE) == {"ink": 3.0}
    assert [next(name for name in ("gone", "foreign", "ink") if name in text) for text in said] == ["gone", "foreign"]


def test_layers_are_heard_by_any_of_them(choices: Choices, settings: s.Settings) -> None:
    hearing = Hearing(choices, settings)
    assert (hearing.hears("labels"), hearing.hears("ink")) == (True, False)
    assert (hearing.can_listen("labels"), hearing.can_listen("ink")) == (False, True)
    hearing.listen("ink")
    assert hearing.heard == {"labels", "sketch"}
    assert not hearing.can_listen("ink")
    settings.set(s.BESIDE, {})
    assert not hearing.hears("ink")


def test_a_base_that_paints_alone_gets_its_module_so(choices: Choices, settings: s.Settings) -> None:
    settings.set(s.MODULE, "")
    hearing = Hearing(choices, settings)
    hearing.listen("ink")
    assert settings.get(s.MODULE) == "ink"
    assert hearing.heard == {"sketch"}


def test_each_has_a_row_with_its_strength(qtbot: QtBot, choices: Choices, settings: s.Settings, look: Look) -> None:
    field = BesideField(settings, choices, look)
    qtbot.addWidget(field)
    assert field.rows == {}
    field.menu.aboutToShow.emit()
    assert [action.text() for action in field.menu.actions()] == ["Ink"]
    field.menu.actions()[0].trigger()
    row = field.rows["ink"]
    assert row.strength.box.value() == 5.0
    assert not field.add.isEnabled()  # there is no other
    row.strength.slider.setValue(35)
    assert settings.get(s.BESIDE) == {"ink": 3.5}
    settings.set(s.BESIDE, {"ink": 1.5})
    assert field.rows["ink"] is row
    assert row.strength.box.value() == 1.5
    qtbot.mouseClick(row.remove, Qt.MouseButton.LeftButton)
    assert settings.get(s.BESIDE) == {}
    assert field.rows == {}
    assert field.add.isEnabled()


@pytest.fixture
def no_reading(registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    return lambda: monkeypatch.setattr(registry, "modules", lambda _base=None: pytest.fail("read again"))


def test_a_stroke_that_is_not_heard_does_not_list_modules_again(
    choices: Choices, settings: s.Settings, no_reading: Callable[[], None]
) -> None:
    hearing = Hearing(choices, settings)
    note = hearing.unheard("ink")
    no_reading()
    assert hearing.can_listen("ink")
    assert hearing.remedy(note) == "hear_ink"


def test_a_moved_slider_does_not_list_modules_again(
    qtbot: QtBot, choices: Choices, settings: s.Settings, look: Look, no_reading: Callable[[], None]
) -> None:
    choices.add(_ink(choices))
    field = BesideField(settings, choices, look)
    qtbot.addWidget(field)
    no_reading()
    for strength in (1.0, 2.0, 3.0):
        field.rows["ink"].strength.moved.emit(strength)
    assert settings.get(s.BESIDE) == {"ink": 3.0}


def test_the_panel_shows_them_only_where_there_are_any(
    qtbot: QtBot, choices: Choices, settings: s.Settings, look: Look, document: Document
) -> None:
    panel = PicturePanel(settings, choices, look, document)
    qtbot.addWidget(panel)
    assert not panel.beside.isVisibleTo(panel)
    choices.add(_ink(choices))
    assert panel.beside.isVisibleTo(panel)
    settings.set(s.MODULE, "")
    assert not panel.beside.isVisibleTo(panel)
    assert not panel.beside.add.isEnabled()
    settings.set(s.MODULE, "pocket-labels")
    assert panel.beside.isVisibleTo(panel)


def test_the_classes_are_those_of_the_module_that_hears_labels(choices: Choices, settings: s.Settings) -> None:
    settings.set(s.MODULE, "ink")
    assert choices.listener("labels") == choices.module()
    settings.set(s.BESIDE, {"pocket-labels": 2.0})
    palette = PaletteShelf(choices).of_module()
    assert palette is not None
    assert palette.name == "Pocket labels"
    assert "sky" in palette.classes().values()


def test_a_first_drawing_is_an_example_where_any_module_hears_labels(choices: Choices, settings: s.Settings) -> None:
    settings.set(s.MODULE, "ink")
    assert not first_drawing(choices)[0].labels.any()
    settings.set(s.BESIDE, {"pocket-labels": 2.0})
    assert first_drawing(choices)[0].labels.any()
