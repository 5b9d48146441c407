"""A saved picture carries its own drawing and recipe, exactly, or says in one sentence that it is damaged."""

from __future__ import annotations

import base64
import errno
import json
import os
import zlib

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from app.formats.saved_picture import LABELS, RECIPE, ArtworkError, has_recipe, read_artwork, write_artwork
from canvas.errors import SaveError
from canvas.layers.ink_png import ink_png_bytes
from canvas.palette import Palette, PaletteEntry
from engine.request.types import Finished, GenerationRequest, RunId

PALETTE = Palette(
    "Test",
    (
        PaletteEntry(0, "unlabelled", (0, 0, 0)),
        PaletteEntry(1, "sky", (10, 20, 250)),
        PaletteEntry(7, "smörgås 山", (200, 0, 0)),
    ),
)

INK = "sinopia-ink"


def finished(size=24, **changes):
    labels = np.random.default_rng(0).choice(np.array([0, 1, 7], np.uint8), (size, size + 3))
    values = {
        "base": "pocket",
        "module": "pocket-labels",
        "class_weights": {1: 0.25},
        "prompt": "sea, “sunset” 海",
        "negative_prompt": "fog",
        "seed": 4_000_000_000,
        "width": 32,
        "height": 16,
        "steps": 9,
        "guidance": 2.5,
        "strength": 3.25,
        "window": (0.0, 0.6),
        "rescale": 0.5,
        "sampler": "unipc",
    }
    request = GenerationRequest(labels=labels, classes=PALETTE.classes(), **{**values, **changes})
    image = np.random.default_rng(1).integers(0, 256, (16, 32, 3)).astype(np.uint8)
    provenance = {"base": "pocket", "base_hash": "abc", "module": "pocket-labels", "module_hash": "def", "torch": "2"}
    return Finished(run=RunId(number=1), request=request, image=image, seconds=1.0, provenance=provenance)


def test_ink_is_kept_exactly_and_blank_paper_is_not(tmp_path):
    ink = np.random.default_rng(4).integers(0, 256, (24, 27)).astype(np.uint8)
    write_artwork(tmp_path / "inked.png", finished(ink=ink), PALETTE)
    np.testing.assert_array_equal(read_artwork(tmp_path / "inked.png").request.ink, ink)
    write_artwork(tmp_path / "plain.png", finished(), PALETTE)
    assert read_artwork(tmp_path / "plain.png").request.ink is None
    with Image.open(tmp_path / "plain.png") as image:
        assert json.loads(image.info[RECIPE])["format"] == 1


@pytest.mark.parametrize("text", ["rubbish", base64.b64encode(ink_png_bytes(np.zeros((3, 3), np.uint8))).decode()])
def test_damaged_ink_is_one_sentence(tmp_path, text):
    path = tmp_path / "inked.png"
    write_artwork(path, finished(ink=np.full((24, 27), 9, np.uint8)), PALETTE)
    with Image.open(path) as image:
        texts = PngImagePlugin.PngInfo()
        for key, value in {**image.text, INK: text}.items():
            texts.add_itxt(key, value)
        image.save(path, pnginfo=texts)
    with pytest.raises(ArtworkError, match=r"recipe in .* is damaged"):
        read_artwork(path)


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "picture.png"
    write_artwork(path, finished(), PALETTE)
    return path


def rewritten(path, **chunks):
    """The same picture with other text chunks; None leaves a chunk out."""
    with Image.open(path) as image:
        image.load()
        texts = {**image.text, **chunks}
        info = PngImagePlugin.PngInfo()
        for key, text in texts.items():
            if text is not None:
                info.add_itxt(key, text)
        image.save(path, pnginfo=info)
    return path


def recipe_of(path):
    with Image.open(path) as image:
        return json.loads(image.text[RECIPE])


def test_everything_comes_back_exactly(saved):
    before, after = finished(), read_artwork(saved)
    assert np.array_equal(after.image, before.image)
    assert np.array_equal(after.request.labels, before.request.labels)
    for name in GenerationRequest.__dataclass_fields__.keys() - {"labels"}:
        assert getattr(after.request, name) == getattr(before.request, name), name
    assert after.palette == PALETTE
    assert after.provenance["base_hash"] == "abc"
    assert "sinopia" in after.provenance
    assert after.warnings == ()
    assert has_recipe(saved)


