from __future__ import annotations

import numpy as np
import pytest

from canvas import raster
from canvas.edits import JointEdit, PaletteEdit, PatchEdit
from canvas.layers import LayerName
from canvas.packed_edits import PackedPatch, packed
from canvas.palette import Palette
from canvas.palette_editing import renamed
from canvas.raster import BBox


def assert_same(edit: PatchEdit, again: PatchEdit) -> None:
    assert again.bbox == edit.bbox
    assert again.layer == edit.layer
    np.testing.assert_array_equal(again.mask, edit.mask)
    np.testing.assert_array_equal(again.before, edit.before)
    np.testing.assert_array_equal(again.after, edit.after)
    assert again.mask.dtype == np.bool_


@pytest.mark.parametrize("layer", ["labels", "ink"])
@pytest.mark.parametrize("seed", range(12))
def test_a_patch_comes_back_exactly(layer: LayerName, seed: int) -> None:
    rng = np.random.default_rng(seed)
    height, width = rng.integers(1, 40, 2).tolist()
    pixels = rng.integers(0, rng.integers(1, 256), (height, width), dtype=np.uint8)
    new = pixels if seed == 0 else rng.integers(0, rng.integers(1, 256), (height, width), dtype=np.uint8)
    edit = PatchEdit.write(pixels, BBox(0, 0, height, width), new, layer)
    again = PackedPatch.of(edit).unpacked()
    assert_same(edit, again)
    copy = pixels.copy()
    again.apply(copy)
    np.testing.assert_array_equal(copy, new)
    again.inverse().apply(copy)
    np.testing.assert_array_equal(copy, pixels)


def test_a_large_patch_comes_back_exactly() -> None:
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 9, (2200, 2200), dtype=np.uint8)
    edit = PatchEdit.paint(pixels, BBox(0, 0, 2200, 2200), rng.random((2200, 2200)) < 0.99, 3)
    assert edit.before.size > 2**22
    assert_same(edit, PackedPatch.of(edit).unpacked())


def test_a_long_thin_stroke_takes_a_small_part_of_its_box() -> None:
    pixels = np.zeros((1000, 1000), np.uint8)
    pixels[:, 500:] = 4
    edit = PatchEdit.paint(pixels, *raster.line((1000, 1000), (20, 20), (980, 980), 8), 2)
    assert edit.mask.size > 900_000
    assert PackedPatch.of(edit).nbytes < 10_000


def test_what_was_packed_does_not_follow_the_drawing() -> None:
    pixels = np.arange(100, dtype=np.uint8).reshape(10, 10)
    edit = PatchEdit.write(pixels, BBox(0, 0, 10, 10), pixels[::-1].copy(), "ink")
    packed = PackedPatch.of(edit)
    pixels[:] = 0
    np.testing.assert_array_equal(packed.unpacked().before, np.arange(100, dtype=np.uint8))


def test_joint_patches_come_back_exactly() -> None:
    rng = np.random.default_rng(0)
    layers = rng.integers(0, 256, (2, 20, 30), dtype=np.uint8)
    new = rng.integers(0, 256, (20, 30), dtype=np.uint8)
    joint = JointEdit(
        (PatchEdit.replace_all(layers[0], new, "labels"), PatchEdit.replace_all(layers[1], new, "ink")),
    )
    again = packed(joint).unpacked()
    assert isinstance(again, JointEdit)
    for one, other in zip(joint.patches, again.patches, strict=True):
        assert_same(one, other)


def test_a_change_of_palette_comes_back_exactly(palette: Palette) -> None:
    pixels = np.full((300, 300), 5, np.uint8)
    patch = PatchEdit.replace_all(pixels, np.full((300, 300), 6, np.uint8))
    other = renamed(palette, palette.ids[1], "another name")
    for edit in (PaletteEdit(palette, other, patch), PaletteEdit(palette, other)):
        kept = packed(edit)
        assert kept.nbytes < 20_000
        again = kept.unpacked()
        assert isinstance(again, PaletteEdit)
        assert (again.before, again.after) == (palette, other)
        assert (again.patch is None) == (edit.patch is None)
        if edit.patch is not None and again.patch is not None:
            assert_same(edit.patch, again.patch)
