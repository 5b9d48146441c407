"""What belongs to a drawing besides its pixels is under undo, in one line with the strokes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.drawing.palette.class_settings import ClassSettings
from app.drawing.palette.classes import Classes
from app.drawing.settings_history import BURST_S, SettingsHistory
from app.settings import table as s
from canvas.document import Document
from canvas.history import History
from tests.app.conftest import Bench
from tests.fakes.fake_clock import FakeClock
from tests.fakes.random_values import value_for


class Person:
    """Changes settings and drawing, and lets time pass."""

    def __init__(self, document: Document, clock: FakeClock) -> None:
        self.document, self.clock = document, clock
        self.settings, self.history = s.Settings(), History(document)
        self.recording = SettingsHistory(self.settings, document, self.history, clock)
        self.classes = Classes(document, self.history, lambda: None)
        self._following = ClassSettings(document, self.settings)

    def set(self, setting: s.Setting[Any], value: Any, after_s: float = 2 * BURST_S) -> None:
        self.clock.pass_s(after_s)
        self.settings.set(setting, value)


@pytest.fixture
def person(document: Document, clock: FakeClock) -> Person:
    return Person(document, clock)


@pytest.mark.parametrize("setting", s.WORK, ids=lambda each: each.id)
def test_every_setting_of_a_drawing_is_undone_and_redone(person: Person, setting: s.Setting[Any]) -> None:
    before = person.settings.get(setting)
    rng, after = np.random.default_rng(3), before
    others = {s.EXACT_SIZE.id: (40, 40), s.BESIDE.id: {"mine": 1.5}, s.SAMPLER.id: "ddim"}
    while after == before:
        after = others.get(setting.id) or value_for(setting, person.document.palette, rng)
    person.set(setting, after)
    assert len(person.history.labels) == 1
    assert person.history.undo_label
    person.history.undo()
    assert person.settings.get(setting) == before
    assert not person.settings.is_set(setting)
    person.history.redo()
    assert person.settings.get(setting) == after


@pytest.mark.parametrize("setting", [s.DEVICE, s.PRECISION, s.LIVE, s.TOOL, s.VIEW_MODE], ids=lambda each: each.id)
def test_what_is_no_part_of_the_drawing_is_not(person: Person, setting: s.Setting[Any]) -> None:
    values = {s.DEVICE: "cpu", s.PRECISION: "float32", s.LIVE: False, s.TOOL: "pen", s.VIEW_MODE: "picture"}
    person.set(setting, next(value for each, value in values.items() if each is setting))
    assert not person.history.can_undo


def test_one_line_of_strokes_and_settings(bench: Bench) -> None:
    settings, history = bench.settings, bench.session.history
    settings.set(s.PROMPT, "sea")
    bench.paint(20, 20)
    settings.set(s.STRENGTH, 3.5)
    assert history.labels == ("Prompt", "Brush stroke", "Strength")
    history.undo()
    assert settings.get(s.STRENGTH) == s.STRENGTH.default
    history.undo()
    assert (bench.session.document.labels == 1).all()
    assert settings.get(s.PROMPT) == "sea"
    history.undo()
    assert settings.get(s.PROMPT) == ""
    history.go_to(3)
    assert (settings.get(s.PROMPT), settings.get(s.STRENGTH)) == ("sea", 3.5)
    assert bench.session.document.labels[20, 20] == 5


def test_a_burst_is_one_step_and_a_pause_ends_it(person: Person) -> None:
    for strength in (2.5, 3.0, 3.5):
        person.set(s.STRENGTH, strength, after_s=0.2)
    person.set(s.STRENGTH, 4.0)
    person.set(s.STEPS, 30, after_s=0.1)
    assert person.history.labels == ("Strength", "Strength", "Steps")
    person.history.go_to(1)
    assert person.settings.get(s.STRENGTH) == 3.5
    person.history.go_to(0)
    assert person.settings.get(s.STRENGTH) == 2.0


def test_seeds_that_follow_each_other_are_one_step(person: Person) -> None:
    for seed in range(1, 6):
        person.set(s.SEED, seed)
    assert person.history.labels == ("Seed",)
    person.history.undo()
    assert person.settings.get(s.SEED) == 0


def test_a_slider_that_comes_back_leaves_no_step(person: Person) -> None:
    person.set(s.STRENGTH, 3.0)
    person.set(s.STRENGTH, 2.0, after_s=0.2)
    assert not person.history.can_undo


def test_what_follows_from_a_change_is_part_of_it(person: Person) -> None:
    def follow(setting: s.Setting[Any]) -> None:
        if setting is s.BASE:
            person.settings.suggest(s.STEPS, 7 if person.settings.get(s.BASE) == "other" else 20)
            person.settings.reset(s.MODULE)

    person.set(s.MODULE, "mine")
    person.settings.changed.connect(follow)
    person.set(s.BASE, "other")
    assert person.history.labels == ("Module", "Base")
    person.history.undo()
    get = person.settings.get
    assert (get(s.BASE), get(s.STEPS), get(s.MODULE)) == ("", 20, "mine")
    person.history.redo()
    assert (get(s.BASE), get(s.STEPS), get(s.MODULE)) == ("other", 7, "")


def test_settings_that_are_set_together_are_one_step(person: Person) -> None:
    with person.settings.together():
        person.settings.set(s.SIZE_PX, 512)
        person.settings.set(s.STEPS, 8)
    assert person.history.labels == ("Size",)
    person.history.undo()
    assert (person.settings.get(s.SIZE_PX), person.settings.get(s.STEPS)) == (128, 20)


def test_a_strength_names_its_class(person: Person) -> None:
    name = person.document.palette.name_of(3)
    person.set(s.CLASS_WEIGHTS, {3: 0.5})
    person.set(s.CLASS_WEIGHTS, {3: 0.7}, after_s=0.1)
    person.set(s.CLASS_WEIGHTS, {3: 0.7, 5: 2.0}, after_s=0.1)
    assert person.history.labels == (f"Strength of {name}", f"Strength of {person.document.palette.name_of(5)}")


def test_a_removed_class_comes_back_with_its_strength_and_hidden(person: Person) -> None:
    person.set(s.CLASS_WEIGHTS, {3: 0.5, 5: 2.0})
    person.settings.set(s.HIDDEN_CLASSES, frozenset({3}))
    person.classes.remove(3)
    assert person.settings.get(s.CLASS_WEIGHTS) == {5: 2.0}
    assert len(person.history.labels) == 2
    person.settings.set(s.HIDDEN_CLASSES, frozenset({5}))
    person.history.undo()
    assert person.settings.get(s.CLASS_WEIGHTS) == {3: 0.5, 5: 2.0}
    assert person.settings.get(s.HIDDEN_CLASSES) == {3, 5}
    person.history.redo()
    assert person.settings.get(s.CLASS_WEIGHTS) == {5: 2.0}
    assert person.settings.get(s.HIDDEN_CLASSES) == {5}


def test_a_merged_class_comes_back_with_its_strength(person: Person) -> None:
    person.set(s.CLASS_WEIGHTS, {3: 0.5})
    person.classes.merge(3, 5)
    person.history.undo()
    assert person.settings.get(s.CLASS_WEIGHTS) == {3: 0.5}


def test_what_comes_with_another_drawing_is_no_step(bench: Bench) -> None:
    bench.settings.set(s.PROMPT, "sea")
    request = bench.session.request()
    bench.settings.set(s.PROMPT, "mountains")
    bench.session.replaced.connect(lambda: bench.settings.set(s.STEPS, 11))  # as what is not installed is mended
    bench.session.replace(request.labels, bench.session.document.palette, request)
    assert bench.settings.get(s.PROMPT) == "sea"
    assert not bench.session.history.can_undo


def test_an_exact_size_comes_back_with_the_shape_it_was_for(bench: Bench) -> None:
    bench.settings.set(s.EXACT_SIZE, (40, 40))
    layers = bench.session.document.layers
    bench.session.history.replace("Resize", layers.resized((24, 32)))
    assert bench.settings.get(s.EXACT_SIZE) == (0, 0)
    bench.session.history.undo()
    assert bench.settings.get(s.EXACT_SIZE) == (40, 40)
