"""What every test gets: no screen, no network, a user folder of its own, and no thread left behind."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["LC_ALL"] = os.environ["LANGUAGE"] = "C.UTF-8"  # the window speaks English, whatever the machine does
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TQDM_DISABLE"] = "1"

gc.disable()  # no thread that a test starts may destroy the Qt objects of another; see `garbage_dies_here`

ASSETS = Path(__file__).resolve().parent.parent / "assets"


@pytest.fixture(autouse=True)
def garbage_dies_here() -> Iterator[None]:
    """Collects in the main thread, between tests, as the program does."""
    yield
    from app.system.garbage import collect_due

    collect_due()


@pytest.fixture(autouse=True)
def user_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh user folder, so that no test reads or writes the real one."""
    folder = tmp_path_factory.mktemp("user")
    monkeypatch.setenv("SINOPIA_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def no_system_bin(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps what tests delete out of the person's bin: as on a system that has none."""
    monkeypatch.setattr("app.system.trash.to_system_bin", lambda _path: False)


@pytest.fixture(autouse=True)
def no_thread_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fails a test that leaves a QThread or an active QTimer behind."""
    from PySide6.QtCore import QThread, QTimer

    threads: list[QThread] = []
    timers: list[QTimer] = []

    def recorded(kind: type, made: list) -> None:
        original = kind.__init__

        def initialise(self, *args, **kwargs) -> None:
            original(self, *args, **kwargs)
            made.append(self)

        monkeypatch.setattr(kind, "__init__", initialise)

    recorded(QThread, threads)
    recorded(QTimer, timers)
    yield
    import shiboken6

    running = [thread.objectName() for thread in threads if shiboken6.isValid(thread) and thread.isRunning()]
    for thread in threads:
        if shiboken6.isValid(thread) and thread.isRunning():
            thread.quit()
            thread.wait(5_000)
    assert not running, f"threads left running: {running}"
    active = [
        timer.objectName() or repr(timer.parent()) for timer in timers if shiboken6.isValid(timer) and timer.isActive()
    ]
    assert not active, f"timers left running: {active}"
