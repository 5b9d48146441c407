"""Reversible changes of a label map."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from canvas.raster import BBox, Mask, tightened

Ids = NDArray[np.uint8]
_FAST = 1


@dataclass(frozen=True, eq=False)
class PatchEdit:
    """New class ids for some pixels of one box.

    `mask` is (height, width) of `bbox`; `before` and `after` are the ids of its True pixels, row by row.
    """

    bbox: BBox
    mask: Mask
    before: Ids
    after: Ids

    @classmethod
    def paint(cls, ids: Ids, bbox: BBox, mask: Mask, class_id: int) -> PatchEdit:
        """Give the masked pixels of `ids` one class; pixels that have it already are left out."""
        part = ids[bbox.slices]
        bbox, mask = tightened(bbox, mask & (part != class_id))
        before = ids[bbox.slices][mask]
        return cls(bbox, mask, before, np.full_like(before, class_id))

    @classmethod
    def replace_all(cls, ids: Ids, new_ids: Ids) -> PatchEdit:
        """Turn `ids` into `new_ids`, of the same shape."""
        bbox, mask = tightened(BBox(0, 0, *ids.shape), ids != new_ids)
        return cls(bbox, mask, ids[bbox.slices][mask], new_ids[bbox.slices][mask])

    @property
    def is_empty(self) -> bool:
        """Whether it changes nothing."""
        return self.before.size == 0

    @property
    def nbytes(self) -> int:
        """Memory that the patch holds."""
        return self.mask.nbytes + self.before.nbytes + self.after.nbytes

    def apply(self, ids: Ids) -> None:
        """Write `after` into `ids`, which must hold `before` there."""
        ids[self.bbox.slices][self.mask] = self.after

    def revert(self, ids: Ids) -> None:
        """Write `before` back."""
        ids[self.bbox.slices][self.mask] = self.before

    def inverse(self) -> PatchEdit:
        """The edit that takes this one back."""
        return replace(self, before=self.after, after=self.before)


@dataclass(frozen=True, eq=False)
class ContentEdit:
    """Another label map, of any size, in place of the whole one. Both are held compressed."""

    before: _Packed
    after: _Packed

    is_empty = False

    @classmethod
    def replace(cls, ids: Ids, new_ids: Ids) -> ContentEdit:
        """Put `new_ids` in the place of `ids`."""
        return cls(_Packed.of(ids), _Packed.of(new_ids))

    @property
    def nbytes(self) -> int:
        """Memory that the edit holds."""
        return len(self.before.data) + len(self.after.data)

    def content(self) -> Ids:
        """The new label map."""
        return self.after.unpacked()

    def inverse(self) -> ContentEdit:
        """The edit that takes this one back."""
        return ContentEdit(self.after, self.before)


@dataclass(frozen=True, eq=False)
class _Packed:
    shape: tuple[int, ...]
    data: bytes

    @classmethod
    def of(cls, ids: Ids) -> _Packed:
        return cls(ids.shape, zlib.compress(np.ascontiguousarray(ids).data, _FAST))

    def unpacked(self) -> Ids:
        return np.frombuffer(zlib.decompress(self.data), dtype=np.uint8).reshape(self.shape).copy()


Edit = PatchEdit | ContentEdit


def merged(edits: Sequence[PatchEdit], ids: Ids) -> PatchEdit:
    """One edit for several that were applied to `ids` one after the other; pixels that ended as they began drop out."""
    edits = [edit for edit in edits if not edit.is_empty]
    if not edits:
        return PatchEdit.paint(ids, BBox(0, 0, 0, 0), np.zeros((0, 0), dtype=np.bool_), 0)
    if len(edits) == 1:
        return edits[0]
    whole = edits[0].bbox
    for edit in edits[1:]:
        whole = whole.union(edit.bbox)
    now = ids[whole.slices]
    before = now.copy()
    for edit in reversed(edits):
        top, left = edit.bbox.top - whole.top, edit.bbox.left - whole.left
        before[top : top + edit.bbox.height, left : left + edit.bbox.width][edit.mask] = edit.before
    change = PatchEdit.replace_all(before, now)
    box = change.bbox
    moved = BBox(box.top + whole.top, box.left + whole.left, box.bottom + whole.top, box.right + whole.left)
    return replace(change, bbox=moved, mask=change.mask.copy())
