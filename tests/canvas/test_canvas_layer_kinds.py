"""Every row of the table of layers: it survives whatever is done to a drawing, and blank ones cost nothing."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from canvas.document import Document
from canvas.edits import ContentEdit, PatchEdit
from canvas.history import History
from canvas.journal import JournalFile, read_journal
from canvas.journal_writer import JournalWriter
from canvas.layers import KINDS, LAYERS, STACKED, LayerKind, LayerName, Layers, Pixels
from canvas.layers.colours import laid_over, resized_colours
from canvas.ora_written import ProjectLayer, layer_png
from canvas.packed_edits import packed
from canvas.palette import Palette
from canvas.project_file import Project, project_bytes, read_project, write_project
from canvas.raster import BBox

each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=LAYERS)


def some(kind: LayerKind, size: tuple[int, int], palette: Palette, seed: int = 0) -> Pixels:
    """A layer that a person could have painted."""
    rng = np.random.default_rng(seed)
    if kind.id == "labels":
        return rng.choice(np.array(palette.ids, np.uint8), size)
    pixels = rng.integers(0, 256, (*size, *kind.channels), np.uint8)
    pixels[rng.random(size) < 0.5] = 0
    if kind.channels:
        pixels[pixels[..., 3] == 0] = 0
    return pixels


def all_of(size: tuple[int, int], palette: Palette, seed: int = 0) -> Layers:
    return Layers.made(size, {kind.id: some(kind, size, palette, seed) for kind in KINDS.values()})


@pytest.fixture
def painted(palette: Palette) -> Document:
    return Document(palette, *all_of((40, 56), palette))


def test_ids_letters_and_names_are_different() -> None:
    for field in ("id", "journal", "key", "name", "rank"):
        assert len({getattr(kind, field) for kind in KINDS.values()}) == len(KINDS)
    assert [kind.id for kind in STACKED] == ["labels", "colours", "ink"]


@each_kind
def test_an_edit_is_undone_and_redone(kind: LayerKind, painted: Document, palette: Palette) -> None:
    history, before = History(painted), painted.snapshot()
    new = some(kind, (20, 30), palette, seed=5)
    told: list[tuple[LayerName, BBox]] = []
    painted.layer_changed.connect(lambda layer, box: told.append((layer, box)))
    box = BBox(3, 4, 23, 34)
    assert history.perform("x", PatchEdit.write(painted.layers.of(kind.id), box, new, kind.id))
    after = painted.snapshot()
    assert [layer for layer, _ in told] == [kind.id]
    np.testing.assert_array_equal(painted.layers.of(kind.id)[box.slices], new)
    history.undo()
    assert painted.is_as(before)
    assert before.layers.is_as(painted.layers)
    history.redo()
    assert painted.is_as(after)
    assert not painted.layers.is_as(before.layers)


@each_kind
@pytest.mark.parametrize("seed", range(3))
def test_strokes_of_many_boxes_are_one_entry(kind: LayerKind, seed: int, painted: Document, palette: Palette) -> None:
    history, states = History(painted), [painted.snapshot()]
    rng = np.random.default_rng(seed)
    for number in range(6):
        history.begin("stroke")
        for part in range(4):
            top, left = rng.integers(0, 30, 2).tolist()
            box = BBox(top, left, top + 9, left + 12).clipped(painted.size)
            new = some(kind, (box.height, box.width), palette, seed=100 * number + part)
            history.record(PatchEdit.write(painted.layers.of(kind.id), box, new, kind.id))
        history.commit()
        states.append(painted.snapshot())
    for position in rng.integers(0, len(states), 20).tolist():
        history.go_to(position)
        assert painted.layers.is_as(states[position].layers)
    history.begin("stroke")
    history.record(PatchEdit.write(painted.layers.of(kind.id), BBox(0, 0, 5, 5), np.zeros_like(new[:5, :5]), kind.id))
    history.abort()
    assert painted.layers.is_as(states[position].layers)


@each_kind
def test_what_the_history_keeps_comes_back(kind: LayerKind, palette: Palette) -> None:
    before, new = (some(kind, (30, 20), palette, seed) for seed in (1, 2))
    for after in (new, np.full_like(new, palette.ids[1])):
        edit = PatchEdit.write(before, BBox(0, 0, 30, 20), after, kind.id)
        again = packed(edit).unpacked()
        assert isinstance(again, PatchEdit)
        pixels = before.copy()
        again.apply(pixels)
        np.testing.assert_array_equal(pixels, after)
        again.inverse().apply(pixels)
        np.testing.assert_array_equal(pixels, before)


@each_kind
def test_other_sizes_and_flips_take_it_along(kind: LayerKind, painted: Document) -> None:
    layers = painted.layers
    for changed in (
        layers.resized((80, 30)),
        layers.cropped(BBox(2, 3, 20, 21)),
        layers.extended((50, 60)),
        layers.flipped(True),
        layers.flipped(False),
    ):
        assert changed.of(kind.id).shape == (*changed.size, *kind.channels)
        assert changed.of(kind.id).any()
        history = History(painted)
        before = painted.snapshot()
        history.replace("x", changed)
        assert painted.layers.is_as(changed)
        history.undo()
        assert painted.is_as(before)
    assert layers.flipped(True).flipped(True).is_as(layers)
    assert layers.extended((50, 60)).cropped(BBox(5, 2, 45, 58)).is_as(layers)
    assert layers.resized(layers.size).labels is not None
    np.testing.assert_array_equal(layers.resized(layers.size).of(kind.id), layers.of(kind.id))


@pytest.fixture
def writer(painted: Document, tmp_path: Path) -> Iterator[tuple[JournalWriter, History]]:
    history = History(painted)
    writer = JournalWriter(painted, history, tmp_path / "a.journal", dict, lambda _error: None, lambda: None)
    yield writer, history
    writer.close()


@each_kind
def test_the_journal_follows_it(
    kind: LayerKind, writer: tuple[JournalWriter, History], painted: Document, palette: Palette
) -> None:
    journal, history = writer
    for seed in range(3):
        new = some(kind, (9, 12), palette, seed)
        edit = PatchEdit.write(painted.layers.of(kind.id), BBox(seed, 4, seed + 9, 16), new, kind.id)
        history.perform("x", edit)
        assert journal.flush()
        found = read_journal(journal.path)
        assert found.layers.is_as(painted.layers)
        assert not found.is_cut_short
        assert found.strokes == seed
    history.undo()
    assert journal.flush()
    assert read_journal(journal.path).layers.is_as(painted.layers)


@each_kind
def test_a_whole_journal_holds_it(kind: LayerKind, palette: Palette, tmp_path: Path) -> None:
    layers = Layers.made((30, 40), {"labels": np.zeros((30, 40), np.uint8), kind.id: some(kind, (30, 40), palette)})
    journal = JournalFile(tmp_path / "a.journal")
    journal.start(layers, palette, {})
    journal.close()
    assert read_journal(journal.path).layers.is_as(layers)


@each_kind
def test_a_project_holds_it_exactly(kind: LayerKind, palette: Palette, tmp_path: Path) -> None:
    size = (30, 40)
    layers = Layers.made(size, {"labels": some(KINDS["labels"], size, palette), kind.id: some(kind, size, palette)})
    path = tmp_path / "a.ora"
    write_project(path, Project(layers.labels, palette, ink=layers.painted("ink"), colours=layers.painted("colours")))
    found = read_project(path, palette)
    assert found.layers.is_as(layers)
    assert not found.is_foreign
    assert not found.has_more
    assert not found.warnings
    with zipfile.ZipFile(path) as archive:
        about = json.loads(archive.read("sinopia/project.json"))
        assert about["format"] == kind.since
        assert ("colours" in about) == (kind.id == "colours")
        assert ('name="Colours"' in archive.read("stack.xml").decode()) == (kind.id == "colours")


def test_layers_lie_in_a_project_as_on_the_screen(palette: Palette, tmp_path: Path) -> None:
    layers = all_of((30, 40), palette)
    write_project(tmp_path / "a.ora", Project(layers.labels, palette, ink=layers.ink, colours=layers.colours))
    with zipfile.ZipFile(tmp_path / "a.ora") as archive:
        stack = archive.read("stack.xml").decode()
    assert stack.index('"Ink"') < stack.index('"Colours"') < stack.index('"Drawing"')


def saved_elsewhere(path: Path, changes: dict[str, bytes], without: str = "") -> None:
    """As another program saves it: `changes` to its files, and nothing in a folder `without`."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in (files | changes).items():
            if not without or not name.startswith(without):
                archive.writestr(name, data)


