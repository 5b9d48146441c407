from __future__ import annotations

import json
import struct
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from canvas import journal, journal_writer
from canvas.document import Document
from canvas.edits import PaletteEdit, PatchEdit
from canvas.errors import CanvasError
from canvas.file_lock import FileLock
from canvas.history import History
from canvas.journal import JournalError, JournalFile, Recovered, read_journal
from canvas.journal_writer import JournalWriter
from canvas.layers import LayerName, Layers
from canvas.palette import Palette, PaletteEntry
from canvas.raster import BBox, stamp


def ink(document: Document, history: History, row: int, col: int, tone: int = 200) -> None:
    box = BBox(row, col, row + 5, col + 7).clipped(document.size)
    new = np.full((box.height, box.width), tone, np.uint8)
    history.perform("Pen stroke", PatchEdit.write(document.ink, box, new, "ink"))


def assert_holds(path: Path, document: Document) -> None:
    found = read_journal(path)
    np.testing.assert_array_equal(found.labels, document.labels)
    np.testing.assert_array_equal(found.ink, document.ink)
    assert found.palette == document.palette
    assert not found.is_cut_short


def paint(document: Document, history: History, row: float, col: float, class_id: int = 2) -> None:
    bbox, mask = stamp(document.size, row, col, 7)
    history.perform("Brush stroke", PatchEdit.paint(document.labels, bbox, mask, class_id))


@pytest.fixture
def errors() -> list[CanvasError]:
    return []


@pytest.fixture
def writer(document: Document, history: History, tmp_path: Path, errors: list[CanvasError]) -> Iterator[JournalWriter]:
    path = tmp_path / "journals" / "a.journal"
    writer = JournalWriter(document, history, path, lambda: {"file": "x"}, errors.append, lambda: None)
    yield writer
    writer.close()


@pytest.fixture
def written(palette: Palette, tmp_path: Path) -> tuple[Path, list[Layers]]:
    """A journal of six entries, on both layers, and the drawing after each."""
    rng = np.random.default_rng(1)
    layers = Layers(rng.choice(np.array(palette.ids, np.uint8), (30, 40)), rng.integers(0, 256, (30, 40), np.uint8))
    journal = JournalFile(tmp_path / "j.journal")
    journal.start(layers, palette, {"file": "x.ora"})
    states = [Layers(layers.labels.copy(), layers.ink.copy())]
    for number in range(5):
        box = BBox(number, number, number + 8, number + 12)
        layer: LayerName = "ink" if number % 2 else "labels"
        layers.of(layer)[box.slices] = rng.choice(np.array(palette.ids, np.uint8), (8, 12))
        journal.append(layer, box, layers.of(layer)[box.slices])
        states.append(Layers(layers.labels.copy(), layers.ink.copy()))
    journal.close()
    return journal.path, states


def assert_is(found: Recovered, state: Layers) -> None:
    np.testing.assert_array_equal(found.labels, state.labels)
    np.testing.assert_array_equal(found.ink, state.ink)


def test_no_change_no_journal(writer: JournalWriter) -> None:
    assert writer.flush()
    assert not writer.path.exists()


def test_every_stroke_is_in_the_journal(writer: JournalWriter, document: Document, history: History) -> None:
    rng = np.random.default_rng(0)
    for number in range(30):
        paint(document, history, *rng.uniform(0, 48, 2), class_id=int(rng.choice([0, 1, 2, 7])))
        if number % 5 == 4:
            history.undo()
        if number % 10 == 9:
            history.undo()
            history.redo()
        assert writer.flush()
        found = read_journal(writer.path)
        np.testing.assert_array_equal(found.labels, document.labels)
    assert found.palette == document.palette
    assert found.note == {"file": "x"}
    assert not found.is_cut_short


