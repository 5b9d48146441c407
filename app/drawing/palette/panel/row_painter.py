"""Paints the rows of the classes: colour, key, name, eye, strength; and says what is under a point."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.drawing.palette.panel.class_model import ROW, ClassRow
from app.system.translation import percent
from app.widgets.swatch import paint_swatch
from app.widgets.theme import Look

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT_PX = 28
MAX_WEIGHT = 2.0
WEIGHT_STEP = 0.05
_BAR_PX, _MARGIN_PX, _GAP_PX = 3, 8, 8
_CHIP_PX, _KEY_PX, _EYE_PX, _VALUE_PX, _HANDLE_PX = 20, 10, 20, 28, 12
_SMALL = 0.85
_SLIDER_PX, _SLIDER_LEAST_PX, _NAME_LEAST_PX = 84, 40, 72


class Zone(Enum):
    """A part of a row."""

    CHIP = auto()
    NAME = auto()
    EYE = auto()
    SLIDER = auto()


@dataclass(frozen=True)
class RowLayout:
    """Where the parts of a row are; eye, slider and value are empty in the row of unlabelled, slider and value where
    there is no strength to set."""

    chip: QRect
    key: QRect
    name: QRect
    eye: QRect
    slider: QRect
    value: QRect

    @classmethod
    def of(cls, area: QRect, row: ClassRow) -> RowLayout:
        """The layout of `row` where it fills `area`."""

        def part(left: int, width: int, height: int = ROW_HEIGHT_PX) -> QRect:
            return QRect(left, area.top() + (area.height() - height) // 2, width, height)

        left = area.left() + _BAR_PX + _MARGIN_PX
        chip = part(left, _CHIP_PX, _CHIP_PX)
        key = part(left + _CHIP_PX + _GAP_PX, _KEY_PX)
        name_left = left + _CHIP_PX + _KEY_PX + 2 * _GAP_PX
        right = area.right() + 1 - _MARGIN_PX
        if row.is_unlabelled:
            return cls(chip, key, part(name_left, right - name_left), QRect(), QRect(), QRect())
        if row.weight is None:
            eye = part(right - _EYE_PX, _EYE_PX, _EYE_PX)
            return cls(chip, key, part(name_left, eye.left() - _GAP_PX - name_left), eye, QRect(), QRect())
        room = right - name_left - _VALUE_PX - _EYE_PX - 3 * _GAP_PX - _NAME_LEAST_PX
        slider_width = max(_SLIDER_LEAST_PX, min(_SLIDER_PX, room))
        value = part(right - _VALUE_PX, _VALUE_PX)
        slider = part(value.left() - _GAP_PX - slider_width, slider_width)
        eye = part(slider.left() - _GAP_PX - _EYE_PX, _EYE_PX, _EYE_PX)
        return cls(chip, key, part(name_left, eye.left() - _GAP_PX - name_left), eye, slider, value)

    def zone(self, point: QPoint) -> Zone:
        """The part under a point; what is between the parts belongs to the name."""
        if self.eye.adjusted(-2, -4, 2, 4).contains(point):
            return Zone.EYE
        if self.slider.adjusted(-_GAP_PX // 2, 0, _GAP_PX // 2, 0).contains(point):
            return Zone.SLIDER
        return Zone.CHIP if self.chip.contains(point) else Zone.NAME

    def weight_at(self, x: int) -> float:
        """The strength that the slider shows with its handle at `x`."""
        reach = self.slider.width() - _HANDLE_PX
        share = (x - self.slider.left() - _HANDLE_PX / 2) / reach
        return round(min(max(share, 0.0), 1.0) * MAX_WEIGHT / WEIGHT_STEP) * WEIGHT_STEP


class RowPainter(QStyledItemDelegate):
    """The delegate of the list of classes; edits names in place."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """All rows are of one height."""
        return QSize(2 * _NAME_LEAST_PX, ROW_HEIGHT_PX)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index) -> QWidget:
        """A line for the name."""
        editor = QLineEdit(parent)
        editor.setObjectName("nameEditor")
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Put the line where the name is."""
        row: ClassRow = index.data(ROW)
        editor.setGeometry(RowLayout.of(option.rect, row).name.adjusted(-_GAP_PX // 2, 2, 0, -2))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        row: ClassRow = index.data(ROW)
        theme, area = self._look.theme, option.rect
        layout = RowLayout.of(area, row)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if row.is_current:
            painter.fillRect(area, QColor(theme.pressed))
            painter.fillRect(QRect(area.left(), area.top(), _BAR_PX, area.height()), QColor(theme.accent))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(theme.hover))
        border = QColor(theme.line).darker(120)
        paint_swatch(painter, QRectF(layout.chip), None if row.is_unlabelled else row.entry.rgb, border)
        font = QFont(option.font)
        painter.setFont(font)
        painter.setPen(QColor(theme.quiet))
        painter.drawText(layout.key, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, row.key)
        if not row.is_unlabelled:
            self._paint_eye(painter, layout, row)
            if row.weight is not None:
                self._paint_slider(painter, layout, row.weight)
        font.setWeight(QFont.Weight.DemiBold if row.is_current else QFont.Weight.Normal)
        painter.setFont(font)
        font.setItalic(not row.is_heard)
        painter.setFont(font)
        painter.setPen(QColor(theme.text if row.is_visible and row.is_heard else theme.quiet))
        room = layout.name.adjusted(0, 0, -self._paint_agreement(painter, layout, row), 0)
        name = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        painter.restore()

    def _paint_agreement(self, painter: QPainter, layout: RowLayout, row: ClassRow) -> int:
        """Draw the figure at the end of the name's place; returns how much room it takes."""
        if row.agreement is None:
            return 0
        font, pen = painter.font(), painter.pen()
        small = QFont(font)
        small.setWeight(QFont.Weight.Normal)
        small.setPointSizeF(font.pointSizeF() * _SMALL)
        painter.setFont(small)
        painter.setPen(QColor(self._look.theme.quiet))
        text = percent(row.agreement.recall)
        width = painter.fontMetrics().horizontalAdvance(text)
        painter.drawText(layout.name, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
        painter.setFont(font)
        painter.setPen(pen)
        return width + _GAP_PX // 2

    def _paint_eye(self, painter: QPainter, layout: RowLayout, row: ClassRow) -> None:
        icon = self._look.icon("eye" if row.is_visible else "eye_off")
        icon.paint(painter, layout.eye.adjusted(2, 2, -2, -2))

    def _paint_slider(self, painter: QPainter, layout: RowLayout, weight: float) -> None:
        theme = self._look.theme
        font = QFont(painter.font())
        text = f"{weight:.1f}" if round(weight / WEIGHT_STEP) % 2 == 0 else f"{weight:.2f}"
        painter.setFont(font)
        painter.setPen(QColor(theme.text))
        painter.drawText(layout.value, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
        groove = QRectF(layout.slider.left(), layout.slider.center().y() - 1, layout.slider.width(), 4)
        share = min(weight / MAX_WEIGHT, 1.0)
        handle_left = groove.left() + share * (groove.width() - _HANDLE_PX)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.line))
        painter.drawRoundedRect(groove, 2, 2)
        painter.setBrush(QColor(theme.quiet))
        painter.drawRoundedRect(QRectF(groove.left(), groove.top(), handle_left - groove.left() + 6, 4), 2, 2)
        painter.setBrush(QColor(theme.text))
        painter.drawEllipse(QRectF(handle_left, groove.center().y() - _HANDLE_PX / 2, _HANDLE_PX, _HANDLE_PX))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
