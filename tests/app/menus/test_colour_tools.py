"""Colours can be painted where something that is installed hears them; elsewhere they are told of, kept and cleared."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from app.drawing.colour_field import ColourField
from app.installed.choices import Choices
from app.installed.heard_layers import LISTEN, Hearing
from app.menus.bar import Actions
from app.menus.desk import Desk
from app.painting.request_builder import build_request
from app.settings import table as s
from app.widgets.theme import Look
from app.window.tools_bar import ToolsBar
from canvas.edits import PatchEdit
from canvas.layers import KINDS
from canvas.raster import BBox
from engine.installed.registry import MODALITIES
from tests.app.conftest import Bench
from tests.fakes.fake_runner import FakeRegistry
from tests.fakes.scripted_asking import ScriptedAsking

TOOLS = ("colour_brush", "colour_eraser")
Make = Callable[..., Actions]


def registry(*modalities: tuple[str, ...]) -> FakeRegistry:
    """Modules that hear these, by what they hear."""
    plain = FakeRegistry()
    return FakeRegistry(
        plain.base_infos,
        tuple(
            dataclasses.replace(plain.module_infos[0], id="+".join(heard), label="+".join(heard), modalities=heard)
            for heard in modalities
        ),
    )


@pytest.fixture
def make(desk: Desk, qapp: QApplication) -> Iterator[Make]:
    """The menus' entries where modules are installed that hear these modalities, and the first one is chosen."""
    windows: list[QMainWindow] = []

    def of(*modalities: tuple[str, ...]) -> Actions:
        window = QMainWindow()
        windows.append(window)
        desk.settings.set(s.MODULE, "+".join(modalities[0]))
        hearing = Hearing(Choices(registry(*modalities), desk.settings), desk.settings)
        return Actions(window, dataclasses.replace(desk, hearing=hearing), Look(qapp))

    yield of
    for window in windows:
        window.deleteLater()


def paint(bench: Bench) -> None:
    document = bench.session.document
    new = np.full((4, 6, 4), 200, np.uint8)
    bench.session.history.perform("Colours", PatchEdit.write(document.colours, BBox(2, 3, 6, 9), new, "colours"))


def test_without_a_module_the_tools_say_why_and_are_in_no_bar(make: Make, qtbot: QtBot) -> None:
    actions = make(("labels",), ("labels", "sketch"))
    bar = ToolsBar(actions)
    qtbot.addWidget(bar)
    for tool in TOOLS:
        action = actions[f"tool_{tool}"]
        assert not action.isEnabled()
        assert "No module for this base hears colours" in action.toolTip()
        assert action not in bar.actions()
    assert actions["tool_pen"] in bar.actions()


@pytest.mark.parametrize("modalities", [(("colours",),), (("labels",), ("colours",)), (("labels", "colours"),)])
def test_with_one_they_are_there(make: Make, modalities: tuple[tuple[str, ...], ...], qtbot: QtBot) -> None:
    actions = make(*modalities)
    bar = ToolsBar(actions)
    qtbot.addWidget(bar)
    order = [action for action in bar.actions() if not action.isSeparator()]
    for tool in TOOLS:
        assert actions[f"tool_{tool}"].isEnabled()
        assert "No module" not in actions[f"tool_{tool}"].toolTip()
        assert actions[f"tool_{tool}"] in order
    places = [order.index(actions[f"tool_{tool}"]) for tool in ("ink_eraser", *TOOLS, "line")]
    assert places == sorted(places)


def test_a_tool_that_is_in_hand_goes_with_its_module(make: Make, desk: Desk, bench: Bench, qtbot: QtBot) -> None:
    actions = make(("labels",), ("colours",))
    bar = ToolsBar(actions)
    qtbot.addWidget(bar)
    bench.settings.set(s.COLOURS_SHOWN, False)
    actions["tool_colour_brush"].trigger()
    assert bench.settings.get(s.TOOL) == "colour_brush"
    assert bench.settings.get(s.COLOURS_SHOWN)
    bench.settings.set(s.BASE, "plain")
    bench.settings.set(s.MODULE, "")
    assert bench.settings.get(s.TOOL) == "brush"
    assert actions["tool_colour_brush"] not in bar.actions()
    bench.settings.set(s.BASE, "pocket")
    assert actions["tool_colour_brush"] in bar.actions()


def test_a_drawing_that_has_colours_can_hide_and_clear_them_without_a_module(make: Make, bench: Bench) -> None:
    actions = make(("labels",))
    for action in ("colours", "clear_colours"):
        assert not actions[action].isEnabled()
    paint(bench)
    actions.refresh()
    actions["colours"].trigger()
    assert not bench.settings.get(s.COLOURS_SHOWN)
    actions["clear_colours"].trigger()
    assert not bench.session.document.colours.any()
    assert bench.session.history.undo_label == "Clear colours"
    bench.session.history.undo()
    assert bench.session.document.colours.any()


def test_the_request_carries_colours_where_there_are_any(bench: Bench) -> None:
    document = bench.session.document
    assert build_request(document.snapshot(), bench.settings).colours is None
    paint(bench)
    request = build_request(document.snapshot(), bench.settings)
    np.testing.assert_array_equal(request.colours, document.colours)
    bench.session.history.undo()
    assert build_request(document.snapshot(), bench.settings).colours is None


def test_every_layer_is_heard_as_a_modality_and_can_be_listened_to() -> None:
    plain = FakeRegistry()
    for kind in KINDS.values():
        settings = s.Settings()
        settings.set(s.BASE, plain.base_infos[0].id)
        hearing = Hearing(Choices(registry(*((each.id,) for each in MODALITIES)), settings), settings)
        assert not hearing.hears(kind.id)
        assert hearing.unknown(kind.id) == ""
        assert hearing.can_listen(kind.id)
        assert kind.id in LISTEN
        settings.set(s.MODULE, "labels" if kind.id != "labels" else "colours")
        assert kind.label in hearing.unheard(kind.id)
        hearing.listen(kind.id)
        assert hearing.hears(kind.id)


def test_the_field_asks_and_remembers(bench: Bench, asking: ScriptedAsking, qtbot: QtBot) -> None:
    field = ColourField(bench.settings, asking)
    qtbot.addWidget(field)
    red, blue = (200, 10, 20), (0, 30, 250)
    asking.colours = [red, None, blue]
    for expected in (red, red, blue):
        field.swatch.click()
        assert bench.settings.get(s.PAINT_COLOUR) == expected
    assert bench.settings.get(s.RECENT_COLOURS) == (blue, red)
    assert [button.isHidden() for button in field.recent[:3]] == [False, False, True]
    field.recent[1].click()
    assert bench.settings.get(s.PAINT_COLOUR) == red
    assert bench.settings.get(s.RECENT_COLOURS) == (blue, red)
    for number in range(20):
        bench.settings.set(s.PAINT_COLOUR, (number, 0, 0))
    assert len(bench.settings.get(s.RECENT_COLOURS)) == len(field.recent)
    assert "#130000" in field.swatch.toolTip()
