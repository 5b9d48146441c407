"""The palette of what a segmenter tells apart."""

from __future__ import annotations

import colorsys

from canvas.palette import Palette, PaletteEntry
from engine.installed.registry import Installed


def palette_for(registry: Installed, base_id: str, classes: tuple[str, ...]) -> Palette:
    """The classes in the colours that modules of the base show them in; one that none knows gets its own."""
    colours = {entry.name: entry.rgb for module in registry.modules(base_id) for entry in module.classes}
    entries = []
    for class_id, name in enumerate(classes):
        red, green, blue = (round(255 * part) for part in colorsys.hsv_to_rgb(class_id * 0.618 % 1, 0.6, 0.85))
        own = (red, green, blue) if class_id else (0, 0, 0)
        entries.append(PaletteEntry(class_id, name, colours.get(name, own)))
    return Palette(base_id, tuple(entries))
