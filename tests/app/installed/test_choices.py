from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.installed.choices import Choices
from app.settings import table as s
from app.system import resources
from engine.installed.registry import Registry
from tests.fakes.fake_runner import FakeRegistry


def test_first_base_and_its_module_are_suggested() -> None:
    settings = s.Settings()
    choices = Choices(FakeRegistry(), settings)
    assert choices.reconcile() == []
    assert settings.get(s.BASE) == "pocket"
    assert settings.get(s.MODULE) == "pocket-labels"
    assert settings.get(s.STRENGTH) == 2.5
    assert settings.get(s.WINDOW) == (0.0, 0.8)
    assert settings.get(s.PROMPT) == "a meadow"
    assert not settings.is_set(s.PROMPT)


def test_the_module_that_the_base_names_is_suggested_wherever_it_is_in_the_list() -> None:
    base, shipped = FakeRegistry().base_infos[0], FakeRegistry().module_infos[0]
    another, foreign = replace(shipped, id="another", label="Another"), replace(shipped, id="named", base="plain")
    for name, suggested in (("", "another"), ("pocket-labels", "pocket-labels"), ("named", "another")):
        settings = s.Settings()
        named = FakeRegistry((replace(base, default_module=name),), (another, foreign, shipped))
        Choices(named, settings).reconcile()
        assert settings.get(s.MODULE) == suggested
    settings.set(s.MODULE, "gone")
    said = Choices(FakeRegistry((replace(base, default_module=shipped.id),), (another, shipped)), settings).reconcile()
    assert shipped.label in said[0]
    assert settings.get(s.MODULE) == shipped.id


def test_the_built_in_base_paints_with_its_label_module() -> None:
    registry = Registry([resources.ASSETS / "models"], [resources.ASSETS / "modules"], Path())
    settings = s.Settings()
    Choices(registry, settings).reconcile()
    assert settings.get(s.MODULE) == "pocket-labels"


def test_what_was_set_wins_over_suggestions() -> None:
    settings = s.Settings()
    settings.set(s.STEPS, 7)
    Choices(FakeRegistry(), settings).reconcile()
    assert settings.get(s.STEPS) == 7


def test_lost_base_is_said_and_replaced() -> None:
    settings = s.Settings()
    settings.set(s.BASE, "gone")
    said = Choices(FakeRegistry(), settings).reconcile()
    assert "gone" in said[0]
    assert settings.get(s.BASE) == "pocket"


def test_an_unknown_sampler_is_said_and_replaced() -> None:
    settings = s.Settings()
    settings.set(s.SAMPLER, "next-years")
    choices = Choices(FakeRegistry(), settings)
    assert choices.reconcile() == ["The sampler “next-years” is not known here; DPM-Solver++ paints instead."]
    assert settings.get(s.SAMPLER) == "dpm++"
    settings.set(s.SAMPLER, "ddim")
    assert choices.reconcile() == []
    assert settings.get(s.SAMPLER) == "ddim"


def test_another_base_takes_its_own_size_and_drops_a_module_made_for_another() -> None:
    settings = s.Settings()
    choices = Choices(FakeRegistry(), settings)
    choices.reconcile()
    settings.set(s.MODULE, "pocket-labels")
    settings.set(s.SIZE_PX, 256)
    settings.set(s.BASE, "plain")
    said = choices.reconcile()
    assert settings.get(s.SIZE_PX) == 512
    assert settings.get(s.MODULE) == ""
    assert "pocket-labels" in said[0]
    assert choices.modules() == ()


def test_a_size_that_was_chosen_stays_where_the_base_does_or_a_file_brought_it() -> None:
    settings = s.Settings()
    settings.set(s.SIZE_PX, 200)
    choices = Choices(FakeRegistry(), settings)
    choices.reconcile()
    choices.reconcile()
    assert settings.get(s.SIZE_PX) == 200
    settings.set(s.BASE, "plain")
    choices.reconcile(keep_size=True)
    assert settings.get(s.SIZE_PX) == 200


def test_what_another_base_does_not_suggest_is_not_left_of_the_last_one() -> None:
    settings = s.Settings()
    pocket, plain = FakeRegistry().base_infos
    pocket = replace(pocket, defaults={**pocket.defaults, "first_px": 64})
    choices = Choices(FakeRegistry(base_infos=(pocket, plain)), settings)
    choices.reconcile()
    assert (settings.get(s.FIRST_PX), settings.get(s.STEPS), settings.get(s.PROMPT)) == (64, 20, "a meadow")
    settings.set(s.BASE, "plain")
    choices.reconcile()
    assert (settings.get(s.FIRST_PX), settings.get(s.STEPS), settings.get(s.PROMPT)) == (0, 30, "")


def test_base_alone_stays_chosen() -> None:
    settings = s.Settings()
    choices = Choices(FakeRegistry(), settings)
    choices.reconcile()
    settings.set(s.MODULE, "")
    assert choices.reconcile() == []
    assert settings.get(s.MODULE) == ""
    assert choices.module() is None


def test_no_base_is_one_sentence() -> None:
    assert Choices(FakeRegistry(base_infos=()), s.Settings()).reconcile() == [
        "No base is installed, so nothing can be painted yet."
    ]
