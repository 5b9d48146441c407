"""A window on what the module did: where and how much in each step, and what the base alone predicted in it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QImage, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QScrollArea,
    QSlider,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.compare.label_means import LabelMeans
from app.compare.module_steps import ModuleStep, ModuleSteps
from app.system.plain import Label, plain
from app.system.translation import tr
from app.widgets.class_bars import ClassBar, ClassBars
from app.widgets.names import name_fields
from app.widgets.theme import Look
from canvas.document import Document
from canvas.palette import UNLABELLED, UNLABELLED_NAME
from canvas.qt.heat_sheet import HeatSheet
from canvas.qt.images import rgb_image
from canvas.qt.wipe_sheet import WipeSheet
from canvas.words import say
from engine.request.types import GenerationRequest

_SIZE_PX = (860, 620)
_SIDE_PX = 240
_NO_COLOUR = (128, 128, 128)
"""Of a class that the palette no longer has."""
SCALED, ADDED, WIPE = range(3)
_VIEWS = (
    (say("Scaled (γ)"), say("How much the module scaled the base's own prediction, in each cell")),
    (say("Added (β)"), say("How much the module added to the base's own prediction, in each cell")),
    (say("With and without"), say("The picture that the step predicts, and right of the divider the base's own")),
)
_MAPS: tuple[Callable[[ModuleStep], NDArray[np.float32]], ...] = (
    lambda step: step.effect.gamma,
    lambda step: step.effect.beta,
)


class ModuleView(QDialog):
    """Follows the last whole run while it is open, and costs nothing while it is not. Leaves other windows free."""

    def __init__(self, steps: ModuleSteps, document: Document, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps = steps
        self._document = document
        self._means: dict[tuple[int, ...], LabelMeans] = {}
        """By the size of the maps: those of later stages are larger."""
        self._highest = (0.0, 0.0)
        """The largest value of each map over all steps: what the brightest colour stands for."""
        self._most = (0.0, 0.0)
        """The largest mean of a class over all steps: what a full bar stands for."""
        self.setWindowTitle(tr("What the module did"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.resize(*_SIZE_PX)
        blank = QImage(1, 1, QImage.Format.Format_RGB32)
        blank.fill(0)
        self.heat, self.wipe = HeatSheet(), WipeSheet(blank, blank)
        self.bars = ClassBars(look)
        self.views = QButtonGroup(self)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setPageStep(1)
        self.slider.setAccessibleName(tr("Step"))
        self.step, self.legend, self.nothing = Label(), Label(), Label()
        for label in (self.legend, self.nothing):
            label.setObjectName("quiet")
            label.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self.views.idToggled.connect(self._show)
        self.slider.valueChanged.connect(self._show)
        steps.changed.connect(self._follow)
        name_fields(self, self.windowTitle())

    def showEvent(self, event: QShowEvent) -> None:
        """Show the last run."""
        super().showEvent(event)
        self._follow()

    def choose(self, view: int) -> None:
        """SCALED, ADDED or WIPE."""
        self.views.button(view).setChecked(True)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 12, 8)
        head.setSpacing(4)
        for number, (text, tip) in enumerate(_VIEWS):
            button = QToolButton()
            button.setText(tr(text))
            button.setToolTip(plain(tr(tip)))
            button.setCheckable(True)
            button.setChecked(number == SCALED)
            button.setProperty("kind", "plain")
            self.views.addButton(button, number)
            head.addWidget(button)
        head.addStretch(1)
        head.addWidget(self.step)
        self._sheets = QStackedWidget()
        self._sheets.addWidget(self.heat)
        self._sheets.addWidget(self.wipe)
        scroll = QScrollArea()
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = QWidget()
        held = QVBoxLayout(holder)
        held.setContentsMargins(12, 0, 12, 0)
        held.addWidget(self.bars)
        held.addStretch(1)
        scroll.setWidget(holder)
        self._side = QWidget()
        self._side.setFixedWidth(_SIDE_PX)
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(8)
        side.addWidget(scroll, 1)
        self.legend.setContentsMargins(12, 0, 12, 8)
        side.addWidget(self.legend)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self._sheets, 1)
        body.addWidget(self._side)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(body, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 12, 8)
        foot.addWidget(self.slider)
        column.addLayout(foot)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.nothing)
        self._pages.addWidget(whole)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)

    @Slot()
    def _follow(self) -> None:
        """Take over the last run, at the step that was looked at before."""
        if not self.isVisible():
            return
        steps, request = self._steps.steps, self._steps.request
        self._pages.setCurrentIndex(1 if steps else 0)
        if not steps or request is None:
            alone = request is not None and request.module is None
            self.nothing.setText(
                tr("The base painted alone.") if alone else tr("Paint a picture to see what the module did in it.")
            )
            return
        grids = {step.effect.gamma.shape for step in steps}
        self._means = {grid: LabelMeans(request.labels, grid) for grid in grids}
        self._highest = tuple(max(float(of(step).max()) for step in steps) for of in _MAPS)  # type: ignore[assignment]
        self._most = tuple(  # type: ignore[assignment]
            max(max(self._means_of(of(step)).values()) for step in steps) for of in _MAPS
        )
        self.slider.setRange(0, len(steps) - 1)
        assert self._steps.finished is not None
        self.heat.set_picture(rgb_image(self._steps.finished.image))
        self._show()

    @Slot()
    def _show(self) -> None:
        steps, request = self._steps.steps, self._steps.request
        if not steps or request is None or not self._means:
            return
        index, view = min(self.slider.value(), len(steps) - 1), self.views.checkedId()
        step = steps[index]
        self.step.setText(tr("step {step} of {steps}", step=step.number, steps=self._steps.count))
        self._side.setVisible(view != WIPE)
        if view == WIPE:
            self._sheets.setCurrentWidget(self.wipe)
            self.wipe.set_images(rgb_image(step.effect.image), rgb_image(step.effect.base_image))
            self.step.setText(tr("left with the module, right without") + f" · {self.step.text()}")
            return
        of, highest = _MAPS[view], self._highest[view]
        self._sheets.setCurrentWidget(self.heat)
        self.heat.set_heat(of(step) / highest if highest > 0 else of(step))
        means = self._means_of(of(step))
        self.bars.show_bars([self._bar(request, key, mean) for key, mean in means.items()], self._most[view])
        self.legend.setText(
            tr("Mean over the area of each class. The brightest colour is {most}.", most=f"{highest:.2f}")
        )

    def _means_of(self, values: NDArray[np.float32]) -> dict[int, float]:
        return self._means[values.shape].of(values)

    def _bar(self, request: GenerationRequest, class_id: int, mean: float) -> ClassBar:
        if class_id == UNLABELLED:
            return ClassBar(tr(UNLABELLED_NAME), None, mean)
        palette = self._document.palette
        rgb = palette.entry(class_id).rgb if class_id in palette.ids else _NO_COLOUR
        return ClassBar(request.classes.get(class_id, str(class_id)), rgb, mean)
