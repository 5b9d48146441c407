from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.drawing.size_dialog import SizeDialog
from app.files.drawing_size import DrawingSize
from app.files.open_and_save import Filing
from app.settings import table as s
from app.settings.shapes import NEW_SIZES_PX, SHAPES, shape_name
from app.widgets.questions import Answer
from canvas.limits import MAX_SIDE
from tests.app.conftest import Bench
from tests.fakes.scripted_asking import ScriptedAsking


@pytest.fixture
def sizing(bench: Bench, asking: ScriptedAsking) -> DrawingSize:
    bench.settings.set(s.LIVE, False)
    filing = Filing(bench.session, bench.session.notices, asking)
    return DrawingSize(bench.session, filing, asking)


def test_a_new_drawing_has_the_size_that_was_asked_for(
    bench: Bench, sizing: DrawingSize, asking: ScriptedAsking
) -> None:
    asking.sizes = [None, (300, 200), (30, 20)]
    sizing.new()
    assert bench.session.document.labels.any()
    sizing.new()
    assert bench.session.document.size == (200, 300)
    assert not bench.session.document.labels.any()
    bench.paint(20, 20)
    asking.answers = [Answer.CANCEL]
    sizing.new()
    assert bench.session.document.size == (200, 300)


def test_resizing_and_flipping_can_be_undone(bench: Bench, sizing: DrawingSize, asking: ScriptedAsking) -> None:
    bench.paint(10, 10)
    document, history = bench.session.document, bench.session.history
    before = document.labels.copy()
    asking.sizes = [None, (64, 48), (128, 96)]
    for _ in range(3):
        sizing.resize()
    assert document.size == (96, 128)
    sizing.flip(left_right=True)
    assert document.labels[20, 107] == 5
    sizing.flip(left_right=False)
    assert [history.undo() for _ in range(3)] == [True] * 3
    assert np.array_equal(document.labels, before)


def test_a_shape_extends_the_drawing_and_squeezes_nothing(bench: Bench, sizing: DrawingSize) -> None:
    bench.paint(10, 10)
    document, history = bench.session.document, bench.session.history
    before = document.labels.copy()
    sizing.reshape((16, 9))
    assert document.size == (48, 85)
    assert np.array_equal(document.labels[:, 10:74], before)
    assert not document.labels[:, :10].any()
    sizing.reshape((16, 9))
    assert document.size == (48, 85)
    sizing.reshape((1, 1))
    assert document.size == (85, 85)
    assert history.undo()
    assert history.undo()
    assert np.array_equal(document.labels, before)


def test_a_shape_beyond_the_largest_drawing_is_refused_in_a_sentence(bench: Bench, sizing: DrawingSize) -> None:
    bench.session.replace(np.ones((MAX_SIDE, 8), np.uint8), bench.session.document.palette)
    sizing.reshape((16, 9))
    assert bench.session.document.size == (MAX_SIDE, 8)
    assert "cannot be extended" in bench.notices[-1].text


@pytest.mark.parametrize(
    ("size", "name"), [((512, 512), "1:1"), ((768, 512), "3:2"), ((1024, 576), "16:9"), ((513, 512), "")]
)
def test_a_shape_is_named_by_its_ratio(size: tuple[int, int], name: str) -> None:
    assert shape_name(size) == name


def test_new_drawings_are_offered_in_the_usual_shapes() -> None:
    assert [shape_name(size) for size in NEW_SIZES_PX] == [f"{across}:{down}" for across, down in SHAPES]


def test_the_dialog_keeps_proportions_and_names_what_the_base_paints(qtbot: QtBot) -> None:
    dialog = SizeDialog("Resize", (400, 200), [(64, 64), (128, 128)], keep_proportions=True)
    qtbot.addWidget(dialog)
    dialog.width_box.setValue(800)
    assert dialog.chosen == (800, 400)
    dialog.height_box.setValue(50)
    assert dialog.chosen == (100, 50)
    dialog.offer.activated.emit(2)
    assert dialog.chosen == (128, 128)
    dialog.keep.setChecked(False)
    dialog.width_box.setValue(64)
    dialog.height_box.setValue(64)
    assert dialog.offer.currentIndex() == 1
    dialog.height_box.setValue(9000)
    assert dialog.chosen == (64, 4096)
    assert dialog.offer.currentText() == "Free"
