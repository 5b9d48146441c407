"""The window at its smallest: everything can be reached, nothing lies over anything else."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QToolBar, QToolButton, QWidget

from app.painting.progress import Progress
from app.settings import table as s
from app.window.dock_title import DockTitle
from canvas.tools import TOOLS
from tests.e2e.conftest import Desk

SMALLEST = (960, 600)
DOCKS = ("palette", "picture", "history", "training", "gallery")


@pytest.fixture(params=["usual letters", "large letters"])
def narrow(request: pytest.FixtureRequest, make_desk: Callable[[], Desk], qapp: QApplication) -> Iterator[Desk]:
    before = QFont(qapp.font())
    if request.param == "large letters":
        larger = QFont(before)
        larger.setPointSizeF(before.pointSizeF() * 1.25)
        qapp.setFont(larger)
    desk = make_desk()
    desk.window.resize(*SMALLEST)
    desk.show()
    yield desk
    qapp.setFont(before)


def covered(window: QWidget) -> list[str]:
    """The widgets that reach out of what they lie in, but for what scrolls."""
    out = []
    for each in window.findChildren(QWidget):
        parent = each.parentWidget()
        if (
            each.visibleRegion().isEmpty()
            or parent is None
            or each.isWindow()
            or isinstance(parent, QAbstractScrollArea)
        ):
            continue
        if each.objectName().startswith("qt_qmainwindow"):  # what is dragged between docks lies over their edges
            continue
        scrolls = parent.parentWidget() is not None and isinstance(parent.parentWidget(), QAbstractScrollArea)
        if not scrolls and not parent.rect().contains(each.geometry()):
            out.append(f"{type(each).__name__} {each.objectName()} {each.geometry()} in {parent.rect()}")
    return out


def overlapping(parent: QWidget) -> bool:
    rects = [each.geometry() for each in parent.children() if isinstance(each, QWidget) and each.isVisible()]
    return any(one.intersects(other) for number, one in enumerate(rects) for other in rects[:number])


def is_seen(desk: Desk, widget: QWidget) -> bool:
    """Whether both ends of a widget are within the window, and nothing lies over them."""
    ends = [QPoint(2, widget.height() // 2), QPoint(widget.width() - 3, widget.height() // 2)]
    found = [desk.window.childAt(widget.mapTo(desk.window, end)) for end in ends]
    return all(each is widget or (each is not None and widget.isAncestorOf(each)) for each in found)


def test_nothing_is_covered_at_the_smallest_size(narrow: Desk) -> None:
    window = narrow.window
    for name in DOCKS:
        if not window.docks.is_shown(name):
            window.docks.toggle(name)
    window.status.say("The drawing is made from {name} now".replace("{name}", "a very long name of a photo " * 9))
    window.status.show_best_of(3, 8, 0.5)
    narrow.qtbot.waitUntil(lambda: window.size().toTuple() == SMALLEST)
    hint = window.minimumSizeHint()
    assert hint.width() <= SMALLEST[0]
    assert hint.height() <= SMALLEST[1]
    assert window.rect().contains(window.status.geometry())
    assert is_seen(narrow, window.run_panel.generate)
    strength = window.picture_panel.fields["strength"].slider
    window.picture_panel.ensureWidgetVisible(strength)  # the panel scrolls
    assert is_seen(narrow, strength)
    assert not covered(window)
    for title in window.findChildren(DockTitle):
        assert not overlapping(title), title.name.text()


def test_no_tool_and_no_option_is_hidden_at_the_smallest_size(narrow: Desk) -> None:
    window = narrow.window
    for tool in TOOLS:
        narrow.settings.set(s.TOOL, tool)
        QApplication.processEvents()
        for bar in window.findChildren(QToolBar):
            more = bar.findChild(QToolButton, "qt_toolbar_ext_button")
            assert more is None or not more.isVisible(), (tool, bar.objectName())


def test_a_long_remark_widens_no_window(narrow: Desk) -> None:
    status, before = narrow.window.status, narrow.window.minimumSizeHint()
    status.show_progress(Progress("A very long name of what is done now " * 9))
    assert narrow.window.minimumSizeHint() == before


def test_every_bar_fits_beside_an_open_panel(narrow: Desk) -> None:
    window = narrow.window
    window.docks.toggle("history")
    bars = [
        window.photo_bar,
        window.notice_bar,
        window.reference_bar,
        narrow.studio.speed_bar,
        narrow.studio.restore_bar,
    ]
    for bar in bars:
        bar.hide()
    for bar in bars:
        bar.show()
        QApplication.processEvents()
        inside = QRect(QPoint(0, 0), bar.size())
        assert not overlapping(bar)
        for part in bar.findChildren(QToolButton):
            assert not part.isVisible() or inside.contains(part.geometry()), (type(bar).__name__, part.text())
        bar.hide()


def test_the_palette_stays_in_sight_when_panels_open(make_desk: Callable[[], Desk]) -> None:
    desk = make_desk()
    desk.window.resize(1280, 720)
    desk.show()
    for name in ("history", "training"):
        desk.window.docks.toggle(name)
        desk.qtbot.waitUntil(lambda name=name: not panel_of(desk, name).visibleRegion().isEmpty())
        assert is_seen(desk, desk.window.palette_panel.list.viewport())
        assert is_seen(desk, desk.window.run_panel.generate)


def panel_of(desk: Desk, name: str) -> QWidget:
    return {"history": desk.window.history_panel, "training": desk.window.training_panel}[name]


def test_tab_goes_on_from_the_drawing_through_every_field_and_back(make_desk: Callable[[], Desk]) -> None:
    desk = make_desk()
    desk.show()
    desk.window.docks.toggle("training")
    desk.window.activateWindow()
    desk.canvas.setFocus()
    desk.qtbot.waitUntil(desk.canvas.hasFocus)
    mode, met = desk.settings.get(s.VIEW_MODE), []
    while len(met) < 400:
        desk.qtbot.keyClick(desk.window.focusWidget(), Qt.Key.Key_Tab)
        met.append(desk.window.focusWidget())
        if met[-1] is desk.canvas:
            break
    assert met[-1] is desk.canvas
    assert desk.settings.get(s.VIEW_MODE) == mode
    tab = Qt.FocusPolicy.TabFocus
    fields = [
        each
        for each in desk.window.findChildren(QWidget)
        if each.focusPolicy() & tab and each.isVisible() and each.isEnabled() and each.focusProxy() is None
    ]
    assert desk.window.picture_panel.fields["strength"].slider in fields
    assert not [f"{type(each).__name__} {each.objectName()}" for each in fields if each not in met]
