from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.menus.bar import Actions
from app.painting.best_of import BestOf
from app.settings import table as s
from tests.app.conftest import Bench
from tests.fakes.fake_window import FakeView


@pytest.fixture
def noted_best_of(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    counts: list[int] = []
    monkeypatch.setattr(BestOf, "start", lambda _self, count: counts.append(count))
    return counts


def test_cancel_takes_the_stroke_back(actions: Actions, bench: Bench, view: FakeView, qtbot: QtBot) -> None:
    bench.runner.hold_before(2)
    with qtbot.waitSignal(bench.session.run_started):
        bench.session.start()
    actions.refresh()
    assert actions["cancel"].isEnabled()
    actions["cancel"].trigger()
    assert view.calls == ["abort"]


def test_new_seed_is_another(actions: Actions, bench: Bench) -> None:
    seeds = set()
    for _ in range(5):
        actions["seed"].trigger()
        seeds.add(bench.settings.get(s.SEED))
    assert len(seeds) > 1


def test_as_many_pictures_as_the_last_time(noted_best_of: list[int], actions: Actions) -> None:
    for entry in ("best_of_8", "best_of"):
        actions[entry].setEnabled(True)
        actions[entry].trigger()
    assert noted_best_of == [8, 8]
