"""Hundreds of damaged files: each opens, or one clear sentence says why not, and nothing is lost."""

from __future__ import annotations

import io
import resource
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.files.open_and_save import Filing
from app.formats.images.photo import kept_photo, photo_of
from app.formats.opened_file import read_work
from app.formats.project import save_project
from app.formats.saved_picture import write_artwork
from app.painting.session import Session
from app.settings import table as s
from app.system.notices import Level
from app.widgets.questions import Answer
from canvas.edits import PatchEdit
from canvas.errors import CanvasError
from canvas.journal import JournalFile, read_journal
from canvas.label_png import write_label_png
from canvas.layers import KINDS, LAYERS, Layers
from canvas.palette import Palette
from canvas.palette_files import SUFFIXES, read_palette, write_palette
from canvas.raster import BBox
from engine.request.types import Finished, RunId, read_only
from tests.app.conftest import Bench
from tests.fakes.mutations import mutated
from tests.fakes.scripted_asking import ScriptedAsking

FILES = 25
MOST_GROWTH_BYTES = 1024 * 2**20
"""Of the whole process while it reads archives that unpack to more than 128 MB an entry."""


@pytest.fixture(autouse=True)
def bounded_memory() -> Iterator[None]:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < MOST_GROWTH_BYTES


def finished_of(session: Session) -> Finished:
    """A tiny picture of the drawing as it is."""
    image = read_only(np.zeros((8, 8, 3), np.uint8))
    return Finished(run=RunId(number=1), request=session.request(), image=image, seconds=0.5, provenance={"base": "x"})


def make_project(path: Path, session: Session) -> None:
    save_project(path, session.request(), session.document.palette, finished_of(session))


def make_picture(path: Path, session: Session) -> None:
    write_artwork(path, finished_of(session), session.document.palette)


def make_label_map(path: Path, session: Session) -> None:
    write_label_png(path, session.document.labels, session.document.palette)


def assert_clear(text: str, hint: str) -> None:
    """One sentence that fits into the notice bar, and what to do."""
    assert text[-1] in ".?!", text
    assert "\n" not in text, text
    assert len(text) < 400, text
    assert "Something went wrong" not in text
    text.encode()
    assert hint, text


@pytest.mark.parametrize("make", [make_project, make_picture, make_label_map])
@pytest.mark.parametrize("seed", range(4))
def test_damaged_file_opens_or_says_why_and_nothing_is_lost(
    make: Callable[[Path, Session], None], seed: int, bench: Bench, tmp_path: Path
) -> None:
    rng = np.random.default_rng(seed)
    session, document, settings = bench.session, bench.session.document, bench.settings
    asking = ScriptedAsking()
    filing = Filing(session, session.notices, asking)
    suffix = ".ora" if make is make_project else ".png"
    whole, damaged = tmp_path / f"whole{suffix}", tmp_path / f"damaged{suffix}"
    bench.paint(20, 20)
    ink = np.arange(64, dtype=np.uint8).reshape(8, 8)
    session.history.perform("Ink", PatchEdit.write(document.ink, BBox(9, 9, 17, 17), ink, "ink"))
    make(whole, session)
    data = whole.read_bytes()
    refused = 0
    for _ in range(FILES):
        bench.paint(*rng.uniform(0, 48, 2))  # work that is in no file
        damaged.write_bytes(mutated(data, suffix, rng))
        before, palette, revision = document.snapshot(), document.palette, document.revision
        values = {setting.id: settings.get(setting) for setting in s.RECIPE}
        bench.notices.clear()
        asking.answers, asking.readings, asking.asked = [Answer.DISCARD], [None], []
        filing.open_path(damaged)
        for notice in bench.notices:
            assert_clear(notice.text, notice.hint if notice.level is Level.ERROR else "-")
        errors = [notice for notice in bench.notices if notice.level is Level.ERROR]
        assert len(errors) <= 1
        if errors or any(text.startswith("read") for text in asking.asked):
            refused += 1
            assert document.revision == revision
            np.testing.assert_array_equal(document.labels, before.labels)
            np.testing.assert_array_equal(document.ink, before.ink)
            assert document.palette == palette
            assert {setting.id: settings.get(setting) for setting in s.RECIPE} == values
            assert filing.has_unsaved_work
        else:
            assert_can_be_kept(session, tmp_path)
            asking.answers = [Answer.DISCARD]
            filing.open_path(whole)
    assert refused > FILES // 4


def assert_can_be_kept(session: Session, folder: Path) -> None:
    """What was opened can be saved in every way, and comes back."""
    labels, palette = session.document.labels, session.document.palette
    for name, make in (("kept.ora", make_project), ("kept.png", make_picture)):
        make(folder / name, session)
        work = read_work(folder / name, palette)
        np.testing.assert_array_equal(work.labels, labels)
        np.testing.assert_array_equal(session.document.ink if work.ink is None else work.ink, session.document.ink)
        assert work.palette == palette
    journal = JournalFile(folder / "kept.journal")
    journal.start(session.document.snapshot().layers, palette, {})
    journal.close()
    assert read_journal(journal.path).palette == palette


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("seed", range(2))
def test_damaged_palette_file_says_what_is_wrong_or_can_be_written_again(
    suffix: str, seed: int, palette: Palette, tmp_path: Path
) -> None:
    rng = np.random.default_rng(seed)
    whole, damaged = tmp_path / f"whole{suffix}", tmp_path / f"damaged{suffix}"
    write_palette(whole, palette)
    data = whole.read_bytes()
    for _ in range(60):
        damaged.write_bytes(mutated(data, suffix, rng))
        try:
            read = read_palette(damaged)
        except CanvasError as error:
            assert_clear(str(error), error.hint)
        else:
            write_palette(damaged, read)
            assert read_palette(damaged).classes() == read.classes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF"])
