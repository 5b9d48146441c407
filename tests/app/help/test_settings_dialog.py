from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QSpinBox
from pytestqt.qtbot import QtBot

from app.help.settings_dialog import SettingsDialog
from app.settings import table as s
from app.widgets.fields.choice_field import ChoiceField
from app.widgets.theme import DARK, LIGHT, Look


@pytest.fixture
def settings() -> s.Settings:
    return s.Settings()


@pytest.fixture
def dialog(settings: s.Settings, qapp: QApplication, qtbot: QtBot) -> SettingsDialog:
    dialog = SettingsDialog(settings, Look(qapp))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_lists_exactly_the_settings_with_a_label(dialog: SettingsDialog) -> None:
    assert list(dialog.rows) != []
    assert set(dialog.rows) == {setting.id for setting in s.SETTINGS if setting.label}


def test_what_is_set_holds_at_once_and_follows_changes_from_outside(
    dialog: SettingsDialog, settings: s.Settings
) -> None:
    box = dialog.rows["undo_budget_mb"].field
    assert isinstance(box, QSpinBox)
    box.setValue(512)
    assert settings.get(s.UNDO_BUDGET_MB) == 512
    live = dialog.rows["live"].field
    assert isinstance(live, QCheckBox)
    live.click()
    assert settings.get(s.LIVE) is False
    theme = dialog.rows["theme"].field
    assert isinstance(theme, ChoiceField)
    settings.set(s.THEME, "dark")
    assert theme.currentText() == "Dark"


def test_each_row_and_all_return_to_the_defaults(dialog: SettingsDialog, settings: s.Settings) -> None:
    assert not dialog.reset_all.isEnabled()
    settings.set(s.UNDO_BUDGET_MB, 512)
    settings.set(s.THEME, "dark")
    settings.set(s.LIVE, False)
    dialog.rows["live"].reset.click()
    assert not dialog.rows["live"].reset.isEnabled()
    dialog.rows["theme"].reset.click()
    assert settings.get(s.THEME) == "system"
    assert settings.get(s.UNDO_BUDGET_MB) == 512
    settings.set(s.PROMPT, "a lake")
    dialog.reset_all.click()
    assert not settings.is_set(s.UNDO_BUDGET_MB)
    assert settings.get(s.PROMPT) == "a lake"


def test_search_looks_through_names_explanations_and_choices(dialog: SettingsDialog) -> None:
    def shown() -> set[str]:
        return {row_id for row_id, row in dialog.rows.items() if row.field.isVisible()}

    dialog.search.setText("简体")
    assert shown() == {"language"}
    dialog.search.setText("memory UNDO")
    assert shown() == {"undo_budget_mb"}
    assert [heading.text() for heading in dialog.headings.values() if heading.isVisible()] == ["Drawing"]
    dialog.search.setText("no such thing")
    assert shown() == set()
    assert dialog.nothing.isVisible()
    dialog.search.setText("")
    assert shown() == set(dialog.rows)


def test_look_wears_what_is_chosen(qapp: QApplication) -> None:
    look = Look(qapp)
    worn: list[object] = []
    look.changed.connect(worn.append)
    look.choose("dark")
    assert look.theme is DARK
    look.choose("light")
    assert look.theme is LIGHT
    assert worn == [DARK, LIGHT]
    look.choose("light")
    assert worn == [DARK, LIGHT]
    look.choose("system")


def test_icons_have_a_drawing_for_every_size_they_are_shown_in(qapp: QApplication) -> None:
    icon = Look(qapp).icon("brush")
    ratio = qapp.primaryScreen().devicePixelRatio()
    sizes = {size.width() for size in icon.availableSizes()}
    assert {round(size_px * ratio) for size_px in (12, 16, 18, 20, 22, 24)} <= sizes
