"""Names that Qt would take for rich text, for keys or for shortcuts, wherever the window shows a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtGui import Qt as Text
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QMenu,
    QMessageBox,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.drawing.palette.mapping_dialog import MappingDialog
from app.drawing.palette.merge_dialog import MergeDialog
from app.settings import table as s
from app.start.studio import Studio
from app.system.notices import Level, Notice
from app.system.plain import Label, entry, plain, question
from app.window.dialogs import Dialogs
from canvas.edits import PatchEdit
from canvas.label_png import write_label_png
from canvas.palette import Palette, PaletteEntry
from engine.request.types import Agreement
from tests.fakes.fake_runner import CLASSES, FakeRegistry, FakeRunner
from tests.fakes.scripted_asking import ScriptedAsking

NAME = '<img src="x.png">&Sky'


def test_plain_text_is_shown_as_it_is() -> None:
    assert plain("sky & water > 3\nor more") == "sky & water > 3\nor more"
    assert not Text.mightBeRichText(plain("sky & water > 3\nor more"))
    for text in (NAME, "&lt;b", f"  {NAME}\nmore", f"more\n{NAME}", "<a href='file:///etc'>x</a>"):
        assert Text.mightBeRichText(plain(text))
        assert "<img" not in plain(text)
        assert "<a" not in plain(text)
    assert len(plain("x" * 10**6)) < 10_000
    assert entry("Q&A\tCtrl+S\nmore") == "Q&&A Ctrl+S more"


def test_labels_and_boxes_know_no_rich_text(qtbot: QtBot) -> None:
    label = Label(NAME)
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == NAME
    box = question(None, "title", NAME, NAME)
    qtbot.addWidget(box)
    assert box.textFormat() is Qt.TextFormat.PlainText
    assert "<img" not in box.informativeText()


def test_questions_show_names_as_they_are(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, palette: Palette) -> None:
    asked: list[QMessageBox] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: asked.append(box) or 0)
    parent = QWidget()
    qtbot.addWidget(parent)
    dialogs = Dialogs(parent)
    dialogs.unsaved(NAME)
    dialogs.may_discard_training(NAME)
    dialogs.may_replace(NAME)
    dialogs.may_remove(hostile(palette), 1, 0.5)
    assert len(asked) == 4
    for box in asked:
        assert NAME in box.text()
        assert box.textFormat() is Qt.TextFormat.PlainText


def hostile(palette: Palette) -> Palette:
    entries = (
        each
        if each.class_id == 0
        else PaletteEntry(each.class_id, f"{NAME}{each.class_id}", each.rgb, (f"{NAME} too",))
        for each in palette.entries
    )
    return Palette(NAME, tuple(entries), source=NAME)


@pytest.fixture
def studio(
    qapp: QApplication, qtbot: QtBot, palette: Palette, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Studio]:
    registry = FakeRegistry()
    base, module = registry.base_infos[0], registry.module_infos[0]
    named = [replace(each, name=each.name if each.id == 0 else f"{NAME}{each.id}") for each in CLASSES]
    base = replace(base, label=NAME, words=MappingProxyType({NAME: (NAME, "fog")}))
    module = replace(module, label=NAME, classes=tuple(named))
    others = (replace(module, id=NAME), replace(module, id="third"))
    labels = np.ones((40, 40), np.uint8)
    write_label_png(tmp_path / "example.png", labels, hostile(palette))
    monkeypatch.setattr("app.system.resources.example_files", lambda: [tmp_path / "example.png"])
    for name in ("journals_folder", "gallery_folder", "trainings_folder"):
        monkeypatch.setattr(f"app.system.resources.{name}", lambda name=name: tmp_path / name)
    settings = s.Settings()
    studio = Studio(qapp, settings, FakeRegistry((base,), (module, *others)), FakeRunner, ScriptedAsking())
    yield studio
    studio.shut_down()
    studio.window.deleteLater()


def shown_texts(root: QObject) -> Iterator[tuple[str, str]]:
    """Whatever Qt may take for rich text: labels' texts, and tool tips of widgets, actions and rows."""
    for widget in [root, *root.findChildren(QObject)]:
        if isinstance(widget, QLabel) and widget.textFormat() is not Qt.TextFormat.PlainText:
            yield f"label {widget.objectName()}", widget.text()
        if isinstance(widget, QWidget | QAction):
            yield f"tip of {type(widget).__name__}", widget.toolTip()
            yield "status tip", widget.statusTip()
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from row_tips(widget.model())


def row_tips(model: QAbstractItemModel) -> Iterator[tuple[str, str]]:
    for row in range(model.rowCount(QModelIndex())):
        found = model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole)
        yield f"row of {type(model).__name__}", found or ""


def test_no_name_is_rich_text_anywhere(studio: Studio, palette: Palette, qtbot: QtBot, tmp_path: Path) -> None:
    window, session, settings = studio.window, studio.session, studio.settings
    with qtbot.waitSignal(studio.desk.gallery.added):
        window.show()
        settings.set(s.PROMPT, NAME)
        session.generate()
    own = hostile(palette)
    assert session.document.palette.classes()[1] == f"{NAME}1"
    settings.set(s.RECENT_FILES, (f"/{NAME}/a.ora", f"/b/{NAME}.ora", f"/c/{NAME}.ora"))
    settings.set(s.BESIDE, {NAME: 1.0, "third": 1.0})
    settings.set(s.PAINT_OVER, frozenset({1, 2}))
    settings.set(s.RECENT_CLASSES, (1, 2))
    settings.set(s.SAMPLER, NAME)
    settings.set(s.DEVICE, NAME)
    settings.set(s.TRAINING_FOLDER, f"/{NAME}")
    settings.set(s.TRAINING_NAME, NAME)
    studio.notices.post(Notice(Level.ERROR, NAME, NAME, NAME))
    session.history.perform(NAME, PatchEdit.replace_all(session.document.labels, session.document.labels * 0 + 2))
    window.status.show_class(1)
    window.status.say(NAME)
    differs = np.zeros(session.document.size, bool)
    agreed = Agreement(share=0.5, classes={}, unknown=(NAME,), differs=differs, segmenter=NAME)
    window.status.show_agreement(agreed)
    window.palette_panel.show_agreement(agreed)
    merge, mapping = MergeDialog(own, 1), MappingDialog(session.document.labels, own, own)
    for dialog in (merge, mapping):
        qtbot.addWidget(dialog)
    menus = [*window.findChildren(QMenu), window.palette_panel.menu_of(1)]
    for menu in menus:
        menu.aboutToShow.emit()
    seen = [each for root in (window, merge, mapping, *menus) for each in shown_texts(root)]
    assert [each for each in seen if "<img" in each[1]] == []
    assert sum("&lt;img" in text for _, text in seen) > 8
    assert window.status.pointed.text() == f"{NAME}1"


def test_an_ampersand_in_a_name_is_no_key(studio: Studio, qtbot: QtBot) -> None:
    window = studio.window
    studio.settings.set(s.RECENT_FILES, (f"/a/{NAME}",))
    menus = [*window.findChildren(QMenu), window.palette_panel.menu_of(1)]
    for menu in menus:
        menu.aboutToShow.emit()
    texts = [action.text() for menu in menus for action in menu.actions()]
    texts += [button.text() for button in window.findChildren(QToolButton)]
    named = [text for text in texts if "Sky" in text]
    assert len(named) > 8
    assert [text for text in named if "&&Sky" not in text] == []
