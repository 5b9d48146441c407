from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.commands.main import main as command_line
from app.system import resources
from app.system.second_process import open_another_window
from canvas.errors import CanvasError

ROOT = Path(__file__).resolve().parents[3]
NO_DISPLAY = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
def test_without_a_display_one_sentence_and_exit_code_2() -> None:
    environment = {key: value for key, value in os.environ.items() if key not in NO_DISPLAY}
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py")],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert "python main.py generate" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, False),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
        ({"QT_QPA_PLATFORM": "offscreen"}, True),
        ({"QT_QPA_PLATFORM": "vnc:port=5900"}, True),
        ({"QT_QPA_PLATFORM": "xcb"}, False),
    ],
)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
def test_display(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: bool) -> None:
    for key in NO_DISPLAY:
        monkeypatch.delenv(key, raising=False)
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    assert resources.has_display() is expected


def test_entry_is_short_and_imports_nothing_heavy() -> None:
    lines = (ROOT / "main.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) < 25
    code = "import sys, main; sys.exit(any(n in sys.modules for n in ('torch', 'PySide6', 'numpy')))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60, check=False).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "opened"),
    [([], "window"), (["lake.ora"], "window"), (["generate"], "cli"), (["--help"], "cli"), (["a.png", "b.png"], "cli")],
)
def test_a_file_opens_the_window_and_a_subcommand_does_not(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], opened: str
) -> None:
    called: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(sys, "argv", ["main.py", *arguments])
    monkeypatch.setattr("app.commands.main.main", lambda argv: called.append(("cli", argv)) or 0)
    monkeypatch.setattr("app.start.bootstrap.run", lambda argv: called.append(("window", argv[1:])) or 0)
    assert runpy.run_path(str(ROOT / "main.py"))["main"]() == 0
    assert called == [(opened, arguments)]


def test_another_window_is_another_process_of_the_same_program(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qtbot: QtBot
) -> None:
    said = tmp_path / "said"
    entry = tmp_path / "main.py"
    entry.write_text(
        "import os, pathlib, sys\n"
        f"pathlib.Path({str(said)!r}).write_text(f'{{os.getpid()}} ' + os.environ['SINOPIA_BESIDE'])\n"
    )
    monkeypatch.setattr(resources, "entry_file", lambda: entry)
    open_another_window()
    qtbot.waitUntil(lambda: said.exists() and said.read_text().endswith(" 1"), timeout=20_000)
    assert int(said.read_text().split()[0]) != os.getpid()


def test_another_window_that_cannot_be_opened_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no python"))
    with pytest.raises(CanvasError, match="No other window could be opened"):
        open_another_window()


def test_entry_lies_beside_the_program() -> None:
    assert resources.entry_file() == ROOT / "main.py"


def test_window_does_not_need_torch() -> None:
    code = (
        "import sys, app.start.bootstrap; "
        "sys.exit(any(n in sys.modules for n in ('torch', 'diffusers', 'transformers')))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60, check=False).returncode == 0


def test_user_folder_can_be_moved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(resources.HOME_VARIABLE, str(tmp_path))
    assert resources.settings_file().is_relative_to(tmp_path)
    assert resources.cache_folder().is_relative_to(tmp_path)
    assert resources.bases_folders()[0].is_relative_to(tmp_path)


@pytest.mark.parametrize(
    "command",
    [
        ["generate", "a.png", "-o", "b.png", "--steps", "99999999999"],
        ["generate", "a.png", "-o", "b.png", "--size", "1" + "0" * 200],
        ["generate", "a.png", "-o", "b.png", "--first", "nan"],
        ["evaluate", "--minutes", "nan"],
        ["evaluate", "--pictures", "0"],
        ["evaluate", "--steps", "-2"],
        ["evaluate", "--window", "0", "inf"],
    ],
)
def test_a_number_beyond_all_sense_is_refused_at_the_door(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        command_line(command)
    assert ended.value.code == 2
    last = capsys.readouterr().err.splitlines()[-1]
    assert "“" in last
    assert len(last) < 150
