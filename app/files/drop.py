"""What is dropped onto the window, opened or named on the command line: looked into, and taken for what it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData

from app.drawing.palette.palette_choice import PaletteChoice
from app.files.image_in_mime import files_in, image_in
from app.files.open_and_save import Filing
from app.formats.file_kind import FileKind, kind_of_file
from app.library.module_packs import ModulePacks
from app.painting.session import Session
from app.photo.photo_offer import PhotoOffer
from app.system.notices import Level, Notice
from app.system.translation import tr
from canvas.errors import CanvasError
from canvas.foreign_files import said_of
from canvas.palette_png import palette_of_png
from canvas.paths import is_there
from canvas.words import listed, say


class Dropping:
    """Opens what is dropped. GUI thread."""

    def __init__(
        self,
        session: Session,
        filing: Filing,
        offer: PhotoOffer,
        packs: ModulePacks,
        palettes: PaletteChoice | None = None,
    ) -> None:
        self._session = session
        self._filing = filing
        self._offer = offer
        self._packs = packs
        self._palettes = palettes
        filing.open_any = self.open_path

    def accepts(self, data: QMimeData) -> bool:
        """Whether something could be done with it, or said of it."""
        return data.hasUrls() or data.hasImage() or image_in(data) is not None

    def drop(self, data: QMimeData) -> None:
        """Take files for what they are, one after the other as far as that can be; else the image that comes along."""
        paths = files_in(data)
        if paths:
            self.open_paths(paths)
            return
        image = image_in(data)
        if image is not None:
            self._offer.offer_bytes(image, tr("The image"))
        elif data.hasUrls():
            self._say(
                say("The address was not opened: nothing is fetched from the network."),
                say("Save the picture as a file and drop that, or copy the picture itself and paste it."),
            )

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Install all modules, open the first of the other files, and name those that are left."""
        kinds = {path: kind_of_file(path) for path in paths}
        modules = [path for path, kind in kinds.items() if kind is FileKind.MODULE]
        files = [path for path, kind in kinds.items() if kind not in (FileKind.MODULE, FileKind.OTHER)]
        files = files or [path for path, kind in kinds.items() if kind is FileKind.OTHER][:1]
        if files:
            self.open_path(files[0])
        for path in modules:
            self._packs.import_path(path)
        left = [path.name for path in paths if path not in (*modules, *files[:1])]
        if left:
            self._say(
                say("“{name}” was taken; not opened: {left}.", name=files[0].name, left=listed(left))
                if files
                else say("Not opened: {left}.", left=listed(left)),
                say("One drawing is open at a time: File, New window opens others beside it."),
            )

    def open_path(self, path: Path) -> None:
        """Open a file as what it is; what is of no known kind is said to be none."""
        kind = kind_of_file(path)
        if kind is FileKind.MODULE:
            self._packs.import_path(path)
        elif kind is FileKind.PALETTE and self._palettes is not None:
            self._palettes.import_path(path)
        elif kind is FileKind.FOLDER:
            self._say(
                say("“{name}” is a folder.", name=path.name),
                say("Drop a file of it. All its drawings at once: the command generate paints a folder."),
            )
        elif kind is FileKind.IMAGE and palette_of_png(path) is None:
            self._offer.offer_path(path, self._filing.open_path)
        elif kind is FileKind.OTHER and is_there(path):
            what, hint = said_of(path) or (
                say("“{name}” is nothing that opens here.", name=path.name),
                say("Projects, pictures, label maps, photos, palettes and modules open."),
            )
            self._session.notices.report(CanvasError(what, hint))
        else:
            self._filing.open_path(path)

    def _say(self, text: str, hint: str) -> None:
        self._session.notices.post(Notice(Level.INFO, text, hint))
