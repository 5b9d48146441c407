"""A window in which two pictures are compared with a wipe, and what differs between their recipes is listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.formats.differences import Difference, differences
from app.system.plain import Label
from app.system.translation import tr
from app.widgets.names import name_fields
from canvas.qt.wipe_sheet import WipeSheet
from engine.request.types import GenerationRequest

_SIZE_PX = (960, 720)
_MOST_IN_LINE = 6
_GAP = 5 * "&nbsp;" + " "


@dataclass(frozen=True)
class Side:
    """One of the two: what to show, what it is called, and the request that made it, if any did."""

    image: QImage
    name: str
    request: GenerationRequest | None = None


class ComparisonView(QDialog):
    """Closes with Escape, like a dialog, but leaves the other windows free."""

    def __init__(self, left: Side, right: Side, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Compare"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE_PX)
        self.sheet = WipeSheet(left.image, right.image)
        names = QHBoxLayout()
        names.setContentsMargins(12, 8, 12, 8)
        names.addWidget(_name(left.name))
        names.addStretch(1)
        names.addWidget(_name(right.name))
        self.list = Label()
        self.list.setTextFormat(Qt.TextFormat.RichText)
        self.list.setWordWrap(True)
        self.list.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.list.setContentsMargins(12, 8, 12, 8)
        self.list.setText(_listed(left.request, right.request))
        self.list.setVisible(bool(self.list.text()))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(names)
        column.addWidget(self.sheet, 1)
        column.addWidget(self.list)
        for keys, act in (("Ctrl+1", self.sheet.zoom_100), ("Ctrl+2", self.sheet.fit)):
            QShortcut(QKeySequence(keys), self, act)
        self.sheet.setFocus()
        name_fields(self, self.windowTitle())


def _name(text: str) -> QLabel:
    label = Label(text)
    label.setObjectName("sentence")
    return label


def _listed(left: GenerationRequest | None, right: GenerationRequest | None) -> str:
    """The differences as rich text; "" where there is nothing to compare."""
    if left is None or right is None:
        return ""
    found = differences(left, right)
    return _rows(found) if found else escape(tr("The same drawing and the same settings."))


def _rows(found: Sequence[Difference]) -> str:
    rows = []
    for each in found:
        change = escape(tr(each.after)) if not each.before else f"{escape(tr(each.before))} → {escape(tr(each.after))}"
        rows.append(f"<b>{escape(tr(each.name))}</b>&nbsp;&nbsp;{change}")
    return _GAP.join(rows) if len(rows) <= _MOST_IN_LINE else "<br>".join(rows)
