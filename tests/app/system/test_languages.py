from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from app.system import resources
from app.system.languages import ENGLISH, SYSTEM, catalogues, preferred, speak
from app.system.translation import tr
from canvas.errors import CanvasError
from canvas.words import say


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    speak(qapp, ENGLISH)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (["zh-Hans-CN", "zh-CN", "zh-Hans", "zh"], "zh_CN"),
        (["zh-SG"], "zh_CN"),
        (["zh-TW"], ENGLISH),
        (["en-GB", "zh-CN"], ENGLISH),
        (["fr-FR", "zh-CN"], "zh_CN"),
        (["fr-FR"], ENGLISH),
        (["C"], ENGLISH),
        ([], ENGLISH),
    ],
)
def test_the_first_language_that_is_there_counts(wanted: list[str], found: str) -> None:
    assert preferred(wanted, ["zh_CN"]) == found


def test_the_window_speaks_chinese_and_english_again(app: QApplication) -> None:
    speak(app, "zh_CN")
    assert tr("Undo") == "撤销"
    assert tr(say("Saved {name}", name="a {b}.ora")) == "已保存 a {b}.ora"
    speak(app, ENGLISH)
    assert tr("Undo") == "Undo"


def test_buttons_that_qt_labels_are_chinese_too(app: QApplication, qtbot: QtBot) -> None:
    speak(app, "zh_CN")
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert "取消" in box.button(QDialogButtonBox.StandardButton.Cancel).text()


def test_values_that_are_texts_are_translated_within(app: QApplication) -> None:
    speak(app, "zh_CN")
    reason = CanvasError(say('"{name}" could not be saved: {reason}.', name="a.ora", reason=say("the disk is full")))
    assert tr(reason.text) == "无法保存“a.ora”：磁盘已满。"


@pytest.mark.parametrize("language", [SYSTEM, "xx_XX"])
def test_a_language_without_catalogue_is_english(app: QApplication, language: str) -> None:
    speak(app, language)
    assert tr("Undo") == "Undo"


def test_catalogues_are_found_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert catalogues() == ["zh_CN"]
    monkeypatch.setattr(resources, "ASSETS", tmp_path)
    assert catalogues() == []
