"""A sketch that lies beside a picture is what a module learns from, in place of one made of the picture."""

from __future__ import annotations

import io
import json
import tarfile

import numpy as np
import pytest
from PIL import Image

from engine.errors import DataError
from engine.layers.modality import open_modality
from engine.training.data.dataset import PictureSet
from engine.training.data.own_ink import ink_on_paper
from engine.training.drawings import Drawings
from tests.engine.test_training import CLASSES, build, example, jpeg, png
from tests.engine.test_training import folder as folder


def paper(size=16, line=3):
    """White paper with one black vertical line."""
    pixels = np.full((size, size), 255, np.uint8)
    pixels[:, line] = 0
    return pixels


def test_dark_lines_on_white_or_transparent_paper_are_ink():
    lines = 255 - paper()
    clear = np.zeros((16, 16, 4), np.uint8)
    clear[..., 3] = lines
    for pixels in (paper(), clear):
        assert np.array_equal(ink_on_paper(Image.fromarray(pixels), (16, 16), 16), lines)
    assert ink_on_paper(Image.fromarray(np.full((9, 9), 255, np.uint8)), (16, 16), 16) is None


def test_the_ink_of_the_pictures_middle_square_is_kept_whatever_the_papers_size():
    drawn = np.full((20, 40), 255, np.uint8)
    drawn[:, :12], drawn[:, 38:] = 0, 0  # of it columns 10 to 29 are in the middle square
    ink = ink_on_paper(Image.fromarray(drawn), (200, 100), 10)
    assert ink[:, 0].min() == 255
    assert not ink[:, 1:].any()


def test_it_is_read_from_files_and_shards(folder, tmp_path):
    assert not PictureSet(folder, 16, "train").has_ink
    before = PictureSet(folder, 16, "train").digest()
    (folder / "p02.ink.png").write_bytes(png(paper(32, 8)))
    files = PictureSet(folder, 16, "train")
    assert files.has_ink
    assert files.digest() != before
    assert files[0].ink is None
    assert files[1].key == "p02.jpg"
    assert files[1].ink[:, 4].all()
    assert not files[1].ink[:, 6:].any()
    shards = tmp_path / "shards"
    shards.mkdir()
    (shards / "info.json").write_text(json.dumps(CLASSES))
    with tarfile.open(shards / "train.tar", "w") as tar:
        for index in range(2):
            picture, labels = example(index)
            for suffix, data in ((".jpg", jpeg(picture)), (".seg.png", png(labels)), (".ink.png", png(paper()))):
                info = tarfile.TarInfo(f"k{index}{suffix}")
                info.size = len(data)
                tar.addfile(info, io.BytesIO(data))
    assert np.array_equal(PictureSet(shards, 16, "train")[0].ink, 255 - paper())


def test_a_damaged_sketch_is_named(folder):
    (folder / "p02.ink.png").write_bytes(b"no picture")
    with pytest.raises(DataError, match=r"p02\.jpg: the ink cannot be read"):
        PictureSet(folder, 16, "train").check()


def test_a_module_learns_from_it_mirrored_with_the_picture_and_partly_where_asked(folder, tiny, tmp_path):
    (folder / "p02.ink.png").write_bytes(png(paper()))
    data = PictureSet(folder, 16, "train")
    outputs = build(tiny, data, tmp_path / "cache", keep_pictures=True)
    straight, mirrored = 1, 1 + len(data)
    assert outputs.own_ink(0) is None
    drawings = Drawings([open_modality("labels"), open_modality("sketch")], outputs)
    layers = drawings.held_out(np.array([straight, mirrored, 0]))
    ink = 255 - paper()
    assert np.array_equal(layers["sketch"][0].numpy(), ink)
    assert np.array_equal(layers["sketch"][1].numpy(), ink[:, ::-1])
    assert np.array_equal(layers["labels"][0].numpy(), data[1].labels)
    assert layers["sketch"][2].any()
    only = Drawings([open_modality("sketch")], outputs)
    some = only.training(np.full(40, straight), np.random.default_rng(0), 1.0)["sketch"].numpy()
    assert not some[:, ink == 0].any()
    assert 0 < (some > 0).sum() < 40 * (ink > 0).sum()
    again = build(tiny, data, tmp_path / "cache", keep_pictures=True)
    assert np.array_equal(again.own_ink(straight), ink)
