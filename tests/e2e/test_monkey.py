"""A short run of the monkey; `tests/bench/monkey.py` lets it play for longer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.fakes.monkey import Monkey
from tests.fakes.monkey_house import monkey_at_work

ACTS = 500
CHECK_EVERY = 100


@pytest.fixture(params=[1, 2, 3])
def monkey(request: pytest.FixtureRequest, qapp: QApplication, example: Path, tmp_path: Path) -> Iterator[Monkey]:
    monkey = monkey_at_work(qapp, tmp_path, request.param)
    with monkey:
        yield monkey
        monkey.settle()
    QApplication.clipboard().clear()  # off screen, it outlives the interpreter
    monkey.studio.shut_down()
    monkey.studio.window.hide()
    monkey.studio.window.deleteLater()


def test_nothing_that_is_done_at_random_breaks_anything(monkey: Monkey) -> None:
    states = []
    for number in range(1, ACTS + 1):
        monkey.act()
        if number % CHECK_EVERY == 0:
            monkey.check()
            states.append(monkey.check_round_trip())
            monkey.check()
    assert max(states) > 5
