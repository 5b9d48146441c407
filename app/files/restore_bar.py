"""Offers a drawing that was left behind: what it looks like, of when it is, Restore, Discard."""

from __future__ import annotations

from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from app.files.recovery import Found, Recovery
from app.system.translation import tr
from app.widgets.offer_bar import OfferBar, bar_button
from canvas.palette import UNLABELLED

_THUMBNAIL_PX = 56


class RestoreBar(OfferBar):
    """Visible only while there is an offer."""

    def __init__(self, recovery: Recovery, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recovery = recovery
        self.restore = bar_button(tr("Restore"), "primary")
        self.restore.setToolTip(tr("Go on with this drawing"))
        self.restore.clicked.connect(recovery.restore)
        self.discard = bar_button(tr("Discard"))
        self.discard.setToolTip(tr("Put it into the bin"))
        self.discard.clicked.connect(recovery.discard)
        for button in (self.discard, self.restore):
            self.row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        recovery.offered.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the offer as it is now."""
        found = self._recovery.offer
        self.setVisible(found is not None)
        if found is None:
            return
        self.show_thumbnail(_colours(found), _THUMBNAIL_PX)
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


def _colours(found: Found) -> NDArray[np.uint8]:
    """The drawing as it looks, (H, W, 3), no larger than it takes to see what it is."""
    drawing = found.drawing
    stride = max(1, max(drawing.labels.shape) // 512)
    layers, paper = drawing.layers.thinned(stride), drawing.palette.colour_table()[UNLABELLED]
    return layers.seen(drawing.palette, (*paper.tolist(), 255))[..., :3]


def _last_stroke(moment: datetime) -> str:
    if moment.date() == datetime.now().date():
        return tr("last stroke today at {moment:%H:%M}", moment=moment)
    return tr("last stroke on {moment:%d %B %Y} at {moment:%H:%M}", moment=moment)
