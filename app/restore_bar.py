"""Offers a drawing that was left behind: what it looks like, of when it is, Restore, Discard."""

from __future__ import annotations

from datetime import datetime

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.recovery import Found, Recovery
from app.translation import tr
from canvas.qt.images import rgb_image

_THUMBNAIL_PX = 56


class RestoreBar(QFrame):
    """Visible only while there is an offer."""

    def __init__(self, recovery: Recovery, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recovery = recovery
        self.setObjectName("noticeBar")
        self.setProperty("level", "info")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.thumbnail = QLabel()
        self.text = QLabel()
        self.text.setObjectName("sentence")
        self.hint = QLabel()
        self.hint.setObjectName("quiet")
        for label in (self.text, self.hint):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.restore = _button(tr("Restore"), "primary", tr("Go on with this drawing"))
        self.restore.clicked.connect(recovery.restore)
        self.discard = _button(tr("Discard"), "plain", tr("Put it into the bin"))
        self.discard.clicked.connect(recovery.discard)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch()
        words.addWidget(self.text)
        words.addWidget(self.hint)
        words.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(12)
        layout.addWidget(self.thumbnail)
        layout.addLayout(words, 1)
        layout.addWidget(self.discard, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.restore, 0, Qt.AlignmentFlag.AlignVCenter)
        recovery.offered.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the offer as it is now."""
        found = self._recovery.offer
        self.setVisible(found is not None)
        if found is None:
            return
        self.thumbnail.setPixmap(_thumbnail(found))
        if found.file is not None:
            self.text.setText(tr("Sinopia ended before “{name}” was saved.", name=found.file.name))
        else:
            self.text.setText(tr("Sinopia ended before a drawing was saved."))
        height, width = found.drawing.labels.shape
        facts = [tr("{width} x {height} pixels", width=width, height=height), _last_stroke(found.drawn_at)]
        more = self._recovery.count - 1
        if more == 1:
            facts.append(tr("1 more drawing after this one"))
        elif more > 1:
            facts.append(tr("{count} more drawings after this one", count=more))
        self.hint.setText(" · ".join(facts))


def _button(text: str, kind: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setProperty("kind", kind)
    return button


def _thumbnail(found: Found) -> QPixmap:
    drawing = found.drawing
    stride = max(1, max(drawing.labels.shape) // 512)
    paper = 255 - drawing.ink[::stride, ::stride, None].astype(np.uint16)
    colours = drawing.palette.colour_table()[drawing.labels[::stride, ::stride]] * paper // 255
    return QPixmap.fromImage(rgb_image(colours.astype(np.uint8))).scaled(
        _THUMBNAIL_PX, _THUMBNAIL_PX, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


def _last_stroke(moment: datetime) -> str:
    if moment.date() == datetime.now().date():
        return tr("last stroke today at {moment:%H:%M}", moment=moment)
    return tr("last stroke on {moment:%d %B %Y} at {moment:%H:%M}", moment=moment)
