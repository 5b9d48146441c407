from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from app.drawing.palette.class_settings import ClassSettings
from app.drawing.palette.classes import Classes
from app.drawing.palette.panel.palette_panel import PalettePanel
from app.settings import table as s
from app.widgets.theme import Look
from canvas.palette import Palette, PaletteEntry
from tests.app.conftest import Bench
from tests.fakes.scripted_asking import ScriptedAsking

LEFT = Qt.MouseButton.LeftButton


class Person:
    """Who has the panel before them."""

    def __init__(self, panel: PalettePanel, bench: Bench, asking: ScriptedAsking, qtbot: QtBot) -> None:
        self.panel, self.bench, self.asking, self.qtbot = panel, bench, asking, qtbot

    @property
    def palette(self) -> Palette:
        return self.bench.session.document.palette

    def at(self, class_id: int, part: str) -> QPoint:
        return getattr(self.panel.list.layout_of(class_id), part).center()

    def click(self, class_id: int, part: str = "name") -> None:
        self.qtbot.mouseClick(self.panel.list.viewport(), LEFT, pos=self.at(class_id, part))

    def double_click(self, class_id: int, part: str = "name") -> None:
        self.qtbot.mouseDClick(self.panel.list.viewport(), LEFT, pos=self.at(class_id, part))

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.panel.list, key, modifier)

    def type_name(self, text: str) -> None:
        editor = self.panel.list.viewport().findChild(QLineEdit)
        assert isinstance(editor, QLineEdit)
        editor.setText(text)
        self.qtbot.keyClick(editor, Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: self.panel.list.viewport().findChild(QLineEdit) is None)

    def choose(self, menu: QMenu, *texts: str) -> None:
        for text in texts[:-1]:
            menu = _entry(menu, text).menu()
        _entry(menu, texts[-1]).trigger()

    def rows(self) -> list[str]:
        model, view = self.panel.list.rows, self.panel.list
        return [model.row(number).name for number in range(model.rowCount()) if not view.isRowHidden(number)]


def _entry(menu: QMenu, text: str) -> QAction:
    return next(action for action in menu.actions() if action.text().startswith(text))


@pytest.fixture
def person(bench: Bench, qapp: QApplication, qtbot: QtBot) -> Iterator[Person]:
    asking = ScriptedAsking()
    document, settings = bench.session.document, bench.settings
    follow = ClassSettings(document, settings)
    classes = Classes(document, bench.session.history, lambda: None)
    panel = PalettePanel(document, settings, Look(qapp), classes, bench.choosing(asking))
    qtbot.addWidget(panel)
    qtbot.addWidget(panel.head)
    panel.resize(320, 420)
    panel.show()
    yield Person(panel, bench, asking, qtbot)
    follow.disconnect()


def many(count: int) -> Palette:
    entries = [PaletteEntry(i, f"class {i}", (i, 255 - i, 7)) for i in range(1, count + 1)]
    return Palette("many", (PaletteEntry(0, "unlabelled", (0, 0, 0)), *entries))


def test_clicked_row_becomes_the_class(person: Person) -> None:
    person.click(6)
    assert person.bench.settings.get(s.CURRENT_CLASS) == 6
    person.click(3, "chip")
    model = person.panel.list.rows
    assert [model.row(number).class_id for number in range(10) if model.row(number).is_current] == [3]


def test_eye_hides_and_shows_and_leaves_the_choice(person: Person) -> None:
    person.click(3, "eye")
    assert person.bench.settings.get(s.HIDDEN_CLASSES) == {3}
    person.click(3, "eye")
    assert person.bench.settings.get(s.HIDDEN_CLASSES) == frozenset()
    assert person.bench.settings.get(s.CURRENT_CLASS) == 1


def test_strength_is_dragged_and_reset(person: Person) -> None:
    view, slider = person.panel.list.viewport(), person.panel.list.layout_of(3).slider
    person.qtbot.mousePress(view, LEFT, pos=slider.center())
    person.qtbot.mouseMove(view, QPoint(slider.right() + 40, slider.center().y()))
    assert person.bench.settings.get(s.CLASS_WEIGHTS) == {3: 2.0}
    person.qtbot.mouseMove(view, QPoint(slider.left() - 40, slider.center().y() + 90))
    person.qtbot.mouseRelease(view, LEFT, pos=slider.center())
    assert person.bench.settings.get(s.CLASS_WEIGHTS) == {3: 0.0}
    person.double_click(3, "slider")
    assert person.bench.settings.get(s.CLASS_WEIGHTS) == {}
    assert person.bench.settings.get(s.CURRENT_CLASS) == 1


def test_there_is_no_strength_to_set_where_no_module_hears_labels(person: Person) -> None:
    person.panel.show_strengths(shown=False)
    layout = person.panel.list.layout_of(3)
    assert layout.slider.isEmpty()
    assert layout.value.isEmpty()
    person.click(3)
    person.key(Qt.Key.Key_Right)
    assert person.bench.settings.get(s.CLASS_WEIGHTS) == {}
    person.click(3, "eye")
    assert person.bench.settings.get(s.HIDDEN_CLASSES) == {3}
    person.panel.list.grab()
    person.panel.show_strengths(shown=True)
    assert not person.panel.list.layout_of(3).slider.isEmpty()


