"""The size of the drawing: a new one, the same one resized, flipped."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.dialogs.asking import Asking
from app.filing import Filing
from app.session import Session
from canvas.words import say


class Sizing:
    """Asks for sizes and makes them so, undoable where the drawing stays. GUI thread."""

    def __init__(
        self, session: Session, filing: Filing, asking: Asking, base_sizes: Callable[[], Sequence[int]]
    ) -> None:
        """`base_sizes` gives the sides of the squares that the chosen base paints."""
        self._session = session
        self._filing = filing
        self._asking = asking
        self._base_sizes = base_sizes

    def new(self) -> None:
        """Start an empty drawing of a size that the person chooses."""
        size = self._asking.size(say("New drawing"), self._size(), self._offers(), keep_proportions=False)
        if size is not None:
            self._filing.new(size)

    def resize(self) -> None:
        """Scale the drawing to a size that the person chooses."""
        size = self._asking.size(say("Resize drawing"), self._size(), self._offers(), keep_proportions=True)
        if size is not None and size != self._size():
            width, height = size
            self._session.history.replace(say("Resize"), self._session.document.layers.resized((height, width)))

    def flip(self, left_right: bool) -> None:
        """Exchange left and right of the drawing, or top and bottom."""
        label = say("Flip left to right") if left_right else say("Flip top to bottom")
        self._session.history.replace(label, self._session.document.layers.flipped(left_right))

    def _size(self) -> tuple[int, int]:
        height, width = self._session.document.size
        return width, height

    def _offers(self) -> list[tuple[int, int]]:
        return [(side, side) for side in self._base_sizes()]
