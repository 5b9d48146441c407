"""Asks what to export, and how."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QWidget

from app.formats.export_formats import FORMATS, format_of
from app.settings import table as s
from app.system.plain import Label
from app.system.translation import tr
from app.widgets.fields.choice_field import ChoiceField
from app.widgets.fields.flag_field import FlagField
from app.widgets.fields.number_field import NumberField
from app.widgets.names import name_fields
from canvas.words import say

_NOTES = {
    "picture-png": say("Every pixel exact. With its settings inside, it opens here again with its drawing."),
    "picture-jpeg": say("Small, for showing. Fine edges lose a little."),
    "picture-webp": say("Smaller than JPEG at the same quality, or exact when lossless."),
    "labels-index": say("Exact. Each pixel is the number of its class, with the palette's colours."),
    "labels-colour": say("The palette's colours, clear where the drawing is unlabelled."),
    "ink-png": say("Black strokes on white paper."),
    "everything-ora": say("A copy of the project, which Krita, GIMP and MyPaint open as layers."),
}
_NO_PICTURE = say("There is no picture yet: paint one first.")
_WIDTH_PX = 440
_Size = tuple[int, int]


class ExportDialog(QDialog):
    """Bound to the settings of exports. `painted` and `drawing` are sizes (width, height); None for no picture."""

    def __init__(
        self, settings: s.Settings, painted: _Size | None, drawing: _Size, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._has_picture = painted is not None
        self.setWindowTitle(tr("Export"))
        self.format = ChoiceField(settings, s.EXPORT_FORMAT)
        self.format.offer([(each.id, tr(each.label)) for each in FORMATS])
        self.size_field = ChoiceField(settings, s.EXPORT_LARGE)
        sizes = (
            (False, painted or drawing, tr("{width} × {height}, as painted")),
            (True, drawing, tr("{width} × {height}, as the drawing")),
        )
        self.size_field.offer([(large, text.format(width=w, height=h)) for large, (w, h), text in sizes])
        self.quality = NumberField(settings, s.EXPORT_QUALITY, 1, 100, 1)
        self.lossless = FlagField(settings, s.EXPORT_LOSSLESS, tr("Lossless"))
        self.recipe = FlagField(settings, s.EXPORT_RECIPE, tr("Carry prompt and settings inside"))
        self.note = Label()
        self.note.setObjectName("quiet")
        self.note.setWordWrap(True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.note.setFixedHeight(2 * self.note.fontMetrics().lineSpacing())
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(tr("Export…"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(16, 16, 16, 16)
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(8)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.addRow(tr("Format"), self.format)
        self._form.addRow("", self.note)
        self._form.addRow(tr("Size"), self.size_field)
        self._form.addRow(tr("Quality"), self.quality)
        self._form.addRow("", self.lossless)
        self._form.addRow("", self.recipe)
        self._form.addRow(self.buttons)
        self.setMinimumWidth(_WIDTH_PX)
        self._disconnect = settings.changed.connect(self._on_setting)
        self.destroyed.connect(self._disconnect)
        self._show()
        name_fields(self, self.windowTitle())

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting in (s.EXPORT_FORMAT, s.EXPORT_LOSSLESS):
            self._show()

    def _show(self) -> None:
        kind = format_of(self._settings.get(s.EXPORT_FORMAT))
        is_picture, is_webp = kind.what == "picture", kind.suffix == ".webp"
        is_lossy = kind.suffix == ".jpg" or (is_webp and not self._settings.get(s.EXPORT_LOSSLESS))
        self._form.setRowVisible(self.size_field, is_picture)
        self._form.setRowVisible(self.quality, is_lossy)
        self._form.setRowVisible(self.lossless, is_webp)
        self._form.setRowVisible(self.recipe, is_picture)
        is_missing = is_picture and not self._has_picture
        self.note.setText(tr(_NO_PICTURE if is_missing else _NOTES[kind.id]))
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not is_missing)
        self.adjustSize()
