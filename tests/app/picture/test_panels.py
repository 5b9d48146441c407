from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QCompleter, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.drawing.tool_options import ToolOptions
from app.installed.choices import Choices
from app.menus.table import ACTIONS
from app.painting.progress import LiveState, Progress
from app.picture.panel import PicturePanel
from app.picture.prompt_field import PromptField
from app.picture.run_panel import RunPanel
from app.picture.seed_field import SeedField
from app.picture.size_field import SizeField
from app.picture.window_field import WindowField
from app.settings import table as s
from app.system.notices import Level, Notice, Notices
from app.system.resources import icon_file
from app.widgets.fields.choice_field import ChoiceField
from app.widgets.fields.number_field import NumberField
from app.widgets.theme import DARK, LIGHT, Look
from app.window.notice_bar import NoticeBar
from app.window.status_line import StatusLine
from canvas.document import Document
from canvas.palette import Palette, PaletteEntry
from canvas.tools import TOOLS
from tests.app.conftest import Bench
from tests.fakes.fake_runner import FakeRegistry


@pytest.fixture
def settings() -> s.Settings:
    return s.Settings()


@pytest.fixture
def look(qapp: QApplication) -> Look:
    return Look(qapp)


def square() -> Document:
    return Document(Palette("test", (PaletteEntry(0, "unlabelled", (0, 0, 0)),)), np.zeros((64, 64), np.uint8))


def test_sizes_are_offered_in_the_shape_of_the_drawing(qtbot: QtBot, settings: s.Settings) -> None:
    document = square()
    field = SizeField(settings, document)
    qtbot.addWidget(field)
    field.offer_sides((128, 256))
    document.load(np.zeros((64, 96), np.uint8), document.palette)
    assert [field.itemText(i) for i in range(field.count())] == ["168 × 112", "312 × 208"]
    settings.set(s.EXACT_SIZE, (128, 128))
    assert field.currentText() == "128 × 128"
    field.activated.emit(2)
    assert settings.get(s.EXACT_SIZE) == (128, 128)
    field.activated.emit(1)
    assert (settings.get(s.EXACT_SIZE), settings.get(s.SIZE_PX)) == ((0, 0), 256)
    assert field.currentText() == "312 × 208"


def test_picture_panel_offers_what_is_installed(qtbot: QtBot, settings: s.Settings, look: Look) -> None:
    choices = Choices(FakeRegistry(), settings)
    choices.reconcile()
    panel = PicturePanel(settings, choices, look, square())
    qtbot.addWidget(panel)
    assert [panel.base.itemText(i) for i in range(panel.base.count())] == ["Pocket landscapes", "Plain base"]
    assert [panel.size_field.itemText(i) for i in range(panel.size_field.count())] == ["128 × 128", "256 × 256"]
    assert panel.words.isVisibleTo(panel)
    settings.set(s.BASE, "plain")
    choices.reconcile()
    assert panel.size_field.currentText() == "512 × 512"
    assert panel.module.currentText() == "None: the base alone"
    assert not panel.words.isVisibleTo(panel)


def test_the_bar_shows_the_options_of_the_tool_in_hand(qtbot: QtBot, settings: s.Settings) -> None:
    shape, reach = QAction("Round"), QAction("Everywhere")
    bar = ToolOptions(settings, {"shape": [shape], "reach": [reach]}, [])
    qtbot.addWidget(bar)
    bar.resize(1200, 40)
    bar.show()
    for tool, shown in (("line", (True, True, False)), ("fill", (False, False, True)), ("picker", (False,) * 3)):
        settings.set(s.TOOL, tool)
        assert (shape.isVisible(), reach.isVisible()) == shown[1:]
        qtbot.waitUntil(lambda shown=shown: bar.size_field.isVisible() is shown[0])


def test_every_tool_has_an_action_and_an_icon() -> None:
    assert [spec.id for spec in ACTIONS if spec.id.startswith("tool_")] == [f"tool_{tool_id}" for tool_id in TOOLS]


def test_choice_sets_the_setting(qtbot: QtBot, settings: s.Settings, look: Look) -> None:
    choices = Choices(FakeRegistry(), settings)
    choices.reconcile()
    panel = PicturePanel(settings, choices, look, square())
    qtbot.addWidget(panel)
    panel.size_field.activated.emit(1)
    assert settings.get(s.SIZE_PX) == 256
    panel.module.activated.emit(1)
    assert settings.get(s.MODULE) == ""


def test_number_field_joins_slider_box_and_setting(qtbot: QtBot, settings: s.Settings) -> None:
    field = NumberField(settings, s.STRENGTH, 0, 6, 0.1, most=100)
    qtbot.addWidget(field)
    field.slider.setValue(35)
    assert settings.get(s.STRENGTH) == 3.5
    assert field.box.value() == 3.5
    settings.set(s.STRENGTH, 40.0)
    assert field.box.value() == 40.0
    assert settings.get(s.STRENGTH) == 40.0


