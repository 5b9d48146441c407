from __future__ import annotations

from app.menus.bar import Actions
from app.menus.view_menu import VIEW_MODES
from app.settings import table as s
from tests.app.conftest import Bench


def test_views_cycle(actions: Actions, bench: Bench) -> None:
    seen = []
    for _ in VIEW_MODES:
        actions["cycle_view"].trigger()
        seen.append(bench.settings.get(s.VIEW_MODE))
    assert seen == ["overlay", "drawing", "picture", "side by side"]
