"""The sketch that a person drew for a picture of the training set, as a file beside it."""

from __future__ import annotations

import numpy as np
from PIL import Image

from engine.layers.ink_fitting import fit_ink
from engine.request.types import Ink


def ink_on_paper(paper: Image.Image, picture: tuple[int, int], size: int) -> Ink | None:
    """Dark lines on white or transparent paper of any size -> (size, size) ink of the picture's middle square.

    `picture` is the picture's (width, height), which the whole paper stands for. None for blank paper.
    """
    white = Image.new("RGBA", paper.size, "white")
    white.alpha_composite(paper.convert("RGBA"))
    ink = 255 - np.asarray(white.convert("L"))
    side = min(picture)
    rows, columns = (
        slice(round((whole - side) / 2 * pixels / whole), round((whole + side) / 2 * pixels / whole))
        for whole, pixels in ((picture[1], ink.shape[0]), (picture[0], ink.shape[1]))
    )
    fitted = fit_ink(ink[rows, columns], size, size)
    return fitted if fitted.any() else None