def test_value_beyond_the_slider_survives_being_shown(qtbot: QtBot, settings: s.Settings) -> None:
    settings.set(s.STEPS, 250)
    field = NumberField(settings, s.STEPS, 1, 50, 1, most=1000)
    qtbot.addWidget(field)
    assert settings.get(s.STEPS) == 250
    assert field.box.value() == 250


def test_seed_field_holds_every_seed(qtbot: QtBot, settings: s.Settings) -> None:
    field = SeedField(settings)
    qtbot.addWidget(field)
    settings.set(s.SEED, 2**32 - 1)
    assert int(field.box.value()) == 2**32 - 1
    field.box.setValue(3_000_000_000)
    assert settings.get(s.SEED) == 3_000_000_000


def test_window_field_never_crosses(qtbot: QtBot, settings: s.Settings) -> None:
    field = WindowField(settings)
    qtbot.addWidget(field)
    field.end.setValue(60)
    field.start.setValue(80)
    assert settings.get(s.WINDOW) == (0.8, 0.8)
    field.end.setValue(20)
    assert settings.get(s.WINDOW) == (0.2, 0.2)


def test_prompt_is_set_once_typing_pauses(qtbot: QtBot, settings: s.Settings) -> None:
    field = PromptField(settings, s.PROMPT)
    qtbot.addWidget(field)
    told: list[Any] = []
    settings.changed.connect(told.append)
    qtbot.keyClicks(field, "a lake")
    assert told == []
    qtbot.waitUntil(lambda: settings.get(s.PROMPT) == "a lake")
    assert told == [s.PROMPT]


def test_return_commits_the_prompt(qtbot: QtBot, settings: s.Settings) -> None:
    field = PromptField(settings, s.PROMPT)
    qtbot.addWidget(field)
    qtbot.keyClicks(field, "fog")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert settings.get(s.PROMPT) == "fog"
    assert field.toPlainText() == "fog"


def test_words_are_offered_by_group_and_appended(qtbot: QtBot, settings: s.Settings) -> None:
    settings.set(s.PROMPT, "fog")
    field = PromptField(settings, s.PROMPT)
    qtbot.addWidget(field)
    for _ in range(3):
        field.offer_words({"places": ("beach", "meadow"), "light": ("noon",)})
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(field.findChildren(QCompleter)) == 1
    assert len(field.words_menu.findChildren(QMenu)) == 2
    assert [action.text() for action in field.words_menu.actions()] == ["Places", "Light"]
    field.add_word("beach")
    assert settings.get(s.PROMPT) == "fog, beach"


def test_known_word_completes_the_last_one(qtbot: QtBot, settings: s.Settings) -> None:
    field = PromptField(settings, s.PROMPT)
    qtbot.addWidget(field)
    field.offer_words({"places": ("beach", "meadow")})
    field.show()
    qtbot.keyClicks(field, "fog, mea")
    field.complete("meadow")
    assert field.toPlainText() == "fog, meadow"
    field.commit()


def test_run_panel_says_what_live_does(bench: Bench, qtbot: QtBot) -> None:
    panel = RunPanel(bench.session, QAction("Generate"), QAction("Cancel"), QAction("Live"))
    qtbot.addWidget(panel)
    panel.show_state(LiveState.PAUSED)
    assert panel.state.text() == "Live: paused after an error"


def test_status_line_counts_steps(bench: Bench, qtbot: QtBot) -> None:
    line = StatusLine(bench.session, Choices(FakeRegistry(), bench.settings))
    qtbot.addWidget(line)
    line.show_progress(Progress("painting", 12, 20, 0.42))
    assert line.progress.text() == "step 12 of 20 · 0.4 s left"
    line.show_class(6)
    assert line.pointed.text() == "tree"
    line.show_class(-1)
    assert line.pointed.text() == ""
    assert "Pocket landscapes" in line.engine.text()


def test_notice_bar_shows_copies_and_closes(qtbot: QtBot, look: Look) -> None:
    notices = Notices()
    bar = NoticeBar(notices, look)
    qtbot.addWidget(bar)
    assert not bar.isVisibleTo(None)
    notices.post(Notice(Level.ERROR, "The disk is full.", "Make room.", "Traceback"))
    assert (bar.text.text(), bar.hint.text()) == ("The disk is full.", "Make room.")
    bar.copy.click()
    assert QApplication.clipboard().text() == "The disk is full.\n\nMake room.\n\nTraceback"
    notices.post(Notice(Level.INFO, "Later."))
    bar.dismiss()
    assert bar.text.text() == "The disk is full."
    bar.dismiss()
    assert bar.notice is None
    assert bar.isHidden()


def test_notice_is_withdrawn_on_success(qtbot: QtBot, look: Look) -> None:
    notices = Notices()
    bar = NoticeBar(notices, look)
    qtbot.addWidget(bar)
    notices.post(Notice(Level.ERROR, "No memory."), "engine")
    notices.succeeded("engine")
    assert bar.isHidden()


def test_theme_follows_and_icons_take_its_colours(look: Look, qapp: QApplication) -> None:
    look.wear(DARK)
    dark = look.icon("brush").pixmap(24, 24).toImage()
    assert qapp.palette().window().color().name() == DARK.window.lower()
    look.wear(LIGHT)
    assert look.icon("brush").pixmap(24, 24).toImage() != dark


