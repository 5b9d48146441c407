from __future__ import annotations

import numpy as np
import pytest

from canvas.document import Document
from canvas.edits import PatchEdit
from canvas.errors import CanvasError, LabelMapError
from canvas.palette import Palette, PaletteEntry
from canvas.raster import BBox


def test_labels_cannot_be_written_around_the_edits(document: Document) -> None:
    with pytest.raises(ValueError, match="read-only"):
        document.labels[0, 0] = 1


def test_a_snapshot_does_not_follow_later_edits(document: Document) -> None:
    snapshot = document.snapshot()
    document.apply(PatchEdit.paint(document.labels, BBox(0, 0, 1, 1), np.ones((1, 1), dtype=np.bool_), 1))
    assert not snapshot.labels.any()
    assert (snapshot.revision, document.revision) == (0, 1)
    assert not snapshot.labels.flags.writeable


def test_the_document_keeps_its_own_copy(palette: Palette) -> None:
    ids = np.zeros((4, 4), dtype=np.uint8)
    document = Document(palette, ids)
    ids[:] = 1
    assert not document.labels.any()


def test_a_1x1_drawing_works(palette: Palette) -> None:
    document = Document(palette, np.ones((1, 1), dtype=np.uint8))
    document.apply(PatchEdit.paint(document.labels, document.bbox, np.ones((1, 1), dtype=np.bool_), 2))
    assert document.labels.tolist() == [[2]]


@pytest.mark.parametrize("size", [(0, 5), (5, 0), (4097, 1), (1, 4097)])
def test_sizes_that_a_drawing_cannot_have_are_refused_with_a_hint(palette: Palette, size: tuple[int, int]) -> None:
    with pytest.raises(CanvasError, match="pixels") as caught:
        Document(palette, np.zeros(size, dtype=np.uint8))
    assert "4096" in caught.value.hint


def test_ids_that_the_palette_lacks_are_listed(palette: Palette) -> None:
    with pytest.raises(LabelMapError, match="class 3, 9,") as caught:
        Document(palette, np.array([[0, 3], [9, 1]], dtype=np.uint8))
    assert caught.value.hint


def test_a_refused_load_leaves_everything_as_it_was(document: Document, palette: Palette) -> None:
    calls: list[object] = []
    document.changed.connect(calls.append)
    document.loaded.connect(lambda: calls.append("loaded"))
    with pytest.raises(LabelMapError):
        document.load(np.full((3, 3), 200, dtype=np.uint8), palette)
    assert document.size == (48, 64)
    assert document.revision == 0
    assert calls == []


def test_a_load_announces_itself_in_order(document: Document) -> None:
    calls: list[object] = []
    document.changed.connect(calls.append)
    document.loaded.connect(lambda: calls.append("loaded"))
    document.palette_changed.connect(lambda: calls.append("palette"))
    other = Palette("other", (PaletteEntry(0, "unlabelled", (0, 0, 0)),))
    document.load(np.zeros((3, 5), dtype=np.uint8), other)
    assert calls == ["loaded", "palette", BBox(0, 0, 3, 5)]
    document.load(np.zeros((3, 5), dtype=np.uint8), other)
    assert calls[3:] == ["loaded", BBox(0, 0, 3, 5)]
    assert document.revision == 2
