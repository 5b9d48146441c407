from __future__ import annotations

import getpass
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.help.about_dialog import AboutDialog
from app.help.bug_report import BugReport
from app.help.diagnostics import diagnostics, last_errors, without_persons
from app.settings import table as s
from app.system import resources
from tests.app.conftest import Bench

ROOT = Path(__file__).resolve().parents[3]
LOG = """\
2026-03-01 10:00:00,000 INFO app.painting.session: all is well
2026-03-01 10:00:01,000 ERROR app.system.notices: “my secret lake.png” could not be saved: the disk is full. Free it.
2026-03-01 10:00:02,000 CRITICAL app.system.notices: Unexpected error
Traceback (most recent call last):
  File "{root}/app/painting/session.py", line 7, in go
    raise ValueError
  File "/home/jane doe/plugins/mine.py", line 3, in <module>
ValueError: cannot read /home/jane/pictures/aunt.png, nor C:\\Users\\jane\\x.png
2026-03-01 10:00:03,000 INFO app.painting.session: and again
"""


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(getpass, "getuser", lambda: "jane")
    path = tmp_path / "sinopia.log"
    path.write_text(LOG.format(root=ROOT), encoding="utf-8")
    return path


def test_last_errors_come_with_their_tracebacks_and_nothing_else(log: Path) -> None:
    errors = last_errors(log)
    assert len(errors) == 2
    assert "the disk is full" in errors[0]
    assert errors[1].splitlines()[1] == "Traceback (most recent call last):"
    assert 'File "sinopia/app/painting/session.py", line 7' in errors[1]
    assert "all is well" not in "".join(errors)


def test_nothing_personal_is_left(log: Path) -> None:
    text = "\n".join(last_errors(log))
    for word in ("jane", "doe", "secret", "aunt", "/home", "Users", str(ROOT)):
        assert word not in text, word
    assert "and/or 3/4 at 1.5" in without_persons("and/or 3/4 at 1.5")


def test_report_has_versions_machine_and_settings_without_the_person_s_words(log: Path) -> None:
    settings = s.Settings()
    settings.set(s.PROMPT, "my secret lake")
    settings.set(s.RECENT_FILES, ("/home/jane/aunt.png",))
    settings.set(s.BASE, "/home/jane/models/mine")
    settings.set(s.STEPS, 8)
    settings.set(s.THEME, "system")
    report = diagnostics(settings, log, {"Screens": "800 x 800 at 2"})
    for line in ("Screens: 800 x 800 at 2", "steps = 8", "prompt = set", "recent_files = set", "base = <path>"):
        assert line in report.splitlines()
    assert "torch 2" in report
    assert "theme" not in report
    for word in ("secret", "aunt", "jane", "/home"):
        assert word not in report


def test_no_log_is_no_error(tmp_path: Path) -> None:
    assert last_errors(tmp_path / "none.log") == []


def test_the_report_does_not_import_torch(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from app.help.diagnostics import diagnostics; from app.settings.table import Settings;"
        f"assert 'torch' in diagnostics(Settings(), pathlib.Path({str(tmp_path)!r}), {{}});"
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_copying_says_so_and_tells_what_painted(bench: Bench, qapp: QApplication) -> None:
    resources.log_file().parent.mkdir(parents=True)
    resources.log_file().write_text("2026-03-01 10:00:01,000 ERROR a: it broke\n")
    BugReport(bench.session).copy()
    text = qapp.clipboard().text()
    assert "Base: pocket" in text
    assert "it broke" in text
    assert "Drawing: 64 x 48" in text
    assert bench.notices[-1].text == "The diagnostics are in the clipboard."


def test_about_names_the_libraries(qapp: QApplication) -> None:
    about = AboutDialog()
    texts = [label.text() for label in about.findChildren(type(about.version))]
    assert "torch" in texts
    assert any("LGPL" in text for text in texts)
    about.deleteLater()
