"""What the Edit menu does."""

from __future__ import annotations

from collections.abc import Callable

from app.files.clipboard import Clipboard
from app.painting.session import Session


class EditCommands:
    """Undoes, redoes, copies and pastes; `commit` ends what is half done."""

    def __init__(self, session: Session, clipboard: Clipboard, commit: Callable[[], None]) -> None:
        self._clipboard = clipboard
        self._history = session.history
        self._commit = commit

    @property
    def can_undo(self) -> bool:
        """Whether there is something to undo."""
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is something to redo."""
        return self._history.can_redo

    def undo(self) -> None:
        """Take back the last stroke."""
        self._commit()
        self._history.undo()

    def redo(self) -> None:
        """Do the last undone stroke again."""
        self._commit()
        self._history.redo()

    def go_to(self, position: int) -> None:
        """Undo or redo until `position` entries of the history are done."""
        self._commit()
        self._history.go_to(min(position, len(self._history.labels)))

    def copy_label_map(self) -> None:
        """Put the label map on the clipboard."""
        self._commit()
        self._clipboard.copy_label_map()

    def copy_picture(self) -> None:
        """Put the picture on the clipboard."""
        self._clipboard.copy_picture()

    def paste(self) -> None:
        """Take a label map or a photo from the clipboard."""
        self._commit()
        self._clipboard.paste()
