"""One class of the palette."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QIcon, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from app.fields.idle_wheel import leave_wheel_to_panel
from app.translation import tr
from canvas.palette import UNLABELLED, UNLABELLED_NAME, PaletteEntry

_WEIGHT_UNITS = 20
"""Slider positions for a weight of 1."""
_CHECK_PX = 5
ROW_HEIGHT_PX = 28


class _Chip(QWidget):
    """The class's colour; a quiet checkerboard for unlabelled."""

    def __init__(self, entry: PaletteEntry) -> None:
        super().__init__()
        self._colour = None if entry.class_id == UNLABELLED else QColor(*entry.rgb)
        self.setFixedSize(20, 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the colour with a thin border, so that white shows on white."""
        painter = QPainter(self)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self._colour is not None:
            painter.fillRect(area, self._colour)
        else:
            painter.fillRect(area, QColor("#C8C8C8"))
            for row in range(4):
                for col in range(row % 2, 4, 2):
                    painter.fillRect(col * _CHECK_PX, row * _CHECK_PX, _CHECK_PX, _CHECK_PX, QColor("#A8A8A8"))
        painter.setPen(self.palette().mid().color().darker(120))
        painter.drawRect(area)
        painter.end()


class _WeightSlider(QSlider):
    reset = Signal()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Ask for the weight of 1."""
        self.reset.emit()


class ClassRow(QFrame):
    """Colour, key, name, eye, strength. Shows what it is told; says what the person asks for."""

    chosen = Signal(int)
    pointed = Signal(int, bool)
    """Class id, and whether the pointer came or went."""
    visibility_asked = Signal(int, bool)
    weight_asked = Signal(int, float)

    def __init__(self, entry: PaletteEntry, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.class_id = entry.class_id
        name = tr(UNLABELLED_NAME) if entry.class_id == UNLABELLED else entry.name
        self.setObjectName("classRow")
        self.setFixedHeight(ROW_HEIGHT_PX)
        self.setToolTip(
            tr("{name}: click, or press {key}, to paint with it", name=name, key=key)
            if key
            else tr("{name}: click to paint", name=name)
        )
        self.name = QLabel(name)
        self.name.setMinimumWidth(40)
        digit = QLabel(key)
        digit.setObjectName("quiet")
        digit.setFixedWidth(10)
        self.eye = QToolButton()
        self.eye.setAutoRaise(True)
        self.eye.setIconSize(QSize(16, 16))
        self.eye.setToolTip(tr("Show or hide {name} in the drawing", name=name))
        self.slider = _WeightSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 2 * _WEIGHT_UNITS)
        self.slider.setFixedWidth(84)
        self.slider.setToolTip(tr("Strength of {name}, 0 to 2; double-click for 1", name=name))
        leave_wheel_to_panel(self.slider)
        self.value = QLabel("1.0")
        self.value.setFixedWidth(26)
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        layout.setSpacing(8)
        layout.addWidget(_Chip(entry))
        layout.addWidget(digit)
        layout.addWidget(self.name, 1)
        for widget in (self.eye, self.slider, self.value):
            layout.addWidget(widget)
            widget.setVisible(entry.class_id != UNLABELLED)
        self._is_visible = True
        self.eye.clicked.connect(self._on_eye)
        self.slider.valueChanged.connect(self._on_slider)
        self.slider.reset.connect(self._on_reset)
        self.show_weight(1.0)

    def show_current(self, is_current: bool) -> None:
        """Mark as the class that the brush paints."""
        self.setProperty("current", is_current)
        for widget in (self, *self.findChildren(QLabel)):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        self.update()

    def show_weight(self, weight: float) -> None:
        """Show a strength."""
        self.slider.blockSignals(True)
        self.slider.setValue(round(weight * _WEIGHT_UNITS))
        self.slider.blockSignals(False)
        self.value.setText(f"{weight:.1f}" if round(weight * 20) % 2 == 0 else f"{weight:.2f}")

    def show_visible(self, is_visible: bool, icon: QIcon) -> None:
        """Show whether the drawing shows the class."""
        self._is_visible = is_visible
        self.eye.setIcon(icon)
        self.name.setEnabled(is_visible)

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer came."""
        self.pointed.emit(self.class_id, True)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer went."""
        self.pointed.emit(self.class_id, False)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the class."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self.class_id)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The press did it."""
        event.accept()

    def _on_eye(self) -> None:
        self.visibility_asked.emit(self.class_id, not self._is_visible)

    def _on_slider(self, position: int) -> None:
        self.weight_asked.emit(self.class_id, position / _WEIGHT_UNITS)

    def _on_reset(self) -> None:
        self.weight_asked.emit(self.class_id, 1.0)