def test_damaged_photo_says_so_or_is_kept_in_a_project(kind: str, tmp_path: Path) -> None:
    rng = np.random.default_rng(len(kind))
    stream = io.BytesIO()
    Image.fromarray(rng.integers(0, 256, (30, 40, 3), dtype=np.uint8)).save(stream, kind)
    for _ in range(60):
        data = mutated(stream.getvalue(), ".png" if kind == "PNG" else f".{kind}", rng)
        try:
            photo = photo_of(data, "photo")
        except CanvasError as error:
            assert_clear(str(error), error.hint)
        else:
            assert kept_photo(photo.data, "photo").pixels.shape == photo.pixels.shape


@pytest.mark.parametrize("seed", range(3))
def test_damaged_palette_says_what_is_wrong_or_can_be_written_again(seed: int, palette: Palette) -> None:
    rng = np.random.default_rng(seed)
    for _ in range(80):
        text = mutated(palette.to_json().encode(), ".json", rng).decode("utf-8", "replace")
        try:
            read = Palette.from_json(text)
        except CanvasError as error:
            assert_clear(str(error), error.hint)
        else:
            assert Palette.from_json(read.to_json().encode().decode()) == read


@pytest.mark.parametrize("seed", range(3))
def test_damaged_journal_comes_back_up_to_the_damage(seed: int, palette: Palette, tmp_path: Path) -> None:
    rng = np.random.default_rng(seed)
    journal = JournalFile(tmp_path / "whole.journal")
    journal.start(Layers(np.full((48, 64), 1, np.uint8), np.zeros((48, 64), np.uint8)), palette, {"file": "/a.ora"})
    for layer in LAYERS:
        for value in (3, 4, 5):
            shape = (20 - value, 28, *KINDS[layer].channels)
            journal.append(layer, BBox(value, 2, 20, 30), np.full(shape, value, np.uint8))
    journal.close()
    data = journal.path.read_bytes()
    damaged = tmp_path / "damaged.journal"
    for _ in range(80):
        damaged.write_bytes(mutated(data, ".journal", rng))
        try:
            found = read_journal(damaged)
        except CanvasError as error:
            assert_clear(str(error), error.hint)
        else:
            again = JournalFile(tmp_path / "again.journal")
            again.start(found.layers, found.palette, found.note)
            again.close()
            assert read_journal(again.path).layers.is_as(found.layers)


def test_bits_of_a_journal_that_flip_cost_only_what_comes_after(palette: Palette, tmp_path: Path) -> None:
    """Checksums find every flipped bit: what comes back is a state that the drawing was in."""
    first, second = np.full((48, 64), 1, np.uint8), np.full((48, 64), 1, np.uint8)
    second[4:20, 2:30] = 4
    journal = JournalFile(tmp_path / "whole.journal")
    journal.start(Layers(first, np.zeros_like(first)), palette, {})
    journal.append("labels", BBox(4, 2, 20, 30), second[4:20, 2:30])
    journal.close()
    data = journal.path.read_bytes()
    rng = np.random.default_rng(0)
    for at in rng.integers(0, len(data), 60):
        spoiled = bytearray(data)
        spoiled[at] ^= 1 << int(rng.integers(8))
        journal.path.write_bytes(spoiled)
        try:
            found = read_journal(journal.path)
        except CanvasError as error:
            assert_clear(str(error), error.hint)
        else:
            assert found.is_cut_short
            np.testing.assert_array_equal(found.labels, first)


@pytest.mark.parametrize("seed", range(3))
def test_damaged_settings_start_with_defaults_and_keep_the_file(seed: int, tmp_path: Path) -> None:
    rng = np.random.default_rng(seed)
    path = tmp_path / "settings.json"
    whole = s.Settings(path)
    for setting in s.SETTINGS:
        whole.set(setting, setting.default)
    whole.set(s.BRUSHES, {"brush": (3, "round")})
    whole.set(s.CLASS_WEIGHTS, {1: 1.5})
    whole.save()
    data = path.read_bytes()
    for _ in range(80):
        spoiled = mutated(data, ".json", rng)
        path.write_bytes(spoiled)
        settings = s.Settings(path)
        said = settings.load()
        settings.set(s.SEED, settings.get(s.SEED) // 2 + 1)
        settings.save()
        if said is not None and str(path) in said:
            assert (tmp_path / "damaged settings.json").read_bytes() == spoiled
        again = s.Settings(path)
        assert again.load() is None
        assert {each.id: again.get(each) for each in s.SETTINGS if each.kept} == {
            each.id: settings.get(each) for each in s.SETTINGS if each.kept
        }
