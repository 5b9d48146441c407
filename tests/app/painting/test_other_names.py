"""The request carries what painted classes are called beside their names, so that modules know them."""

from __future__ import annotations

import numpy as np

from app.painting.request_builder import build_request
from app.settings import table as s
from canvas.document import Document
from canvas.palette import Palette, PaletteEntry


def test_painted_classes_alone_bring_their_other_names() -> None:
    palette = Palette(
        "p",
        (
            PaletteEntry(0, "unlabelled", (0, 0, 0)),
            PaletteEntry(1, "sea", (0, 0, 9), ("ocean", "water")),
            PaletteEntry(2, "hill", (0, 9, 9), ("mountain",)),
            PaletteEntry(3, "sky", (0, 9, 0)),
        ),
    )
    document = Document(palette, np.array([[1, 3], [0, 3]], np.uint8))
    assert dict(build_request(document.snapshot(), s.Settings()).also) == {1: "ocean\nwater"}
