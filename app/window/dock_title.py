"""The title bar of a dock: its name, tools of the panel where it has some, a button to float and one to close it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QToolButton, QWidget

from app.system.plain import Label, plain
from app.system.translation import tr
from app.widgets.theme import Look

_ICON_PX = 12


class DockTitle(QWidget):
    """Dragging it moves the dock, a double-click floats it."""

    def __init__(self, dock: QDockWidget, look: Look, tools: QWidget | None = None) -> None:
        super().__init__(dock)
        self.setObjectName("dockTitle")
        self._dock = dock
        self._look = look
        self.name = Label(dock.windowTitle())
        self.name.setObjectName("sentence")
        self.float_button = _button()
        self.float_button.clicked.connect(self._on_float)
        self.close_button = _button()
        self.close_button.setToolTip(tr("Close"))
        self.close_button.setAccessibleName(f"{self.name.text()}: {tr('Close')}")
        self.close_button.clicked.connect(dock.close)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 8, 4)
        layout.setSpacing(4)
        layout.addWidget(self.name)
        if tools is None:
            layout.addStretch(1)
        else:
            layout.addSpacing(8)
            layout.addWidget(tools, 1)
        layout.addWidget(self.float_button)
        layout.addWidget(self.close_button)
        dock.topLevelChanged.connect(self._show)
        look.changed.connect(self._show)
        self._show()

    @Slot()
    def _on_float(self) -> None:
        self._dock.setFloating(not self._dock.isFloating())

    @Slot()
    def _show(self) -> None:
        floats = self._dock.isFloating()
        does = tr("Put back into the window") if floats else tr("Take out of the window")
        self.float_button.setToolTip(plain(does))
        self.float_button.setAccessibleName(f"{self.name.text()}: {does}")
        self.float_button.setIcon(self._look.icon("dock" if floats else "float"))
        self.close_button.setIcon(self._look.icon("close"))


def _button() -> QToolButton:
    button = QToolButton()
    button.setProperty("kind", "bare")
    button.setAutoRaise(True)
    button.setIconSize(QSize(_ICON_PX, _ICON_PX))
    return button
