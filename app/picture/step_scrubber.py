"""The steps of the last run as a row of dots: press or drag to look at one."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.painting.run_steps import RunSteps
from app.system.plain import plain
from app.system.translation import tr

_WIDTH_PX = 160
_MARGIN_PX = 8
_DOT_PX, _CHOSEN_PX = 2.0, 5.0


class StepScrubber(QWidget):
    """Visible while there is more than one step. The arrow keys step, Home and End go to the ends."""

    def __init__(self, steps: RunSteps, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps = steps
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(tr("Steps of the last run"))
        steps.changed.connect(self.refresh)
        self.refresh()

    def sizeHint(self) -> QSize:
        """A short row."""
        return QSize(_WIDTH_PX, 20)

    @Slot()
    def refresh(self) -> None:
        """Show the steps as they are now."""
        steps = self._steps.steps
        self.setVisible(len(steps) > 1)
        if steps:
            chosen, last = steps[self._steps.chosen], steps[-1].number
            now = tr("step {step} of {steps}", step=chosen.number, steps=last)
            if chosen.stage > 1:
                now += f" · {tr('refining')}"
            self.setToolTip(plain(tr("Steps of the last run: drag to look back") + f"\n{now}"))
            self.setAccessibleDescription(now)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line, a dot for each step, and the chosen one larger."""
        if not self._steps.steps:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        painter.setPen(QPen(self.palette().mid().color(), 1))
        painter.drawLine(QPointF(self._x(0), middle), QPointF(self._x(len(self._steps.steps) - 1), middle))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().placeholderText())
        for index in range(len(self._steps.steps)):
            painter.drawEllipse(QPointF(self._x(index), middle), _DOT_PX, _DOT_PX)
        is_last = self._steps.chosen == len(self._steps.steps) - 1
        painter.setBrush(self.palette().windowText() if is_last else self.palette().highlight())
        painter.drawEllipse(QPointF(self._x(self._steps.chosen), middle), _CHOSEN_PX, _CHOSEN_PX)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look at the step under the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose_at(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrub."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._choose_at(event.position().x())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step with the arrows."""
        last = len(self._steps.steps) - 1
        moves = {
            Qt.Key.Key_Left: self._steps.chosen - 1,
            Qt.Key.Key_Right: self._steps.chosen + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        to = moves.get(Qt.Key(event.key()))
        if to is None:
            super().keyPressEvent(event)
        else:
            self._steps.choose(to)

    def _choose_at(self, x: float) -> None:
        count = len(self._steps.steps)
        share = (x - _MARGIN_PX) / max(self.width() - 2 * _MARGIN_PX, 1)
        self._steps.choose(round(share * (count - 1)))

    def _x(self, index: int) -> float:
        count = len(self._steps.steps)
        return _MARGIN_PX + index / max(count - 1, 1) * (self.width() - 2 * _MARGIN_PX)
