"""What is dropped onto the window: a file to open, a module to install, or a photo to make something of."""

from __future__ import annotations

import warnings
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QMimeData

from app.artwork import has_recipe
from app.filing import KINDS, Filing
from app.image_data import png_in
from app.module_packs import ModulePacks
from app.photo import SUFFIXES
from app.photo_offer import PhotoOffer
from app.session import Session
from app.translation import tr
from canvas.errors import CanvasError
from canvas.label_png import read_label_png
from canvas.palette import Palette
from engine.packs.pack_file import SUFFIX

_MOST_COLOURS = 64
"""A PNG that has more and is no label map of the palette is a photo."""


class Dropping:
    """Opens what is dropped. GUI thread."""

    def __init__(self, session: Session, filing: Filing, offer: PhotoOffer, packs: ModulePacks) -> None:
        self._session = session
        self._filing = filing
        self._offer = offer
        self._packs = packs

    def accepts(self, data: QMimeData) -> bool:
        """Whether something could be done with it."""
        return file_in(data) is not None or (data.hasImage() and not data.hasUrls())

    def drop(self, data: QMimeData) -> None:
        """Open a project, a picture or a label map, install a module; take anything else as a photo."""
        path = file_in(data)
        if path is None:
            png = png_in(data)
            if png is not None:
                self._offer.offer_bytes(png, tr("The image"))
        else:
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Open a file as if it were dropped; what is of no known kind is said to be none."""
        if path.suffix.lower() == SUFFIX:
            self._packs.import_path(path)
        elif path.suffix.lower() in KINDS and not is_photo(path, self._session.document.palette):
            self._filing.open_path(path)
        elif path.suffix.lower() in SUFFIXES:
            self._offer.offer_path(path)
        else:
            self._filing.open_path(path)


def file_in(data: QMimeData) -> Path | None:
    """The first file that opens here."""
    files = (Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    return next((path for path in files if path.suffix.lower() in (*KINDS, *SUFFIXES, SUFFIX)), None)


def is_photo(path: Path, palette: Palette) -> bool:
    """Whether a file is a PNG with more colours than a label map has. False where it is damaged: opening says so."""
    if path.suffix.lower() != ".png" or has_recipe(path):
        return False
    try:
        read_label_png(path, palette)
    except CanvasError:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                with Image.open(path, formats=["PNG"]) as image:
                    return image.convert("RGB").getcolors(_MOST_COLOURS) is None
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            return False
    return False
