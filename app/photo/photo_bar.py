"""Asks what a photo is to become, and shows how far that is. Visible only while there is one to decide about."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QProgressBar, QToolButton, QWidget

from app.formats.images.photo import Photo, on_white
from app.photo.becomes import Becomes, OfferStage
from app.photo.photo_offer import PhotoOffer
from app.system.plain import plain
from app.system.translation import tr
from app.widgets.flow import FlowLayout
from app.widgets.offer_bar import OfferBar, bar_button
from app.widgets.theme import Look

_THUMBNAIL_PX = 40


class PhotoBar(OfferBar):
    """The photo, its name, a button for each thing that it can become; or a bar of progress."""

    def __init__(self, offer: PhotoOffer, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offer, self._look = offer, look
        self._shown: Photo | None = None
        self.thumbnail.setFixedSize(_THUMBNAIL_PX, _THUMBNAIL_PX)
        self.thumbnail.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(120, 4)
        self.buttons = {
            Becomes.LABELS: bar_button(tr("Label map")),
            Becomes.MAP: bar_button(tr("Read as label map…")),
            Becomes.SKETCH: bar_button(tr("Sketch")),
            Becomes.INK: bar_button(tr("Ink")),
            Becomes.BOTH: bar_button(tr("Both")),
            Becomes.REFERENCE: bar_button(tr("Reference photo")),
        }
        self.cancel = bar_button(tr("Cancel"))
        self.cancel.clicked.connect(offer.cancel)
        self.close_button = QToolButton()
        self.close_button.setAutoRaise(True)
        self.close_button.setIconSize(QSize(16, 16))
        self.close_button.setToolTip(tr("Make nothing of it"))
        self.close_button.clicked.connect(offer.close)
        self.row.setContentsMargins(12, 8, 8, 8)
        self.row.setSpacing(8)
        self.row.insertSpacing(1, 4)
        answers = FlowLayout()
        answers.addWidget(self.bar)
        for becomes, button in self.buttons.items():
            button.clicked.connect(partial(self._choose, becomes))
            answers.addWidget(button)
        answers.addWidget(self.cancel)
        self.row.addLayout(answers)
        self.row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        offer.changed.connect(self.refresh)
        look.changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the offer as it is now."""
        offer, stage = self._offer, self._offer.stage
        self.setVisible(stage is not OfferStage.NONE)
        if stage is OfferStage.NONE:
            return
        asks = stage is OfferStage.ASKING
        if stage is OfferStage.DRAWING:
            self.text.setText(tr("Drawing what “{name}” shows", name=offer.name))
            self.hint.setText(tr("You can go on meanwhile."))
        else:
            self.text.setText(tr("What is “{name}” to become?", name=offer.name))
            shape = tr("The drawing takes its shape; undo brings the old one back.")
            self.hint.setText(shape if asks else tr("It is being read."))
        self.bar.setVisible(stage is OfferStage.DRAWING)
        self.bar.setRange(0, 100 if offer.part_done else 0)
        self.bar.setValue(round(100 * offer.part_done))
        self.cancel.setVisible(stage is OfferStage.DRAWING)
        self.close_button.setVisible(stage is not OfferStage.DRAWING)
        self.close_button.setIcon(self._look.icon("close"))
        for becomes, button in self.buttons.items():
            button.setVisible(stage is not OfferStage.DRAWING and not self._is_pointless(becomes))
            button.setEnabled(asks and self._is_possible(becomes))
            _be_primary(button, is_primary=becomes is offer.suggested)
        self._say_why()
        if offer.photo is not self._shown:
            self._shown = offer.photo
            self._show_photo(offer.photo)

    def _is_possible(self, becomes: Becomes) -> bool:
        if becomes is Becomes.LABELS:
            return self._offer.is_label_map or self._offer.can_segment
        return becomes is not Becomes.BOTH or self._offer.can_segment

    def _is_pointless(self, becomes: Becomes) -> bool:
        offer = self._offer
        if becomes is Becomes.INK:
            return not offer.is_lines
        if becomes is Becomes.MAP:
            return offer.is_label_map or not offer.can_be_label_map
        if becomes is Becomes.LABELS:
            return not offer.is_label_map and offer.can_be_label_map and not offer.can_segment
        return offer.is_label_map and becomes in (Becomes.SKETCH, Becomes.BOTH)

    def _say_why(self) -> None:
        unable = (
            "" if self._offer.can_segment else tr("The chosen base brings nothing that tells the classes in a photo")
        )
        exact = tr("The image is painted in the palette's colours, which are taken as they are")
        found = tr("Finds the classes of the palette in the photo")
        self.buttons[Becomes.LABELS].setToolTip(plain(exact if self._offer.is_label_map else unable or found))
        self.buttons[Becomes.MAP].setToolTip(tr("The image is a label map already; shows in which ways it can be read"))
        self.buttons[Becomes.BOTH].setToolTip(plain(unable or tr("A label map with ink over it")))
        self.buttons[Becomes.SKETCH].setToolTip(tr("Draws the lines that matter in ink"))
        self.buttons[Becomes.INK].setToolTip(tr("Takes the lines of the image as they are, pixel for pixel"))
        self.buttons[Becomes.REFERENCE].setToolTip(
            tr("Lies under or over the drawing, to trace from; it is never part of the picture")
        )

    def _show_photo(self, photo: Photo | None) -> None:
        if photo is None:
            self.thumbnail.setPixmap(QPixmap())
            return
        stride = max(1, max(photo.pixels.shape[:2]) // (4 * _THUMBNAIL_PX))
        self.show_thumbnail(on_white(photo.pixels[::stride, ::stride]), _THUMBNAIL_PX)

    def _choose(self, becomes: Becomes) -> None:
        self._offer.choose(becomes)


def _be_primary(button: QToolButton, *, is_primary: bool) -> None:
    kind = "primary" if is_primary and button.isEnabled() else "plain"
    if button.property("kind") != kind:
        button.setProperty("kind", kind)
        button.style().unpolish(button)
        button.style().polish(button)
