"""Shows in which ways a label map can be read, each as the drawing that it makes, and lets the person choose."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.system.plain import Label
from app.system.translation import shown_class, tr
from app.widgets.names import name_fields
from app.widgets.questions import Chosen
from app.widgets.swatch import percent
from canvas.label_maps.evidence import Evidence
from canvas.label_maps.reading import Reading
from canvas.palette import UNLABELLED
from canvas.qt.images import label_image

_PREVIEW_PX = 280
_LIST_WIDTH_PX = 260
_ROW_PX = 28
_NAMES_SHOWN = 8
_UNLABELLED_GREY = 184


class ReadingDialog(QDialog):
    """The readings in a list, the likeliest first; beside it the drawing, its classes, and what is lost."""

    def __init__(self, evidence: Evidence, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._evidence = evidence
        self.setWindowTitle(tr("How is the label map read?"))
        reason = Label(tr(evidence.reason) if evidence.reason else tr("“{name}” can be read so:", name=self._name))
        reason.setWordWrap(True)
        self.ways = QListWidget()
        self.ways.setFixedWidth(_LIST_WIDTH_PX)
        self.ways.setAccessibleName(tr("Ways to read it"))
        for reading in evidence.readings:
            way = QListWidgetItem(tr(reading.rule.title(evidence.palette)))
            way.setSizeHint(QSize(0, _ROW_PX))
            self.ways.addItem(way)
        self._picture = Label()
        self._picture.setFixedSize(QSize(_PREVIEW_PX, _PREVIEW_PX))
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.said = Label()
        self.said.setWordWrap(True)
        self.for_folder = QCheckBox(tr("Read the other files of this folder so, too"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(tr("Read it so"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        shown = QVBoxLayout()
        shown.addWidget(self._picture)
        shown.addWidget(self.said, 1, Qt.AlignmentFlag.AlignTop)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self.ways)
        middle.addLayout(shown, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(reason)
        layout.addLayout(middle, 1)
        layout.addWidget(self.for_folder)
        layout.addWidget(buttons)
        self.ways.currentRowChanged.connect(self._show)
        self.ways.itemDoubleClicked.connect(self.accept)
        self.ways.setCurrentRow(0)
        self.ways.setFocus()
        name_fields(self, self.windowTitle())

    @property
    def chosen(self) -> Chosen:
        """The reading that is chosen now."""
        return Chosen(self._reading, self.for_folder.isChecked())

    @property
    def _reading(self) -> Reading:
        return self._evidence.readings[max(0, self.ways.currentRow())]

    @property
    def _name(self) -> str:
        return self._evidence.samples.name

    @Slot()
    def _show(self) -> None:
        reading, palette = self._reading, self._evidence.palette
        stride = max(1, -(-max(reading.ids.shape) // _PREVIEW_PX))
        table = palette.colour_table()
        table[UNLABELLED] = _UNLABELLED_GREY
        image = label_image(reading.ids[::stride, ::stride], table)
        self._picture.setPixmap(
            QPixmap.fromImage(image).scaled(
                self._picture.size(), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.FastTransformation
            )
        )
        names = [shown_class(palette, class_id) for class_id in reading.shown if class_id != UNLABELLED]
        more = " …" if len(names) > _NAMES_SHOWN else ""
        said = (
            tr("It shows: {names}", names=", ".join(names[:_NAMES_SHOWN]) + more) if names else tr("It shows nothing.")
        )
        if reading.lost:
            said += "\n" + self._lost(reading)
        self.said.setText(said)

    def _lost(self, reading: Reading) -> str:
        share = percent(reading.lost)
        if reading.rule.is_nearest:
            return tr("{share} of it has no class's exact colour and becomes the nearest class.", share=share)
        return tr("{share} of it is no class of the palette and becomes unlabelled.", share=share)
