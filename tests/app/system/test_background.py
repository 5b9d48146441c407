from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from app.system.background import Background
from app.system.notices import Level, Notice, Notices
from canvas.errors import CanvasError
from engine.errors import RequestError, RunCancelled


@pytest.fixture
def notices(qapp: object) -> Notices:
    return Notices()


@pytest.fixture
def background(notices: Notices) -> Iterator[Background]:
    background = Background(notices, "test")
    yield background
    background.stop()


def fail(error: BaseException) -> None:
    raise error


def test_what_was_found_is_told_in_the_windows_thread(background: Background, qtbot: QtBot) -> None:
    told: list[tuple[bool, bool]] = []
    here = threading.get_ident()
    background.run(lambda: threading.get_ident() == here, lambda same: told.append((same, QThread.isMainThread())))
    qtbot.waitUntil(lambda: bool(told))
    assert told == [(False, True)]


def test_one_thing_after_the_other(background: Background, qtbot: QtBot) -> None:
    told: list[int] = []
    for number in range(20):
        background.run(lambda number=number: number, told.append)
    qtbot.waitUntil(lambda: len(told) == 20)
    assert told == list(range(20))


@pytest.mark.parametrize(
    ("error", "said", "level"),
    [
        (CanvasError("It is gone.", "Look."), "It is gone.", Level.ERROR),
        (RequestError("No such base.", "Look."), "No such base.", Level.ERROR),
        (MemoryError(), "There is too little memory for that.", Level.ERROR),
        (KeyError("odd"), "Something went wrong inside Sinopia: 'odd'", Level.ERROR),
        (SystemExit(3), "Something went wrong inside Sinopia: 3", Level.ERROR),
    ],
)
def test_every_error_is_told(
    background: Background, notices: Notices, qtbot: QtBot, error: BaseException, said: str, level: Level
) -> None:
    told: list[Notice] = []
    notices.posted.connect(told.append)
    background.run(lambda: fail(error), lambda _none: pytest.fail("it did not end well"))
    qtbot.waitUntil(lambda: bool(told))
    assert [(notice.text, notice.level) for notice in told] == [(said, level)]


def test_expected_errors_go_where_they_are_asked_for(background: Background, notices: Notices, qtbot: QtBot) -> None:
    told: list[str] = []
    notices.posted.connect(lambda notice: told.append("notice"))
    for error in (RunCancelled(), CanvasError("It is gone."), MemoryError()):
        background.run(lambda error=error: fail(error), on_error=lambda error: told.append(error.text))
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == ["It is gone.", "There is too little memory for that."]


def test_whoever_waits_hears_that_it_did_not_end_well(background: Background, qtbot: QtBot) -> None:
    told: list[str] = []
    for error in (RunCancelled(), CanvasError("It is gone."), KeyError("odd")):
        background.run(lambda error=error: fail(error), otherwise=lambda: told.append("otherwise"))
    qtbot.waitUntil(lambda: len(told) == 3)


def test_what_was_given_up_is_not_told_and_where_it_waits_not_begun(background: Background, qtbot: QtBot) -> None:
    told: list[str] = []
    begun = threading.Event()
    go_on = threading.Event()

    def wait() -> None:
        begun.set()
        go_on.wait(10)

    first = background.run(wait, lambda _none: told.append("first"))
    second = background.run(lambda: told.append("begun"))
    assert first is not None
    assert second is not None
    assert begun.wait(10)
    first.cancel()
    second.cancel()
    go_on.set()
    background.run(lambda: None, lambda _none: told.append("last"))
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["last"]


def test_stopping_waits_for_what_is_under_way_and_ends_the_rest(notices: Notices) -> None:
    done: list[str] = []
    for drops, expected in ((False, ["work"] * 3), (True, ["work"])):
        done.clear()
        begun, go_on = threading.Event(), threading.Event()

        def work(begun: threading.Event = begun, go_on: threading.Event = go_on) -> None:
            begun.set()
            go_on.wait(10)
            done.append("work")

        background = Background(notices, "test")
        for _ in range(3):
            background.run(work, lambda _none: done.append("told"))
        assert begun.wait(10)
        threading.Timer(0.05, go_on.set).start()
        background.stop(drop_waiting=drops)
        assert done == expected
        assert background.run(work) is None


def test_nothing_is_told_before_run_returns(background: Background, qtbot: QtBot) -> None:
    """However fast the work is done."""
    order: list[str] = []
    for _ in range(200):
        background.run(lambda: None, lambda _none: order.append("told"))
        order.append("ran")
    qtbot.waitUntil(lambda: len(order) == 400)
    assert order == ["ran"] * 200 + ["told"] * 200
