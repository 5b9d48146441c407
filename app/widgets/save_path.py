"""Where to write a file: the system's dialog, and a question where that could not ask about the file at stake."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app.system.plain import question
from app.system.translation import tr


def ask_save_path(parent: QWidget, title: str, proposed: Path, kinds: Mapping[str, str]) -> Path | None:
    """A path whose suffix is one of `kinds`, or None; the suffix that is typed decides, else the kind that is chosen.

    `kinds` are suffixes with what the dialog calls them. The dialog asks before it names a file that is there; where
    the suffix was not typed, it knew of another name, so that is asked here, and a No is None.
    """
    chosen = kinds.get(proposed.suffix.lower(), next(iter(kinds.values())))
    name, chosen = QFileDialog.getSaveFileName(parent, title, str(proposed), ";;".join(kinds.values()), chosen)
    if not name:
        return None
    path = Path(name)
    if path.suffix.lower() in kinds:
        return path
    suffix = next((suffix for suffix, text in kinds.items() if text == chosen), next(iter(kinds)))
    path = path.with_name(path.name + suffix)
    return path if not path.exists() or _may_write_over(parent, title, path) else None


def _may_write_over(parent: QWidget, title: str, path: Path) -> bool:
    button = QMessageBox.StandardButton
    box = question(parent, title, tr("“{name}” exists already. Replace it?", name=path.name))
    box.setStandardButtons(button.Yes | button.No)
    box.setDefaultButton(button.No)
    return button(box.exec()) is button.Yes
