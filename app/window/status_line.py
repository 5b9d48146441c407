"""The bottom line: what paints, how far the run is, what lies under the pointer."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QProgressBar, QStatusBar, QWidget

from app.installed.choices import Choices
from app.painting.progress import Progress
from app.painting.session import Session
from app.settings import table as s
from app.system.plain import plain
from app.system.translation import percent, shown_class, tr
from app.widgets.elided import ElidedLabel
from canvas.document import Document
from engine.errors import EngineError
from engine.request.types import Agreement, Finished

_MESSAGE_MS = 6000


class StatusLine(QStatusBar):
    """Reads Session, Settings and the drawing; `show_class` is told what lies under the pointer."""

    def __init__(self, session: Session, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document: Document = session.document
        self._settings = session.settings
        self._choices = choices
        self._device = ""
        self.setSizeGripEnabled(False)
        self.engine, self.progress, self.best_of, self.agreement = (ElidedLabel() for _ in range(4))
        self.pointed, self.brush, self.zoom = (ElidedLabel() for _ in range(3))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(120, 4)
        said = (self.engine, self.progress, self.best_of, self.agreement)
        for label in (*said, self.pointed, self.brush, self.zoom):
            label.setContentsMargins(8, 0, 8, 0)
        passing = (self.engine, self.bar, self.progress, self.best_of, self.agreement)
        for widget in passing:
            self.addWidget(widget)
        self._first_standing = len(passing)
        for label in (self.pointed, self.brush, self.zoom):
            self.addPermanentWidget(label)
        session.progressed.connect(self.show_progress)
        session.picture_finished.connect(self._on_finished)
        self._disconnect = self._settings.changed.connect(self._on_setting)
        self._on_setting(s.BASE)
        self._on_setting(s.BRUSH_SIZE_PX)
        self.show_progress(Progress())
        self.show_agreement(None)
        self.show_best_of(0, 0, None)

    def put_before_pointed(self, widget: QWidget) -> None:
        """Show a widget before what is said of the pointer."""
        self.insertPermanentWidget(self._first_standing, widget)

    def say(self, text: str) -> None:
        """A passing remark."""
        self.progress.setText(tr(text))

    @Slot(object)
    def show_progress(self, progress: Progress) -> None:
        """Say how far the run is."""
        self.bar.setVisible(progress.steps > 0)
        if progress.steps:
            self.bar.setRange(0, progress.steps)
            self.bar.setValue(progress.step)
            text = tr("step {step} of {steps}", step=progress.step, steps=progress.steps)
            if progress.step < progress.steps:
                text += " · " + tr("{time} left", time=_seconds(progress.seconds_left))
            self.progress.setText(text)
        else:
            self.progress.setText(tr(progress.what))

    def show_agreement(self, agreement: Agreement | None) -> None:
        """Say how far the picture agrees with the drawing, or nothing."""
        self.agreement.setVisible(agreement is not None)
        if agreement is not None:
            share = percent(agreement.share)
            self.agreement.setText(tr("agreement {share}", share=share))
            tips = [tr("On {share} of the labelled area the picture shows the class that is drawn.", share=share)]
            if agreement.unknown:
                names = ", ".join(agreement.unknown)
                tips.append(tr("Not compared, because the segmenter does not know it: {names}", names=names))
            tips.append(tr("View, Where the picture differs, hatches the rest."))
            self.agreement.setToolTip(plain("\n".join(tips)))

    def show_best_of(self, number: int, count: int, best: float | None) -> None:
        """Say which of how many pictures is painted, and how far the best so far agrees; nothing for none."""
        self.best_of.setVisible(number > 0)
        if best is None:
            self.best_of.setText(tr("picture {number} of {count}", number=number, count=count))
        else:
            self.best_of.setText(
                tr("picture {number} of {count}, best {share}", number=number, count=count, share=percent(best))
            )

    @Slot(int)
    def show_class(self, class_id: int) -> None:
        """Name the class under the pointer."""
        known = class_id in self._document.palette.ids
        self.pointed.setText(shown_class(self._document.palette, class_id) if known else "")

    def show_zoom(self, scale: float) -> None:
        """Say how large the drawing is shown."""
        self.zoom.setText(f"{round(scale * 100)} %")

    @Slot(object)
    def _on_finished(self, finished: Finished) -> None:
        self._device = finished.provenance.get("device", "")
        self._on_setting(s.BASE)
        self.progress.setText(tr("painted in {time}", time=_seconds(finished.seconds)))

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting is s.BASE:
            try:
                base = self._choices.base()
            except EngineError:
                base = None
            label = self._settings.get(s.BASE) if base is None else base.label
            self.engine.setText(" · ".join(part for part in (tr(self._device), label) if part))
        elif setting is s.BRUSH_SIZE_PX:
            self.brush.setText(tr("brush {size} px", size=self._settings.get(s.BRUSH_SIZE_PX)))


def _seconds(seconds: float) -> str:
    if seconds < 10:
        return f"{seconds:.1f} s"
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"
