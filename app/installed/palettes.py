"""The palettes that can be chosen: those that come with the program, and the classes of the chosen module. No Qt."""

from __future__ import annotations

from functools import cache

from app.installed.choices import Choices
from app.system import resources
from canvas.errors import PaletteError
from canvas.palette import Palette, PaletteEntry
from canvas.palette_files import read_palette
from engine.errors import EngineError
from engine.installed.registry import ModuleInfo


class PaletteShelf:
    """Reads each bundled palette once."""

    def __init__(self, choices: Choices) -> None:
        self._choices = choices

    def bundled(self) -> tuple[Palette, ...]:
        """The palettes that come with the program."""
        return bundled_palettes()

    def of_module(self) -> Palette | None:
        """The classes of the module that hears labels; None where the base paints alone, or no palette is in it."""
        try:
            module = self._choices.listener("labels")
            return None if module is None else palette_of(module)
        except (EngineError, PaletteError):
            return None


def palette_of(module: ModuleInfo) -> Palette:
    """A module's classes as a palette. Raises PaletteError."""
    return Palette(module.label, tuple(PaletteEntry(each.id, each.name, each.rgb) for each in module.classes))


@cache
def bundled_palettes() -> tuple[Palette, ...]:
    """The palettes that come with the program."""
    return tuple(read_palette(path) for path in resources.palette_files())
