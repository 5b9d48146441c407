from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.settings import table as s
from canvas.journal import read_journal
from tests.fakes import ended_child


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no such signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_ends_the_program_and_nothing_is_lost(name: str, tmp_path: Path) -> None:
    number = getattr(signal, name)
    environment = {**os.environ, "SINOPIA_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(
        [sys.executable, ended_child.__file__],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(number, signal.default_int_handler if name == "SIGINT" else signal.SIG_DFL),
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        assert child.stdout.readline() == "ready\n"
        child.send_signal(number)
        said = child.stderr.read()
    assert child.returncode == 128 + number, said
    assert "Traceback" not in said
    assert "KeyboardInterrupt" not in said
    settings = s.Settings(next(tmp_path.rglob("settings.json")))
    settings.load()
    assert settings.get(s.PROMPT) == "in the last second"
    assert settings.get(s.PLACE)
    (journal,) = tmp_path.rglob("*.journal")
    row, col = map(round, ended_child.PIXEL)
    assert read_journal(journal).labels[row, col] == 3
    assert len(list(tmp_path.rglob("gallery/*.png"))) == 1
