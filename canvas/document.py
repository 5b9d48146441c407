"""The drawing: a label map with the palette that its ids belong to, and the ink on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial, reduce

import numpy as np
from numpy.typing import NDArray

from canvas.edits import ContentEdit, Edit, JointEdit, PaletteEdit, PatchEdit
from canvas.errors import CanvasError, LabelMapError
from canvas.events import Event, each
from canvas.layers import LAYERS, LayerName, Layers
from canvas.palette import Palette
from canvas.raster import BBox
from canvas.words import say

MAX_SIDE = 4096
"""Longest side of a drawing, in pixels."""


@dataclass(frozen=True)
class DocumentSnapshot:
    """What the drawing was at one revision. The layers are read-only copies, (H, W) each."""

    labels: NDArray[np.uint8]
    ink: NDArray[np.uint8]
    palette: Palette
    revision: int

    @property
    def layers(self) -> Layers:
        """Both layers."""
        return Layers(self.labels, self.ink)


class Document:
    """A label map (H, W) of class ids with its palette, and ink (H, W) on it, 0 is paper and 255 full ink.

    Changed by edits, or replaced whole by `load`. Belongs to one thread; others get a snapshot.
    """

    def __init__(self, palette: Palette, labels: NDArray[np.uint8], ink: NDArray[np.uint8] | None = None) -> None:
        """Copies the layers; no ink is blank paper. Raises CanvasError for a size or ids that a drawing cannot have."""
        self._palette = palette
        self._layers = _checked(labels, palette, ink)
        self._revision = 0
        self.changed: Event[BBox] = Event()
        """After each change, with the box of what changed; of a palette, with the whole box."""
        self.layer_changed: Event[LayerName, BBox] = Event()
        """Before `changed`: which layer has other pixels, and where."""
        self.palette_changed: Event[[]] = Event()
        """After the palette was replaced, before `changed`."""
        self.loaded: Event[[]] = Event()
        """After `load`, before `changed`: size and history of the old content are void."""
        self.resized: Event[[]] = Event()
        """After an edit put other layers in place, before `changed`: of any size, and the history holds."""

    @property
    def labels(self) -> NDArray[np.uint8]:
        """(H, W) class ids: a read-only view that follows later edits."""
        return self.layers.labels

    @property
    def ink(self) -> NDArray[np.uint8]:
        """(H, W) coverage of ink: a read-only view that follows later edits."""
        return self.layers.ink

    @property
    def layers(self) -> Layers:
        """Read-only views of both layers."""
        return self._layers.views()

    @property
    def palette(self) -> Palette:
        """The classes that the ids name."""
        return self._palette

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) in pixels."""
        return self._layers.size

    @property
    def bbox(self) -> BBox:
        """The whole drawing."""
        return BBox(0, 0, *self.size)

    @property
    def revision(self) -> int:
        """Counts every change of the drawing, undo and redo included."""
        return self._revision

    def apply(self, edit: Edit) -> None:
        """Make one change and announce it. An empty edit is no change.

        Raises LabelMapError for a palette that lacks ids of the drawing, and then changes nothing. What a listener
        raises comes once all have heard; then the change is made, as `revision` tells.
        """
        if edit.is_empty:
            return
        if isinstance(edit, ContentEdit):
            self._layers = edit.content()
            self._revision += 1
            each([self.resized.emit, *self._all_news()])
        elif isinstance(edit, PaletteEdit):
            self._apply_palette(edit)
        else:
            self._apply_patches(edit.patches if isinstance(edit, JointEdit) else (edit,))

    def load(self, labels: NDArray[np.uint8], palette: Palette, ink: NDArray[np.uint8] | None = None) -> None:
        """Replace the whole content, of any size; no ink is blank paper. On CanvasError the old content stays."""
        self._layers = _checked(labels, palette, ink)
        self._revision += 1
        other_palette = palette != self._palette
        self._palette = palette
        each([self.loaded.emit, *([self.palette_changed.emit] if other_palette else []), *self._all_news()])

    def snapshot(self) -> DocumentSnapshot:
        """A copy that later edits do not touch; safe to hand to another thread."""
        copies = Layers(*(pixels.copy() for pixels in self._layers)).views()
        return DocumentSnapshot(copies.labels, copies.ink, self._palette, self._revision)

    def is_as(self, snapshot: DocumentSnapshot) -> bool:
        """Whether the drawing is what it was at a snapshot of this document."""
        return snapshot.revision == self._revision or (
            snapshot.palette == self._palette
            and all(np.array_equal(now, then) for now, then in zip(self._layers, snapshot.layers, strict=True))
        )

    def _apply_patches(self, patches: Sequence[PatchEdit]) -> None:
        patches = [patch for patch in patches if not patch.is_empty]
        for patch in patches:
            patch.apply(self._layers.of(patch.layer))
        self._revision += 1
        whole = reduce(BBox.union, (patch.bbox for patch in patches))
        each([*self._news_of(patches), partial(self.changed.emit, whole)])

    def _apply_palette(self, edit: PaletteEdit) -> None:
        patch, labels = edit.patch, self._layers.labels
        if patch is not None:
            patch.apply(labels)
        if set(edit.before.ids) - set(edit.after.ids):
            try:
                check_ids(labels, edit.after)
            except LabelMapError:
                if patch is not None:
                    patch.revert(labels)
                raise
        self._palette = edit.after
        self._revision += 1
        patches = () if patch is None or patch.is_empty else (patch,)
        each([self.palette_changed.emit, *self._news_of(patches), partial(self.changed.emit, self.bbox)])

    def _news_of(self, patches: Sequence[PatchEdit]) -> list[Callable[[], None]]:
        return [partial(self.layer_changed.emit, patch.layer, patch.bbox) for patch in patches]

    def _all_news(self) -> list[Callable[[], None]]:
        layers = [partial(self.layer_changed.emit, layer, self.bbox) for layer in LAYERS]
        return [*layers, partial(self.changed.emit, self.bbox)]


