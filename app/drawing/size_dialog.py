"""Asks for the size of a drawing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QDialogButtonBox, QFormLayout, QSpinBox, QWidget

from app.settings.shapes import shape_name
from app.system.translation import tr
from app.widgets.fields.plain_box import HEIGHT_PX, make_plain
from app.widgets.names import name_fields
from canvas.limits import MAX_SIDE


class SizeDialog(QDialog):
    """Width and height, free or one of the sizes on offer."""

    def __init__(
        self,
        title: str,
        size: tuple[int, int],
        offers: Sequence[tuple[int, int]],
        keep_proportions: bool,
        parent: QWidget | None = None,
    ) -> None:
        """`size` and `offers` are (width, height); `keep_proportions` offers, and proposes, to keep them."""
        super().__init__(parent)
        self._proportions = size
        self._offers = list(offers)
        self.setWindowTitle(title)
        self.offer = QComboBox()
        self.offer.addItem(tr("Free"))
        for width, height in self._offers:
            name = shape_name((width, height))
            self.offer.addItem(" · ".join([*([name] if name else []), f"{width} × {height}"]))
        self.offer.setFixedHeight(HEIGHT_PX)
        self.width_box, self.height_box = _side(size[0]), _side(size[1])
        self.keep = QCheckBox(tr("Keep proportions"))
        self.keep.setChecked(keep_proportions)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        layout = QFormLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addRow(tr("Size"), self.offer)
        layout.addRow(tr("Width"), self.width_box)
        layout.addRow(tr("Height"), self.height_box)
        if keep_proportions:
            layout.addRow("", self.keep)
        layout.addRow(buttons)
        self.offer.activated.connect(self._on_offer)
        self.width_box.valueChanged.connect(self._on_width)
        self.height_box.valueChanged.connect(self._on_height)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._show_offer()
        name_fields(self, self.windowTitle())

    @property
    def chosen(self) -> tuple[int, int]:
        """(width, height) as the boxes say."""
        return self.width_box.value(), self.height_box.value()

    def _on_offer(self, index: int) -> None:
        if index > 0:
            self._show(*self._offers[index - 1])

    def _on_width(self, width: int) -> None:
        if self.keep.isChecked():
            self._show(width, round(width * self._proportions[1] / self._proportions[0]))
        self._show_offer()

    def _on_height(self, height: int) -> None:
        if self.keep.isChecked():
            self._show(round(height * self._proportions[0] / self._proportions[1]), height)
        self._show_offer()

    def _show(self, width: int, height: int) -> None:
        for box, side in ((self.width_box, width), (self.height_box, height)):
            box.blockSignals(True)
            box.setValue(side)
            box.blockSignals(False)

    def _show_offer(self) -> None:
        self.offer.setCurrentIndex(self._offers.index(self.chosen) + 1 if self.chosen in self._offers else 0)


def _side(length: int) -> QSpinBox:
    box = QSpinBox()
    box.setRange(1, MAX_SIDE)
    box.setSuffix(" px")
    box.setValue(length)
    make_plain(box)
    return box
