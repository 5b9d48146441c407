"""Choosing another palette, from the shelf or a file; what has to be asked is asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.drawing.palette.classes import Classes
from app.installed.palettes import PaletteShelf
from app.settings.recent_files import RecentFiles
from app.system.notices import Level, Notice, Notices
from app.widgets.questions import PaletteAsking
from canvas.document import Document
from canvas.errors import CanvasError
from canvas.palette import UNLABELLED, Palette
from canvas.palette_files import JSON, import_palette, write_palette
from canvas.palette_mapping import matches, shares


class PaletteChoice:
    """The flows behind the palette's menu and the class's. GUI thread; every failure becomes a notice."""

    def __init__(
        self,
        document: Document,
        classes: Classes,
        shelf: PaletteShelf,
        notices: Notices,
        asking: PaletteAsking,
        recent: RecentFiles,
    ) -> None:
        self._document = document
        self._classes = classes
        self._shelf = shelf
        self._notices = notices
        self._asking = asking
        self._recent = recent

    @property
    def shelf(self) -> PaletteShelf:
        """What can be chosen."""
        return self._shelf

    @property
    def can_map_to_module(self) -> bool:
        """Whether there is a module whose classes are not the drawing's already."""
        palette = self._shelf.of_module()
        return palette is not None and palette.classes() != self._classes.palette.classes()

    def choose(self, palette: Palette) -> None:
        """Put a palette in place; where something is painted, what becomes of it is shown and asked first."""
        current = self._classes.palette
        if palette == current:
            return
        used = shares(self._document.labels)
        targets = {match.class_id: match.target for match in matches(current, palette)}
        if used and any(_differs(class_id, current, palette) for class_id in used):
            chosen = self._asking.mapping(self._document.labels, current, palette)
            if chosen is None:
                return
            targets |= chosen
        self.attempt(lambda: self._classes.replace(palette, targets))

    def map_to_module(self) -> None:
        """Put the classes of the chosen module in place."""
        palette = self._shelf.of_module()
        if palette is not None:
            self.choose(palette)

    def import_palette(self) -> None:
        """Choose a palette from a file."""
        path = self._asking.open_palette(self._recent.folder)
        if path is not None:
            self.import_path(path)

    def import_path(self, path: Path) -> None:
        """Choose the palette of a file."""
        self.attempt(lambda: self._import(path))

    def export_palette(self) -> None:
        """Write the palette into a file."""
        palette = self._classes.palette
        stem = "".join(letter if letter.isalnum() else "-" for letter in palette.name).strip("-") or "palette"
        path = self._asking.save_palette(self._recent.folder / f"{stem}{JSON}")
        if path is not None:
            self.attempt(lambda: self._export(path))

    def check(self) -> None:
        """Show which classes look alike, and recolour them if the person wants that."""
        if self._asking.check(self._classes.palette):
            self.attempt(self._classes.recolour_all)

    def recolour(self, class_id: int) -> None:
        """Have a class's colour chosen."""
        rgb = self._asking.colour(self._classes.palette, class_id)
        if rgb is not None:
            self.attempt(lambda: self._classes.recolour(class_id, rgb))

    def merge(self, class_id: int) -> None:
        """Have the class chosen into which a class is merged."""
        into = self._asking.merge_target(self._classes.palette, class_id)
        if into is not None:
            self.attempt(lambda: self._classes.merge(class_id, into))

    def remove(self, class_id: int) -> None:
        """Remove a class; asks if something is painted with it."""
        share = self._classes.share(class_id)
        if class_id != UNLABELLED and (not share or self._asking.may_remove(self._classes.palette, class_id, share)):
            self.attempt(lambda: self._classes.remove(class_id))

    def attempt(self, action: Callable[[], object]) -> bool:
        """Do it; an error becomes a notice. Returns whether it was done."""
        try:
            action()
        except CanvasError as error:
            self._notices.report(error)
            return False
        return True

    def _import(self, path: Path) -> None:
        found = import_palette(path)
        self._recent.remember_folder(path)
        for remark in found.remarks:
            self._notices.post(Notice(Level.INFO, remark))
        self.choose(found.palette)

    def _export(self, path: Path) -> None:
        write_palette(path, self._classes.palette)
        self._recent.remember_folder(path)


def _differs(class_id: int, current: Palette, other: Palette) -> bool:
    """Whether the class of this id is another one in the other palette."""
    same = other.find_name(current.name_of(class_id))
    return same is None or same.class_id != class_id