def check_size(height: int, width: int) -> None:
    """Raise CanvasError unless a drawing can have this size."""
    if not (1 <= height <= MAX_SIDE and 1 <= width <= MAX_SIDE):
        raise CanvasError(
            say("A drawing cannot be {width} x {height} pixels.", width=width, height=height),
            say("Each side can have 1 to {most} pixels. Make the image smaller first.", most=MAX_SIDE),
        )


def check_ids(labels: NDArray[np.uint8], palette: Palette) -> None:
    """Raise LabelMapError, which lists them, where the map has ids that the palette lacks."""
    missing = palette.missing(labels)
    if missing:
        raise LabelMapError(
            say(
                'The drawing has class {ids}, unknown to "{palette}".',
                ids=listed([str(class_id) for class_id in missing]),
                palette=palette.name,
            ),
            say("Choose the palette that the drawing was made with, or add these classes to it."),
        )


def listed(items: list[str], count: int | None = None) -> str:
    """The first ten of a list, and how many more there are of `count` in all (default: of the list)."""
    count = len(items) if count is None else count
    shown, *rest = items[:10]
    for item in rest:
        shown = say("{before}, {item}", before=shown, item=item)
    return shown if count <= 10 else say("{shown} and {count} more", shown=shown, count=count - 10)


def _checked(labels: NDArray[np.uint8], palette: Palette, ink: NDArray[np.uint8] | None) -> Layers:
    for pixels in (labels,) if ink is None else (labels, ink):
        if pixels.ndim != 2 or pixels.dtype != np.uint8:
            raise TypeError(f"a layer must be a 2-D uint8 array, not {pixels.ndim}-D {pixels.dtype}")
    check_size(*labels.shape)
    check_ids(labels, palette)
    if ink is None:
        ink = np.zeros(labels.shape, np.uint8)
    elif ink.shape != labels.shape:
        raise ValueError(f"the ink is {ink.shape}, the label map {labels.shape}")
    else:
        ink = np.array(ink, order="C", copy=True)
    return Layers(np.array(labels, order="C", copy=True), ink)
