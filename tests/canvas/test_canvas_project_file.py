from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from canvas.archive import parse_xml
from canvas.errors import CanvasError, LabelMapError, SaveError
from canvas.ora_written import ProjectLayer
from canvas.palette import Palette, PaletteEntry
from canvas.project_file import Project, project_bytes, read_project, write_project

MUTATIONS = int(os.environ.get("SINOPIA_MUTATIONS", "60"))


@pytest.fixture
def labels(palette: Palette) -> np.ndarray:
    return np.random.default_rng(2).choice(np.array(palette.ids, np.uint8), (30, 44))


@pytest.fixture
def file(palette: Palette, labels: np.ndarray, tmp_path: Path) -> Path:
    """A project with a picture and two entries of the program's own."""
    picture = np.full((30, 44, 4), 255, np.uint8)
    picture[..., :3] = np.random.default_rng(3).integers(0, 256, (30, 44, 3))
    path = tmp_path / "a.ora"
    extras = {"request.json": b"{}", "result.png": b"any bytes"}
    write_project(path, Project(labels, palette, extras), [ProjectLayer("Picture", picture)])
    return path


def repack(path: Path, changes: Mapping[str, bytes | None]) -> None:
    """Replace entries of an archive, add them, or leave them out (None)."""
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    entries.update({name: data for name, data in changes.items() if data is not None})
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in entries.items():
            if changes.get(name, b"") is not None:
                archive.writestr(name, data, zipfile.ZIP_DEFLATED)


def png(pixels: np.ndarray) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return stream.getvalue()


def foreign(path: Path, layers: list[tuple[str, np.ndarray, int, int]], size: tuple[int, int]) -> Path:
    """An OpenRaster file as another program writes it, with a group around its layers."""
    rows = "".join(
        f'<layer name="{name}" src="data/{number:03}.png" x="{x}" y="{y}" opacity="1.0"/>'
        for number, (name, _, x, y) in enumerate(layers)
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "image/openraster")
        archive.writestr(
            "stack.xml",
            f'<?xml version="1.0"?><image w="{size[1]}" h="{size[0]}"><stack><stack x="5" y="5">{rows}</stack></stack>'
            "</image>",
        )
        for number, (_, pixels, _, _) in enumerate(layers):
            archive.writestr(f"data/{number:03}.png", png(pixels))
    return path


def coloured(ids: np.ndarray, palette: Palette) -> np.ndarray:
    return np.dstack([palette.colour_table()[ids], np.where(ids == 0, 0, 255).astype(np.uint8)])


def test_round_trip(file: Path, palette: Palette, labels: np.ndarray) -> None:
    other = Palette("other", palette.entries[:1])
    project = read_project(file, other, ["request.json", "result.png", "missing"])
    np.testing.assert_array_equal(project.labels, labels)
    assert project.palette == palette
    assert project.extras == {"request.json": b"{}", "result.png": b"any bytes"}
    assert project.warnings == ()
    assert not project.is_foreign


@pytest.fixture
def ink() -> np.ndarray:
    strokes = np.zeros((30, 44), np.uint8)
    strokes[4:20, 6:30] = np.random.default_rng(5).integers(0, 256, (16, 24))
    return strokes


@pytest.fixture
def inked_file(palette: Palette, labels: np.ndarray, ink: np.ndarray, tmp_path: Path) -> Path:
    path = tmp_path / "inked.ora"
    write_project(path, Project(labels, palette, ink=ink), [ProjectLayer("Picture", np.zeros((30, 44, 4), np.uint8))])
    return path


def test_ink_is_a_black_layer_and_comes_back_exactly(
    inked_file: Path, palette: Palette, labels: np.ndarray, ink: np.ndarray
) -> None:
    project = read_project(inked_file, palette)
    assert project.ink is not None
    np.testing.assert_array_equal(project.ink, ink)
    np.testing.assert_array_equal(project.labels, labels)
    assert not project.is_foreign
    with zipfile.ZipFile(inked_file) as archive:
        layers = parse_xml(archive.read("stack.xml")).children[0].children
        assert [layer.attributes["name"] for layer in layers] == ["Picture", "Ink", "Drawing"]
        shown = np.asarray(Image.open(archive.open(layers[1].attributes["src"])))
        merged = np.asarray(Image.open(archive.open("mergedimage.png")))
    np.testing.assert_array_equal(shown[..., 3], ink)
    assert not shown[..., :3].any()
    assert (merged[ink == 255][:, :3] == 0).all()


