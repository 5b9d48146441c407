from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.settings import table as s
from tests.e2e.conftest import Desk
from tests.fakes.painting_child import stroke


def test_a_window_never_offers_what_another_one_paints(make_desk: Callable[[], Desk], qtbot: QtBot) -> None:
    one = make_desk()
    one.show()
    stroke(one.session.document, one.session.history, 3, 1)
    assert one.studio.autosave.flush()
    two = make_desk()
    two.show()
    stroke(two.session.document, two.session.history, 4, 1)
    assert two.studio.autosave.flush()
    assert one.studio.autosave.path != two.studio.autosave.path
    for desk in (one, two):
        desk.studio.recovery.look()
        assert desk.studio.recovery.count == 0
        assert desk.studio.restore_bar.isHidden()
        assert desk.studio.autosave.path.exists()


def test_windows_leave_each_other_s_settings(make_desk: Callable[[], Desk], tmp_path: Path) -> None:
    one, two = make_desk(), make_desk()
    one.settings.set(s.THEME, "dark")
    two.settings.set(s.GALLERY_QUOTA_MB, 512)
    one.studio.shut_down()
    two.studio.shut_down()
    stored = json.loads((tmp_path / "settings.json").read_text())
    assert (stored["theme"], stored["gallery_quota_mb"]) == ("dark", 512)


def test_a_window_opened_from_another_one_does_not_cover_it(
    make_desk: Callable[[], Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = make_desk()
    monkeypatch.setenv("SINOPIA_BESIDE", "1")
    two = make_desk()
    assert two.window.pos().x() > one.window.pos().x()
    assert two.window.pos().y() > one.window.pos().y()
