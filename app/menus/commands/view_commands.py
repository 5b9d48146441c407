"""What the View menu does."""

from __future__ import annotations

from typing import Protocol

from app.settings import table as s

VIEW_MODES = ("side by side", "overlay", "drawing", "picture")


class View(Protocol):
    """What shows the sheets: `app.window.sheets.Sheets`, or a fake in tests."""

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


class ViewCommands:
    """Changes what is seen, never the drawing."""

    def __init__(self, settings: s.Settings, view: View) -> None:
        self._settings = settings
        self._view = view

    def choose_mode(self, mode: str) -> None:
        """Show the sheets in another way."""
        self._settings.set(s.VIEW_MODE, mode)

    def cycle_mode(self) -> None:
        """Show the sheets in the next way."""
        mode = VIEW_MODES.index(self._settings.get(s.VIEW_MODE))
        self._settings.set(s.VIEW_MODE, VIEW_MODES[(mode + 1) % len(VIEW_MODES)])

    def toggle_ink(self) -> None:
        """Show or hide the ink."""
        self._settings.set(s.INK_SHOWN, not self._settings.get(s.INK_SHOWN))

    def toggle_differences(self) -> None:
        """Hatch where the picture differs from the drawing, or not."""
        self._settings.set(s.DIFFERENCES_SHOWN, not self._settings.get(s.DIFFERENCES_SHOWN))

    def toggle_outlines(self) -> None:
        """Show the regions as outlines, or filled."""
        self._settings.set(s.OUTLINES_ONLY, not self._settings.get(s.OUTLINES_ONLY))

    def fit(self) -> None:
        """Show the whole drawing."""
        self._view.fit()

    def zoom_100(self) -> None:
        """Show the drawing at 100 %."""
        self._view.zoom_100()

    def rotate(self, degrees: float) -> None:
        """Turn the view clockwise; 0 turns it upright."""
        self._view.rotate(degrees)

    def mirror(self) -> None:
        """Exchange left and right in the view."""
        self._view.mirror()
