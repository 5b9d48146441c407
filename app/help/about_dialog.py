"""What the program is, its version, what it is made of, and under which licences."""

from __future__ import annotations

import platform

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.system import resources
from app.system.plain import Label, plain
from app.system.translation import tr
from app.system.versions import packages, version
from app.widgets.names import name_fields

_ICON_PX = 64


class AboutDialog(QDialog):
    """Text only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About Sinopia"))
        icon, name = Label(), Label("Sinopia")
        icon.setPixmap(QIcon(str(resources.icon_file("sinopia"))).pixmap(_ICON_PX, _ICON_PX))
        name.setObjectName("title")
        self.version = Label(
            tr("Version {version}, on Python {python}", version=version(), python=platform.python_version())
        )
        self.version.setObjectName("quiet")
        what = Label(
            tr(
                "A sinopia is the red-earth drawing that a fresco painter lays under the plaster. "
                "You paint the drawing; a diffusion model paints the picture."
            )
        )
        rights = Label(
            tr(
                "The base that comes with the program learnt from photographs whose licence is not stated: "
                "it is for research and demonstration."
            )
        )
        for text in (what, rights):
            text.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(name)
        words.addWidget(self.version)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(icon)
        head.addLayout(words, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(what)
        layout.addLayout(_libraries())
        layout.addWidget(rights)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.setFixedWidth(520)
        name_fields(self, self.windowTitle())


def _libraries() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(2, 1)
    for row, package in enumerate(packages()):
        licence = Label(package.licence)
        licence.setText(licence.fontMetrics().elidedText(package.licence, Qt.TextElideMode.ElideRight, 220))
        licence.setToolTip(plain(package.licence))
        for column, label in enumerate((Label(package.name), Label(package.version), licence)):
            if column:
                label.setObjectName("quiet")
            grid.addWidget(label, row, column)
    return grid