def test_other_programs_find_the_common_parameters_line(saved):
    with Image.open(saved) as image:
        lines = image.text["parameters"].splitlines()
    assert lines[0] == "sea, “sunset” 海"
    assert lines[1] == "Negative prompt: fog"
    assert "Steps: 9, Sampler: UniPC, CFG scale: 2.5, Seed: 4000000000, Size: 32x16, Model hash: abc" in lines[2]


def test_a_large_noisy_drawing_fits_the_text_chunk(tmp_path):
    write_artwork(tmp_path / "large.png", finished(size=2000), PALETTE)
    assert read_artwork(tmp_path / "large.png").request.labels.shape == (2000, 2003)


@pytest.mark.parametrize(
    "chunks",
    [
        {RECIPE: "{"},
        {RECIPE: "[]"},
        {RECIPE: "{}"},
        {LABELS: "not base64 !"},
        {LABELS: "AAAA"},
        {RECIPE: None},
    ],
)
def test_a_damaged_recipe_is_told_in_one_sentence(saved, chunks):
    before = saved.read_bytes()
    path = rewritten(saved, **chunks)
    assert has_recipe(path)
    with pytest.raises(ArtworkError) as caught:
        read_artwork(path)
    assert path.name in str(caught.value)
    assert caught.value.hint
    assert before  # reading changes nothing


def test_text_whose_lines_another_program_broke_is_the_same(saved):
    before = read_artwork(saved).request.labels
    with Image.open(saved) as image:
        labels = image.text[LABELS]
    broken = "\n".join(labels[at : at + 76] for at in range(0, len(labels), 76))
    assert np.array_equal(read_artwork(rewritten(saved, **{LABELS: broken})).request.labels, before)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("seed", "four"),
        ("seed", True),
        ("window", [0.1]),
        ("classes", []),
        ("steps", 2.5),
        ("prompt", None),
        ("base", 3),
    ],
)
def test_a_recipe_with_a_value_of_the_wrong_kind_is_damaged(saved, field, value):
    recipe = recipe_of(saved)
    recipe["request"][field] = value
    with pytest.raises(ArtworkError, match=r"recipe .* is damaged"):
        read_artwork(rewritten(saved, **{RECIPE: json.dumps(recipe)}))


def test_a_recipe_of_a_newer_version_is_read_as_far_as_it_is_known(saved):
    recipe = recipe_of(saved)
    recipe["format"] = 99
    recipe["request"]["aura"] = 3
    artwork = read_artwork(rewritten(saved, **{RECIPE: json.dumps(recipe)}))
    assert artwork.request.seed == 4_000_000_000
    assert "newer version" in artwork.warnings[0]
    assert "aura" in artwork.warnings[0]


def test_pictures_without_a_recipe_and_other_files(tmp_path):
    plain = tmp_path / "plain.png"
    Image.new("RGB", (3, 3)).save(plain)
    assert not has_recipe(plain)
    with pytest.raises(ArtworkError, match="carries no drawing"):
        read_artwork(plain)
    text = tmp_path / "text.png"
    text.write_text("hello")
    assert not has_recipe(text)
    with pytest.raises(ArtworkError, match="no PNG"):
        read_artwork(text)
    with pytest.raises(ArtworkError, match="no file"):
        read_artwork(tmp_path / "nowhere.png")


def test_a_cut_off_file_and_a_huge_one_are_told(saved, tmp_path):
    cut = tmp_path / "cut.png"
    cut.write_bytes(saved.read_bytes()[:-400])
    with pytest.raises(ArtworkError, match="damaged"):
        read_artwork(cut)
    huge = tmp_path / "huge.png"
    header = b"IHDR" + (20_000).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    chunk = (13).to_bytes(4, "big") + header + zlib.crc32(header).to_bytes(4, "big")
    huge.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk + (4).to_bytes(4, "big") + b"IDAT....")
    assert not has_recipe(huge)
    with pytest.raises(ArtworkError, match="too large"):
        read_artwork(huge)


def test_a_full_disk_and_a_read_only_target_leave_the_old_file_whole(saved, monkeypatch):
    before = saved.read_bytes()

    def full(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SaveError, match="disk is full"):
        write_artwork(saved, finished(seed=1), PALETTE)
    monkeypatch.undo()
    assert saved.read_bytes() == before
    assert [path.name for path in saved.parent.iterdir()] == [saved.name]
    saved.chmod(0o444)
    with pytest.raises(SaveError, match="not allowed"):
        write_artwork(saved, finished(seed=1), PALETTE)
    assert saved.read_bytes() == before
