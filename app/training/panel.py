"""Training a module: on what, for how long, how far it is, and what it gained so far."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.installed.choices import Choices
from app.settings import table as s
from app.system.plain import Label
from app.system.translation import tr
from app.training.form import TrainingForm
from app.training.gain_bars import GainBars
from app.training.job import bytes_in
from app.training.sample_sheets import SampleGrids
from app.training.training import Trainings
from app.training.words import Stage
from app.widgets.theme import Look

_GB = 2**30


class TrainingPanel(QWidget):
    """Shows what can be set, or how far the training is that goes on as it began; the buttons are pinned below."""

    def __init__(self, trainings: Trainings, settings: s.Settings, choices: Choices, look: Look) -> None:
        super().__init__()
        self._trainings = trainings
        self.form = TrainingForm(trainings, settings, choices)
        self.start = _button(tr("Start"), trainings.start, "primary")
        self.pause = _button(tr("Pause"), trainings.pause)
        self.resume = _button(tr("Resume"), trainings.resume, "primary")
        self.keep = _button(tr("Stop and keep"), trainings.keep)
        self.discard = _button(tr("Discard"), trainings.discard)
        self.keep.setToolTip(tr("End now, with the module as good as it is"))
        self.pause.setToolTip(tr("It can be resumed later, after a restart, too"))
        self.state, self.figures, self.disk = Label(), Label(), Label()
        for label in (self.state, self.figures, self.disk):
            label.setWordWrap(True)
        for label in (self.figures, self.disk):
            label.setObjectName("quiet")
        self.clear = QToolButton()
        self.clear.setText(tr("Clear"))
        self.clear.setProperty("kind", "small")
        self.clear.setToolTip(tr("Delete it; the next training runs the base again first"))
        self.clear.clicked.connect(self._clear_cache)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.bar.setFixedHeight(4)
        self.gains_title = Label(tr("Held-out gain, from little noise to much"))
        self.gains_title.setObjectName("quiet")
        self.gains = GainBars(look)
        self.samples = SampleGrids()
        self._lay_out()
        self._was_running = False
        trainings.changed.connect(self.refresh)
        self.refresh()

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 4, 12, 8)
        column.setSpacing(8)
        column.addWidget(self.form)
        column.addWidget(self.state)
        column.addWidget(self.bar)
        column.addWidget(self.figures)
        column.addWidget(self.gains_title)
        column.addWidget(self.gains)
        column.addWidget(self.samples)
        room = QHBoxLayout()
        room.setSpacing(8)
        room.addWidget(self.disk, 1)
        room.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(room)
        column.addStretch(1)
        inner.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        foot = QFrame()
        foot.setObjectName("runPanel")
        buttons = QHBoxLayout(foot)
        buttons.setContentsMargins(12, 8, 12, 8)
        buttons.setSpacing(8)
        for button in (self.start, self.pause, self.resume, self.keep, self.discard):
            buttons.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(area, 1)
        whole.addWidget(foot)

    @Slot()
    def refresh(self) -> None:
        """Show what the training does now."""
        trainings = self._trainings
        stage, job = trainings.stage, trainings.job
        self.form.setVisible(stage is Stage.NONE)
        self.start.setVisible(stage is Stage.NONE)
        self.resume.setVisible(stage is Stage.PAUSED)
        self.resume.setText(tr("Install") if trainings.is_finished else tr("Resume"))
        self.pause.setVisible(trainings.is_running)
        self.pause.setEnabled(stage is not Stage.ENDING)
        self.keep.setVisible(trainings.is_running)
        self.keep.setEnabled(stage is Stage.TRAINING)
        self.discard.setVisible(stage is not Stage.NONE)
        self.discard.setEnabled(stage is not Stage.ENDING)
        self.bar.setVisible(trainings.is_running)
        self.bar.setValue(round(1000 * trainings.part_done))
        self.state.setVisible(job is not None)
        self.state.setText("" if job is None else f"{job.name}: {self._said(stage)}")
        figures = self._figures()
        self.figures.setText(figures)
        self.figures.setVisible(bool(figures))
        self.gains.show_gains(trainings.gains)
        self.gains_title.setVisible(bool(trainings.gains))
        self.samples.show_grids(trainings.samples)
        if self._was_running != trainings.is_running:
            self._was_running = trainings.is_running
            self._show_disk()

    def showEvent(self, event: QShowEvent) -> None:
        """See how much room the cache takes by now."""
        super().showEvent(event)
        self._show_disk()
        self.form.count()

    def _said(self, stage: Stage) -> str:
        if stage is Stage.PAUSED:
            return tr("trained, not installed") if self._trainings.is_finished else tr("paused")
        if stage is Stage.ENDING:
            return tr("coming to an end")
        return tr("training") if stage is Stage.TRAINING else tr(self._trainings.what)

    def _figures(self) -> str:
        trained = self._trainings.trained
        if not trained:
            return ""
        return tr(
            "Loss {loss} % against the base · {rate} examples a second · {minutes} min left",
            loss=f"{100 * (trained['relative_loss'] - 1):+.1f}",
            rate=round(trained["examples_per_s"]),
            minutes=max(1, round(trained["seconds_left"] / 60)),
        )

    def _show_disk(self) -> None:
        if self.isVisible():
            used = bytes_in(self._trainings.cache_folder)
            text = tr("What the base said is kept for the next training: {used} GB", used=f"{used / _GB:.2f}")
            self.disk.setText(text)
            self.clear.setVisible(used > 0)
            self.clear.setEnabled(not self._trainings.is_running)

    @Slot()
    def _clear_cache(self) -> None:
        self._trainings.clear_cache()
        self._show_disk()


def _button(text: str, act: Callable[[], None], kind: str = "plain") -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setProperty("kind", kind)
    button.setFixedHeight(32)
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    button.clicked.connect(act)
    return button
