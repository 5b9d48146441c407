from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app import settings as s


def test_defaults_pass_their_own_reading() -> None:
    for setting in s.SETTINGS:
        assert setting.read(setting.default) == setting.default


def test_ids_are_unique() -> None:
    assert len({setting.id for setting in s.SETTINGS}) == len(s.SETTINGS)


def test_value_is_set_else_suggested_else_default() -> None:
    settings = s.Settings()
    assert settings.get(s.STEPS) == 20
    settings.suggest(s.STEPS, 12)
    assert settings.get(s.STEPS) == 12
    settings.set(s.STEPS, 8)
    settings.suggest(s.STEPS, 30)
    assert settings.get(s.STEPS) == 8
    settings.reset(s.STEPS)
    assert settings.get(s.STEPS) == 30


def test_changed_is_told_once_per_real_change() -> None:
    settings = s.Settings()
    told: list[s.Setting[Any]] = []
    settings.changed.connect(told.append)
    settings.set(s.STEPS, 20)
    settings.set(s.STEPS, 21)
    settings.set(s.STEPS, 21)
    assert told == [s.STEPS]


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        (s.STEPS, 0),
        (s.STEPS, 2.5),
        (s.SEED, 2**32),
        (s.WINDOW, (0.8, 0.2)),
        (s.LIVE, 1),
        (s.PROMPT, 3),
        (s.BRUSH_SHAPE, "star"),
        (s.CLASS_WEIGHTS, {1: -1.0}),
        (s.STRENGTH, float("nan")),
    ],
)
def test_wrong_values_change_nothing(setting: s.Setting[Any], value: Any) -> None:
    settings = s.Settings()
    with pytest.raises((ValueError, TypeError)):
        settings.set(setting, value)
    assert settings.get(setting) == setting.default


def test_file_holds_only_what_was_set_and_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "settings.json"
    settings = s.Settings(path)
    settings.set(s.PROMPT, "a lake")
    settings.set(s.WINDOW, (0.0, 0.6))
    settings.set(s.CLASS_WEIGHTS, {3: 1.5})
    settings.set(s.CURRENT_CLASS, 4)
    settings.suggest(s.STEPS, 12)
    settings.save()
    assert json.loads(path.read_text()) == {"prompt": "a lake", "window": [0.0, 0.6], "class_weights": {"3": 1.5}}
    again = s.Settings(path)
    assert again.load() is None
    assert again.get(s.WINDOW) == (0.0, 0.6)
    assert again.get(s.CLASS_WEIGHTS) == {3: 1.5}
    assert again.get(s.CURRENT_CLASS) == s.CURRENT_CLASS.default


def test_wrong_values_in_the_file_keep_their_defaults_and_are_named(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"steps": "many", "prompt": "a lake", "unknown": 1}')
    settings = s.Settings(path)
    said = settings.load()
    assert said is not None
    assert "steps" in said
    assert settings.get(s.STEPS) == 20
    assert settings.get(s.PROMPT) == "a lake"


@pytest.mark.parametrize("text", ["{", "[1, 2]", "\x00"])
def test_damaged_file_is_said_and_defaults_hold(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text)
    settings = s.Settings(path)
    assert "settings" in (settings.load() or "")
    assert settings.get(s.STEPS) == 20
