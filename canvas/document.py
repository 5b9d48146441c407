"""The drawing: a label map and the palette that its ids belong to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from canvas.edits import ContentEdit, Edit
from canvas.errors import CanvasError, LabelMapError
from canvas.events import Event
from canvas.palette import Palette
from canvas.raster import BBox

MAX_SIDE = 4096
"""Longest side of a drawing, in pixels."""


@dataclass(frozen=True)
class DocumentSnapshot:
    """What the drawing was at one revision. `labels` is a read-only copy, (H, W) class ids."""

    labels: NDArray[np.uint8]
    palette: Palette
    revision: int


class Document:
    """A label map (H, W) of class ids with its palette. Changed by edits, or replaced whole by `load`.

    Belongs to one thread; others get a snapshot.
    """

    def __init__(self, palette: Palette, labels: NDArray[np.uint8]) -> None:
        """Copies `labels`. Raises CanvasError for a size or ids that a drawing cannot have."""
        self._palette = palette
        self._ids = _checked(labels, palette)
        self._revision = 0
        self.changed: Event[BBox] = Event()
        """After each change of pixels, with the box of what changed."""
        self.palette_changed: Event[[]] = Event()
        """After the palette was replaced."""
        self.loaded: Event[[]] = Event()
        """After `load`, before `changed`: size and history of the old content are void."""
        self.resized: Event[[]] = Event()
        """After an edit put another label map in place, before `changed`: of any size, and the history holds."""

    @property
    def labels(self) -> NDArray[np.uint8]:
        """(H, W) class ids: a read-only view that follows later edits."""
        view = self._ids.view()
        view.setflags(write=False)
        return view

    @property
    def palette(self) -> Palette:
        """The classes that the ids name."""
        return self._palette

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) in pixels."""
        height, width = self._ids.shape
        return height, width

    @property
    def bbox(self) -> BBox:
        """The whole drawing."""
        return BBox(0, 0, *self.size)

    @property
    def revision(self) -> int:
        """Counts every change of the pixels, undo and redo included."""
        return self._revision

    def apply(self, edit: Edit) -> None:
        """Make one change and announce it. An empty edit is no change."""
        if isinstance(edit, ContentEdit):
            self._ids = edit.content()
            self._revision += 1
            self.resized.emit()
            self.changed.emit(self.bbox)
            return
        if edit.is_empty:
            return
        edit.apply(self._ids)
        self._revision += 1
        self.changed.emit(edit.bbox)

    def load(self, labels: NDArray[np.uint8], palette: Palette) -> None:
        """Replace the whole content, of any size. On CanvasError the old content stays."""
        self._ids = _checked(labels, palette)
        self._revision += 1
        other_palette = palette != self._palette
        self._palette = palette
        self.loaded.emit()
        if other_palette:
            self.palette_changed.emit()
        self.changed.emit(self.bbox)

    def snapshot(self) -> DocumentSnapshot:
        """A copy that later edits do not touch; safe to hand to another thread."""
        labels = self._ids.copy()
        labels.setflags(write=False)
        return DocumentSnapshot(labels, self._palette, self._revision)


def check_size(height: int, width: int) -> None:
    """Raise CanvasError unless a drawing can have this size."""
    if not (1 <= height <= MAX_SIDE and 1 <= width <= MAX_SIDE):
        raise CanvasError(
            f"A drawing cannot be {width} x {height} pixels.",
            f"Each side can have 1 to {MAX_SIDE} pixels. Make the image smaller first.",
        )


def check_ids(labels: NDArray[np.uint8], palette: Palette) -> None:
    """Raise LabelMapError, which lists them, where the map has ids that the palette lacks."""
    missing = palette.missing(labels)
    if missing:
        raise LabelMapError(
            f'The drawing has class {listed([str(class_id) for class_id in missing])}, unknown to "{palette.name}".',
            "Choose the palette that the drawing was made with, or add these classes to it.",
        )


def listed(items: list[str]) -> str:
    """The first ten of a list, and how many more there are."""
    shown = ", ".join(items[:10])
    return shown if len(items) <= 10 else f"{shown} and {len(items) - 10} more"


def _checked(labels: NDArray[np.uint8], palette: Palette) -> NDArray[np.uint8]:
    if labels.ndim != 2 or labels.dtype != np.uint8:
        raise TypeError(f"labels must be a 2-D uint8 array, not {labels.ndim}-D {labels.dtype}")
    check_size(*labels.shape)
    check_ids(labels, palette)
    return np.array(labels, order="C", copy=True)
