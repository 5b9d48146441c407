"""Shows notices: a sentence, what to do, details to copy. Visible only when there is something to say."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.system.notices import Level, Notice, Notices
from app.system.plain import Label
from app.system.translation import tr
from app.widgets.theme import Look

_MOST = 8


class NoticeBar(QFrame):
    """The newest notice; closing it shows the one before, if that was not read yet."""

    def __init__(
        self,
        notices: Notices,
        look: Look,
        action: Callable[[str], QAction] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`action` finds the action that a notice offers."""
        super().__init__(parent)
        self._look = look
        self._action = action
        self._unread: list[Notice] = []
        self.setObjectName("noticeBar")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._icon = Label()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.text = Label()
        self.text.setObjectName("sentence")
        self.hint = Label()
        self.hint.setObjectName("quiet")
        for label in (self.text, self.hint):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy = QToolButton()
        self.copy.setText(tr("Copy details"))
        self.copy.setProperty("kind", "small")
        self.copy.clicked.connect(self._on_copy)
        self.act = QToolButton()
        self.act.setProperty("kind", "small")
        self.act.clicked.connect(self._on_act)
        self.close_button = QToolButton()
        self.close_button.setAutoRaise(True)
        self.close_button.setToolTip(tr("Close"))
        self.close_button.setIconSize(QSize(16, 16))
        self.close_button.clicked.connect(self.dismiss)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.text)
        words.addWidget(self.hint)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setSpacing(12)
        layout.addWidget(self._icon)
        layout.addLayout(words, 1)
        layout.addWidget(self.act, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        notices.posted.connect(self.add)
        notices.cleared.connect(self.withdraw)
        look.changed.connect(self._show)
        self._show()

    @property
    def notice(self) -> Notice | None:
        """What is shown."""
        return self._unread[-1] if self._unread else None

    @Slot(object)
    def add(self, notice: Notice) -> None:
        """Show a notice."""
        self._unread = [each for each in self._unread if each.text != notice.text][-_MOST:]
        self._unread.append(notice)
        self._show()

    @Slot(object)
    def withdraw(self, notice: Notice) -> None:
        """Take back a notice that no longer holds."""
        self._unread = [each for each in self._unread if each is not notice]
        self._show()

    @Slot()
    def dismiss(self) -> None:
        """The newest notice was read."""
        del self._unread[-1:]
        self._show()

    @Slot()
    def _show(self) -> None:
        notice = self.notice
        self.setVisible(notice is not None)
        if notice is None:
            return
        self.text.setText(tr(notice.text))
        self.hint.setText(tr(notice.hint))
        self.hint.setVisible(bool(notice.hint))
        self.copy.setVisible(bool(notice.details))
        offered = self._offered(notice)
        self.act.setVisible(offered is not None)
        self.act.setText("" if offered is None else offered.text())
        self._icon.setPixmap(self._look.icon("info" if notice.level is Level.INFO else "warning").pixmap(20, 20))
        self.close_button.setIcon(self._look.icon("close"))
        self.setProperty("level", notice.level.value)
        self.style().unpolish(self)
        self.style().polish(self)

    def _offered(self, notice: Notice) -> QAction | None:
        return self._action(notice.action) if notice.action and self._action is not None else None

    @Slot()
    def _on_act(self) -> None:
        notice = self.notice
        offered = None if notice is None else self._offered(notice)
        if offered is not None:
            self.dismiss()
            offered.trigger()

    @Slot()
    def _on_copy(self) -> None:
        notice = self.notice
        if notice is not None:
            parts = (notice.text, notice.hint, notice.details)
            QGuiApplication.clipboard().setText("\n\n".join(part for part in parts if part))
