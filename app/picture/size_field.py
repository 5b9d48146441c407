"""The size of the picture: how many pixels, in the drawing's shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.settings import table as s
from app.system.plain import plain
from app.widgets.fields.choice_field import ChoiceField
from canvas.document import Document
from engine.request.stages import picture_size


class SizeField(ChoiceField):
    """Shows the sizes in the shape of the drawing as it is; an opened picture of another shape is shown as it is."""

    def __init__(self, settings: s.Settings, document: Document) -> None:
        super().__init__(settings, s.SIZE_PX)
        self._document = document
        self._sides: tuple[int, ...] = ()
        self._is_exact = False
        for event in (document.loaded, document.resized):
            self.destroyed.connect(event.connect(self._offer))

    def offer_sides(self, sides_px: Sequence[int]) -> None:
        """Replace the sizes: sides of squares of as many pixels."""
        self._sides = tuple(sides_px)
        self._offer()

    def _offer(self) -> None:
        self.offer([(side, self._text(side)) for side in self._sides])

    def _text(self, side_px: int) -> str:
        height, width = self._document.size
        return " × ".join(map(str, picture_size(width / height, side_px, self._settings.get(s.SIZE_STEP_PX))))

    def _on_activated(self, index: int) -> None:
        if not (self._is_exact and index == self.count() - 1):
            self._settings.reset(s.EXACT_SIZE)
            super()._on_activated(index)

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting is s.SIZE_STEP_PX:
            self._offer()
        elif setting in (s.SIZE_PX, s.EXACT_SIZE):
            self._show()

    def _show(self) -> None:
        super()._show()
        exact = self._settings.get(s.EXACT_SIZE)
        self._is_exact = exact != s.EXACT_SIZE.default
        index = self.currentIndex()
        if self._is_exact:
            self.addItem(" × ".join(map(str, exact)))
            self.setCurrentIndex(self.count() - 1)
        elif self._settings.get(s.SIZE_PX) not in self._sides:
            self.setItemText(index, self._text(self._settings.get(s.SIZE_PX)))
        self.setToolTip(plain(self.currentText()))
