"""What the File menu does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.files.export import Exporting
from app.files.open_and_save import Filing
from app.files.resizing import Sizing
from app.photo.photo_offer import PhotoOffer


class FileCommands:
    """Opens, saves and exports; `commit` ends what is half done, `quit` closes the window."""

    def __init__(
        self,
        filing: Filing,
        exporting: Exporting,
        sizing: Sizing,
        offer: PhotoOffer,
        commit: Callable[[], None],
        quit_: Callable[[], None],
    ) -> None:
        self._filing = filing
        self._exporting = exporting
        self._sizing = sizing
        self._offer = offer
        self._commit = commit
        self._quit = quit_

    def new(self) -> None:
        """Start an empty drawing."""
        self._commit()
        self._sizing.new()

    def open(self) -> None:
        """Open a project, a picture or a label map."""
        self._commit()
        self._filing.open()

    def open_recent(self, path: Path) -> None:
        """Open a file that was open before."""
        self._commit()
        self._filing.open_path(path)

    def recall(self, path: Path) -> None:
        """Bring back a kept picture with its drawing and settings."""
        self._commit()
        self._filing.recall(path)

    def save(self) -> None:
        """Save the project, or the picture with its drawing and settings: whichever is open or chosen."""
        self._commit()
        self._filing.save()

    def save_as(self) -> None:
        """Save under another name."""
        self._commit()
        self._filing.save_as()

    def save_picture(self) -> None:
        """Save the picture with its drawing and settings."""
        self._commit()
        self._filing.save_picture()

    def import_label_map(self) -> None:
        """Take over a label map."""
        self._commit()
        self._filing.import_label_map()

    @property
    def can_read_anew(self) -> bool:
        """Whether a label map was read."""
        return self._filing.can_read_anew

    def read_anew(self) -> None:
        """Read the last label map in another way."""
        self._commit()
        self._filing.read_anew()

    def from_photo(self) -> None:
        """Choose a photo, and what it is to become."""
        self._commit()
        self._offer.open()

    def export(self) -> None:
        """Write a copy for other programs."""
        self._commit()
        self._exporting.export()

    def quit(self) -> None:
        """Close the window."""
        self._quit()
