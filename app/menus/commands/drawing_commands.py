"""What the Drawing menu and the keys of tools and classes do."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from app.files.resizing import Sizing
from app.painting.session import Session
from app.settings import table as s
from app.settings.shapes import Shape
from canvas.edits import PatchEdit
from canvas.tools import LAYER_OF, stepped_radius
from canvas.words import say


class DrawingCommands:
    """Chooses tools and classes, and changes the whole drawing; `commit` ends what is half done."""

    def __init__(self, session: Session, sizing: Sizing, commit: Callable[[], None]) -> None:
        self._session = session
        self._settings = session.settings
        self._sizing = sizing
        self._commit = commit

    def choose_tool(self, tool_id: str) -> None:
        """Take a tool; one for ink shows the ink."""
        self._commit()
        self._settings.set(s.TOOL, tool_id)
        if LAYER_OF.get(tool_id) == "ink":
            self._settings.set(s.INK_SHOWN, True)

    def choose_class(self, number: int) -> None:
        """Paint with the class that the digit `number` chooses."""
        class_id = self._session.document.palette.keys().get(number)
        if class_id is not None:
            self._settings.set(s.CURRENT_CLASS, class_id)

    def choose_shape(self, shape: str) -> None:
        """Make the brush round or square."""
        self._settings.set(s.BRUSH_SHAPE, shape)

    def toggle_fill_reach(self) -> None:
        """Fill a region, or everything of its class."""
        self._settings.set(s.FILL_EVERYWHERE, not self._settings.get(s.FILL_EVERYWHERE))

    def toggle(self, setting: s.Setting[bool]) -> None:
        """Switch something that the tools heed."""
        self._settings.set(setting, not self._settings.get(setting))

    def grow_brush(self) -> None:
        """A wider brush."""
        self._step_brush(grow=True)

    def shrink_brush(self) -> None:
        """A narrower brush."""
        self._step_brush(grow=False)

    def clear_ink(self) -> None:
        """Take all ink away."""
        self._commit()
        document = self._session.document
        blank = np.zeros(document.size, np.uint8)
        self._session.history.perform(say("Clear ink"), PatchEdit.replace_all(document.ink, blank, "ink"))

    def resize(self) -> None:
        """Scale the drawing."""
        self._commit()
        self._sizing.resize()

    def reshape(self, shape: Shape) -> None:
        """Extend the drawing to a ratio of width to height."""
        self._commit()
        self._sizing.reshape(shape)

    def flip(self, left_right: bool) -> None:
        """Exchange left and right of the drawing, or top and bottom."""
        self._commit()
        self._sizing.flip(left_right)

    def _step_brush(self, grow: bool) -> None:
        size_px = self._settings.get(s.BRUSH_SIZE_PX)
        stepped = round(2 * stepped_radius(size_px / 2, grow=grow))
        nudged = max(stepped, size_px + 1) if grow else min(stepped, size_px - 1)
        self._settings.set(s.BRUSH_SIZE_PX, min(max(nudged, 1), 1000))
