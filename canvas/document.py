"""The drawing: a label map with the palette that its ids belong to, and the other layers on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial, reduce

import numpy as np

from canvas.edits import ContentEdit, Edit, JointEdit, PaletteEdit, PatchEdit
from canvas.errors import LabelMapError
from canvas.events import Event, each
from canvas.layers import KINDS, LAYERS, LayerName, Layers, Pixels
from canvas.limits import check_ids, check_size
from canvas.palette import Palette
from canvas.raster import BBox


@dataclass(frozen=True)
class DocumentSnapshot:
    """What the drawing was at one revision. The layers are read-only copies."""

    layers: Layers
    palette: Palette
    revision: int

    @property
    def labels(self) -> Pixels:
        """(H, W) class ids."""
        return self.layers.labels

    @property
    def ink(self) -> Pixels:
        """(H, W) coverage of ink."""
        return self.layers.ink

    @property
    def colours(self) -> Pixels:
        """(H, W, 4) RGBA of colour strokes."""
        return self.layers.colours


class Document:
    """A label map (H, W) of class ids with its palette, and on it ink (H, W), 0 is paper and 255 full ink, and colour
    strokes (H, W, 4), RGBA.

    Changed by edits, or replaced whole by `load`. Belongs to one thread; others get a snapshot.
    """

    def __init__(
        self, palette: Palette, labels: Pixels, ink: Pixels | None = None, colours: Pixels | None = None
    ) -> None:
        """Copies the layers; None is blank. Raises CanvasError for a size or ids that a drawing cannot have."""
        self._palette = palette
        self._layers = _checked(palette, {"labels": labels, "ink": ink, "colours": colours})
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
    def labels(self) -> Pixels:
        """(H, W) class ids: a read-only view that follows later edits."""
        return self.layers.labels

    @property
    def ink(self) -> Pixels:
        """(H, W) coverage of ink: a read-only view that follows later edits."""
        return self.layers.ink

    @property
    def colours(self) -> Pixels:
        """(H, W, 4) RGBA of colour strokes: a read-only view that follows later edits."""
        return self.layers.colours

    @property
    def layers(self) -> Layers:
        """Read-only views of all layers."""
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
            before, self._layers = self._layers, edit.content()
            self._revision += 1
            each([self.resized.emit, *self._all_news(before)])
        elif isinstance(edit, PaletteEdit):
            self._apply_palette(edit)
        else:
            self._apply_patches(edit.patches if isinstance(edit, JointEdit) else (edit,))

    def load(self, labels: Pixels, palette: Palette, ink: Pixels | None = None, colours: Pixels | None = None) -> None:
        """Replace the whole content, of any size; None is blank. On CanvasError the old content stays."""
        before, self._layers = self._layers, _checked(palette, {"labels": labels, "ink": ink, "colours": colours})
        self._revision += 1
        other_palette = palette != self._palette
        self._palette = palette
        each([self.loaded.emit, *([self.palette_changed.emit] if other_palette else []), *self._all_news(before)])

    def snapshot(self) -> DocumentSnapshot:
        """A copy that later edits do not touch; safe to hand to another thread."""
        return DocumentSnapshot(self._layers.copy().views(), self._palette, self._revision)

    def is_as(self, snapshot: DocumentSnapshot) -> bool:
        """Whether the drawing is what it was at a snapshot of this document."""
        return snapshot.revision == self._revision or (
            snapshot.palette == self._palette and self._layers.is_as(snapshot.layers)
        )

    def _apply_patches(self, patches: Sequence[PatchEdit]) -> None:
        patches = [patch for patch in patches if not patch.is_empty]
        for patch in patches:
            patch.apply(self._layers.to_paint(patch.layer))
        self._revision += 1
        whole = reduce(BBox.union, (patch.bbox for patch in patches))
        each([*self._news_of(patches), partial(self.changed.emit, whole)])

    def _apply_palette(self, edit: PaletteEdit) -> None:
        patch, labels = edit.patch, self._layers.to_paint("labels")
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

    def _all_news(self, before: Layers) -> list[Callable[[], None]]:
        """Of every layer that holds something, or did."""
        held = {"labels", *(kind.id for layers in (before, self._layers) for kind, _ in layers.items())}
        layers = [partial(self.layer_changed.emit, layer, self.bbox) for layer in LAYERS if layer in held]
        return [*layers, partial(self.changed.emit, self.bbox)]


def _checked(palette: Palette, given: Mapping[LayerName, Pixels | None]) -> Layers:
    painted = {name: pixels for name, pixels in given.items() if pixels is not None}
    for name, pixels in painted.items():
        dimensions = 2 + len(KINDS[name].channels)
        if pixels.ndim != dimensions or pixels.dtype != np.uint8:
            raise TypeError(f"the {name} must be a {dimensions}-D uint8 array, not {pixels.ndim}-D {pixels.dtype}")
    height, width = painted["labels"].shape
    check_size(height, width)
    check_ids(painted["labels"], palette)
    return Layers.made((height, width), painted).copy()
