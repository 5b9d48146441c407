"""Cycles that hold Qt objects die in the thread of the window, whoever allocates."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.system.garbage import GarbageCollector, collect_due

MANY = 200_000
"""Far more than Python's thresholds."""


@pytest.fixture
def python_collects() -> Iterator[None]:
    was_enabled = gc.isenabled()
    gc.enable()
    yield
    if not was_enabled:
        gc.disable()


@pytest.fixture
def collector(python_collects: None, qtbot: QtBot) -> Iterator[GarbageCollector]:
    collector = GarbageCollector()
    yield collector
    collector.stop()


class Knot(QObject):
    """Refers to itself, as controllers and their callbacks do."""

    def __init__(self) -> None:
        super().__init__()
        self.me = self


def dropped_knot() -> list[str]:
    """The names of the threads in which a knot that nobody holds any more will have died."""
    died: list[str] = []
    weakref.finalize(Knot(), lambda: died.append(threading.current_thread().name))
    return died


def allocate_elsewhere() -> None:
    thread = threading.Thread(target=lambda: [[] for _ in range(MANY)], name="elsewhere")
    thread.start()
    thread.join()


def test_a_knot_dies_in_the_thread_of_the_window(collector: GarbageCollector, qtbot: QtBot) -> None:
    died = dropped_knot()
    allocate_elsewhere()
    assert died == []
    qtbot.waitUntil(lambda: died == ["MainThread"])


def test_what_is_settled_is_passed_over(collector: GarbageCollector) -> None:
    kept = gc.get_freeze_count()
    collector.settle()
    try:
        assert gc.get_freeze_count() > kept
        died = dropped_knot()
        gc.collect()
        assert died == ["MainThread"]
    finally:
        gc.unfreeze()


def test_python_collects_again_once_it_is_stopped(python_collects: None, qtbot: QtBot) -> None:
    GarbageCollector().stop()
    assert gc.isenabled()


def test_nothing_is_collected_before_it_is_due() -> None:
    gc.collect()
    died = dropped_knot()
    collect_due()
    assert died == []
