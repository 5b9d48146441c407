"""`label` and `sketch`: drawings from photos, whatever their size, never over what is there."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from app.commands import main as cli
from app.formats.images.kinds import kind_of
from engine.training.data.dataset import PictureSet


def read(path):
    with Image.open(path) as image:
        return np.asarray(image)


def photo(width=200, height=120):
    """A bright blue sky over a dark green hill."""
    ridge = height * (0.5 + 0.1 * np.sin(np.arange(width) / width * 6))
    below = np.arange(height)[:, None] > ridge
    return Image.fromarray(np.where(below[..., None], (30, 70, 30), (120, 170, 240)).astype(np.uint8))


@pytest.fixture
def folder(tmp_path):
    """Three photos, one of them below, one turned by its EXIF."""
    (tmp_path / "photos" / "more").mkdir(parents=True)
    photo().save(tmp_path / "photos" / "a.jpg")
    photo(130, 260).save(tmp_path / "photos" / "more" / "b.webp")
    exif = Image.Exif()
    exif[0x0112] = 6
    photo(150, 100).save(tmp_path / "photos" / "turned.jpeg", exif=exif)
    return tmp_path / "photos"


def test_a_photo_becomes_a_label_map_of_its_size(tmp_path):
    photo().save(tmp_path / "hill.jpg")
    assert cli.main(["label", str(tmp_path / "hill.jpg"), "-o", str(tmp_path / "map.png")]) == 0
    ids = read(tmp_path / "map.png")
    assert ids.shape == (120, 200)
    assert np.bincount(ids[:40].ravel()).argmax() == 1
    assert np.bincount(ids[80:].ravel()).argmax() not in (0, 1, 2)
    with Image.open(tmp_path / "map.png") as image:
        assert image.mode == "P"
        assert tuple(image.getpalette()[3:6]) == (112, 172, 240)


def test_a_photo_becomes_a_sketch_dark_on_white(tmp_path):
    photo().save(tmp_path / "hill.jpg")
    assert cli.main(["sketch", str(tmp_path / "hill.jpg"), "-o", str(tmp_path / "ink.png")]) == 0
    paper = read(tmp_path / "ink.png")
    assert paper.shape == (120, 200)
    rows = np.nonzero(paper < 100)[0]
    assert np.median(paper) == 255
    assert 40 < rows.min() <= rows.max() < 80


def test_a_folder_of_photos_can_be_trained_on_once_it_is_labelled(folder, capsys):
    assert cli.main(["label", str(folder), "-o", str(folder)]) == 0
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.png")) == [
        "a.png",
        "more/b.png",
        "turned.png",
    ]
    data = PictureSet(folder, 64, "train")
    assert [entry.name for entry in data.classes][:3] == ["unlabelled", "sky", "cloud"]
    data.check()
    PictureSet(folder, 64, "test").check()
    Image.fromarray(np.full((120, 200), 5, np.uint8)).save(folder / "a.png")
    assert cli.main(["label", str(folder), "-o", str(folder)]) == 0
    assert "3 of 3 are there already" in capsys.readouterr().out
    assert (read(folder / "a.png") == 5).all()
    assert cli.main(["label", str(folder), "-o", str(folder), "--again"]) == 0
    assert not (read(folder / "a.png") == 5).all()


def test_another_class_list_is_not_mixed_with(folder, tmp_path, capsys):
    classes = [{"id": 1, "name": "cat", "rgb": [0, 0, 0]}]
    (folder / "classes.json").write_text(json.dumps({"classes": classes}))
    assert cli.main(["label", str(folder), "-o", str(folder)]) == 1
    assert "another class list" in capsys.readouterr().err
    assert not list(folder.rglob("*.png"))
    assert cli.main(["label", str(folder), "-o", str(tmp_path / "maps")]) == 0
    assert (tmp_path / "maps" / "more" / "b.png").is_file()


def test_a_damaged_photo_is_named_and_the_others_are_made(folder, tmp_path, capsys):
    (folder / "broken.jpg").write_bytes(b"nothing")
    assert cli.main(["sketch", str(folder), "-o", str(tmp_path / "inks")]) == 1
    assert "broken.jpg" in capsys.readouterr().err
    assert len(list((tmp_path / "inks").rglob("*.png"))) == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["label", "nowhere.jpg", "-o", "x.png"], "no photo at nowhere.jpg"),
        (["label", "{photos}", "-o", "x.png"], "cannot become one PNG"),
        (["sketch", "{photos}", "-o", "{photos}"], "would be taken for a label map"),
        (["sketch", "{photos}/a.jpg", "-o", "{photos}/a.jpg"], "overwrite its photo"),
        (["label", "{photos}", "-o", "{photos}/out", "--base", "nothing"], "no base “nothing”"),
        (["sketch", "{photos}/a.jpg", "-o", "{photos}/a.webp"], "names no kind of image that is written here"),
        (["sketch", "{photos}/a.jpg", "-o", "{photos}/none/a.png"], "its folder does not exist"),
        (["sketch", "{photos}", "-o", "{photos}/a.jpg/out"], "The folder out cannot be made: not a directory"),
        (["sketch", "{photos}/a.jpg/b.jpg", "-o", "{photos}/a.png"], "no photo at b.jpg"),
    ],
)
def test_what_cannot_be_done_is_told(folder, arguments, said, capsys):
    assert cli.main([argument.format(photos=folder) for argument in arguments]) == 1
    assert said in capsys.readouterr().err


def test_of_a_folder_every_photo_is_made_or_named(folder, tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    photo().save(folder / "IMG_3.avif")
    photo().save(folder / "IMG_4.JPG")
    photo().save(folder / "named wrongly.png", "JPEG")
    (folder / "IMG_2.HEIC").write_bytes(b"\0\0\0\x18ftypheic" + bytes(200))
    (folder / "notes.txt").write_text("a note")
    (folder / "._a.jpg").write_bytes(b"\0\5\x16\7\0\2\0\0Mac OS X" + bytes(90))
    (folder / ".thumbnails").mkdir()
    photo().save(folder / ".thumbnails" / "t.jpg")
    (folder / "Thumbs.db").write_bytes(b"thumbs")
    assert cli.main(["sketch", str(folder), "-o", str(tmp_path / "out")]) == 0
    made = {path.name for path in (tmp_path / "out").rglob("*.*")}
    assert made == {"a.png", "b.png", "turned.png", "IMG_3.png", "IMG_4.png", "named wrongly.png"}
    said = capsys.readouterr().err.splitlines()
    assert said[-2:] == [
        "1 photo passed over that cannot be opened here: IMG_2.HEIC. HEIC needs pillow-heif: pip install pillow-heif.",
        "1 file passed over (1 .txt): notes.txt.",
    ]
    assert said[:-2] == [
        f"{n} of 6: {name}"
        for n, name in enumerate(["IMG_3.avif", "IMG_4.JPG", "a.jpg", "b.webp", "named wrongly.png", "turned.jpeg"], 1)
    ]


def test_what_was_made_before_is_not_named(folder, capsys):
    assert cli.main(["label", str(folder), "-o", str(folder)]) == 0
    assert cli.main(["label", str(folder), "-o", str(folder)]) == 0
    assert cli.main(["sketch", str(folder), "-o", str(folder / "inks")]) == 0
    assert cli.main(["sketch", str(folder), "-o", str(folder / "inks")]) == 0
    passed = [line for line in capsys.readouterr().err.splitlines() if "passed over" in line]
    assert passed == ["4 files passed over (3 .png, 1 .json): a.png, classes.json, b.png, turned.png."] * 2


def test_a_photo_named_as_its_drawing_is_not_overwritten(folder, capsys):
    photo().save(folder / "c.png", "JPEG")
    assert cli.main(["label", str(folder), "-o", str(folder)]) == 1
    assert "c.png would overwrite its photo" in capsys.readouterr().err
    assert kind_of((folder / "c.png").read_bytes()) == "JPEG"


def test_names_that_are_no_utf8_are_made_and_told(tmp_path):
    """As the command, whose streams a terminal or a log reads."""
    name = os.fsdecode(b"caf\xe9.jpg")
    (tmp_path / "in").mkdir()
    photo().save(tmp_path / "in" / name)
    (tmp_path / "in" / os.fsdecode(b"br\xf6ken.jpg")).write_bytes(b"nothing")
    ran = subprocess.run(
        [sys.executable, "-m", "main", "sketch", str(tmp_path / "in"), "-o", str(tmp_path / "out")],
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 1
    assert b"br\\udcf6ken.jpg" in ran.stderr
    assert b"Traceback" not in ran.stderr
    assert b"\r" not in ran.stderr
    assert [os.fsencode(path.name) for path in (tmp_path / "out").iterdir()] == [b"caf\xe9.png"]


def test_two_photos_of_one_name_and_an_empty_folder_are_told(folder, tmp_path, capsys):
    photo().save(folder / "a.webp")
    assert cli.main(["sketch", str(folder), "-o", str(tmp_path / "out")]) == 1
    assert "Two photos would become a.png" in capsys.readouterr().err
    (folder / "a.webp").rename(folder / "A.webp")
    assert cli.main(["sketch", str(folder), "-o", str(tmp_path / "out")]) == 1
    assert "Two photos would become a.png" in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    assert cli.main(["sketch", str(tmp_path / "empty"), "-o", str(tmp_path / "out")]) == 1
    assert "holds no photo" in capsys.readouterr().err