def test_ink_sizes_and_palettes_are_in_the_journal(
    writer: JournalWriter, document: Document, history: History, palette: Palette
) -> None:
    rng = np.random.default_rng(3)
    other = Palette("other", (*palette.entries, PaletteEntry(9, "rock", (1, 2, 3))))
    merge = Palette("fewer", palette.entries[:3])
    for number in range(24):
        if number % 8 == 3:
            history.replace("Flip", document.layers.flipped(True))
        elif number % 8 == 5:
            history.replace("Resize", document.layers.resized((40 + number, 50 - number)))
        elif number == 8:
            history.perform("Add a class", PaletteEdit(palette, other))
        elif number == 16:
            patch = PatchEdit.paint(document.labels, document.bbox, np.isin(document.labels, (7, 9)), 1)
            history.perform("Merge classes", PaletteEdit(other, merge, patch))
        elif number % 2:
            paint(document, history, *rng.uniform(0, 30, 2), class_id=int(rng.choice(document.palette.ids)))
        else:
            ink(document, history, *rng.integers(0, 25, 2).tolist(), tone=int(rng.integers(1, 256)))
        assert writer.flush()
        assert_holds(writer.path, document)
    for position in (15, 3, 11, 0, len(history.labels)):
        history.go_to(position)
        assert writer.flush()
        assert_holds(writer.path, document)
    assert document.palette == merge


def test_journal_of_the_first_format_is_read(tmp_path: Path, palette: Palette) -> None:
    def entry(kind: bytes, body: bytes) -> bytes:
        return struct.pack("<cII", kind, len(body), zlib.crc32(kind + body)) + body

    ids = np.random.default_rng(0).choice(np.array(palette.ids, np.uint8), (6, 9))
    text = json.dumps({"palette": json.loads(palette.to_json()), "size": [6, 9], "note": {"file": "x"}}).encode()
    whole = entry(b"W", struct.pack("<I", len(text)) + text + zlib.compress(ids.tobytes()))
    box = entry(b"P", struct.pack("<IIII", 1, 2, 3, 4) + zlib.compress(bytes([7, 7, 2, 1])))
    path = tmp_path / "old.journal"
    path.write_bytes(b"SINOPIA JOURNAL 1\n" + whole + box)
    ids[1:3, 2:4] = [[7, 7], [2, 1]]
    found = read_journal(path)
    np.testing.assert_array_equal(found.labels, ids)
    assert found.ink.shape == ids.shape
    assert not found.ink.any()
    assert (found.strokes, found.palette, found.note) == (1, palette, {"file": "x"})


def test_open_stroke_waits_for_its_end(writer: JournalWriter, document: Document, history: History) -> None:
    paint(document, history, 5, 5)
    before = document.labels.copy()
    history.begin("Brush stroke")
    bbox, mask = stamp(document.size, 30, 30, 9)
    history.record(PatchEdit.paint(document.labels, bbox, mask, 1))
    assert writer.flush()
    np.testing.assert_array_equal(read_journal(writer.path).labels, before)
    history.commit()
    assert writer.flush()
    np.testing.assert_array_equal(read_journal(writer.path).labels, document.labels)


def test_load_replaces_what_the_journal_held(
    writer: JournalWriter, document: Document, history: History, palette: Palette
) -> None:
    paint(document, history, 5, 5)
    history.begin("Brush stroke")
    bbox, mask = stamp(document.size, 30, 30, 9)
    history.record(PatchEdit.paint(document.labels, bbox, mask, 1))
    history.abort()
    other = Palette("other", (*palette.entries, PaletteEntry(9, "rock", (1, 2, 3))))
    for labels in (np.full((48, 64), 7, np.uint8), np.full((20, 90), 9, np.uint8)):
        document.load(labels, other)
        assert writer.flush()
        found = read_journal(writer.path)
        np.testing.assert_array_equal(found.labels, labels)
        assert found.palette == other
        paint(document, history, 10, 10)
        assert writer.flush()
        np.testing.assert_array_equal(read_journal(writer.path).labels, document.labels)


def test_forgotten_journal_begins_again_with_the_next_stroke(
    writer: JournalWriter, document: Document, history: History
) -> None:
    paint(document, history, 5, 5)
    assert writer.flush()
    assert writer.path.exists()
    writer.forget()
    assert writer.flush()
    assert list(writer.path.parent.iterdir()) == []
    paint(document, history, 20, 20)
    assert writer.flush()
    np.testing.assert_array_equal(read_journal(writer.path).labels, document.labels)


