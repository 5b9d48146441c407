"""Palettes of painting programs that are lists of colours without names: JASC's (.pal) and Paint.NET's (.txt)."""

from __future__ import annotations

import re

from canvas.colour_text import parts_of, rgb_of
from canvas.errors import PaletteError
from canvas.palette_rows import ImportedPalette, Row, built
from canvas.words import say

_JASC = "JASC-PAL"
_JASC_HEAD = 3
"""Lines before its colours: what it is, its version, how many colours there are."""
_PAINT_NET = re.compile(r";[^\n]*paint\.net", re.I)
_OPACITY = re.compile(r"[0-9a-f]{2}(?=[0-9a-f]{6}$)", re.I)


def is_jasc(text: str) -> bool:
    """Whether it begins as a palette of Paint Shop Pro does, which many programs write."""
    return text.lstrip("\ufeff").startswith(_JASC)


def palette_from_jasc(text: str, name: str) -> ImportedPalette:
    """The palette of lines such as "70 130 180", with or without opacity. Raises PaletteError with the line."""
    return _palette(list(enumerate(text.splitlines(), start=1))[_JASC_HEAD:], name)


def is_paint_net(text: str) -> bool:
    """Whether its first comment says that it is a palette of Paint.NET."""
    return _PAINT_NET.match(text.lstrip("\ufeff")) is not None


def palette_from_paint_net(text: str, name: str) -> ImportedPalette:
    """The palette of lines such as "FF4682B4", opacity first. Raises PaletteError with the line."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if not line.startswith(";")]
    return _palette([(number, _OPACITY.sub("", line.strip())) for number, line in lines], name)


def _palette(lines: list[tuple[int, str]], name: str) -> ImportedPalette:
    rows = []
    for number, line in lines:
        if line.strip():
            parts = parts_of(line)
            rgb = None if parts is None else rgb_of(parts)
            if rgb is None:
                raise PaletteError(
                    say("The palette is not usable: line {line}: {what}.", line=number, what=say("it is no colour")),
                    say("Export it anew, or as a GIMP palette (.gpl)."),
                )
            rows.append(Row(number, None, "", rgb))
    return built(name, rows)