@pytest.mark.parametrize("without", ["", "sinopia/"])
def test_colours_of_another_program_are_taken(without: str, palette: Palette, tmp_path: Path) -> None:
    layers, path = all_of((30, 40), palette), tmp_path / "a.ora"
    write_project(path, Project(layers.labels, palette, ink=layers.ink, colours=layers.colours))
    other = some(KINDS["colours"], (30, 40), palette, seed=9)
    saved_elsewhere(path, {"data/layer1.png": layer_png(other)}, without)
    found = read_project(path, palette)
    assert found.is_foreign
    assert found.colours is not None
    np.testing.assert_array_equal(found.colours, other)
    np.testing.assert_array_equal(found.labels, layers.labels)


def test_a_layer_called_colours_that_was_never_ours_is_the_drawing(palette: Palette, tmp_path: Path) -> None:
    ids = some(KINDS["labels"], (30, 40), palette)
    path = tmp_path / "a.ora"
    path.write_bytes(project_bytes(Project(ids, palette)))
    with zipfile.ZipFile(path) as archive:
        stack = archive.read("stack.xml").replace(b'"Drawing"', b'"Colours"')
    saved_elsewhere(path, {"stack.xml": stack}, "sinopia/")
    found = read_project(path, palette)
    np.testing.assert_array_equal(found.labels, ids)
    assert found.colours is None