def test_blank_paper_is_no_layer_and_the_first_format(file: Path, palette: Palette) -> None:
    assert read_project(file, palette).ink is None
    with zipfile.ZipFile(file) as archive:
        assert json.loads(archive.read("sinopia/project.json"))["format"] == 1
        assert "sinopia/ink.png" not in archive.namelist()


def test_ink_that_another_program_changed_is_its_dark_alpha(
    inked_file: Path, palette: Palette, labels: np.ndarray, ink: np.ndarray
) -> None:
    pixels = np.zeros((30, 44, 4), np.uint8)
    pixels[..., 3] = ink
    pixels[0, :4] = [[0, 0, 0, 77], [255, 255, 255, 255], [128, 128, 128, 255], [255, 0, 0, 100]]
    repack(inked_file, {"data/layer1.png": png(pixels)})
    project = read_project(inked_file, palette)
    assert project.ink is not None
    assert project.ink[0, :4].tolist() == [77, 0, 127, 70]
    np.testing.assert_array_equal(project.ink[1:], ink[1:])
    np.testing.assert_array_equal(project.labels, labels)
    assert project.is_foreign


def test_ink_layer_of_another_program_is_never_taken_for_classes(palette: Palette, tmp_path: Path) -> None:
    ids = np.full((10, 12), 2, np.uint8)
    black = np.zeros((4, 5, 4), np.uint8)
    black[..., 3] = 255
    other = np.full((10, 12, 4), 33, np.uint8)
    path = foreign(
        tmp_path / "b.ora", [(" ink", black, 2, 3), ("x", other, 0, 0), ("y", coloured(ids, palette), 0, 0)], (10, 12)
    )
    project = read_project(path, palette)
    np.testing.assert_array_equal(project.labels, ids)
    assert project.ink is not None
    assert project.ink.sum() == 255 * 20
    assert (project.ink[3:7, 2:7] == 255).all()


def test_damaged_ink_is_one_sentence(inked_file: Path, palette: Palette) -> None:
    for data in (b"rubbish", png(np.zeros((30, 44, 3), np.uint8)), png(np.zeros((5, 5), np.uint8)), None):
        repack(inked_file, {"sinopia/ink.png": data})
        with pytest.raises(CanvasError, match=r"\.$"):
            read_project(inked_file, palette)


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (700, 3)])
def test_every_size_has_a_thumbnail(palette: Palette, tmp_path: Path, shape: tuple[int, int]) -> None:
    path = tmp_path / "a.ora"
    write_project(path, Project(np.full(shape, 7, np.uint8), palette))
    assert (read_project(path, palette).labels == 7).all()
    with zipfile.ZipFile(path) as archive, Image.open(archive.open("Thumbnails/thumbnail.png")) as image:
        assert max(image.size) <= 256


def test_file_is_what_openraster_asks_for(file: Path, palette: Palette, labels: np.ndarray) -> None:
    assert file.read_bytes()[30:54] == b"mimetypeimage/openraster"
    with zipfile.ZipFile(file) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        stack = parse_xml(archive.read("stack.xml"))
        assert (stack.tag, stack.attributes["w"], stack.attributes["h"]) == ("image", "44", "30")
        layers = stack.children[0].children
        assert [layer.attributes["name"] for layer in layers] == ["Picture", "Drawing"]
        drawing = np.asarray(Image.open(archive.open(layers[1].attributes["src"])))
        np.testing.assert_array_equal(drawing[labels != 0], coloured(labels, palette)[labels != 0])
        assert (drawing[labels == 0][:, 3] == 0).all()
        picture = np.asarray(Image.open(archive.open(layers[0].attributes["src"])))
        np.testing.assert_array_equal(np.asarray(Image.open(archive.open("mergedimage.png"))), picture)


