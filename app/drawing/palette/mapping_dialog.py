"""Shows what each painted class becomes under another palette, and lets the person decide otherwise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.drawing.palette.class_choices import CLASS_ID, class_choices, row_of
from app.system.plain import Label
from app.system.translation import shown_class, tr
from app.widgets.fields.idle_wheel import leave_wheel_to_panel
from app.widgets.names import name_fields
from app.widgets.swatch import SWATCH_PX, percent, swatch_icon
from canvas.palette import UNLABELLED, Palette
from canvas.palette_mapping import Likewise, mapped, matches, shares
from canvas.qt.images import label_image

_PREVIEW_PX = 200
_ROW_PX = 28
_NAMES_SHOWN = 6
_UNLABELLED_GREY = 184


class MappingDialog(QDialog):
    """A row for each painted class, the largest first: its colour and share, and a box with what it becomes."""

    def __init__(
        self, labels: NDArray[np.uint8], palette: Palette, other: Palette, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._shares = shares(labels)
        self._palette, self._other = palette, other
        stride = max(1, -(-max(labels.shape) // _PREVIEW_PX))
        self._small = labels[::stride, ::stride]
        self._border = self.palette().mid().color()
        self._choices = class_choices(other, self._border)
        self._choices.setParent(self)
        self.boxes: dict[int, QComboBox] = {}
        self.setWindowTitle(tr("Map the classes"))
        self._before, self._after = _picture(), _picture()
        self.said = Label()
        self.said.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(tr("Use these classes"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addLayout(self._top())
        layout.addWidget(self._rows(), 1)
        layout.addWidget(self.said)
        layout.addWidget(buttons)
        self.resize(520, min(640, 360 + _ROW_PX * len(self._shares)))
        self._show()
        name_fields(self, self.windowTitle())

    @property
    def targets(self) -> dict[int, int]:
        """Painted class -> class of the other palette, UNLABELLED for none."""
        return {class_id: int(box.currentData(CLASS_ID)) for class_id, box in self.boxes.items()}

    def _top(self) -> QGridLayout:
        top = QGridLayout()
        top.setSpacing(8)
        for column, (picture, name) in enumerate(((self._before, self._palette.name), (self._after, self._other.name))):
            title = Label(name)
            title.setObjectName("sentence")
            top.addWidget(title, 0, column, Qt.AlignmentFlag.AlignHCenter)
            top.addWidget(picture, 1, column, Qt.AlignmentFlag.AlignHCenter)
            top.setColumnStretch(column, 1)
        return top

    def _rows(self) -> QScrollArea:
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        found = {match.class_id: match for match in matches(self._palette, self._other)}
        for row, (class_id, share) in enumerate(self._shares.items()):
            match = found[class_id]
            chip = Label()
            chip.setPixmap(self._swatch(self._palette, class_id))
            name = Label(shown_class(self._palette, class_id))
            amount = Label(percent(share))
            amount.setObjectName("quiet")
            amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            box = QComboBox()
            box.setModel(self._choices)
            box.setIconSize(QSize(SWATCH_PX, SWATCH_PX))
            box.setFixedHeight(_ROW_PX)
            box.setMaxVisibleItems(20)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(16)
            box.setCurrentIndex(row_of(self._choices, match.target))
            if match.likewise is Likewise.OTHER_NAME:
                box.setToolTip(tr("Found by another name of the same thing"))
            leave_wheel_to_panel(box)
            name.setBuddy(box)
            box.currentIndexChanged.connect(self._show)
            self.boxes[class_id] = box
            for column, widget in enumerate((chip, name, amount, Label("→"), box)):
                grid.addWidget(widget, row, column)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(4, 3)
        grid.setRowStretch(len(self._shares), 1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        return area

    def _swatch(self, palette: Palette, class_id: int) -> QPixmap:
        rgb = None if class_id == UNLABELLED else palette.entry(class_id).rgb
        return swatch_icon(rgb, self._border).pixmap(QSize(SWATCH_PX, SWATCH_PX))

    def _show(self) -> None:
        targets = self.targets
        self._fill(self._before, self._small, self._palette)
        self._fill(self._after, mapped(self._small, targets), self._other)
        lost = [class_id for class_id, target in targets.items() if target == UNLABELLED]
        if lost:
            names = ", ".join(shown_class(self._palette, class_id) for class_id in lost[:_NAMES_SHOWN])
            share = percent(sum(self._shares[class_id] for class_id in lost))
            said = tr("{share} of the drawing becomes unlabelled: {names}", share=share, names=names)
            self.said.setText(said if len(lost) <= _NAMES_SHOWN else said + " …")
        else:
            self.said.setText(tr("Everything that is painted stays labelled."))

    def _fill(self, label: QLabel, labels: NDArray[np.uint8], palette: Palette) -> None:
        table = palette.colour_table()
        table[UNLABELLED] = _UNLABELLED_GREY
        label.setPixmap(QPixmap.fromImage(label_image(labels, table)))


def _picture() -> QLabel:
    label = Label()
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label
