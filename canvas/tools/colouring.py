"""Tools that lay and take colour along the pointer's way."""

from __future__ import annotations

from typing import ClassVar

from canvas.colour_stroke import ColourStroke
from canvas.layers import LayerName
from canvas.tools.inking import Pen
from canvas.words import say


class ColourBrush(Pen):
    """A pen that lays the chosen colour."""

    label = say("Colour stroke")
    layer: ClassVar[LayerName] = "colours"

    def new_stroke(self) -> ColourStroke:
        """One of the chosen colour."""
        return ColourStroke(self._context.document.size, None if self.erases else self._context.colour)

    @property
    def opacity(self) -> float:
        """All of it: what a light hand lays is for the pressure to say."""
        return 1.0


class ColourEraser(ColourBrush):
    """A brush that takes colour away."""

    label = say("Colour eraser stroke")
    erases = True
