from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.help.shortcuts_dialog import ShortcutsDialog
from app.menus.bar import Actions
from app.menus.desk import Desk
from app.menus.shortcuts import Shortcuts
from app.menus.table import ACTIONS
from app.settings import table as s
from app.widgets.theme import Look


@pytest.fixture
def settings() -> s.Settings:
    return s.Settings()


@pytest.fixture
def dialog(settings: s.Settings, qapp: QApplication, qtbot: QtBot) -> ShortcutsDialog:
    dialog = ShortcutsDialog(settings, Look(qapp))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def choose(dialog: ShortcutsDialog, action_id: str) -> None:
    dialog.tree.setCurrentItem(dialog.items[action_id])


def test_only_what_differs_is_stored(settings: s.Settings) -> None:
    shortcuts = Shortcuts(settings)
    shortcuts.give("fit", "Ctrl+0")
    assert settings.get(s.SHORTCUTS) == {"fit": "Ctrl+0"}
    shortcuts.give("fit", "Ctrl+2")
    assert not settings.is_set(s.SHORTCUTS)


def test_what_was_given_the_first_keys_of_another_keeps_them(settings: s.Settings) -> None:
    settings.set(s.SHORTCUTS, {"fit": "F6"})  # given before the view had them
    shortcuts = Shortcuts(settings)
    assert (shortcuts.keys("fit"), shortcuts.keys("cycle_view")) == ("F6", "")
    shortcuts.reset("fit")
    assert shortcuts.keys("cycle_view") == "F6"


def test_keys_move_from_the_action_that_has_them(settings: s.Settings) -> None:
    shortcuts = Shortcuts(settings)
    shortcuts.give("fit", "Ctrl+S")
    assert (shortcuts.keys("fit"), shortcuts.keys("save")) == ("Ctrl+S", "")
    shortcuts.reset("save")
    assert (shortcuts.keys("fit"), shortcuts.keys("save")) == ("", "Ctrl+S")
    shortcuts.reset_all()
    assert all(shortcuts.keys(spec.id) == shortcuts.first_keys(spec.id) for spec in ACTIONS)


def test_keys_of_the_sheets_cannot_be_given(settings: s.Settings) -> None:
    with pytest.raises(ValueError, match="fixed"):
        Shortcuts(settings).give("fit", "Space")
    assert not settings.is_set(s.SHORTCUTS)


def test_keys_of_actions_of_another_version_stay(settings: s.Settings) -> None:
    settings.set(s.SHORTCUTS, {"of_a_newer_version": "Ctrl+J"})
    Shortcuts(settings).give("fit", "Ctrl+0")
    assert settings.get(s.SHORTCUTS) == {"of_a_newer_version": "Ctrl+J", "fit": "Ctrl+0"}


def test_menus_and_tips_follow(actions: Actions, desk: Desk) -> None:
    settings = desk.settings
    assert actions["tool_brush"].toolTip().startswith("Brush (B)\n")
    Shortcuts(settings).give("tool_brush", "Ctrl+B")
    assert actions["tool_brush"].shortcut().toString() == "Ctrl+B"
    assert actions["tool_brush"].toolTip().startswith("Brush (Ctrl+B)\n")
    Shortcuts(settings).give("tool_brush", "")
    assert actions["tool_brush"].toolTip().startswith("Brush\n")


def test_pressed_keys_become_the_shortcut(dialog: ShortcutsDialog, settings: s.Settings, qtbot: QtBot) -> None:
    choose(dialog, "fit")
    qtbot.keyClick(dialog.keys, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert settings.get(s.SHORTCUTS) == {"fit": "Ctrl+0"}
    assert dialog.items["fit"].text(1) == "Ctrl+0"
    dialog.reset.click()
    assert not settings.is_set(s.SHORTCUTS)
    dialog.none.click()
    assert settings.get(s.SHORTCUTS) == {"fit": ""}
    assert not dialog.none.isEnabled()


def test_a_conflict_is_named_and_moved_only_when_asked(
    dialog: ShortcutsDialog, settings: s.Settings, qtbot: QtBot
) -> None:
    choose(dialog, "class_3")
    qtbot.keyClick(dialog.keys, Qt.Key.Key_B)
    assert "“Brush”" in dialog.said.text()
    assert not settings.is_set(s.SHORTCUTS)
    dialog.move_here.click()
    assert settings.get(s.SHORTCUTS) == {"class_3": "B", "tool_brush": ""}
    assert dialog.move_here.isHidden()
    choose(dialog, "tool_brush")
    dialog.reset.click()
    assert "“Class 3”" in dialog.said.text()
    choose(dialog, "fit")
    assert dialog.move_here.isHidden()
    dialog.reset_all.click()
    assert not settings.is_set(s.SHORTCUTS)


def test_keys_of_the_sheets_are_refused_with_a_reason(
    dialog: ShortcutsDialog, settings: s.Settings, qtbot: QtBot
) -> None:
    choose(dialog, "fit")
    qtbot.keyClick(dialog.keys, Qt.Key.Key_Space)
    assert "moving the view" in dialog.said.text()
    assert dialog.move_here.isHidden()
    assert not settings.is_set(s.SHORTCUTS)


def test_search_finds_actions_and_keys(dialog: ShortcutsDialog) -> None:
    dialog.search.setText("ctrl+shift+z")
    assert [spec_id for spec_id, item in dialog.items.items() if not item.isHidden()] == ["redo"]
    dialog.search.setText("wheel")
    assert not dialog.items["rotate_right"].isHidden()
    dialog.search.setText("")
    assert not any(item.isHidden() for item in dialog.items.values())


def test_keys_of_an_action_in_no_menu_are_named_and_can_be_taken(
    settings: s.Settings, dialog: ShortcutsDialog, qtbot: QtBot
) -> None:
    settings.set(s.SHORTCUTS, {"show_training": "Ctrl+J"})
    choose(dialog, "fit")
    qtbot.keyClick(dialog.keys, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert "“Training”" in dialog.said.text()
    dialog.move_here.click()
    assert settings.get(s.SHORTCUTS) == {"fit": "Ctrl+J"}