def test_a_blank_layer_is_not_written(palette: Palette) -> None:
    ids, blank = some(KINDS["labels"], (8, 9), palette), np.zeros((8, 9, 4), np.uint8)
    picture = [ProjectLayer("Picture", np.full((8, 9, 4), 7, np.uint8))]
    assert project_bytes(Project(ids, palette, ink=blank[..., 0], colours=blank), picture) == project_bytes(
        Project(ids, palette), picture
    )


def test_blank_layers_of_the_largest_drawing_take_no_memory(palette: Palette) -> None:
    document = Document(palette, np.zeros((4096, 4096), np.uint8))
    assert document.layers.nbytes == 4096**2
    assert document.snapshot().layers.nbytes == 4096**2
    assert document.snapshot().layers.painted("colours") is None
    edit = ContentEdit.replace(document.layers, Layers.blank((4096, 4096)))
    assert edit.nbytes == 0


def test_a_view_follows_the_first_stroke(painted: Document, palette: Palette) -> None:
    document = Document(palette, np.zeros((700, 700), np.uint8))
    seen, layers = document.colours, document.layers
    paint = np.full((2, 3, 4), 255, np.uint8)
    History(document).perform("x", PatchEdit.write(seen, BBox(1, 1, 3, 4), paint, "colours"))
    assert seen[1, 1].tolist() == [255] * 4
    assert layers.painted("colours") is not None
    with pytest.raises(ValueError, match="read-only"):
        seen[0, 0] = 1


def test_layers_of_another_size_are_refused(palette: Palette) -> None:
    with pytest.raises(ValueError, match="colours"):
        Document(palette, np.zeros((4, 5), np.uint8), colours=np.zeros((5, 4, 4), np.uint8))
    with pytest.raises(TypeError):
        Document(palette, np.zeros((4, 5), np.uint8), colours=np.zeros((4, 5), np.uint8))


def test_clear_pixels_do_not_tint_their_neighbours() -> None:
    colours = np.zeros((8, 8, 4), np.uint8)
    colours[:, 4:] = 200, 40, 10, 255
    for size in ((16, 16), (4, 4), (3, 20)):
        scaled = resized_colours(colours, size)
        assert (abs(scaled[scaled[..., 3] > 8][:, :3].astype(int) - (200, 40, 10)) <= 1).all()
        assert not scaled[scaled[..., 3] == 0].any()


def test_paint_over_paint() -> None:
    below = np.array([[10, 20, 30, 255], [0, 0, 0, 0], [10, 20, 30, 100]], np.uint8)
    full = np.array([[200, 100, 50, 255]] * 3, np.uint8)
    np.testing.assert_array_equal(laid_over(below, full), full)
    np.testing.assert_array_equal(laid_over(below, np.zeros_like(below)), below)
    half = full.copy()
    half[:, 3] = 128
    assert laid_over(below, half)[0].tolist() == [105, 60, 40, 255]
    assert laid_over(below, half)[1].tolist() == half[1].tolist()