def test_lock_is_held_while_there_is_a_journal(writer: JournalWriter, document: Document, history: History) -> None:
    paint(document, history, 5, 5)
    assert writer.flush()
    lock = FileLock(writer.path.with_suffix(".lock"))
    assert not lock.acquire()
    writer.close()
    assert writer.path.exists()
    assert lock.acquire()
    assert not FileLock(lock.path).acquire()
    lock.release(remove=True)
    assert not lock.path.exists()


def test_long_journal_starts_afresh(
    writer: JournalWriter, document: Document, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "REWRITE_BYTES", 2000)
    for number in range(200):
        paint(document, history, number % 48, number % 64, class_id=1 + number % 2)
    assert writer.flush()
    assert writer.path.stat().st_size < 4000
    np.testing.assert_array_equal(read_journal(writer.path).labels, document.labels)


def test_slow_disk_does_not_pile_up_boxes(
    writer: JournalWriter, document: Document, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_writer, "MAX_WAITING_BYTES", 200)
    gate, original = threading.Event(), JournalFile.start

    def slow(self: JournalFile, *args: object) -> None:
        gate.wait(10)
        original(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(JournalFile, "start", slow)
    for number in range(40):
        paint(document, history, number, number)
    # Whenever the thread takes up its first work: boxes within the limit, or one whole drawing in their place.
    assert len(writer._waiting) == 1 or writer._waiting_bytes() <= 200
    gate.set()
    assert writer.flush()
    np.testing.assert_array_equal(read_journal(writer.path).labels, document.labels)


def test_failed_write_is_told_and_made_up_for(
    writer: JournalWriter, document: Document, history: History, errors: list[CanvasError]
) -> None:
    folder = writer.path.parent
    folder.write_text("a file where the folder should be")
    paint(document, history, 5, 5)
    assert writer.flush()
    assert len(errors) == 1
    assert errors[0].hint
    folder.unlink()
    paint(document, history, 15, 15)
    assert writer.flush()
    np.testing.assert_array_equal(read_journal(writer.path).labels, document.labels)


@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("odd")])
def test_what_nobody_foresaw_is_told_and_made_up_for(
    error: Exception,
    writer: JournalWriter,
    document: Document,
    history: History,
    errors: list[CanvasError],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paint(document, history, 10, 10)
    assert writer.flush()
    deflated = journal._deflated

    def fail(_pixels: object) -> bytes:
        raise error

    monkeypatch.setattr(journal, "_deflated", fail)
    paint(document, history, 20, 20)
    assert writer.flush()
    assert len(errors) == 1
    monkeypatch.setattr(journal, "_deflated", deflated)
    paint(document, history, 30, 30)
    assert writer.flush()
    assert_holds(writer.path, document)


def test_every_cut_gives_the_last_whole_entry(written: tuple[Path, list[Layers]]) -> None:
    path, states = written
    data = path.read_bytes()
    seen = set()
    for length in range(len(data)):
        path.write_bytes(data[:length])
        try:
            found = read_journal(path)
        except JournalError:
            continue
        seen.add(found.strokes)
        assert_is(found, states[found.strokes])
    assert seen == {0, 1, 2, 3, 4}


def test_damage_gives_the_entries_before_it(written: tuple[Path, list[Layers]]) -> None:
    path, states = written
    data = path.read_bytes()
    rng = np.random.default_rng(7)
    for _ in range(300):
        spoiled = bytearray(data)
        for place in rng.integers(0, len(data), int(rng.integers(1, 4))):
            spoiled[place] ^= int(rng.integers(1, 256))
        path.write_bytes(bytes(spoiled))
        try:
            found = read_journal(path)
        except JournalError:
            continue
        assert_is(found, states[found.strokes])
        assert found.is_cut_short


@pytest.mark.parametrize(
    "data", [b"", b"SINOPIA", b"SINOPIA JOURNAL 1\n", b"SINOPIA JOURNAL 2\n", b"PK\x03\x04" * 50, b"\0" * 1000]
)
def test_what_is_no_journal_is_one_sentence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.journal"
    path.write_bytes(data)
    with pytest.raises(JournalError, match=r"^The autosaved drawing .*\.$"):
        read_journal(path)


def test_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="could not be read"):
        read_journal(tmp_path / "none.journal")
