from __future__ import annotations

import numpy as np
import pytest

from canvas import raster
from canvas.document import Document
from canvas.edits import PatchEdit
from canvas.history import History
from canvas.palette import Palette
from canvas.raster import BBox


def random_edit(document: Document, rng: np.random.Generator) -> PatchEdit:
    start, end = rng.uniform(-10, 70, (2, 2))
    shape: raster.Shape = "round" if rng.random() < 0.5 else "square"
    covered = raster.line(document.size, tuple(start), tuple(end), int(rng.integers(1, 20)), shape)
    return PatchEdit.paint(document.labels, *covered, int(rng.choice(document.palette.ids)))


def random_stroke(document: Document, history: History, rng: np.random.Generator) -> bool:
    history.begin("stroke")
    for _ in range(int(rng.integers(0, 8))):
        history.record(random_edit(document, rng))
    return history.commit()


@pytest.mark.parametrize("seed", range(5))
def test_apply_then_revert_is_the_identity_over_random_edits(document: Document, seed: int) -> None:
    rng = np.random.default_rng(seed)
    ids = rng.choice(np.array(document.palette.ids, dtype=np.uint8), document.size)
    document.load(ids, document.palette)
    edits = []
    for _ in range(40):
        edits.append(random_edit(document, rng))
        document.apply(edits[-1])
    work = document.labels.copy()
    for edit in reversed(edits):
        edit.revert(work)
    assert np.array_equal(work, ids)


@pytest.mark.parametrize("seed", range(5))
def test_undo_and_redo_walk_through_every_state_of_random_strokes(
    document: Document, history: History, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    states = [document.labels.copy()]
    for _ in range(25):
        if random_stroke(document, history, rng):
            states.append(document.labels.copy())
    for _ in range(60):
        at = int(rng.integers(0, len(states)))
        while history.undo():
            pass
        assert np.array_equal(document.labels, states[0])
        for _ in range(at):
            history.redo()
        assert np.array_equal(document.labels, states[at])


@pytest.mark.parametrize("seed", range(5))
def test_an_aborted_stroke_leaves_no_trace_but_the_revision(document: Document, history: History, seed: int) -> None:
    rng = np.random.default_rng(seed)
    random_stroke(document, history, rng)
    before, bytes_used = document.labels.copy(), history.bytes_used
    history.begin("stroke")
    for _ in range(6):
        history.record(random_edit(document, rng))
    history.abort()
    assert np.array_equal(document.labels, before)
    assert history.bytes_used == bytes_used
    assert not history.in_stroke


def test_a_stroke_is_one_entry_that_holds_only_the_patch(document: Document, history: History) -> None:
    history.begin("Brush stroke")
    for col in range(10, 20):
        history.record(PatchEdit.paint(document.labels, *raster.stamp(document.size, 5, col, 3), 1))
    assert history.commit()
    assert history.undo_label == "Brush stroke"
    assert history.bytes_used < 1000
    assert history.undo()
    assert not history.can_undo


def test_a_change_of_pixels_moves_the_revision_and_names_the_box(document: Document, history: History) -> None:
    seen: list[BBox] = []
    document.changed.connect(seen.append)
    edit = PatchEdit.paint(document.labels, BBox(2, 3, 5, 9), np.ones((3, 6), dtype=np.bool_), 2)
    history.perform("Fill", edit)
    history.undo()
    history.redo()
    assert seen == [BBox(2, 3, 5, 9)] * 3
    assert document.revision == 3


def test_strokes_that_change_nothing_are_no_entries(document: Document, history: History) -> None:
    everything = np.ones(document.size, dtype=np.bool_)
    assert not history.perform("Fill", PatchEdit.paint(document.labels, document.bbox, everything, 0))
    history.begin("there and back")
    history.record(PatchEdit.paint(document.labels, document.bbox, everything, 2))
    history.record(PatchEdit.paint(document.labels, document.bbox, everything, 0))
    assert not history.commit()
    assert not history.can_undo
    assert history.bytes_used == 0


def test_a_new_stroke_drops_what_was_undone(document: Document, history: History) -> None:
    rng = np.random.default_rng(0)
    history.perform("one", PatchEdit.paint(document.labels, *raster.stamp(document.size, 9, 9, 9), 1))
    alone = history.bytes_used
    history.perform("two", PatchEdit.paint(document.labels, *raster.stamp(document.size, 20, 20, 9), 2))
    history.undo()
    assert history.can_redo
    history.undo()
    while not random_stroke(document, history, rng):
        pass
    assert not history.can_redo
    history.undo()
    history.perform("one", PatchEdit.paint(document.labels, *raster.stamp(document.size, 9, 9, 9), 1))
    assert history.bytes_used == alone


def test_over_the_budget_the_oldest_go_and_are_counted(document: Document) -> None:
    one = History(Document(document.palette, document.labels))
    one.perform("row", PatchEdit.paint(document.labels, BBox(0, 0, 1, 60), np.ones((1, 60), dtype=np.bool_), 1))
    history = History(document, budget_bytes=5 * one.bytes_used + 100)
    changes: list[int] = []
    history.changed.connect(lambda: changes.append(history.forgotten))
    for number in range(10):
        box = BBox(number, 0, number + 1, 60)
        history.perform("row", PatchEdit.paint(document.labels, box, np.ones((1, 60), dtype=np.bool_), 1))
    assert history.bytes_used == 5 * one.bytes_used
    assert history.forgotten == 5
    assert changes[-1] == 5
    while history.undo():
        pass
    assert document.labels[:5, :60].all()
    assert not document.labels[5:].any()


def test_the_newest_entry_stays_even_when_it_is_over_the_budget(document: Document) -> None:
    history = History(document, budget_bytes=1)
    history.perform("a", PatchEdit.paint(document.labels, *raster.stamp(document.size, 9, 9, 9), 1))
    history.perform("b", PatchEdit.paint(document.labels, *raster.stamp(document.size, 9, 9, 9), 2))
    assert history.undo_label == "b"
    assert history.forgotten == 1


def test_loading_forgets_everything_an_open_stroke_included(
    document: Document, history: History, palette: Palette
) -> None:
    history.perform("a", PatchEdit.paint(document.labels, *raster.stamp(document.size, 9, 9, 9), 1))
    history.begin("open")
    document.load(np.ones((5, 5), dtype=np.uint8), palette)
    assert not history.in_stroke
    assert not history.can_undo
    assert history.bytes_used == 0


def test_misuse_is_an_error_of_the_program(document: Document, history: History) -> None:
    empty = PatchEdit.replace_all(document.labels, document.labels)
    for call in (history.commit, history.abort, lambda: history.record(empty)):
        with pytest.raises(RuntimeError):
            call()
    history.begin("open")
    for call in (lambda: history.begin("again"), history.undo, history.redo):
        with pytest.raises(RuntimeError):
            call()
