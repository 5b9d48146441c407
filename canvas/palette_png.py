"""The palette that a label map's PNG brings along, so that its classes keep their names wherever it is opened."""

from __future__ import annotations

import struct
import warnings
import zlib
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from canvas.errors import PaletteError
from canvas.palette import Palette
from canvas.paths import opened

KEY = "sinopia-palette"
"""Keyword of the iTXt chunk with the palette as JSON."""


def palette_info(palette: Palette) -> PngInfo:
    """What to save a PNG with."""
    info = PngInfo()
    info.add_itxt(KEY, palette.to_json(), zip=True)
    return info


def palette_of_png(path: Path) -> Palette | None:
    """The palette in a PNG; None where there is none that can be read, or no PNG at all."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with opened(path) as file, Image.open(file, formats=["PNG"]) as image:
                text = image.info.get(KEY)
        return Palette.from_json(text) if isinstance(text, str) else None
    except (OSError, EOFError, SyntaxError, ValueError, struct.error, zlib.error, PaletteError):
        return None
    except Image.DecompressionBombError:
        return None
