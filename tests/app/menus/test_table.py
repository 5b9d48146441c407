"""Every entry of the table, done on a desk that only notes what is asked of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any
from unittest.mock import MagicMock

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu
from pytestqt.qtbot import QtBot

from app.menus.action import Action
from app.menus.bar import Actions
from app.menus.desk import Desk
from app.menus.table import ACTIONS, MENUS
from app.settings import table as s
from app.system import notices
from app.widgets.theme import Look
from canvas.document import Document
from canvas.palette import Palette, PaletteEntry
from tests.fakes.fake_runner import CLASSES

WHOLE = {"files", "size", "export", "palettes", "packs", "training_set", "comparisons", "best_of", "reference"}
"""Services that take the drawing and the settings as they are, or change them."""
ABLE = {
    "session.is_painting": True,
    "session.history.can_undo": True,
    "session.history.can_redo": True,
    "hearing.no_agreement": "",
    "hearing.can_listen.return_value": True,
    "files.can_read_anew": True,
    "palettes.can_map_to_module": True,
    "comparisons.has_picture": True,
    "reference.has_photo": True,
    "packs.can_export": True,
    "packs.has_trained": True,
    "training_set.has_picture": True,
    "panels.is_shown.return_value": True,
    "hearing.unknown.return_value": "",
}


@pytest.fixture(scope="module")
def services() -> MagicMock:
    """Services that do nothing, over a real drawing."""
    services = MagicMock()
    services.configure_mock(**ABLE)
    settings = s.Settings()
    palette = Palette("test", tuple(PaletteEntry(each.id, each.name, each.rgb) for each in CLASSES))
    services.session.document = Document(
        palette, np.full((48, 64), 1, np.uint8), colours=np.full((48, 64, 4), 255, np.uint8)
    )
    services.session.settings.get = settings.get
    services.session.settings.changed = settings.changed
    return services


@pytest.fixture(scope="module")
def noted(services: MagicMock, qapp: QApplication) -> Iterator[Actions]:
    """The menus over a desk of these services."""
    desk = Desk(**{field.name: getattr(services, field.name) for field in dataclasses.fields(Desk)})
    window = QMainWindow()
    yield Actions(window, desk, Look(qapp))
    window.deleteLater()


@pytest.mark.parametrize("spec", ACTIONS, ids=lambda spec: spec.id)
def test_every_entry_does_something_and_what_needs_the_drawing_ends_the_stroke_before(
    spec: Action, services: MagicMock, noted: Actions
) -> None:
    services.reset_mock()
    noted[spec.id].trigger()
    looks = ("can_listen", "is_shown")
    asked = [name for name, _, _ in services.mock_calls if not name.endswith(looks) and "__" not in name]
    done = asked[2:] if spec.ends_stroke else asked
    assert done
    if spec.ends_stroke:
        assert asked[:2] == ["sheets.commit", "fields.commit"]
    else:
        assert "sheets.commit" not in done
        assert not {name.partition(".")[0] for name in done} & WHOLE
        assert not {"session.generate", "session.history.undo", "session.history.perform"} & set(done)


def test_ids_are_unique() -> None:
    assert len({spec.id for spec in ACTIONS}) == len(ACTIONS)


def test_what_notices_offer_is_there_and_no_switch() -> None:
    """A switch that is on already would take away what the notice speaks of."""
    offered: list[Any] = [notices.MAP_CLASSES, notices.READ_ANEW, notices.SHOW_TRAINING]
    found = {spec.id: spec for spec in ACTIONS}
    assert not any(found[each].is_switch for each in offered)


def test_every_menu_lists_its_part_of_the_table(actions: Actions, qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    recent = QMenu("Open recent", window)
    actions.fill_menus(window.menuBar(), {"recent": recent})
    shown = [action.text() for action in window.menuBar().actions()[0].menu().actions()]
    assert shown[:6] == ["New drawing…", "New window", "Open…", "Open recent", "", "Save"]
    for bar_entry, menu in zip(window.menuBar().actions(), MENUS, strict=True):
        made = set(bar_entry.menu().findChildren(QMenu)) | {bar_entry.menu()}
        listed = {entry for each in made for entry in each.actions()}
        assert {actions[spec.id] for spec in menu.actions()} <= listed
