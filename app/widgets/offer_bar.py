"""What bars share that offer something: a small picture, a sentence, what to know of it, and buttons."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.system.plain import Label
from canvas.qt.images import rgb_image


class OfferBar(QFrame):
    """`thumbnail`, `text` and `hint`; what follows them is added to `row`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("noticeBar")
        self.setProperty("level", "info")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.thumbnail, self.text, self.hint = Label(), Label(), Label()
        self.text.setObjectName("sentence")
        self.hint.setObjectName("quiet")
        for label in (self.text, self.hint):
            label.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch()
        words.addWidget(self.text)
        words.addWidget(self.hint)
        words.addStretch()
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(12, 8, 12, 8)
        self.row.setSpacing(12)
        self.row.addWidget(self.thumbnail)
        self.row.addLayout(words, 1)

    def show_thumbnail(self, rgb: NDArray[np.uint8], side_px: int) -> None:
        """Show (H, W, 3) within a square of `side_px`."""
        picture = QPixmap.fromImage(rgb_image(np.ascontiguousarray(rgb)))
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        self.thumbnail.setPixmap(picture.scaled(side_px, side_px, keep, smooth))


def bar_button(text: str, kind: str = "plain") -> QToolButton:
    """A button of a bar; `kind` is "plain" or "primary"."""
    button = QToolButton()
    button.setText(text)
    button.setProperty("kind", kind)
    return button
