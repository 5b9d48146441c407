from __future__ import annotations

import errno
import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from app.formats.saved_picture import Artwork
from app.formats.training_set import TrainingSetError, add_to_training_set
from app.settings import table as s
from app.system import resources
from app.training.collected_pictures import CollectedPictures
from canvas.errors import SaveError
from canvas.palette import Palette, PaletteEntry
from engine.request.types import GenerationRequest, RunId
from engine.training.data.dataset import PictureSet
from tests.app.conftest import Bench

NOTHING = PaletteEntry(0, "unlabelled", (0, 0, 0))
SEAS = Palette("seas", (NOTHING, PaletteEntry(3, "Sea", (0, 0, 9)), PaletteEntry(7, "Sand", (9, 9, 0))))


def artwork(palette: Palette, class_id: int, size: int = 32) -> Artwork:
    """A grey picture of 32 pixels, from a drawing twice as large, half of one class, half unlabelled."""
    labels = np.zeros((2 * size, 2 * size), np.uint8)
    labels[size:] = class_id
    request = GenerationRequest(
        base="b", module=None, labels=labels, classes={class_id: "x"}, width=size, height=size, prompt="a bay — früh"
    )
    return Artwork(np.full((size, size, 3), 128, np.uint8), request, palette, {})


def test_what_is_added_is_what_the_trainer_reads(tmp_path: Path) -> None:
    names = [add_to_training_set(tmp_path, artwork(SEAS, 3)) for _ in range(2)]
    assert len(set(names)) == 2
    examples = PictureSet(tmp_path, 32, "train")
    assert [entry.name for entry in examples.classes] == ["unlabelled", "Sea", "Sand"]
    example = examples[0]
    assert example.caption == "a bay — früh"
    assert (example.labels[:16] == 0).all()
    assert (example.labels[16:] == 1).all()
    assert abs(int(example.picture.mean()) - 128) <= 2


def test_ink_goes_along_at_its_own_size_where_there_is_any(tmp_path: Path) -> None:
    ink = np.zeros((64, 64), np.uint8)
    ink[:, 8:12] = 255
    drawn = artwork(SEAS, 3)
    add_to_training_set(tmp_path, replace(drawn, request=replace(drawn.request, ink=np.zeros_like(ink))))
    assert not list(tmp_path.glob("*.ink.png"))
    for _ in range(2):
        name = add_to_training_set(tmp_path, replace(drawn, request=replace(drawn.request, ink=ink)))
    paper = np.asarray(Image.open(tmp_path / f"{name}.ink.png"))
    assert np.array_equal(paper, 255 - ink)
    examples = PictureSet(tmp_path, 32, "train")
    read = examples[examples.keys().index(f"{name}.jpg")].ink
    assert read is not None
    assert np.array_equal(read > 0, ink[::2, ::2] > 0)


def test_classes_of_another_palette_are_mapped_by_name(tmp_path: Path) -> None:
    add_to_training_set(tmp_path, artwork(SEAS, 3))
    other = Palette(
        "other", (NOTHING, PaletteEntry(1, "beach", (1, 1, 1), ("sand",)), PaletteEntry(2, "tree", (2, 2, 2)))
    )
    name = add_to_training_set(tmp_path, artwork(other, 1))
    assert set(np.unique(np.asarray(Image.open(tmp_path / f"{name}.png")))) == {0, 2}


def test_a_class_that_the_set_lacks_is_refused_by_name(tmp_path: Path) -> None:
    add_to_training_set(tmp_path, artwork(SEAS, 3))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    other = Palette(
        "other",
        (
            NOTHING,
            PaletteEntry(2, "tree", (2, 2, 2)),
        ),
    )
    with pytest.raises(TrainingSetError, match="has no class “tree”"):
        add_to_training_set(tmp_path, artwork(other, 2))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_damaged_class_list_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "classes.json").write_text("[]")
    with pytest.raises(TrainingSetError, match=r"class list of the training set in .* cannot be read"):
        add_to_training_set(tmp_path, artwork(SEAS, 3))
    assert [path.name for path in tmp_path.iterdir()] == ["classes.json"]


