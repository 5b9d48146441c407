"""Labels and ink in one document and one history: strokes on both, other sizes, other palettes."""

from __future__ import annotations

import numpy as np
import pytest

from canvas import raster
from canvas.document import Document
from canvas.edits import ContentEdit, PaletteEdit, PatchEdit
from canvas.errors import LabelMapError
from canvas.history import History
from canvas.layers import Layers
from canvas.layers.resizing import resized_ink
from canvas.palette import Palette, PaletteEntry
from canvas.raster import BBox

State = tuple[np.ndarray, np.ndarray, Palette]


def state_of(document: Document) -> State:
    return document.labels.copy(), document.ink.copy(), document.palette


def assert_state(document: Document, state: State) -> None:
    assert np.array_equal(document.labels, state[0])
    assert np.array_equal(document.ink, state[1])
    assert document.palette == state[2]


def ink_edit(document: Document, rng: np.random.Generator) -> PatchEdit:
    top, left = rng.integers(0, np.array(document.size))
    bbox = BBox(top, left, top + int(rng.integers(1, 20)), left + int(rng.integers(1, 20))).clipped(document.size)
    new = rng.choice(np.array([0, 0, 90, 255], np.uint8), (bbox.height, bbox.width))
    return PatchEdit.write(document.ink, bbox, new, "ink")


def label_edit(document: Document, rng: np.random.Generator) -> PatchEdit:
    covered = raster.stamp(document.size, *rng.uniform(0, 60, 2), int(rng.integers(1, 20)))
    return PatchEdit.paint(document.labels, *covered, int(rng.choice(document.palette.ids)))


def random_step(document: Document, history: History, rng: np.random.Generator) -> bool:
    kind = rng.integers(6)
    if kind == 0:
        history.replace("Resize", document.layers.resized(tuple(rng.integers(20, 90, 2).tolist())))
        return True
    if kind == 1:
        history.replace("Flip", document.layers.flipped(bool(rng.random() < 0.5)))
        return True
    if kind == 2:
        return history.perform("Classes", merged_class(document, rng))
    make = ink_edit if kind < 5 else label_edit
    history.begin("stroke")
    for _ in range(int(rng.integers(0, 6))):
        history.record(make(document, rng))
    return history.commit()


def merged_class(document: Document, rng: np.random.Generator) -> PaletteEdit:
    """One class goes into another, or a new one comes."""
    palette = document.palette
    if len(palette.entries) < 4:
        fresh = min(set(range(1, 50)) - set(palette.ids))
        entry = PaletteEntry(fresh, f"class {rng.integers(10**9)}", (fresh, 255, int(rng.integers(256))))
        return PaletteEdit(palette, Palette(palette.name, (*palette.entries, entry)))
    gone, into = rng.choice(palette.ids[1:], 2, replace=False).tolist()
    entries = tuple(entry for entry in palette.entries if entry.class_id != gone)
    patch = PatchEdit.paint(document.labels, document.bbox, document.labels == gone, into)
    return PaletteEdit(palette, Palette(palette.name, entries), patch)


@pytest.mark.parametrize("seed", range(6))
def test_undo_and_redo_walk_through_every_state_of_both_layers(document: Document, history: History, seed: int) -> None:
    rng = np.random.default_rng(seed)
    states = [state_of(document)]
    for _ in range(30):
        if random_step(document, history, rng):
            states.append(state_of(document))
    assert len(history.labels) == len(states) - 1
    for _ in range(40):
        position = int(rng.integers(len(states)))
        history.go_to(position)
        assert history.position == position
        assert_state(document, states[position])


@pytest.mark.parametrize("seed", range(4))
def test_an_aborted_ink_stroke_leaves_no_trace(document: Document, history: History, seed: int) -> None:
    rng = np.random.default_rng(seed)
    random_step(document, history, rng)
    before = state_of(document)
    history.begin("Ink")
    for _ in range(5):
        history.record(ink_edit(document, rng))
    history.abort()
    assert_state(document, before)


@pytest.mark.parametrize("seed", range(4))
def test_a_stroke_on_both_layers_is_one_entry(document: Document, history: History, seed: int) -> None:
    rng = np.random.default_rng(seed)
    states = [state_of(document)]
    for _ in range(12):
        history.begin("stroke")
        for _ in range(8):
            history.record((ink_edit if rng.random() < 0.5 else label_edit)(document, rng))
        history.commit()
        states.append(state_of(document))
    assert len(history.labels) == 12
    told: list[object] = []
    document.changed.connect(told.append)
    for position in rng.integers(0, 13, 20).tolist():
        told.clear()
        steps = abs(history.position - position)
        history.go_to(position)
        assert len(told) == steps
        assert_state(document, states[position])
    before = state_of(document)
    history.begin("stroke")
    history.record(ink_edit(document, rng))
    history.record(label_edit(document, rng))
    history.abort()
    assert_state(document, before)


def test_writing_leaves_out_what_stays(document: Document) -> None:
    new = np.zeros((10, 10), np.uint8)
    new[3, 4:6] = 50, 200
    edit = PatchEdit.write(document.ink, BBox(10, 20, 20, 30), new, "ink")
    assert edit.bbox == BBox(13, 24, 14, 26)
    assert edit.after.tolist() == [50, 200]
    assert PatchEdit.write(document.ink, BBox(10, 20, 20, 30), np.zeros_like(new), "ink").is_empty


