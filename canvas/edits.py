"""Reversible changes of a drawing."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from canvas.layers import KINDS, LayerName, Layers, Pixels, Size
from canvas.layers.pixels import is_blank, values
from canvas.palette import Palette
from canvas.raster import NOWHERE, BBox, Mask, tightened

_FAST = 1
_ENTRY_BYTES = 256
"""About what one class of a palette takes in memory."""


@dataclass(frozen=True, eq=False)
class PatchEdit:
    """New pixels in one box of one layer.

    `mask` is (height, width) of `bbox`; `before` and `after` are what its True pixels hold, row by row: (N,) or
    (N, C).
    """

    bbox: BBox
    mask: Mask
    before: Pixels
    after: Pixels
    layer: LayerName = "labels"

    @classmethod
    def nothing(cls, layer: LayerName = "labels") -> PatchEdit:
        """An edit that changes nothing."""
        none = np.zeros(0, dtype=np.uint8)
        return cls(NOWHERE, np.zeros((0, 0), dtype=np.bool_), none, none, layer)

    @classmethod
    def paint(cls, ids: Pixels, bbox: BBox, mask: Mask, class_id: int) -> PatchEdit:
        """Give the masked pixels of the label map one class; pixels that have it already are left out."""
        part = ids[bbox.slices]
        bbox, mask = tightened(bbox, mask & (part != class_id))
        before = ids[bbox.slices][mask]
        return cls(bbox, mask, before, np.full_like(before, class_id))

    @classmethod
    def write(cls, pixels: Pixels, bbox: BBox, new: Pixels, layer: LayerName) -> PatchEdit:
        """Turn one box of a layer into `new`, of the box's shape; pixels that stay as they are, are left out."""
        tight, mask = tightened(bbox, values(pixels[bbox.slices]) != values(new))
        top, left = tight.top - bbox.top, tight.left - bbox.left
        after = new[top : top + tight.height, left : left + tight.width][mask]
        return cls(tight, mask, pixels[tight.slices][mask], after, layer)

    @classmethod
    def replace_all(cls, pixels: Pixels, new: Pixels, layer: LayerName = "labels") -> PatchEdit:
        """Turn a whole layer into `new`, of the same shape."""
        return cls.write(pixels, BBox(0, 0, *pixels.shape[:2]), new, layer)

    @property
    def is_empty(self) -> bool:
        """Whether it changes nothing."""
        return self.before.size == 0

    @property
    def nbytes(self) -> int:
        """Memory that the patch holds."""
        return self.mask.nbytes + self.before.nbytes + self.after.nbytes

    def apply(self, pixels: Pixels) -> None:
        """Write `after` into the layer's pixels, which must hold `before` there."""
        pixels[self.bbox.slices][self.mask] = self.after

    def revert(self, pixels: Pixels) -> None:
        """Write `before` back."""
        pixels[self.bbox.slices][self.mask] = self.before

    def inverse(self) -> PatchEdit:
        """The edit that takes this one back."""
        return replace(self, before=self.after, after=self.before)


@dataclass(frozen=True, eq=False)
class JointEdit:
    """Patches of several layers as one change, at most one of each."""

    patches: tuple[PatchEdit, ...]

    @property
    def is_empty(self) -> bool:
        """Whether it changes nothing."""
        return all(patch.is_empty for patch in self.patches)

    @property
    def nbytes(self) -> int:
        """Memory that the patches hold."""
        return sum(patch.nbytes for patch in self.patches)

    def inverse(self) -> JointEdit:
        """The edit that takes this one back."""
        return JointEdit(tuple(patch.inverse() for patch in self.patches))


@dataclass(frozen=True, eq=False)
class ContentEdit:
    """Other pixels, of any size, in place of all layers. Both are held compressed."""

    before: _Packed
    after: _Packed

    is_empty = False

    @classmethod
    def replace(cls, layers: Layers, new: Layers) -> ContentEdit:
        """Put `new` in the place of `layers`."""
        return cls(_Packed.of(layers), _Packed.of(new))

    @property
    def nbytes(self) -> int:
        """Memory that the edit holds."""
        return sum(map(len, (*self.before.data.values(), *self.after.data.values())))

    @property
    def size(self) -> Size:
        """(height, width) of the new pixels."""
        return self.after.size

    def content(self) -> Layers:
        """The new pixels."""
        return self.after.unpacked()

    def inverse(self) -> ContentEdit:
        """The edit that takes this one back."""
        return ContentEdit(self.after, self.before)


@dataclass(frozen=True, eq=False)
class PaletteEdit:
    """Another palette, and with it other ids where classes were merged, removed or numbered anew."""

    before: Palette
    after: Palette
    patch: PatchEdit | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it changes nothing."""
        return self.before == self.after and (self.patch is None or self.patch.is_empty)

    @property
    def nbytes(self) -> int:
        """About the memory that the edit holds."""
        entries = len(self.before.entries) + len(self.after.entries)
        return entries * _ENTRY_BYTES + (0 if self.patch is None else self.patch.nbytes)

    def inverse(self) -> PaletteEdit:
        """The edit that takes this one back."""
        return PaletteEdit(self.after, self.before, None if self.patch is None else self.patch.inverse())


@dataclass(frozen=True, eq=False)
class _Packed:
    """All layers, compressed; those that are blank are left out."""

    size: Size
    data: Mapping[LayerName, bytes]

    @classmethod
    def of(cls, layers: Layers) -> _Packed:
        painted = {kind.id: pixels for kind, pixels in layers.items() if not is_blank(pixels)}
        return cls(
            layers.size,
            {name: zlib.compress(np.ascontiguousarray(pixels).data, _FAST) for name, pixels in painted.items()},
        )

    def unpacked(self) -> Layers:
        return Layers.made(
            self.size,
            {
                name: np.frombuffer(zlib.decompress(data), np.uint8).reshape(*self.size, *KINDS[name].channels).copy()
                for name, data in self.data.items()
            },
        )


Edit = PatchEdit | JointEdit | ContentEdit | PaletteEdit


def merged(edits: Sequence[PatchEdit], pixels: Pixels) -> PatchEdit:
    """One edit for several that were applied one after the other to `pixels`, all of them of one layer.

    Pixels that ended as they began drop out.
    """
    edits = [edit for edit in edits if not edit.is_empty]
    if not edits:
        return PatchEdit.nothing()
    if len(edits) == 1:
        return edits[0]
    whole = edits[0].bbox
    for edit in edits[1:]:
        whole = whole.union(edit.bbox)
    now = pixels[whole.slices]
    before = now.copy()
    for edit in reversed(edits):
        top, left = edit.bbox.top - whole.top, edit.bbox.left - whole.left
        before[top : top + edit.bbox.height, left : left + edit.bbox.width][edit.mask] = edit.before
    change = PatchEdit.replace_all(before, now, edits[0].layer)
    box = change.bbox
    moved = BBox(box.top + whole.top, box.left + whole.left, box.bottom + whole.top, box.right + whole.left)
    return replace(change, bbox=moved, mask=change.mask.copy())
