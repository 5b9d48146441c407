"""Each tool keeps the size and shape that it had last. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.settings import table as s
from canvas.tools import OPTIONS

_FIRST: Mapping[str, tuple[int, str]] = {
    "pen": (6, "round"),
    "ink_eraser": (24, "round"),
    "colour_brush": (32, "round"),
    "colour_eraser": (32, "round"),
}
"""What tools have that were never in hand, where it is not the size of the one before."""


class ToolMemory:
    """Brings a tool's own size and shape back when the tool is taken, and notes them when they change."""

    def __init__(self, settings: s.Settings) -> None:
        self._settings = settings
        self._recall()
        self.disconnect = settings.changed.connect(self._on_setting)

    def _recall(self) -> None:
        self._tool = self._settings.get(s.TOOL)
        known = self._brushes().get(self._tool, _FIRST.get(self._tool))
        if known is not None:
            size_px, shape = known
            self._settings.set(s.BRUSH_SIZE_PX, size_px)
            self._settings.set(s.BRUSH_SHAPE, shape)

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting is s.TOOL:
            if self._tool not in self._brushes():
                self._note()
            self._recall()
        elif setting in (s.BRUSH_SIZE_PX, s.BRUSH_SHAPE):
            self._note()

    def _note(self) -> None:
        if "size" in OPTIONS.get(self._tool, ()):
            now = (self._settings.get(s.BRUSH_SIZE_PX), self._settings.get(s.BRUSH_SHAPE))
            self._settings.set(s.BRUSHES, {**self._brushes(), self._tool: now})

    def _brushes(self) -> Mapping[str, tuple[int, str]]:
        return self._settings.get(s.BRUSHES)