def test_the_picture_on_the_sheet_is_added_where_the_setting_says(bench: Bench, qtbot: QtBot, tmp_path: Path) -> None:
    collecting = CollectedPictures(bench.session, bench.session.notices)
    assert not collecting.has_picture
    assert collecting.folder == resources.training_folder()
    bench.settings.set(s.TRAINING_FOLDER, str(tmp_path / "mine"))
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.session.start()
    collecting.add_current()
    assert {path.suffix for path in (tmp_path / "mine").iterdir()} == {".jpg", ".png", ".txt", ".json"}
    (tmp_path / "mine" / "classes.json").write_text(
        json.dumps({"classes": [{"id": 1, "name": "rock", "rgb": [1, 2, 3]}]})
    )
    collecting.add_current()
    assert [notice.text for notice in bench.notices] == ["The training set “mine” has no class “sky”."]


def recast(bench: Bench, *names: str) -> None:
    """Give the open drawing other classes with the same ids."""
    document = bench.session.document
    entries = tuple(PaletteEntry(place, name, (place, 1, 2)) for place, name in enumerate(names, 1))
    document.load(np.array(document.labels), Palette("other", (NOTHING, *entries)), None)


def test_a_picture_is_added_with_the_classes_that_it_was_painted_with(
    bench: Bench, first_picture: None, tmp_path: Path
) -> None:
    bench.settings.set(s.TRAINING_FOLDER, str(tmp_path))
    recast(bench, "tree", "water")
    CollectedPictures(bench.session, bench.session.notices).add_current()
    example = PictureSet(tmp_path, 32, "test", labelled=True)
    assert [example.classes[key].name for key in np.unique(example[0].labels)] == ["sky"]


def test_the_picture_that_comes_with_the_drawing_keeps_its_classes_too(
    bench: Bench, first_picture: None, tmp_path: Path
) -> None:
    finished = bench.session.finished
    assert finished is not None
    bench.session.show_first(replace(finished, run=RunId(number=0)))
    recast(bench, "tree")
    bench.settings.set(s.TRAINING_FOLDER, str(tmp_path))
    CollectedPictures(bench.session, bench.session.notices).add_current()
    example = PictureSet(tmp_path, 32, "test")
    assert [example.classes[key].name for key in np.unique(example[0].labels)] == ["sky"]


def test_what_the_palette_does_not_name_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(TrainingSetError, match="no class for what is painted: 5"):
        add_to_training_set(tmp_path / "set", artwork(SEAS, 5))
    assert not (tmp_path / "set").exists()


@pytest.mark.parametrize("fits", [0, 1, 2, 3])
def test_a_full_disk_leaves_a_set_that_takes_the_next_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fits: int
) -> None:
    real, written = os.write, 0

    def write(file: int, data: memoryview) -> int:
        nonlocal written
        written += 1
        if written > fits:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(file, data)

    with monkeypatch.context() as full:
        full.setattr(os, "write", write)
        with pytest.raises(SaveError, match="the disk is full"):
            add_to_training_set(tmp_path, artwork(SEAS, 3))
    assert {path.name for path in tmp_path.iterdir()} <= {"classes.json"}
    name = add_to_training_set(tmp_path, artwork(SEAS, 3))
    assert PictureSet(tmp_path, 32, "test").keys() == [f"{name}.jpg"]


@pytest.mark.parametrize(
    ("record", "stored"),
    [
        ({}, {0, 26}),
        ({"ignore": [255], "shift": 1}, {255, 25}),
        ({"ids": {"3": 26, "0": 7}, "ignore": [9]}, {9, 3}),
    ],
)
def test_a_set_that_is_numbered_otherwise_gets_its_own_values(
    tmp_path: Path, record: dict[str, object], stored: set[int]
) -> None:
    classes = [{"id": 7, "name": "rock", "rgb": [1, 2, 3]}, {"id": 26, "name": "sea", "rgb": [1, 2, 4]}]
    (tmp_path / "classes.json").write_text(json.dumps({"classes": classes, **record}), encoding="utf-8-sig")
    name = add_to_training_set(tmp_path, artwork(SEAS, 3))
    assert set(np.unique(np.asarray(Image.open(tmp_path / f"{name}.png")))) == stored
    examples = PictureSet(tmp_path, 32, "test")
    assert [examples.classes[key].name for key in np.unique(examples[0].labels)] == ["unlabelled", "sea"]


def test_a_set_without_a_value_for_unlabelled_refuses_it(tmp_path: Path) -> None:
    classes = [{"id": 1, "name": "sea", "rgb": [1, 2, 3]}]
    (tmp_path / "classes.json").write_text(json.dumps({"classes": classes, "shift": 1}))
    with pytest.raises(TrainingSetError, match="has no class “unlabelled”"):
        add_to_training_set(tmp_path, artwork(SEAS, 3))
