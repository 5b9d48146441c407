"""What the person can do: every menu entry, button and key ends in one of these methods."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from app import settings as s
from app.filing import Filing
from app.progress import LiveState
from app.session import Session
from app.sizing import Sizing
from canvas.tools import stepped_radius
from engine.types import MAX_SEED

VIEW_MODES = ("side by side", "overlay", "drawing", "picture")


class View(Protocol):
    """What shows the sheets: `app.sheets.Sheets`, or a fake in tests."""

    def fit(self) -> None:
        """Show the whole drawing."""
        ...

    def zoom_100(self) -> None:
        """One screen pixel for one of the drawing's."""
        ...

    def rotate(self, degrees: float) -> None:
        """Turn the view clockwise; 0 turns it upright."""
        ...

    def mirror(self) -> None:
        """Exchange left and right in the view."""
        ...

    def commit(self) -> None:
        """End an unfinished stroke."""
        ...

    def abort(self) -> None:
        """Take an unfinished stroke back."""
        ...


class Commands(QObject):
    """Decides nothing about pictures or pixels. GUI thread."""

    committing = Signal()
    """Whatever is half done in a field must be set now: a command needs it."""

    quitting = Signal()
    """The window is to be closed."""

    def __init__(
        self, session: Session, filing: Filing, sizing: Sizing, view: View, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.filing = filing
        self._sizing = sizing
        self._settings = session.settings
        self._view = view
        self._random = random.SystemRandom()

    @property
    def can_undo(self) -> bool:
        """Whether there is something to undo."""
        return self.session.history.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is something to redo."""
        return self.session.history.can_redo

    @property
    def can_cancel(self) -> bool:
        """Whether something paints, or waits to."""
        return self.session.is_painting or self.session.live_state is LiveState.WAITING

    def new(self) -> None:
        """Start an empty drawing."""
        self._commit()
        self._sizing.new()

    def open(self) -> None:
        """Open a project, a picture or a label map."""
        self._commit()
        self.filing.open()

    def save(self) -> None:
        """Save the project, or the picture with its drawing and settings: whichever is open or chosen."""
        self._commit()
        self.filing.save()

    def save_picture(self) -> None:
        """Save the picture with its drawing and settings."""
        self._commit()
        self.filing.save_picture()

    def open_recent(self, path: Path) -> None:
        """Open a file that was open before."""
        self._commit()
        self.filing.open_path(path)

    def recall(self, path: Path) -> None:
        """Bring back a kept picture with its drawing and settings."""
        self._commit()
        self.filing.recall(path)

    def save_as(self) -> None:
        """Save under another name."""
        self._commit()
        self.filing.save_as()

    def export_label_map(self) -> None:
        """Write the drawing as an indexed PNG."""
        self._commit()
        self.filing.export_label_map()

    def import_label_map(self) -> None:
        """Take over a label map."""
        self._commit()
        self.filing.import_label_map()

    def quit(self) -> None:
        """Close the window."""
        self.quitting.emit()

    def undo(self) -> None:
        """Take back the last stroke."""
        self._commit()
        self.session.history.undo()

    def redo(self) -> None:
        """Do the last undone stroke again."""
        self._commit()
        self.session.history.redo()

    def resize(self) -> None:
        """Scale the drawing."""
        self._commit()
        self._sizing.resize()

    def flip(self, left_right: bool) -> None:
        """Exchange left and right of the drawing, or top and bottom."""
        self._commit()
        self._sizing.flip(left_right)

    def generate(self) -> None:
        """Paint the picture."""
        self._commit()
        self.session.generate()

    def cancel(self) -> None:
        """Take back an unfinished stroke and end what paints."""
        self._view.abort()
        self.session.cancel()

    def toggle_live(self) -> None:
        """Switch Live."""
        self._settings.set(s.LIVE, not self._settings.get(s.LIVE))

    def new_seed(self) -> None:
        """Throw another seed."""
        self._settings.set(s.SEED, self._random.randint(0, MAX_SEED))

    def choose_tool(self, tool_id: str) -> None:
        """Take a tool."""
        self._commit()
        self._settings.set(s.TOOL, tool_id)

    def choose_class(self, number: int) -> None:
        """Paint with the palette's `number`-th class, from 1."""
        classes = sorted(class_id for class_id in self.session.document.palette.ids if class_id != 0)
        if number <= len(classes):
            self._settings.set(s.CURRENT_CLASS, classes[number - 1])

    def choose_shape(self, shape: str) -> None:
        """Make the brush round or square."""
        self._settings.set(s.BRUSH_SHAPE, shape)

    def toggle_fill_reach(self) -> None:
        """Fill a region, or everything of its class."""
        self._settings.set(s.FILL_EVERYWHERE, not self._settings.get(s.FILL_EVERYWHERE))

    def toggle_mirror(self, setting: s.Setting[bool]) -> None:
        """Switch one way of mirroring what is painted."""
        self._settings.set(setting, not self._settings.get(setting))

    def grow_brush(self) -> None:
        """A wider brush."""
        self._step_brush(grow=True)

    def shrink_brush(self) -> None:
        """A narrower brush."""
        self._step_brush(grow=False)

    def choose_view(self, mode: str) -> None:
        """Show the sheets in another way."""
        self._settings.set(s.VIEW_MODE, mode)

    def cycle_view(self) -> None:
        """Show the sheets in the next way."""
        mode = VIEW_MODES.index(self._settings.get(s.VIEW_MODE))
        self._settings.set(s.VIEW_MODE, VIEW_MODES[(mode + 1) % len(VIEW_MODES)])

    def toggle_gallery(self) -> None:
        """Show or hide the gallery."""
        self._settings.set(s.GALLERY_SHOWN, not self._settings.get(s.GALLERY_SHOWN))

    def fit(self) -> None:
        """Show the whole drawing."""
        self._view.fit()

    def zoom_100(self) -> None:
        """Show the drawing at 100 %."""
        self._view.zoom_100()

    def rotate(self, degrees: float) -> None:
        """Turn the view clockwise; 0 turns it upright."""
        self._view.rotate(degrees)

    def mirror_view(self) -> None:
        """Exchange left and right in the view."""
        self._view.mirror()

    def toggle_outlines(self) -> None:
        """Show the regions as outlines, or filled."""
        self._settings.set(s.OUTLINES_ONLY, not self._settings.get(s.OUTLINES_ONLY))

    def _commit(self) -> None:
        self._view.commit()
        self.committing.emit()

    def _step_brush(self, grow: bool) -> None:
        size_px = self._settings.get(s.BRUSH_SIZE_PX)
        stepped = round(2 * stepped_radius(size_px / 2, grow=grow))
        nudged = max(stepped, size_px + 1) if grow else min(stepped, size_px - 1)
        self._settings.set(s.BRUSH_SIZE_PX, min(max(nudged, 1), 1000))
