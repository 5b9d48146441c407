"""Generate, cancel, Live, and what Live is doing."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from app.painting.progress import LiveState
from app.painting.session import Session
from app.system.plain import Label
from app.system.translation import tr

_MARKS = {
    LiveState.OFF: "idle",
    LiveState.UP_TO_DATE: "good",
    LiveState.PAINTING: "busy",
    LiveState.WAITING: "busy",
    LiveState.STOPPED: "idle",
    LiveState.PAUSED: "bad",
}


class RunPanel(QFrame):
    """Pinned below the picture's settings."""

    def __init__(
        self, session: Session, generate: QAction, cancel: QAction, live: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("runPanel")
        self.generate = _button(generate, "primary", Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.cancel = _button(cancel, "plain", Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.live = _button(live, "plain", Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._mark = Label("●")
        self._mark.setObjectName("liveMark")
        self.state = Label()
        self.state.setObjectName("quiet")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.generate, 1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.live)
        words = QHBoxLayout()
        words.setSpacing(6)
        words.addWidget(self._mark)
        words.addWidget(self.state, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        column.addLayout(buttons)
        column.addLayout(words)
        session.live_state_changed.connect(self.show_state)
        self.show_state(session.live_state)

    @Slot(object)
    def show_state(self, state: LiveState) -> None:
        """Say what Live is doing."""
        self.state.setText(tr("Live: {state}", state=state.value))
        self._mark.setProperty("mark", _MARKS[state])
        self._mark.style().unpolish(self._mark)
        self._mark.style().polish(self._mark)


def _button(action: QAction, kind: str, style: Qt.ToolButtonStyle) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(style)
    button.setProperty("kind", kind)
    button.setIconSize(QSize(16, 16))
    button.setFixedHeight(32)
    policy = button.sizePolicy()
    policy.setHorizontalPolicy(policy.Policy.Expanding if kind == "primary" else policy.Policy.Fixed)
    button.setSizePolicy(policy)
    return button
