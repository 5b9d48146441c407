"""A file is written over only where somebody was asked about that very file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from app.window.dialogs import Dialogs

YES, NO = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No


@pytest.fixture
def dialogs(qtbot: QtBot) -> Dialogs:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialogs = Dialogs(parent)
    dialogs.kept = parent  # type: ignore[attr-defined]
    return dialogs


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, str]]:
    """What the person types and which of the filters is chosen, next."""
    typed: list[tuple[Path, str]] = []

    def answer(_parent: Any, _title: str, _proposed: str, filters: str, *_chosen: str) -> tuple[str, str]:
        path, suffix = typed.pop(0) if typed else (Path(), "")
        if not suffix:
            return "", filters.split(";;")[0]
        return str(path), next(each for each in filters.split(";;") if f"*{suffix}" in each)

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return typed


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    asked: list[str] = []
    return asked


def answer_with(monkeypatch: pytest.MonkeyPatch, asked: list[str], button: QMessageBox.StandardButton) -> None:
    def answer(box: QMessageBox) -> int:
        asked.append(box.text())
        return button.value

    monkeypatch.setattr(QMessageBox, "exec", answer)


@pytest.mark.parametrize("button", [YES, NO])
@pytest.mark.parametrize("kind", [".png", ".ora", ".jpg", ".webp", ".sinopia"])
def test_an_ending_that_the_program_adds_is_asked_about(
    dialogs: Dialogs,
    typed: list[tuple[Path, str]],
    asked: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    button: QMessageBox.StandardButton,
) -> None:
    (tmp_path / f"coast{kind}").write_bytes(b"the only copy")
    typed.append((tmp_path / "coast", kind))
    answer_with(monkeypatch, asked, button)
    path = dialogs.save_path("Save", tmp_path / f"picture{kind}", (kind,))
    assert path == (tmp_path / f"coast{kind}" if button is YES else None)
    assert len(asked) == 1
    assert f"coast{kind}" in asked[0]


@pytest.mark.parametrize("suffix", [".json", ".csv", ".gpl"])
def test_so_it_is_for_palettes(
    dialogs: Dialogs,
    typed: list[tuple[Path, str]],
    asked: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    suffix: str,
) -> None:
    (tmp_path / f"mine{suffix}").write_bytes(b"the only copy")
    typed.append((tmp_path / "mine", suffix))
    answer_with(monkeypatch, asked, NO)
    assert dialogs.save_palette(tmp_path / "palette.json") is None
    assert len(asked) == 1


@pytest.mark.parametrize("name", ["coast.png", "coast.PNG", "new"])
def test_nothing_else_is_asked(
    dialogs: Dialogs,
    typed: list[tuple[Path, str]],
    asked: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    (tmp_path / "coast.png").write_bytes(b"which the dialog has asked about")
    typed.append((tmp_path / name, ".png"))
    answer_with(monkeypatch, asked, NO)
    path = dialogs.save_path("Save", tmp_path / "picture.png", (".png", ".ora"))
    assert path == tmp_path / (name if "." in name else f"{name}.png")
    assert asked == []
