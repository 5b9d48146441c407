from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from app.settings import table as s
from app.settings.kinds import Flag, Number, OneOf, Text, Whole
from canvas.errors import CanvasError


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
        (s.STEPS, float("inf")),
        (s.THEME, "pink"),
        (s.SHORTCUTS, {"undo": 7}),
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


def test_two_windows_keep_what_the_other_one_wrote(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    one, two = s.Settings(path), s.Settings(path)
    one.set(s.PROMPT, "a lake")
    two.set(s.STEPS, 8)
    one.save()
    two.save()
    one.set(s.THEME, "dark")
    one.save()
    assert json.loads(path.read_text()) == {"prompt": "a lake", "steps": 8, "theme": "dark"}
    two.reset(s.STEPS)
    two.save()
    assert json.loads(path.read_text()) == {"prompt": "a lake", "theme": "dark"}


def test_what_two_windows_add_to_one_list_or_table_is_joined(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    first = s.Settings(path)
    first.set(s.RECENT_FILES, ("old", "older"))
    first.set(s.SHORTCUTS, {"undo": "U", "redo": "Y"})
    first.save()
    one, two = s.Settings(path), s.Settings(path)
    one.load()
    two.load()
    one.set(s.RECENT_FILES, ("one", "old", "older"))
    one.set(s.SHORTCUTS, {"undo": "U", "redo": "Y", "fit": "1"})
    one.save()
    two.set(s.RECENT_FILES, ("two", "old"))
    two.set(s.SHORTCUTS, {"undo": "Z"})
    two.save()
    one.set(s.RECENT_FILES, ("next", "one", "old", "older"))
    one.save()
    stored = json.loads(path.read_text())
    assert stored["recent_files"] == ["next", "one", "old", "older", "two"]
    assert stored["shortcuts"] == {"undo": "Z", "fit": "1"}


def test_values_of_another_version_stay_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"of_a_newer_version": [1, 2]}')
    settings = s.Settings(path)
    assert settings.load() is None
    settings.set(s.STEPS, 8)
    settings.save()
    assert json.loads(path.read_text()) == {"of_a_newer_version": [1, 2], "steps": 8}


def test_a_value_that_cannot_be_read_goes_with_the_next_save(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"steps": "many", "prompt": "a lake"}')
    settings = s.Settings(path)
    settings.load()
    settings.save()
    assert json.loads(path.read_text()) == {"prompt": "a lake"}


def test_settings_that_cannot_be_written_are_said_and_stay_to_be_written(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "settings.json"
    path.parent.write_text("a file in the folder's place")
    settings = s.Settings(path)
    settings.set(s.STEPS, 8)
    with pytest.raises(CanvasError, match="could not be saved"):
        settings.save()
    path.parent.unlink()
    settings.save()
    assert json.loads(path.read_text()) == {"steps": 8}


def test_what_the_dialog_lists_has_a_group_and_a_kind_that_can_be_edited() -> None:
    for setting in s.SETTINGS:
        if setting.label:
            assert setting.group in s.GROUPS, setting.id
            assert isinstance(setting.read, Flag | Whole | Number | OneOf | Text), setting.id


@pytest.mark.parametrize(
    ("stored", "side_px"),
    [
        ({"picture_size": [192, 48]}, 96),
        ({"picture_size": [192, 48], "size_px": 256}, 256),
        ({"picture_size": [0, 0]}, 128),
        ({"picture_size": "large"}, 128),
        ({"picture_size": [1, 2, 3]}, 128),
    ],
)
def test_a_size_that_an_earlier_version_kept_is_the_size(tmp_path: Path, stored: dict[str, Any], side_px: int) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps(stored))
    settings = s.Settings(path)
    assert settings.load() is None
    assert settings.get(s.SIZE_PX) == side_px
    settings.set(s.STEPS, 7)
    settings.save()
    again = s.Settings(path)
    again.load()
    assert again.get(s.SIZE_PX) == side_px
    assert "picture_size" not in json.loads(path.read_text())


def test_a_mark_that_an_editor_put_before_the_settings_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_bytes(b'\xef\xbb\xbf{"steps": 7}')
    settings = s.Settings(tmp_path / "settings.json")
    assert settings.load() is None
    assert settings.get(s.STEPS) == 7


def test_a_pipe_for_settings_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "settings.json")
    assert s.Settings(tmp_path / "settings.json").load() is not None
