"""Asks about palettes and classes with dialogs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QFileDialog, QMessageBox, QWidget

from app.drawing.palette.check_dialog import CheckDialog
from app.drawing.palette.mapping_dialog import MappingDialog
from app.drawing.palette.merge_dialog import MergeDialog
from app.drawing.palette.reading_dialog import ReadingDialog
from app.system.plain import question
from app.system.translation import shown_class, tr
from app.widgets.questions import Chosen
from app.widgets.save_path import ask_save_path
from app.widgets.swatch import percent
from canvas.label_maps.evidence import Evidence
from canvas.palette import Palette
from canvas.palette_files import CSV, GPL, JSON, READABLE
from canvas.words import say

_FILTERS = {
    JSON: say("Palette with everything in it (*.json)"),
    CSV: say("Table (*.csv)"),
    GPL: say("GIMP palette (*.gpl)"),
}


class PaletteDialogs:
    """Asks with dialogs, over `parent`. GUI thread; each call waits for the person."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def open_palette(self, folder: Path) -> Path | None:
        """A palette file to read, or None."""
        filters = tr("Palettes ({patterns})", patterns=" ".join(f"*{suffix}" for suffix in READABLE))
        name, _ = QFileDialog.getOpenFileName(self._parent, tr("Import a palette"), str(folder), filters)
        return Path(name) if name else None

    def save_palette(self, proposed: Path) -> Path | None:
        """A path with the suffix of the format that was chosen, or None; the suffix that is typed decides."""
        kinds = {suffix: tr(text) for suffix, text in _FILTERS.items()}
        return ask_save_path(self._parent, tr("Export the palette"), proposed, kinds)

    def mapping(self, labels: NDArray[np.uint8], palette: Palette, other: Palette) -> dict[int, int] | None:
        """Which class of `other` each painted class becomes, UNLABELLED for none; None to leave all as it is."""
        dialog = MappingDialog(labels, palette, other, self._parent)
        return dialog.targets if dialog.exec() else None

    def reading(self, evidence: Evidence) -> Chosen | None:
        """One of the readings, or None."""
        dialog = ReadingDialog(evidence, self._parent)
        return dialog.chosen if dialog.exec() else None

    def merge_target(self, palette: Palette, class_id: int) -> int | None:
        """The class into which a class is merged, or None."""
        dialog = MergeDialog(palette, class_id, self._parent)
        return dialog.chosen if dialog.exec() else None

    def may_remove(self, palette: Palette, class_id: int, share: float) -> bool:
        """Whether a class with this share of the pixels may go."""
        name = shown_class(palette, class_id)
        text = tr("Remove “{name}”? {share} of the drawing becomes unlabelled.", name=name, share=percent(share))
        box = question(self._parent, tr("Remove a class"), text, tr("Undo brings it back."))
        remove = box.addButton(tr("Remove"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        return box.clickedButton() is remove

    def colour(self, palette: Palette, class_id: int) -> tuple[int, int, int] | None:
        """Another colour for a class, or None."""
        entry = palette.entry(class_id)
        title = tr("Colour of {name}", name=shown_class(palette, class_id))
        chosen = QColorDialog.getColor(QColor(*entry.rgb), self._parent, title)
        return (chosen.red(), chosen.green(), chosen.blue()) if chosen.isValid() else None

    def check(self, palette: Palette) -> bool:
        """Show which classes look alike; whether they are to be recoloured."""
        return bool(CheckDialog(palette, self._parent).exec())