def test_every_icon_named_by_an_action_exists() -> None:
    missing = [spec.icon for spec in ACTIONS if spec.icon and not Path(icon_file(spec.icon)).is_file()]
    assert missing == []


def test_shortcuts_are_unique() -> None:
    shortcuts = [spec.shortcut for spec in ACTIONS if spec.shortcut]
    assert len(set(shortcuts)) == len(shortcuts)


def test_rare_settings_stay_closed_until_they_are_opened(settings: s.Settings, qtbot: QtBot, look: Look) -> None:
    panel = _shown_picture_panel(settings, qtbot, look)
    rare = [panel.fields[key] for key in ("negative_prompt", "rescale", "device", "precision", "sampler", "window")]
    assert not any(field.isVisible() for field in rare)
    qtbot.mouseClick(panel.more.head, Qt.MouseButton.LeftButton)
    assert all(field.isVisible() for field in rare)
    assert settings.get(s.MORE_SHOWN)
    assert _shown_picture_panel(settings, qtbot, look).fields["rescale"].isVisible()
    qtbot.mouseClick(panel.more.head, Qt.MouseButton.LeftButton)
    assert not any(field.isVisible() for field in rare)


def test_rare_settings_are_set_and_shown(settings: s.Settings, qtbot: QtBot, look: Look) -> None:
    settings.set(s.MORE_SHOWN, True)
    panel = _shown_picture_panel(settings, qtbot, look)
    panel.negative_prompt.setPlainText("fog")
    panel.commit()
    assert settings.get(s.NEGATIVE_PROMPT) == "fog"
    rescale, precision = panel.fields["rescale"], panel.fields["precision"]
    assert isinstance(rescale, NumberField)
    assert isinstance(precision, ChoiceField)
    rescale.box.setValue(0.7)
    assert settings.get(s.RESCALE) == 0.7
    assert [panel.device.itemText(index) for index in range(panel.device.count())][:2] == ["Automatic", "CPU"]
    panel.device.setCurrentIndex(1)
    panel.device.activated.emit(1)
    assert settings.get(s.DEVICE) == "cpu"
    settings.set(s.PRECISION, "float16")
    assert precision.currentText() == "Half, float16"
    settings.set(s.DEVICE, "cuda:1")
    assert panel.device.currentText() == "cuda:1"


@pytest.mark.parametrize("is_open", [False, True])
def test_no_field_of_the_picture_is_wider_than_its_panel(
    settings: s.Settings, qtbot: QtBot, look: Look, is_open: bool
) -> None:
    settings.set(s.MORE_SHOWN, is_open)
    settings.set(s.MODULE, "pocket-labels")
    settings.set(s.BESIDE, {"a module with a name that is far too long for the panel": 3.0})
    panel = _shown_picture_panel(settings, qtbot, look)
    inside = panel.widget()
    assert inside is not None
    assert inside.width() <= panel.viewport().width()
    shown = [each for each in inside.findChildren(QWidget) if each.isVisible()]
    assert len(shown) > 10
    for each in shown:
        right = each.mapTo(inside, each.rect().topRight()).x()
        assert right <= inside.width(), each


def _shown_picture_panel(settings: s.Settings, qtbot: QtBot, look: Look) -> PicturePanel:
    panel = PicturePanel(settings, Choices(FakeRegistry(), settings), look, square())
    qtbot.addWidget(panel)
    panel.resize(320, 240)
    panel.show()
    return panel


def test_a_prompt_of_a_file_stays_as_it_is_until_somebody_types(qtbot: QtBot, settings: s.Settings) -> None:
    field = PromptField(settings, s.PROMPT)
    qtbot.addWidget(field)
    settings.set(s.PROMPT, "sea,\n  sunset ")
    field.commit()
    assert settings.get(s.PROMPT) == "sea,\n  sunset "
    field.appendPlainText("fog")
    field.commit()
    assert settings.get(s.PROMPT) == "sea, sunset fog"


def test_words_that_the_base_does_not_know_are_named_while_they_are_typed(
    qtbot: QtBot, settings: s.Settings, look: Look
) -> None:
    choices = Choices(FakeRegistry(), settings)
    choices.reconcile()
    panel = PicturePanel(settings, choices, look, square())
    qtbot.addWidget(panel)
    panel.show()
    settings.set(s.PROMPT, "")
    assert panel.unknown.isHidden()
    qtbot.keyClicks(panel.prompt, "a castle at sunset")
    assert panel.unknown.isVisibleTo(panel)
    assert panel.unknown.text() == "The base does not know: castle"
    panel.commit()
    assert settings.get(s.PROMPT) == "a castle at sunset"
    settings.set(s.PROMPT, "sunset")
    assert panel.unknown.isHidden()
    settings.set(s.PROMPT, "a knight")
    assert "knight" in panel.unknown.text()
    settings.set(s.BASE, "plain")
    assert panel.unknown.isHidden()
