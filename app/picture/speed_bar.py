"""Offers the speed test at the first start, shows how far it is, what it found, and takes the advice over."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.painting.speed.advice import Advice, Speed
from app.painting.speed.speed_test import MEASURED_STEPS, SpeedTest, State
from app.settings import table as s
from app.system.plain import Label
from app.system.translation import tr


class SpeedBar(QFrame):
    """Above the sheets; it goes when it is answered."""

    def __init__(self, test: SpeedTest, settings: s.Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._test = test
        self._settings = settings
        self.setObjectName("noticeBar")
        self.setProperty("level", "info")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.text, self.hint = Label(), Label()
        self.text.setObjectName("sentence")
        self.hint.setObjectName("quiet")
        for label in (self.text, self.hint):
            label.setWordWrap(True)
        self.dismiss_button, self.go_button = _button("plain"), _button("primary")
        self.dismiss_button.clicked.connect(self.dismiss)
        self.go_button.clicked.connect(self._on_go)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.text)
        words.addWidget(self.hint)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(12)
        layout.addLayout(words, 1)
        layout.addWidget(self.dismiss_button)
        layout.addWidget(self.go_button)
        test.changed.connect(self.refresh)
        self.setVisible(not settings.get(s.SPEED_OFFERED))
        self.refresh()

    @Slot()
    def measure(self) -> None:
        """Show the bar and start the test."""
        self._settings.set(s.SPEED_OFFERED, True)
        self.show()
        self._test.start()

    @Slot()
    def dismiss(self) -> None:
        """Stop the test, and go."""
        self._settings.set(s.SPEED_OFFERED, True)
        self._test.cancel()
        self.hide()

    @Slot()
    def refresh(self) -> None:
        """Show what the test says now."""
        state, advice = self._test.state, self._test.advice
        dismiss, go = tr("Not now"), tr("Measure")
        if state is State.IDLE:
            text = tr("How fast does this machine paint?")
            hint = tr("A test of some seconds finds the size and the steps that suit it. You can paint meanwhile.")
        elif state in (State.WAITING, State.MEASURING):
            text, hint = tr("Measuring how fast this machine paints"), self._progress()
            dismiss, go = tr("Cancel"), ""
        elif advice is None:
            text, hint = tr("The speed could not be measured."), tr(self._test.error)
            dismiss, go = tr("Close"), tr("Try again")
        else:
            text, hint = _found(self._test.speeds, advice), self._suggested(advice)
            dismiss, go = tr("Close"), "" if self._is_set(advice) else tr("Use this")
        self.text.setText(text)
        self.hint.setText(hint)
        self.dismiss_button.setText(dismiss)
        self.go_button.setText(go)
        self.go_button.setVisible(bool(go))

    @Slot()
    def _on_go(self) -> None:
        advice = self._test.advice
        if advice is None:
            self.measure()
            return
        with self._settings.together():
            self._settings.set(s.SIZE_PX, advice.size_px)
            self._settings.set(s.FIRST_PX, advice.draft_px)
            self._settings.set(s.STEPS, advice.steps)
            self._settings.set(s.LIVE, advice.live)
        self.dismiss()

    def _progress(self) -> str:
        side = self._test.side_px
        if self._test.state is State.WAITING:
            return tr("It goes on when your picture is painted.")
        if self._test.is_warming_up:
            return tr("{side} × {side} pixels: getting ready", side=side)
        step = self._test.step
        return tr("{side} × {side} pixels, step {step} of {steps}", side=side, step=step, steps=MEASURED_STEPS)

    def _is_set(self, advice: Advice) -> bool:
        get = self._settings.get
        wanted = (advice.size_px, advice.draft_px, advice.steps, advice.live)
        return (get(s.SIZE_PX), get(s.FIRST_PX), get(s.STEPS), get(s.LIVE)) == wanted

    def _suggested(self, advice: Advice) -> str:
        side, steps = advice.draft_px, advice.steps
        if advice.live:
            suits = tr(
                "Drafts of {side} pixels in {steps} steps follow your hand; pictures of {size} pixels suit it.",
                side=side,
                steps=steps,
                size=advice.size_px,
            )
        else:
            suits = tr(
                "Live cannot keep up with you here; {side} pixels and {steps} steps without it are the best choice.",
                side=side,
                steps=steps,
            )
        parts = [suits]
        if advice.live:
            parts.append(tr("{side} pixels take {time}.", side=advice.size_px, time=_time(self._test.finish_s(advice))))
        if self._is_set(advice):
            parts.append(tr("It is set like this already."))
        return " ".join(parts)


def _found(speeds: list[Speed], advice: Advice) -> str:
    speed = next(each for each in speeds if each.side_px == advice.draft_px)
    return tr(
        "One step takes {step}; {steps} steps at {side} pixels take {picture}.",
        step=_time(speed.step_s),
        steps=advice.steps,
        side=speed.side_px,
        picture=_time(speed.picture_s(advice.steps)),
    )


def _time(seconds: float) -> str:
    if seconds < 0.1:
        return tr("{number} ms", number=f"{seconds * 1000:.0f}")
    return tr("{number} s", number=f"{seconds:.1f}" if seconds < 10 else f"{seconds:.0f}")


def _button(kind: str) -> QToolButton:
    button = QToolButton()
    button.setProperty("kind", kind)
    return button