def test_pointing_at_a_row_names_its_class(person: Person) -> None:
    pointed: list[int] = []
    person.panel.class_pointed.connect(pointed.append)
    view = person.panel.list.viewport()
    where = QPointF(person.at(4, "name"))
    none, no_key = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(view, QMouseEvent(QEvent.Type.MouseMove, where, view.mapToGlobal(where), none, none, no_key))
    QApplication.sendEvent(person.panel.list, QEvent(QEvent.Type.Leave))
    assert pointed == [4, -1]


def test_unlabelled_is_first_and_has_neither_slider_nor_eye(person: Person) -> None:
    assert person.rows()[0] == "unlabelled"
    assert person.panel.list.layout_of(0).slider.isEmpty()
    person.click(0)
    person.double_click(0)
    person.double_click(0, "chip")
    person.key(Qt.Key.Key_Delete)
    assert person.panel.list.viewport().findChild(QLineEdit) is None
    assert person.asking.asked == []


def test_names_of_any_script_are_typed_in_place(person: Person) -> None:
    person.double_click(3)
    person.type_name("горы 山")
    assert person.palette.name_of(3) == "горы 山"
    assert person.bench.session.history.labels == ("Rename mountain to горы 山",)
    person.click(6)
    person.key(Qt.Key.Key_F2)
    person.type_name("SKY")
    assert person.palette.name_of(6) == "tree"
    assert "already" in person.bench.notices[-1].text
    person.bench.session.history.undo()
    assert person.rows()[3] == "mountain"


def test_colour_is_chosen_by_a_double_click_on_it(person: Person) -> None:
    person.asking.colours = [(9, 8, 7), None, (112, 172, 240)]
    person.double_click(3, "chip")
    assert person.palette.entry(3).rgb == (9, 8, 7)
    person.double_click(4, "chip")
    person.double_click(4, "chip")
    assert person.palette.entry(4).rgb == (255, 255, 255)
    assert "“sky” has exactly that colour." in person.bench.notices[-1].text
    assert len(person.bench.session.history.labels) == 1


def test_a_class_is_added_and_named_at_once(person: Person) -> None:
    person.panel.add.click()
    assert person.bench.settings.get(s.CURRENT_CLASS) == 10
    person.type_name("road")
    assert person.palette.name_of(10) == "road"
    person.bench.session.history.undo()
    assert person.palette.name_of(10) == "New class"
    person.bench.session.history.undo()
    assert 10 not in person.palette.ids
    assert person.bench.settings.get(s.CURRENT_CLASS) == 1


def test_undoing_a_class_that_is_chosen_chooses_another(person: Person) -> None:
    """Until the rows are those of the other palette, what is set for classes follows it, and a name may be typed."""
    session = person.bench.session
    person.panel.add_class()
    added = person.bench.settings.get(s.CURRENT_CLASS)
    assert session.history.undo()
    assert added not in person.palette.ids
    assert person.bench.settings.get(s.CURRENT_CLASS) in person.palette.ids
    assert session.history.labels == ("Add the class New class",)
    assert session.history.redo()
    person.click(added)
    assert person.bench.settings.get(s.CURRENT_CLASS) == added


