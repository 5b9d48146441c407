"""The size of the drawing: a new one, the same one resized, flipped."""

from __future__ import annotations

from app.files.open_and_save import Filing
from app.painting.session import Session
from app.settings.shapes import NEW_SIZES_PX, Shape, extended_size, shape_name
from app.widgets.questions import Asking
from canvas.errors import CanvasError
from canvas.limits import MAX_SIDE
from canvas.words import say

_LONG_SIDES_PX = (512, 768, 1024, 2048)


class DrawingSize:
    """Asks for sizes and makes them so, undoable where the drawing stays. GUI thread."""

    def __init__(self, session: Session, filing: Filing, asking: Asking) -> None:
        self._session = session
        self._filing = filing
        self._asking = asking

    def new(self) -> None:
        """Start an empty drawing of a size that the person chooses."""
        size = self._asking.size(say("New drawing"), self._size(), NEW_SIZES_PX, keep_proportions=False)
        if size is not None:
            self._filing.new(size)

    def resize(self) -> None:
        """Scale the drawing to a size that the person chooses."""
        size = self._asking.size(say("Resize drawing"), self._size(), self._scaled(), keep_proportions=True)
        if size is not None and size != self._size():
            width, height = size
            self._session.history.replace(say("Resize"), self._session.document.layers.resized((height, width)))

    def reshape(self, shape: Shape) -> None:
        """Extend the drawing to a shape, blank at both sides: nothing is cut off or squeezed."""
        width, height = extended_size(self._size(), shape)
        layers = self._session.document.layers
        if (height, width) == layers.size:
            return
        if max(width, height) > MAX_SIDE:
            self._session.notices.report(
                CanvasError(
                    say("The drawing cannot be extended to {width} × {height} pixels.", width=width, height=height),
                    say("The longest side is {most} pixels: make the drawing smaller first.", most=MAX_SIDE),
                )
            )
            return
        label = say("Shape {shape}", shape=shape_name(shape))
        self._session.history.replace(label, layers.extended((height, width)))

    def flip(self, left_right: bool) -> None:
        """Exchange left and right of the drawing, or top and bottom."""
        label = say("Flip left to right") if left_right else say("Flip top to bottom")
        self._session.history.replace(label, self._session.document.layers.flipped(left_right))

    def _size(self) -> tuple[int, int]:
        height, width = self._session.document.size
        return width, height

    def _scaled(self) -> list[tuple[int, int]]:
        """The drawing's own shape in other sizes, so that nothing is squeezed."""
        width, height = self._size()
        longest = max(width, height)
        sizes = [(round(width * side / longest), round(height * side / longest)) for side in _LONG_SIDES_PX]
        return [size for size in sizes if min(size) >= 1]
