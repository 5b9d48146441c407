"""Ink in the real window: drawn, erased, hidden, cleared, sent with the request, saved and opened again."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtWidgets import QApplication

from app.drawing.tool_options import ToolOptions
from app.settings import table as s
from tests.e2e.conftest import Desk
from tests.fakes.fake_runner import FakeRegistry

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def _module_hears_ink(monkeypatch: pytest.MonkeyPatch) -> None:
    (labels,) = FakeRegistry().module_infos
    joint = dataclasses.replace(labels, modalities=("labels", "sketch"))
    monkeypatch.setattr(FakeRegistry, "modules", lambda self, base_id=None: (joint,))


def test_ink_is_drawn_sent_erased_and_cleared(desk: Desk) -> None:
    document = desk.session.document
    assert desk.runner.requests[-1].ink is None
    desk.key(Qt.Key.Key_N)
    assert (desk.settings.get(s.TOOL), desk.settings.get(s.BRUSH_SIZE_PX)) == ("pen", 6)
    desk.paint((20, 20), (20, 60))
    desk.settle()
    assert document.ink[20, 40] == 255
    assert not (document.labels[20] != 1).any()
    np.testing.assert_array_equal(desk.runner.requests[-1].ink, document.ink)
    desk.key(Qt.Key.Key_E, SHIFT)
    desk.paint((20, 20), (20, 30))
    assert document.ink[20, 24] == 0
    assert document.ink[20, 50] == 255
    desk.key(Qt.Key.Key_Z, CTRL)
    assert document.ink[20, 24] == 255
    desk.window.actions_["clear_ink"].trigger()
    assert not document.ink.any()
    desk.settle()
    assert desk.runner.requests[-1].ink is None
    desk.key(Qt.Key.Key_Z, CTRL)
    assert desk.session.history.labels == ("Pen stroke", "Clear ink")
    assert document.ink[20, 40] == 255


def test_options_of_the_pen_are_shown_while_it_is_in_hand(desk: Desk) -> None:
    (options,) = desk.window.findChildren(ToolOptions)

    def wait_for(opacity: bool, steady: bool) -> None:
        fields = (options.ink_opacity, options.steady)
        desk.qtbot.waitUntil(lambda: tuple(field.isVisible() for field in fields) == (opacity, steady))

    wait_for(opacity=False, steady=False)
    desk.key(Qt.Key.Key_N)
    wait_for(opacity=True, steady=True)
    desk.key(Qt.Key.Key_E, SHIFT)
    wait_for(opacity=False, steady=True)
    desk.key(Qt.Key.Key_N)
    options.ink_opacity.box.setValue(40)
    desk.paint((20, 20), (20, 60))
    assert desk.session.document.ink.max() == 102


def test_hidden_ink_comes_back_with_the_pen(desk: Desk) -> None:
    desk.key(Qt.Key.Key_N)
    desk.paint((20, 20), (20, 60))
    at = desk.at(20, 40)
    inked = desk.canvas.grab().toImage().pixelColor(at).lightness()
    desk.key(Qt.Key.Key_I)
    assert desk.canvas.grab().toImage().pixelColor(at).lightness() > inked + 50
    desk.key(Qt.Key.Key_N)
    assert desk.settings.get(s.INK_SHOWN)


@pytest.mark.parametrize("name", ["inked.ora", "inked.png"])
def test_saved_ink_opens_again(desk: Desk, tmp_path: Path, name: str) -> None:
    desk.key(Qt.Key.Key_N)
    desk.paint((20, 20), (40, 60), (70, 90))
    desk.settle()
    drawn = desk.session.document.snapshot()
    desk.asking.paths = [tmp_path / name]
    desk.key(Qt.Key.Key_S, CTRL)
    desk.qtbot.waitUntil(lambda: not desk.window.isWindowModified())
    desk.studio.desk.size.new()
    desk.studio.desk.files.open_path(tmp_path / name)
    assert desk.session.document.is_as(drawn)
    assert not desk.window.isWindowModified()


def test_a_tablets_pen_draws_in_the_window(desk: Desk) -> None:
    desk.key(Qt.Key.Key_N)
    kind, button, none = QInputDevice.DeviceType.Stylus, Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    pen = QPointingDevice("pen", 1, kind, QPointingDevice.PointerType.Pen, QInputDevice.Capability.All, 1, 3)
    steps = (
        (QEvent.Type.TabletPress, 20, button, button),
        (QEvent.Type.TabletMove, 40, none, button),
        (QEvent.Type.TabletMove, 60, none, button),
        (QEvent.Type.TabletRelease, 60, button, none),
    )
    for what, col, changed, held in steps:
        at = QPointF(desk.at(30, col))
        event = QTabletEvent(
            what, pen, at, at, 0.4, 0.0, 0.0, 0.0, 0.0, 0.0, Qt.KeyboardModifier.NoModifier, changed, held
        )
        QApplication.sendEvent(desk.canvas, event)
    width = int((desk.session.document.ink[:, 40] > 127).sum())
    assert 2 <= width <= 5
    desk.settle()
    assert desk.runner.requests[-1].ink is not None


def test_a_window_for_a_module_that_hears_ink_alone_opens_on_blank_paper_with_the_pen(
    make_desk: Callable[[], Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    (labels,) = FakeRegistry().module_infos
    ink = dataclasses.replace(labels, modalities=("sketch",), classes=())
    monkeypatch.setattr(FakeRegistry, "modules", lambda self, base_id=None: (ink,))
    desk = make_desk()
    desk.show()
    assert not desk.session.document.labels.any()
    assert desk.settings.get(s.TOOL) == "pen"
    notice = desk.window.notice_bar.notice
    assert notice is not None
    assert notice.text == "Draw on the left; the picture follows."
    with desk.qtbot.waitSignal(desk.session.picture_finished):
        desk.paint((20, 20), (20, 60))
    assert desk.runner.requests[-1].ink is not None
    desk.settle()
