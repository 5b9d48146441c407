"""The command `models` on what comes with the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.commands.main import main
from app.system import resources


def test_a_module_goes_out_and_comes_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = tmp_path / "labels.sinopia"
    assert main(["models", "export", "pocket-labels", "-o", str(pack)]) == 0
    assert main(["models", "import", str(pack)]) == 0
    own = resources.modules_folders()[0]
    assert not own.exists()  # it is installed already, with the program
    monkeypatch.setattr("app.system.resources.modules_folders", lambda: [own])
    assert main(["models", "import", str(pack)]) == 0
    assert (own / "pocket-labels" / "README.md").is_file()
    assert main(["models", "list"]) == 0
    assert "pocket-labels" in capsys.readouterr().out


def test_what_cannot_be_imported_is_said_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "other.sinopia"
    path.write_bytes(b"no pack")
    assert main(["models", "import", str(path)]) == 1
    assert "“other.sinopia” is damaged, or no module pack." in capsys.readouterr().err