def test_merged_image_is_what_the_visible_layers_look_like(palette: Palette, tmp_path: Path) -> None:
    over = np.zeros((8, 8, 4), np.uint8)
    over[:4] = (200, 100, 0, 255)
    ids = np.full((8, 8), 7, np.uint8)
    ids[:, :2] = 0
    path = tmp_path / "a.ora"
    write_project(path, Project(ids, palette), [ProjectLayer("ink", over), ProjectLayer("off", over + 1, False)])
    with zipfile.ZipFile(path) as archive:
        merged = np.asarray(Image.open(archive.open("mergedimage.png")))
    expected = coloured(ids, palette)
    expected[:, :2] = 0
    expected[:4] = over[:4]
    np.testing.assert_array_equal(merged, expected)


def test_layer_that_another_program_repainted_counts(file: Path, palette: Palette, labels: np.ndarray) -> None:
    changed = labels.copy()
    changed[5:10, 5:10] = 7
    repack(file, {"data/layer0.png": png(coloured(changed, palette))})
    project = read_project(file, palette, ["result.png"])
    np.testing.assert_array_equal(project.labels, changed)
    assert project.is_foreign


def test_foreign_layer_in_the_palettes_colours_is_the_drawing(palette: Palette, tmp_path: Path) -> None:
    ids = np.full((10, 12), 2, np.uint8)
    ids[2:5] = 7
    photo = np.random.default_rng(0).integers(0, 256, (20, 30, 4), dtype=np.uint8)
    empty = np.zeros((20, 30, 4), np.uint8)
    path = foreign(
        tmp_path / "b.ora",
        [("photo", photo, 0, 0), ("empty", empty, 0, 0), ("labels", coloured(ids, palette), 25, -4)],
        (20, 30),
    )
    project = read_project(path, palette)
    expected = np.zeros((20, 30), np.uint8)
    expected[:6, 25:] = ids[4:, :5]
    np.testing.assert_array_equal(project.labels, expected)
    assert project.is_foreign


def test_foreign_file_without_such_a_layer_says_which_colours(palette: Palette, tmp_path: Path) -> None:
    pixels = coloured(np.full((10, 12), 2, np.uint8), palette)
    pixels[0, 0] = (1, 2, 3, 255)
    pixels[1, :2] = (28, 96, 49, 128)
    pixels[2, :2] = (90, 90, 90, 127)
    path = foreign(tmp_path / "b.ora", [("smooth", pixels, 0, 0)], (10, 12))
    with pytest.raises(LabelMapError, match=r'"smooth" comes nearest and also has #1c6031 at 50 % opacity, #010203\.'):
        read_project(path, palette)
    foreign(path, [("empty", np.zeros((10, 12, 4), np.uint8), 0, 0)], (10, 12))
    with pytest.raises(LabelMapError, match="no layer with anything painted"):
        read_project(path, palette)


def test_newer_version_opens_with_a_warning(file: Path, palette: Palette, labels: np.ndarray) -> None:
    with zipfile.ZipFile(file) as archive:
        about = json.loads(archive.read("sinopia/project.json"))
    repack(file, {"sinopia/project.json": json.dumps({**about, "format": 99, "more": 1}).encode()})
    project = read_project(file, palette)
    np.testing.assert_array_equal(project.labels, labels)
    assert "newer version" in project.warnings[0]


def test_bombs_are_refused_before_they_are_unpacked(file: Path, palette: Palette, tmp_path: Path) -> None:
    original = file.read_bytes()
    repack(file, {"stack.xml": b" " * 2**21})
    with pytest.raises(CanvasError, match="too large to open"):
        read_project(file, palette)
    file.write_bytes(original)
    repack(file, {"sinopia/labels.png": b"\0" * (129 * 2**20)})
    with pytest.raises(CanvasError, match="too large to open"):
        read_project(file, palette)
    many = tmp_path / "many.ora"
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(2100):
            archive.writestr(str(number), "")
    with pytest.raises(CanvasError, match="too many files"):
        read_project(many, palette)


