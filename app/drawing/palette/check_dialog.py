"""Shows which classes look alike, and to whom, and offers colours that everybody tells apart."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.system.plain import Label
from app.system.translation import shown_class, tr
from app.widgets.names import name_fields
from app.widgets.swatch import SWATCH_PX, swatch_icon
from canvas.palette import UNLABELLED, Palette
from canvas.palette_check import Likeness, alike, least_distances
from canvas.palette_colours import Vision, simulated
from canvas.palette_recolouring import recoloured
from canvas.qt.images import rgb_image
from canvas.words import say

VISIONS: dict[Vision, str] = {
    Vision.NORMAL: say("Everybody"),
    Vision.PROTANOPE: say("Red-blind"),
    Vision.DEUTERANOPE: say("Green-blind"),
    Vision.TRITANOPE: say("Blue-blind"),
}
_STRIP_WIDTH_PX, _STRIP_HEIGHT_PX = 240, 16
_MOST_ROWS = 500


class CheckDialog(QDialog):
    """The pairs that are alike, and the palette as each vision sees it, now and recoloured. Accepted is to recolour."""

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._recoloured = recoloured(palette)
        self._border = self.palette().mid().color()
        self.setWindowTitle(tr("Check colours"))
        found = alike(palette)
        self.said = Label(_summary(found))
        self.said.setWordWrap(True)
        self.published = Label(
            tr(
                "These colours are published with their classes. Label maps from elsewhere are read by them, "
                "as long as the classes keep them."
            )
        )
        self.published.setObjectName("quiet")
        self.published.setWordWrap(True)
        self.published.setVisible(bool(found and palette.source))
        self.pairs = self._list(found)
        self.pairs.setVisible(bool(found))
        note = Label(tr("New colours leave ids, names and everything painted as it is; undo brings the old back."))
        note.setObjectName("quiet")
        note.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setDefault(True)
        self.recolour = buttons.addButton(tr("Recolour"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.recolour.setAutoDefault(False)
        self.recolour.setEnabled(self._recoloured != palette)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.said)
        layout.addWidget(self.published)
        layout.addWidget(self.pairs, 1)
        layout.addLayout(self._strips())
        layout.addWidget(note)
        layout.addWidget(buttons)
        self.resize(640, 560 if found else 300)
        name_fields(self, self.windowTitle())

    def _list(self, found: tuple[Likeness, ...]) -> QTreeWidget:
        pairs = QTreeWidget()
        pairs.setHeaderLabels([tr("Class"), tr("looks like"), tr("to"), tr("Difference")])
        pairs.setRootIsDecorated(False)
        pairs.setUniformRowHeights(True)
        pairs.setIconSize(QSize(SWATCH_PX, SWATCH_PX))
        pairs.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        pairs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for each in found[:_MOST_ROWS]:
            same = tr("equal to the eye") if each.is_same else f"{each.distance:.1f}"
            first, second = (shown_class(self._palette, class_id) for class_id in (each.first, each.second))
            item = QTreeWidgetItem([first, second, tr(VISIONS[each.vision]), same])
            item.setIcon(0, swatch_icon(self._palette.entry(each.first).rgb, self._border))
            item.setIcon(1, swatch_icon(self._palette.entry(each.second).rgb, self._border))
            item.setToolTip(3, tr("CIEDE2000; below 5 is easily mistaken"))
            pairs.addTopLevelItem(item)
        header = pairs.header()
        header.setStretchLastSection(False)
        for column, mode in enumerate((header.ResizeMode.Stretch,) * 2 + (header.ResizeMode.ResizeToContents,) * 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode(mode))
        return pairs

    def _strips(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        now, then = least_distances(self._palette), least_distances(self._recoloured)
        for column, title in ((1, tr("Now")), (3, tr("Recoloured"))):
            grid.addWidget(_quiet(title), 0, column)
        for row, (vision, name) in enumerate(VISIONS.items(), start=1):
            grid.addWidget(Label(tr("Normal vision") if vision is Vision.NORMAL else tr(name)), row, 0)
            for column, palette, least in ((1, self._palette, now), (3, self._recoloured, then)):
                strip = Label()
                strip.setPixmap(_strip(palette, vision))
                strip.setFixedSize(_STRIP_WIDTH_PX, _STRIP_HEIGHT_PX)
                grid.addWidget(strip, row, column)
                number = _quiet(f"≥ {least[vision]:.1f}" if np.isfinite(least[vision]) else "")
                number.setToolTip(tr("The difference of the two most alike classes"))
                grid.addWidget(number, row, column + 1)
        grid.setColumnStretch(5, 1)
        return grid


def _summary(found: tuple[Likeness, ...]) -> str:
    everybody = sum(each.vision is Vision.NORMAL for each in found)
    if not found:
        return tr("All classes are told apart, with and without a colour vision deficiency.")
    if not everybody:
        return tr("{count} pairs of classes are easily mistaken by people who see colours otherwise.", count=len(found))
    return tr(
        "{everybody} pairs of classes are easily mistaken by everybody, and {others} more by people who see colours "
        "otherwise.",
        everybody=everybody,
        others=len(found) - everybody,
    )


def _quiet(text: str) -> QLabel:
    label = Label(text)
    label.setObjectName("quiet")
    return label


def _strip(palette: Palette, vision: Vision) -> QPixmap:
    colours = [entry.rgb for entry in palette.entries if entry.class_id != UNLABELLED] or [(128, 128, 128)]
    seen = simulated(colours, vision)
    columns = np.arange(2 * _STRIP_WIDTH_PX) * len(seen) // (2 * _STRIP_WIDTH_PX)
    pixels = np.broadcast_to(seen[columns][np.newaxis], (2 * _STRIP_HEIGHT_PX, 2 * _STRIP_WIDTH_PX, 3))
    pixmap = QPixmap.fromImage(rgb_image(pixels))
    pixmap.setDevicePixelRatio(2)
    return pixmap
