"""Edits as the history keeps them: in as little memory as is quick to pack."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace

import numpy as np

from canvas.edits import ContentEdit, Edit, JointEdit, PaletteEdit, PatchEdit
from canvas.layers import KINDS, LayerName, Pixels
from canvas.raster import BBox

_FAST = 1
_MOST_BYTES = 2**22
"""More than this is kept as it is: packing would be felt at the end of a stroke."""
_OBJECT_BYTES = 900
"""What an entry of the history takes beside its pixels."""


@dataclass(frozen=True, eq=False)
class _Values:
    """So many pixels of one value, or all values one after the other, deflated where that is quick."""

    shape: tuple[int, ...]
    value: Pixels | None
    data: bytes | Pixels = b""

    @classmethod
    def of(cls, pixels: Pixels, is_flat: bool) -> _Values:
        if pixels.size and (pixels == pixels[0]).all():
            return cls(pixels.shape, pixels[0].copy())
        if is_flat and pixels.size <= _MOST_BYTES:
            return cls(pixels.shape, None, zlib.compress(pixels.data, _FAST))
        return cls(pixels.shape, None, pixels)

    @property
    def nbytes(self) -> int:
        return len(self.data) if isinstance(self.data, bytes) else self.data.nbytes

    def pixels(self) -> Pixels:
        if self.value is not None:
            return np.full(self.shape, self.value, dtype=np.uint8)
        if isinstance(self.data, bytes):
            return np.frombuffer(zlib.decompress(self.data), np.uint8).reshape(self.shape)
        return self.data


@dataclass(frozen=True, eq=False)
class PackedPatch:
    """Holds a PatchEdit: its mask a bit a pixel and deflated, what was painted in one value as that value."""

    layer: LayerName
    bbox: BBox
    mask: bytes
    before: _Values
    after: _Values

    @classmethod
    def of(cls, edit: PatchEdit) -> PackedPatch:
        """Pack an edit."""
        is_flat = KINDS[edit.layer].is_flat
        return cls(
            edit.layer,
            edit.bbox,
            zlib.compress(np.packbits(edit.mask).data, _FAST),
            _Values.of(edit.before, is_flat),
            _Values.of(edit.after, is_flat),
        )

    @property
    def nbytes(self) -> int:
        """Memory that it holds, as an entry of the history."""
        return _OBJECT_BYTES + len(self.mask) + self.before.nbytes + self.after.nbytes

    @property
    def painted(self) -> int | None:
        """The one class that it paints; None for several, and for ink."""
        return int(self.after.value) if self.layer == "labels" and self.after.value is not None else None

    def unpacked(self) -> PatchEdit:
        """The edit, exactly as it was."""
        height, width = self.bbox.height, self.bbox.width
        bits = np.frombuffer(zlib.decompress(self.mask), np.uint8)
        mask = np.unpackbits(bits, count=height * width).view(np.bool_).reshape(height, width)
        return PatchEdit(self.bbox, mask, self.before.pixels(), self.after.pixels(), self.layer)


@dataclass(frozen=True, eq=False)
class PackedJoint:
    """Holds a JointEdit."""

    patches: tuple[PackedPatch, ...]

    @property
    def nbytes(self) -> int:
        """Memory that it holds, as an entry of the history."""
        return sum(patch.nbytes for patch in self.patches)

    def unpacked(self) -> JointEdit:
        """The edit, exactly as it was."""
        return JointEdit(tuple(patch.unpacked() for patch in self.patches))


@dataclass(frozen=True, eq=False)
class PackedPalette:
    """Holds a PaletteEdit."""

    edit: PaletteEdit
    """Without its patch."""
    patch: PackedPatch | None

    @property
    def nbytes(self) -> int:
        """Memory that it holds, as an entry of the history."""
        return _OBJECT_BYTES + self.edit.nbytes + (0 if self.patch is None else self.patch.nbytes)

    def unpacked(self) -> PaletteEdit:
        """The edit, exactly as it was."""
        return replace(self.edit, patch=None if self.patch is None else self.patch.unpacked())


@dataclass(frozen=True, eq=False)
class PackedContent:
    """Holds a ContentEdit, which is packed already."""

    edit: ContentEdit

    @property
    def nbytes(self) -> int:
        """Memory that it holds, as an entry of the history."""
        return _OBJECT_BYTES + self.edit.nbytes

    def unpacked(self) -> ContentEdit:
        """The edit."""
        return self.edit


Packed = PackedPatch | PackedJoint | PackedPalette | PackedContent


def packed(edit: Edit) -> Packed:
    """Pack any edit."""
    if isinstance(edit, PatchEdit):
        return PackedPatch.of(edit)
    if isinstance(edit, JointEdit):
        return PackedJoint(tuple(PackedPatch.of(patch) for patch in edit.patches))
    if isinstance(edit, PaletteEdit):
        return PackedPalette(replace(edit, patch=None), None if edit.patch is None else PackedPatch.of(edit.patch))
    return PackedContent(edit)