def test_oversized_images_are_refused_before_they_are_decoded(palette: Palette, tmp_path: Path) -> None:
    pixels = coloured(np.full((10, 12), 2, np.uint8), palette)
    with pytest.raises(CanvasError, match="50000 x 50000 pixels, too large"):
        read_project(foreign(tmp_path / "a.ora", [("a", pixels, 0, 0)], (50000, 50000)), palette)
    path = foreign(tmp_path / "b.ora", [("a", pixels, 0, 0)], (10, 12))
    data = bytearray(png(pixels))
    data[16:24] = (20000).to_bytes(4, "big") * 2
    repack(path, {"data/000.png": bytes(data)})
    with pytest.raises(CanvasError, match="20000 x 20000 pixels, too large"):
        read_project(path, palette)


@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE image [<!ENTITY a "b">]><image w="4" h="4"/>',
        b'<!DOCTYPE image SYSTEM "file:///etc/passwd"><image w="4" h="4"/>',
        b"<image>" * 100 + b"</image>" * 100,
        b'<image w="4" h="4">' + b"<a/>" * 20001 + b"</image>",
        b"",
        b"not xml",
    ],
)
def test_hostile_xml_is_refused(xml: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_xml(xml)


@pytest.mark.parametrize(
    "changes",
    [
        {"mimetype": b"text/plain"},
        {"mimetype": None},
        {"stack.xml": None},
        {"stack.xml": b"<image/>"},
        {"stack.xml": b'<image w="9" h="8"/>'},
        {"sinopia/palette.json": None},
        {"sinopia/palette.json": b"{}"},
        {"sinopia/project.json": b"[" * 100_000},
        {"sinopia/labels.png": b"no image"},
        {"sinopia/labels.png": None},
        {"data/layer0.png": None, "stack.xml": b'<image w="44" h="30"><stack><layer src="no.png"/></stack></image>'},
    ],
)
def test_damage_is_one_sentence(file: Path, palette: Palette, changes: Mapping[str, bytes | None]) -> None:
    repack(file, changes)
    with pytest.raises(CanvasError) as caught:
        read_project(file, palette)
    assert str(caught.value).endswith(".")
    assert caught.value.hint


@pytest.mark.parametrize("which", ["file", "inked_file"])
def test_mutated_files_open_rightly_or_are_one_sentence(
    request: pytest.FixtureRequest, which: str, palette: Palette, labels: np.ndarray, ink: np.ndarray
) -> None:
    file: Path = request.getfixturevalue(which)
    data = file.read_bytes()
    rng = np.random.default_rng(11)
    refused = 0
    for number in range(MUTATIONS):
        spoiled = bytearray(data)
        if number % 4 == 0:
            del spoiled[int(rng.integers(0, len(data))) :]
        elif number % 4 == 1:
            start = int(rng.integers(0, len(data)))
            del spoiled[start : start + int(rng.integers(1, 400))]
        else:
            for place in rng.integers(0, len(data), int(rng.integers(1, 9))):
                spoiled[place] = int(rng.integers(0, 256))
        file.write_bytes(bytes(spoiled))
        try:
            project = read_project(file, palette, ["request.json", "result.png"])
        except CanvasError as error:
            refused += 1
            assert str(error).endswith(".")  # noqa: PT017
            assert error.hint  # noqa: PT017
        else:
            np.testing.assert_array_equal(project.labels, labels)
            if project.ink is not None:
                np.testing.assert_array_equal(project.ink, ink)
    assert refused >= MUTATIONS // 2


def test_failed_save_leaves_the_old_file_whole(file: Path, palette: Palette, labels: np.ndarray) -> None:
    file.chmod(0o400)
    with pytest.raises(SaveError):
        write_project(file, Project(np.zeros_like(labels), palette))
    np.testing.assert_array_equal(read_project(file, palette).labels, labels)


def test_unknown_class_is_not_written(palette: Palette) -> None:
    with pytest.raises(LabelMapError):
        project_bytes(Project(np.full((4, 4), 200, np.uint8), palette))


def test_palette_of_the_file_wins_over_the_open_one(tmp_path: Path) -> None:
    own = Palette("own", (PaletteEntry(0, "unlabelled", (0, 0, 0)), PaletteEntry(250, "rock", (9, 9, 9))))
    path = tmp_path / "a.ora"
    write_project(path, Project(np.full((4, 4), 250, np.uint8), own))
    assert read_project(path, Palette("bare", own.entries[:1])).palette == own
