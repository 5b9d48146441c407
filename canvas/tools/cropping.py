"""Cuts the drawing to a rectangle."""

from __future__ import annotations

from canvas.raster import BBox
from canvas.tools.shapes import Rectangle
from canvas.words import say


class Crop(Rectangle):
    """Keeps what lies between two corners; Shift keeps a square. Nothing is cut where that is the whole drawing."""

    label = say("Crop")

    def commit(self) -> None:
        """Cut."""
        document, history = self._context.document, self._context.history
        bbox: BBox | None = None
        if self.is_active and len(self._points) > 1:
            bbox = self._bbox.clipped(document.size)
        # Nothing is painted: the stroke closes without an entry, and the cut is one of its own.
        self._points = []
        super().commit()
        if bbox is not None and not bbox.is_empty and bbox != document.bbox:
            history.replace(self.label, document.layers.cropped(bbox))
