"""Layers of other programs: what is seen of those in the palette's colours is the drawing, and the rest is named."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from canvas.errors import CanvasError
from canvas.ora_written import ProjectLayer
from canvas.palette import Palette
from canvas.project_file import Project, project_bytes, read_project

SIZE = (20, 30)
SKY, TREE, WATER = 1, 2, 7


def part(palette: Palette, class_id: int, rows: slice) -> np.ndarray:
    pixels = np.zeros((*SIZE, 4), np.uint8)
    pixels[rows, :, :3], pixels[rows, :, 3] = palette.entry(class_id).rgb, 255
    return pixels


def png(pixels: np.ndarray) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return stream.getvalue()


def layer(name: str, more: str = "") -> str:
    return f'<layer name="{name}" src="data/{name}.png" {more}/>'


def ora(path: Path, stack: str, parts: dict[str, np.ndarray | bytes], version: str = "0.0.3") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "image/openraster")
        head = f'<image version="{version}" w="{SIZE[1]}" h="{SIZE[0]}">'
        archive.writestr("stack.xml", f"<?xml version='1.0'?>{head}<stack>{stack}</stack></image>")
        for name, data in parts.items():
            archive.writestr(f"data/{name}.png", data if isinstance(data, bytes) else png(data))
    return path


def column(labels: np.ndarray) -> list[int]:
    """The class of rows 2, 8 and 17, all of which are of one class from edge to edge."""
    assert (labels == labels[:, :1]).all()
    return [int(labels[row, 0]) for row in (2, 8, 17)]


def test_layers_of_classes_are_seen_together_the_topmost_first(palette: Palette, tmp_path: Path) -> None:
    parts = {
        "water": part(palette, WATER, slice(15, 20)),
        "wood": part(palette, TREE, slice(6, 18)),
        "sky": part(palette, SKY, slice(0, 20)),
    }
    group = f"<stack>{layer('wood')}</stack>{layer('sky')}"
    project = read_project(ora(tmp_path / "a.ora", layer("water") + group, parts), palette)
    assert column(project.labels) == [SKY, TREE, WATER]
    assert project.warnings == ()


@pytest.mark.parametrize(
    ("top", "said"),
    [
        (layer("top", 'visibility="hidden"'), "Hidden layers .* “top”"),
        (layer("top", 'opacity="0.0"'), "Hidden layers .* “top”"),
        (f'<stack visibility="hidden">{layer("top")}</stack>', "Hidden layers .* “top”"),
        (f'<stack opacity="0">{layer("top")}</stack>', "Hidden layers .* “top”"),
        (layer("top", 'composite-op="svg:multiply"'), "mixed with what is below .* “top”"),
        (layer("gone"), "cannot be read .* “gone”"),
        ('<layer name="logo" src="data/logo.svg"/>', "cannot be read .* “logo”"),
        (layer("broken"), "cannot be read .* “broken”"),
        (layer("photo"), "not painted in classes alone .* “photo”"),
        (layer("lines"), "not painted in classes alone .* “lines”"),
    ],
)
def test_what_does_not_count_is_passed_over_and_named(top: str, said: str, palette: Palette, tmp_path: Path) -> None:
    photo = np.random.default_rng(0).integers(0, 256, (*SIZE, 4), dtype=np.uint8)
    photo[..., 3] = 255
    parts: dict[str, np.ndarray | bytes] = {
        "top": part(palette, WATER, slice(0, 20)),
        "photo": photo,
        "lines": part(palette, 0, slice(4, 12)),
        "broken": png(photo)[:900],
        "logo": b"<svg/>",
        "wood": part(palette, TREE, slice(0, 20)),
    }
    project = read_project(ora(tmp_path / "a.ora", top + layer("wood"), parts), palette)
    assert (project.labels == TREE).all()
    assert [bool(re.search(said, sentence)) for sentence in project.warnings] == [True]


def test_ink_that_cannot_be_read_is_left_out_with_a_word(palette: Palette, tmp_path: Path) -> None:
    black = np.zeros((*SIZE, 4), np.uint8)
    black[3:6, :, 3] = 200
    parts = {"wood": part(palette, TREE, slice(0, 20)), "b": black}
    stack = '<layer name="Ink" src="data/gone.png"/><layer name="ink" src="data/b.png"/>' + layer("wood")
    project = read_project(ora(tmp_path / "a.ora", stack, parts), palette)
    assert (project.labels == TREE).all()
    assert project.ink is not None
    assert project.ink.sum() == 200 * 3 * SIZE[1]
    assert "ink was left out" in project.warnings[0]


def test_a_hidden_drawing_is_better_than_none(palette: Palette, tmp_path: Path) -> None:
    stack = layer("a", 'visibility="hidden"') + layer("b", 'visibility="hidden"')
    parts = {"a": part(palette, WATER, slice(0, 9)), "b": part(palette, SKY, slice(0, 20))}
    project = read_project(ora(tmp_path / "a.ora", stack, parts), palette)
    assert column(project.labels) == [WATER, WATER, 0]
    assert "“b”" in project.warnings[0]


def test_a_soft_edge_counts_from_half_of_its_opacity(palette: Palette, tmp_path: Path) -> None:
    pixels = part(palette, TREE, slice(0, 20))
    pixels[:5, :, 3], pixels[5:10, :, 3] = 127, 128
    project = read_project(ora(tmp_path / "a.ora", layer("soft"), {"soft": pixels}), palette)
    assert column(project.labels) == [0, TREE, TREE]
    assert "Soft edges" in project.warnings[0]


def test_a_layer_of_one_other_colour_is_the_class_of_its_name(palette: Palette, tmp_path: Path) -> None:
    pixels = part(palette, TREE, slice(5, 20))
    pixels[..., :3] = (3, 90, 200)
    path = ora(
        tmp_path / "a.ora", layer("Water ") + layer("sky"), {"Water ": pixels, "sky": part(palette, SKY, slice(20))}
    )
    project = read_project(path, palette)
    assert column(project.labels) == [SKY, WATER, WATER]
    assert "“Water ”" in project.warnings[0]
    pixels[-1, -1, 0] = 4
    path = ora(tmp_path / "a.ora", layer("Water"), {"Water": pixels})
    with pytest.raises(CanvasError, match="#035ac8, #045ac8"):
        read_project(path, palette)


@pytest.mark.parametrize(("version", "row"), [("0.0.1", 12), ("0.0.5", 12), ("0.0.6", 4), ("0.1", 4), ("", 4)])
def test_the_offset_of_a_group_counts_in_old_files(version: str, row: int, palette: Palette, tmp_path: Path) -> None:
    stack = f'<stack x="0" y="5"><stack y="3">{layer("a", chr(121) + "=" + chr(34) + "4" + chr(34))}</stack></stack>'
    path = ora(tmp_path / "a.ora", stack, {"a": part(palette, TREE, slice(0, 2))[:2]}, version)
    assert np.flatnonzero(read_project(path, palette).labels[:, 0])[0] == row


def changed(path: Path, palette: Palette, added: str, entries: dict[str, bytes], below: bool = False) -> Path:
    """A project of ours to which another program adds, byte for byte the same elsewhere; its picture covers all."""
    ids = np.full(SIZE, SKY, np.uint8)
    picture = part(palette, TREE, slice(0, 20))
    data = project_bytes(Project(ids, palette), [ProjectLayer("Picture", picture)])
    with zipfile.ZipFile(io.BytesIO(data)) as ours, zipfile.ZipFile(path, "w") as theirs:
        for entry in ours.infolist():
            content = ours.read(entry)
            if entry.filename == "stack.xml":
                tag, place = (b"</stack>", -1) if below else (b"<stack>", 1)
                content = content.replace(tag, b"".join([tag, added.encode()][::place]))
            theirs.writestr(entry, content)
        for name, content in entries.items():
            theirs.writestr(name, content)
    return path


def test_an_untouched_project_is_ours(palette: Palette, tmp_path: Path) -> None:
    project = read_project(changed(tmp_path / "a.ora", palette, "", {}), palette)
    assert (project.has_more, project.is_foreign, project.warnings) == (False, False, ())
    assert (project.labels == SKY).all()


def test_a_layer_that_was_added_to_a_project_is_seen_and_said(palette: Palette, tmp_path: Path) -> None:
    entries = {"data/layer7.png": png(part(palette, WATER, slice(6, 10)))}
    added = '<layer name="lake" src="data/layer7.png"/>'
    project = read_project(changed(tmp_path / "a.ora", palette, added, entries), palette)
    assert column(project.labels) == [SKY, WATER, SKY]
    assert project.has_more
    assert not project.is_foreign
    assert "“lake”" in project.warnings[0]
    project = read_project(changed(tmp_path / "b.ora", palette, added, entries, below=True), palette)
    assert (project.labels == SKY).all()
    assert project.has_more


def test_what_else_was_added_keeps_the_file_from_being_written_over(palette: Palette, tmp_path: Path) -> None:
    added = '<layer name="note" src="data/note.svg"/>'
    project = read_project(changed(tmp_path / "a.ora", palette, added, {"data/note.svg": b"<svg/>"}), palette)
    assert (project.labels == SKY).all()
    assert project.has_more
    assert any("“note”" in sentence for sentence in project.warnings)
    project = read_project(changed(tmp_path / "a.ora", palette, "", {"notes.txt": b"?", "extra/": b""}), palette)
    assert (project.labels == SKY).all()
    assert project.has_more
    assert "“notes.txt”" in project.warnings[0]


def test_a_picture_that_was_painted_over_is_not_ours(palette: Palette, tmp_path: Path) -> None:
    path = changed(tmp_path / "a.ora", palette, "", {})
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
        about = json.loads(entries["sinopia/project.json"])
    (picture,) = set(about["layers"]) - {about["drawing"]}
    entries[picture] = png(np.full((*SIZE, 4), 77, np.uint8))
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    project = read_project(path, palette)
    assert (project.labels == SKY).all()
    assert project.has_more