def test_layers_keep_together_in_every_size(document: Document, history: History) -> None:
    history.perform("a", PatchEdit.paint(document.labels, *raster.rectangle(document.size, BBox(8, 8, 24, 40)), 2))
    whole = np.where(document.labels == 2, np.uint8(255), np.uint8(0))
    history.perform("b", PatchEdit.replace_all(document.ink, whole, "ink"))
    for layers in (
        document.layers.resized((96, 128)),
        document.layers.resized((24, 32)),
        document.layers.resized((24, 128)),
        document.layers.cropped(BBox(4, 5, 20, 21)),
        document.layers.flipped(True),
        document.layers.flipped(False),
    ):
        assert layers.ink.shape == layers.labels.shape
        assert np.array_equal(layers.ink > 127, layers.labels == 2)


def test_ink_keeps_its_tone_when_it_shrinks() -> None:
    lines = np.zeros((64, 64), np.uint8)
    lines[:, ::4] = 255
    small = resized_ink(lines, (16, 16))
    assert small.min() == small.max() == 64
    assert resized_ink(lines, (1, 300)).shape == (1, 300)


def test_events_tell_the_layer(document: Document, history: History) -> None:
    calls: list[object] = []
    document.layer_changed.connect(lambda layer, bbox: calls.append((layer, bbox)))
    document.palette_changed.connect(lambda: calls.append("palette"))
    document.changed.connect(calls.append)
    box = BBox(1, 2, 3, 4)
    history.perform("ink", PatchEdit.write(document.ink, box, np.full((2, 2), 5, np.uint8), "ink"))
    assert calls == [("ink", box), box]
    calls.clear()
    palette = Palette("other", document.palette.entries)
    history.perform("rename", PaletteEdit(document.palette, palette))
    assert calls == ["palette", document.bbox]
    calls.clear()
    patch = PatchEdit.paint(document.labels, box, np.ones((2, 2), np.bool_), 1)
    history.perform("merge", PaletteEdit(palette, document.palette, patch))
    assert calls == ["palette", ("labels", box), document.bbox]
    calls.clear()
    document.load(np.zeros((3, 3), np.uint8), document.palette)
    assert calls == [("labels", document.bbox), ("ink", document.bbox), document.bbox]


def test_a_palette_without_the_drawings_classes_changes_nothing(document: Document, history: History) -> None:
    history.perform("a", PatchEdit.paint(document.labels, BBox(0, 0, 4, 4), np.ones((4, 4), np.bool_), 7))
    before, revision = state_of(document), document.revision
    small = Palette("small", document.palette.entries[:2])
    patch = PatchEdit.paint(document.labels, BBox(0, 0, 2, 2), np.ones((2, 2), np.bool_), 1)
    with pytest.raises(LabelMapError, match="class 7"):
        history.perform("remove", PaletteEdit(document.palette, small, patch))
    assert_state(document, before)
    assert document.revision == revision
    assert history.labels == ("a",)


def test_an_edit_of_nothing_is_no_entry(document: Document, history: History) -> None:
    assert not history.perform("same", PaletteEdit(document.palette, document.palette, PatchEdit.nothing()))
    assert not history.perform("same", PatchEdit.nothing("ink"))
    assert document.revision == 0


def test_ink_of_another_size_or_kind_is_refused(document: Document) -> None:
    labels = np.zeros((4, 4), np.uint8)
    for ink, error in ((np.zeros((4, 5), np.uint8), ValueError), (np.zeros((4, 4), np.float32), TypeError)):
        with pytest.raises(error):
            document.load(labels, document.palette, ink)
    assert document.size == (48, 64)
    ink = np.full((4, 4), 9, np.uint8)
    document.load(labels, document.palette, ink)
    ink[:] = 0
    assert (document.ink == 9).all()
    assert not document.ink.flags.writeable
    snapshot = document.snapshot()
    document.load(labels, document.palette)
    assert (snapshot.ink == 9).all()
    assert not snapshot.ink.flags.writeable
    assert not document.ink.any()


def test_blank_layers_cost_the_history_next_to_nothing(document: Document) -> None:
    edit = ContentEdit.replace(document.layers, Layers.blank((4096, 4096)))
    assert edit.nbytes == 0
    assert edit.size == edit.content().size == (4096, 4096)


def test_history_lists_and_goes_to_its_entries(document: Document, history: History) -> None:
    told: list[int] = []
    history.changed.connect(lambda: told.append(history.position))
    states = [state_of(document)]
    for number in range(5):
        history.perform(
            f"step {number}", PatchEdit.paint(document.labels, *raster.stamp((48, 64), 9, 9, 3 + number), 1)
        )
        states.append(state_of(document))
    told.clear()
    history.go_to(1)
    assert history.labels == ("step 0", "step 1", "step 2", "step 3", "step 4")
    assert (history.position, history.undo_label, history.redo_label) == (1, "step 0", "step 1")
    assert_state(document, states[1])
    history.go_to(1)
    history.go_to(4)
    assert_state(document, states[4])
    assert told == [1, 4]
    for position in (-1, 6):
        with pytest.raises(ValueError, match="no position"):
            history.go_to(position)
    history.begin("stroke")
    with pytest.raises(RuntimeError):
        history.go_to(0)
    history.abort()


def test_a_lowered_budget_forgets_the_oldest(document: Document, history: History) -> None:
    for number in range(6):
        history.perform(
            f"{number}", PatchEdit.paint(document.labels, *raster.stamp((48, 64), 20, 20, 9), 1 + number % 2)
        )
    history.undo()
    history.budget_bytes = history.bytes_used // 2
    assert history.labels == ("3", "4", "5")
    assert (history.position, history.forgotten) == (2, 3)
    assert history.bytes_used <= history.budget_bytes
    history.budget_bytes = 0
    assert history.labels == ("5",)
    assert history.redo()
    history.budget_bytes = 10**6
    history.perform("6", PatchEdit.paint(document.labels, *raster.stamp((48, 64), 20, 20, 9), 1))
    assert history.labels == ("5", "6")
