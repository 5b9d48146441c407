"""Answers every question of the program with dialogs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QFileDialog, QMessageBox

from app.drawing.palette.dialogs import PaletteDialogs
from app.drawing.size_dialog import SizeDialog
from app.files.export_dialog import ExportDialog
from app.settings.table import Settings
from app.system.plain import question
from app.system.translation import tr
from app.widgets.questions import MAPS, PHOTOS, PICTURE, PICTURES, PROJECT, Answer
from app.widgets.save_path import ask_save_path
from canvas.words import say

_JPEG, _WEBP, _MODULE = ".jpg", ".webp", ".sinopia"
_GB = 2**30
_FILTERS = {
    PROJECT: say("Sinopia project, OpenRaster (*.ora)"),
    PICTURE: say("PNG image (*.png)"),
    _JPEG: say("JPEG image (*.jpg)"),
    _WEBP: say("WebP image (*.webp)"),
    _MODULE: say("Sinopia module (*.sinopia)"),
}


class Dialogs(PaletteDialogs):
    """Asks with the system's dialogs, over `parent`. GUI thread; each call waits for the person."""

    def unsaved(self, about_to: str) -> Answer:
        """Save, Discard or Cancel; closing the question is Cancel."""
        button = QMessageBox.StandardButton
        text = tr("The drawing has changes that are not saved. Save it before {about_to}?", about_to=about_to)
        hint = tr("A project or a saved picture holds the drawing and all settings.")
        box = question(self._parent, tr("Unsaved drawing"), text, hint)
        box.setStandardButtons(button.Save | button.Discard | button.Cancel)
        box.setDefaultButton(button.Save)
        answers = {button.Save: Answer.SAVE, button.Discard: Answer.DISCARD}
        return answers.get(button(box.exec()), Answer.CANCEL)

    def open_path(self, title: str, folder: Path, kinds: Sequence[str] = PICTURES) -> Path | None:
        """A file that exists, or None."""
        filters = tr(_FILTERS.get(kinds[0], ""))
        patterns = " ".join(f"*{kind}" for kind in kinds)
        if kinds == PHOTOS:
            filters = tr("Photos ({patterns})", patterns=patterns)
        elif kinds == MAPS:
            filters = tr("Images ({patterns})", patterns=patterns)
        elif len(kinds) > 1:
            filters = tr("Projects and pictures ({patterns})", patterns=patterns)
        filters += ";;" + tr("All files (*)")
        name, _ = QFileDialog.getOpenFileName(self._parent, tr(title), str(folder), filters)
        return Path(name) if name else None

    def open_folder(self, title: str, folder: Path) -> Path | None:
        """A folder that exists, or None."""
        name = QFileDialog.getExistingDirectory(self._parent, tr(title), str(folder))
        return Path(name) if name else None

    def save_path(self, title: str, proposed: Path, kinds: Sequence[str] = PICTURES) -> Path | None:
        """A path with the suffix of the kind that was chosen, or None; the suffix that is typed decides."""
        return ask_save_path(self._parent, tr(title), proposed, {kind: tr(_FILTERS[kind]) for kind in kinds})

    def size(
        self, title: str, proposed: tuple[int, int], offers: Sequence[tuple[int, int]], keep_proportions: bool
    ) -> tuple[int, int] | None:
        """A size (width, height) for a drawing, or None."""
        dialog = SizeDialog(tr(title), proposed, offers, keep_proportions, self._parent)
        return dialog.chosen if dialog.exec() else None

    def paint_colour(self, now: tuple[int, int, int]) -> tuple[int, int, int] | None:
        """Another colour to paint with, or None."""
        chosen = QColorDialog.getColor(QColor(*now), self._parent, tr("Colour"))
        return (chosen.red(), chosen.green(), chosen.blue()) if chosen.isValid() else None

    def export(self, settings: Settings, painted: tuple[int, int] | None, drawing: tuple[int, int]) -> bool:
        """Have the settings of exports chosen; whether to export. Sizes of picture and drawing are (width, height)."""
        return bool(ExportDialog(settings, painted, drawing, self._parent).exec())

    def may_pause_training(self) -> bool:
        """Close or Cancel; closing the question is Cancel."""
        return self._agrees(
            tr("Training"),
            tr("A module is being trained. Pause the training and close?"),
            tr("Pause and close"),
            tr("The next start offers to resume it."),
            role=QMessageBox.ButtonRole.AcceptRole,
        )

    def may_discard_training(self, name: str) -> bool:
        """Discard or Cancel; closing the question is Cancel."""
        text = tr("Discard the training “{name}”? What it has learnt cannot be brought back.", name=name)
        return self._agrees(tr("Training"), text, tr("Discard"))

    def may_clear_cache(self, used_bytes: int) -> bool:
        """Clear or Cancel; closing the question is Cancel."""
        return self._agrees(
            tr("Training"),
            tr("Delete {used} GB that are kept for the next training?", used=f"{used_bytes / _GB:.2f}"),
            tr("Delete"),
            tr("No module and no picture goes. The next training runs the base again first."),
        )

    def may_replace(self, text: str) -> bool:
        """Replace or Cancel; closing the question is Cancel."""
        hint = tr("Replace it? The one that is here cannot be brought back.")
        return self._agrees(tr("Replace"), tr(text), tr("Replace"), hint)

    def _agrees(
        self,
        title: str,
        text: str,
        yes: str,
        hint: str = "",
        *,
        role: QMessageBox.ButtonRole = QMessageBox.ButtonRole.DestructiveRole,
    ) -> bool:
        """Whether the person presses `yes`; Cancel is the default, and closing the question is Cancel."""
        box = question(self._parent, title, text, hint)
        agreed = box.addButton(yes, role)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.exec()
        return box.clickedButton() is agreed