def test_classes_are_dragged_and_stepped_into_another_order(person: Person) -> None:
    model = person.panel.list.rows
    data = model.mimeData([model.index(9)])
    model.dropMimeData(data, Qt.DropAction.MoveAction, 1, 0, model.index(-1))
    person.qtbot.waitUntil(lambda: person.rows()[:3] == ["unlabelled", "other", "sky"])
    assert person.palette.ids == (0, 9, 1, 2, 3, 4, 5, 6, 7, 8)
    person.click(9)
    person.key(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert person.rows()[:3] == ["unlabelled", "sky", "other"]
    person.choose(person.panel.menu_of(1), "Move down")
    assert person.rows()[:3] == ["unlabelled", "other", "sky"]
    assert len(person.bench.session.history.labels) == 3
    assert model.row(1).key == "1"


def test_arrows_choose_and_weigh(person: Person) -> None:
    person.click(2)
    person.key(Qt.Key.Key_Down)
    assert person.bench.settings.get(s.CURRENT_CLASS) == 3
    person.key(Qt.Key.Key_Right)
    assert person.bench.settings.get(s.CLASS_WEIGHTS) == {3: 1.05}


def test_key_of_a_class_is_given_by_its_menu(person: Person) -> None:
    person.choose(person.panel.menu_of(7), "Key", "1")
    assert person.palette.keys()[1] == 7
    assert person.panel.list.rows.row(7).key == "1"
    person.choose(person.panel.menu_of(7), "Key", "By order")
    assert person.palette.keys()[1] == 1


def test_merged_classes_share_their_pixels_and_undo_parts_them(person: Person) -> None:
    document, history = person.bench.session.document, person.bench.session.history
    person.bench.paint(20, 20, 5)
    before = document.labels.copy()
    person.asking.classes = [7, None]
    person.choose(person.panel.menu_of(5), "Merge into")
    assert 5 not in person.palette.ids
    np.testing.assert_array_equal(document.labels == 7, before == 5)
    history.undo()
    np.testing.assert_array_equal(document.labels, before)
    assert person.palette.name_of(5) == "water"
    person.choose(person.panel.menu_of(5), "Merge into")
    assert history.position == 1


def test_removing_asks_only_where_something_is_painted(person: Person) -> None:
    document = person.bench.session.document
    person.choose(person.panel.menu_of(8), "Remove")
    assert person.asking.asked == []
    assert 8 not in person.palette.ids
    person.bench.paint(20, 20, 5)
    share = (document.labels == 5).mean()
    person.asking.agrees = [False, True]
    person.choose(person.panel.menu_of(5), "Remove")
    assert person.asking.asked == [f"remove water {share:.3f}"]
    assert 5 in person.palette.ids
    person.click(5)
    person.key(Qt.Key.Key_Delete)
    assert 5 not in person.palette.ids
    assert (document.labels == 0).mean() == share
    assert document.labels[20, 20] == 0


def test_search_and_recent_classes_come_with_many_classes(person: Person) -> None:
    assert not person.panel.search.isVisible()
    assert not person.panel.recent.isVisible()
    person.bench.session.replace(np.zeros((4, 4), np.uint8), many(200))
    assert person.panel.search.isVisible()
    person.qtbot.keyClicks(person.panel.search, "ss 19")
    assert person.rows() == ["class 19", *(f"class {i}" for i in range(190, 200))]
    person.qtbot.keyClick(person.panel.search, Qt.Key.Key_Return)
    assert person.bench.settings.get(s.CURRENT_CLASS) == 19
    person.panel.search.setText("150")
    assert person.rows() == ["class 150"]
    person.click(150)
    recent = [button.toolTip() for button in person.panel.recent.buttons if button.isVisibleTo(person.panel.recent)]
    assert recent[:2] == ["class 150", "class 19"]
    person.panel.recent.buttons[1].click()
    assert person.bench.settings.get(s.CURRENT_CLASS) == 19
    person.bench.session.replace(np.zeros((4, 4), np.uint8), many(3))
    assert person.rows() == ["unlabelled", "class 1", "class 2", "class 3"]


def test_what_is_set_for_classes_follows_them(person: Person) -> None:
    settings, document = person.bench.settings, person.bench.session.document
    settings.set(s.CLASS_WEIGHTS, {1: 0.5, 9: 1.5})
    settings.set(s.HIDDEN_CLASSES, frozenset({2, 3}))
    settings.set(s.PAINT_OVER, frozenset({7}))
    settings.set(s.CURRENT_CLASS, 7)
    other = Palette(
        "other",
        (
            PaletteEntry(0, "unlabelled", (0, 0, 0)),
            PaletteEntry(1, "grass", (1, 1, 1)),
            PaletteEntry(2, "Sky", (1, 1, 2)),
            PaletteEntry(3, "mountain", (1, 1, 3)),
        ),
    )
    document.load(np.zeros((4, 4), np.uint8), other)
    assert settings.get(s.CLASS_WEIGHTS) == {2: 0.5}
    assert settings.get(s.HIDDEN_CLASSES) == {3}
    assert settings.get(s.PAINT_OVER) == {1}
    assert settings.get(s.CURRENT_CLASS) == 1


def test_the_palette_is_renamed_in_its_place(person: Person) -> None:
    person.panel.palette_menu.aboutToShow.emit()
    person.choose(person.panel.palette_menu, "Rename palette")
    person.panel.name_editor.setText("My classes")
    person.qtbot.keyClick(person.panel.name_editor, Qt.Key.Key_Return)
    assert person.palette.name == "My classes"
    assert person.panel.chooser.text().startswith("My classes")


def test_the_menu_lists_what_can_be_chosen(person: Person) -> None:
    person.panel.palette_menu.aboutToShow.emit()
    texts = [action.text() for action in person.panel.palette_menu.actions() if action.text()]
    assert texts[0] == "Pocket landscapes (9 classes)"
    assert "ADE20K 150 (150 classes)" in texts
    assert "Check colours…" in texts


def test_a_class_that_no_module_knows_is_marked_and_says_so(person: Person) -> None:
    panel = person.panel
    rows = panel.list.rows
    panel.show_heard(lambda entry: entry.name != "water")
    unheard = [rows.row(number).name for number in range(rows.rowCount()) if not rows.row(number).is_heard]
    assert unheard == ["water"]
    index = rows.index(next(number for number in range(rows.rowCount()) if not rows.row(number).is_heard))
    assert "No module that paints knows this class" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "No module that paints knows this class" in index.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    marked = panel.list.grab().toImage()
    panel.show_heard(lambda _entry: True)
    assert panel.list.grab().toImage() != marked
    assert "knows this class" not in index.data(Qt.ItemDataRole.ToolTipRole)
