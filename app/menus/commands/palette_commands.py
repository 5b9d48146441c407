"""What the palette's entries in the menus do."""

from __future__ import annotations

from collections.abc import Callable

from app.drawing.palette.choosing import PaletteChoosing


class PaletteCommands:
    """Reads, writes, checks and maps the classes of the drawing; `commit` ends what is half done."""

    def __init__(self, choosing: PaletteChoosing, commit: Callable[[], None]) -> None:
        self._choosing = choosing
        self._commit = commit

    @property
    def can_map_to_module(self) -> bool:
        """Whether the module has other classes than the drawing."""
        return self._choosing.can_map_to_module

    def map_to_module(self) -> None:
        """Put the module's classes in place of the drawing's."""
        self._commit()
        self._choosing.map_to_module()

    def import_palette(self) -> None:
        """Choose a palette from a file."""
        self._commit()
        self._choosing.import_palette()

    def export_palette(self) -> None:
        """Write the palette into a file."""
        self._commit()
        self._choosing.export_palette()

    def check(self) -> None:
        """Show which classes look alike."""
        self._commit()
        self._choosing.check()
