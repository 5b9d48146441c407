from __future__ import annotations

import sys
import threading

import pytest
from pytestqt.qtbot import QtBot

from app.system.notices import Level, Notice, Notices, install_crash_hooks
from canvas.errors import CanvasError


@pytest.fixture
def said(qapp: object) -> tuple[Notices, list[Notice]]:
    notices = Notices()
    heard: list[Notice] = []
    notices.posted.connect(heard.append)
    return notices, heard


def test_repeated_error_is_said_once_until_success(said: tuple[Notices, list[Notice]]) -> None:
    notices, heard = said
    error = Notice(Level.ERROR, "No memory.")
    cleared: list[Notice] = []
    notices.cleared.connect(cleared.append)
    notices.post(error, "engine")
    notices.post(Notice(Level.ERROR, "No memory."), "engine")
    assert heard == [error]
    notices.succeeded("engine")
    assert cleared == [error]
    notices.post(error, "engine")
    assert len(heard) == 2


def test_another_text_of_the_same_source_is_said(said: tuple[Notices, list[Notice]]) -> None:
    notices, heard = said
    notices.post(Notice(Level.ERROR, "a"), "engine")
    notices.post(Notice(Level.ERROR, "b"), "engine")
    assert [notice.text for notice in heard] == ["a", "b"]


def test_expected_error_brings_hint_and_details(said: tuple[Notices, list[Notice]]) -> None:
    notices, heard = said
    notices.report(CanvasError("The disk is full.", "Make room."))
    assert (heard[0].text, heard[0].hint) == ("The disk is full.", "Make room.")
    assert "CanvasError" in heard[0].details


def test_crash_hooks_log_and_tell(said: tuple[Notices, list[Notice]], capsys: pytest.CaptureFixture[str]) -> None:
    notices, heard = said
    before = sys.excepthook
    restore = install_crash_hooks(notices)
    try:
        error = RuntimeError("boom")
        sys.excepthook(RuntimeError, error, None)
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    finally:
        restore()
    assert sys.excepthook is before
    assert [notice.level for notice in heard] == [Level.ERROR]
    assert "boom" in heard[0].text
    assert "RuntimeError" in heard[0].details


def test_crash_in_a_thread_reaches_the_gui_thread(said: tuple[Notices, list[Notice]], qtbot: QtBot) -> None:
    notices, _heard = said
    restore = install_crash_hooks(notices)
    try:
        with qtbot.waitSignal(notices.posted) as signal:
            thread = threading.Thread(target=lambda: [].pop())
            thread.start()
            thread.join()
    finally:
        restore()
    assert signal.args is not None
    assert "IndexError" in signal.args[0].details


def test_an_error_that_cannot_say_what_it_is_is_told_all_the_same(qapp: object) -> None:
    class OddError(Exception):
        def __str__(self) -> str:
            raise ValueError

    notices, told = Notices(), []
    notices.posted.connect(told.append)
    notices.crashed(OddError())
    notices.crashed(ValueError("x" * 20_000 + "\n"))
    assert "Odd" in told[0].text
    assert len(told[1].text) < 400
