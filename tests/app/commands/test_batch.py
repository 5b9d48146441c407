"""`generate`: one drawing or a folder, from an index PNG or a saved picture, with what the command line overrides."""

from __future__ import annotations

import dataclasses
import errno
import os

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

import engine.painting.pipeline
from app.commands import main as cli
from app.commands.generate import Overrides, request_for
from app.commands.main import _registry
from app.commands.targets import drawings_in
from app.formats.images.kinds import kind_of
from app.formats.project import save_project
from app.formats.saved_picture import read_artwork
from app.installed.palettes import palette_of
from canvas.label_png import write_label_png
from canvas.project_file import Project, write_project
from engine.errors import EngineError
from engine.installed.registry import Registry
from engine.request.types import Failed, Finished, StepPreview

requests = []


class FakePipeline:
    """Paints the seed, and fails on seed 13."""

    def __init__(self, registry):
        requests.clear()

    def run(self, request, cancel=None, run=None):
        requests.append(request)
        if request.seed == 13:
            yield Failed(run=run, text="Thirteen cannot be painted.", hint="Take another seed.")
            return
        yield StepPreview(run=run, step=1, steps=1, image=None, seconds_left=0)
        image = np.full((request.height, request.width, 3), request.seed % 256, np.uint8)
        yield Finished(run=run, request=request, image=image, seconds=0, provenance={}, notes=("A note.",))


@pytest.fixture(autouse=True)
def fake_pipeline(monkeypatch):
    requests.clear()
    monkeypatch.setattr(engine.painting.pipeline, "Pipeline", FakePipeline)


@pytest.fixture
def drawing(tmp_path):
    palette = palette_of(_registry().module("pocket-labels"))
    labels = np.zeros((30, 40), np.uint8)
    labels[:10] = palette.find_name("sky").class_id
    write_label_png(tmp_path / "drawing.png", labels, palette)
    return tmp_path / "drawing.png"


def run(*arguments):
    return cli.main(["generate", *map(str, arguments)])


def test_an_index_png_is_painted_with_the_defaults_of_base_and_module(drawing, tmp_path, capsys):
    assert run(drawing, "-o", tmp_path / "out.png") == 0
    artwork = read_artwork(tmp_path / "out.png")
    assert artwork.request.base == "pocket"
    assert artwork.request.module == "pocket-labels"
    assert artwork.request.width / artwork.request.height == pytest.approx(4 / 3, rel=0.01)  # the drawing's shape
    module = _registry().module("pocket-labels")
    assert artwork.request.strength == module.defaults["strength"]
    assert artwork.request.labels.shape == (30, 40)
    assert "A note." in capsys.readouterr().err


def test_options_override_and_are_saved_with_the_picture(drawing, tmp_path):
    options = "--prompt sea --seed 5 --steps 7 --strength 3 --window 0 0.5 --class-strength Sky=0.5 --sampler ddim"
    assert run(drawing, "-o", tmp_path / "out.png", *options.split()) == 0
    request = read_artwork(tmp_path / "out.png").request
    assert (request.prompt, request.seed, request.steps, request.strength) == ("sea", 5, 7, 3.0)
    assert (request.window, request.sampler, dict(request.class_weights)) == ((0.0, 0.5), "ddim", {1: 0.5})


def test_another_module_paints_along_at_its_own_strength_or_the_one_asked_for(drawing, tmp_path, capsys):
    out = tmp_path / "out.png"
    suggested = _registry().module("pocket-sketch").defaults["strength"]
    for text, strength in (("pocket-sketch", suggested), ("pocket-sketch=1.5", 1.5)):
        assert run(drawing, "-o", out, "--beside", text) == 0
        assert read_artwork(out).request.modules == {"pocket-labels": requests[-1].strength, "pocket-sketch": strength}
    assert run(out, "-o", tmp_path / "again.png") == 0
    assert requests[-1].beside == {"pocket-sketch": 1.5}
    assert run(drawing, "-o", out, "--module", "none", "--beside", "pocket-sketch") == 1
    assert "The base cannot paint alone beside a module." in capsys.readouterr().err
    for text, said in (("pocket-sketch=much", "is not a module"), ("nobody", "There is no module “nobody”")):
        assert run(drawing, "-o", out, "--beside", text) == 1
        assert said in capsys.readouterr().err


def test_a_saved_picture_is_painted_by_its_own_recipe_unless_overridden(drawing, tmp_path):
    run(drawing, "-o", tmp_path / "first.png", "--seed", 7, "--prompt", "sea")
    assert run(tmp_path / "first.png", "-o", tmp_path / "again.png") == 0
    assert run(tmp_path / "first.png", "-o", tmp_path / "other.png", "--seed", 8, "--module", "none") == 0
    first, again, other = (read_artwork(tmp_path / f"{name}.png") for name in ("first", "again", "other"))
    assert (again.request.seed, again.request.prompt) == (7, "sea")
    assert np.array_equal(again.request.labels, first.request.labels)
    assert (other.request.seed, other.request.prompt, other.request.module) == (8, "sea", None)


def test_a_project_is_painted_with_its_ink_and_its_recipe_where_it_has_one(drawing, tmp_path):
    request, palette = request_for(drawing, _registry(), Overrides())
    ink = np.zeros((30, 40), np.uint8)
    ink[5:9, 3:30] = 180
    inked = dataclasses.replace(request, ink=ink, prompt="sea", seed=9)
    save_project(tmp_path / "a.ora", inked, palette, None)
    assert run(tmp_path / "a.ora", "-o", tmp_path / "out.png", "--seed", 4) == 0
    artwork = read_artwork(tmp_path / "out.png")
    assert (artwork.request.prompt, artwork.request.seed) == ("sea", 4)
    assert np.array_equal(artwork.request.ink, ink)
    assert run(tmp_path / "out.png", "-o", tmp_path / "again.png") == 0
    assert np.array_equal(read_artwork(tmp_path / "again.png").request.ink, ink)
    write_project(tmp_path / "b.ora", Project(inked.labels, palette, ink=ink))
    bare, _ = request_for(tmp_path / "b.ora", _registry(), Overrides())
    assert (bare.base, bare.module, bare.strength) == (request.base, request.module, request.strength)
    assert np.array_equal(bare.ink, ink)


def test_a_folder_of_projects_and_pictures_never_paints_two_into_one(drawing, tmp_path):
    folder, out = tmp_path / "drawings", tmp_path / "out"
    folder.mkdir()
    for name in ("a.png", "b.ora"):
        (folder / name).write_bytes(drawing.read_bytes())
    assert [target.name for _, target in drawings_in(folder, out).pairs] == ["a.png", "b.png"]
    (folder / "a.ora").write_bytes(drawing.read_bytes())
    with pytest.raises(EngineError, match=r"Two drawings would be painted into a\.png"):
        drawings_in(folder, out)
    (folder / "a.ora").rename(folder / "A.ora")
    with pytest.raises(EngineError, match=r"Two drawings would be painted into a\.png"):
        drawings_in(folder, out)


def test_a_folder_is_painted_into_a_folder_and_failures_do_not_stop_the_others(drawing, tmp_path, capsys):
    folder = tmp_path / "drawings"
    folder.mkdir()
    run(drawing, "-o", tmp_path / "made.png", "--seed", 1)
    for name in ("a", "b", "d"):
        (folder / f"{name}.png").write_bytes((tmp_path / "made.png").read_bytes())
    (folder / "c.png").write_text("not a picture")
    assert run(folder, "-o", tmp_path / "pictures") == 1
    assert sorted(path.name for path in (tmp_path / "pictures").iterdir()) == ["a.png", "b.png", "d.png"]
    assert "c.png" in capsys.readouterr().err


def test_of_a_folder_every_drawing_is_painted_or_named(drawing, tmp_path, capsys):
    folder = tmp_path / "drawings"
    (folder / "more").mkdir(parents=True)
    for name in ("one.png", "TWO.PNG", "more/three.png", ".hidden.png"):
        (folder / name).write_bytes(drawing.read_bytes())
    (folder / "._one.png").write_bytes(b"\0\5\x16\7\0\2\0\0Mac OS X" + bytes(80))
    with Image.open(drawing) as image:
        image.save(folder / "map.tif")
    for number in range(6):
        (folder / f"note {number}.txt").write_text("a note")
    Image.new("RGB", (8, 8)).save(folder / "photo.jpg")
    assert run(folder, "-o", tmp_path / "new" / "out") == 0
    assert {path.name for path in (tmp_path / "new" / "out").iterdir()} == {"one.png", "TWO.png", "map.png"}
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "1 of 3: TWO.PNG"
    assert said[-2:] == [
        "7 files passed over (6 .txt, 1 .jpg): note 0.txt, note 1.txt, note 2.txt, note 3.txt, note 4.txt, ….",
        "1 folder not looked into: more.",
    ]


@pytest.mark.parametrize(("suffix", "kind"), [(".jpg", "JPEG"), (".JPEG", "JPEG"), (".webp", "WEBP"), (".PNG", "PNG")])
def test_a_picture_has_the_format_that_its_name_says(drawing, tmp_path, capsys, suffix, kind):
    out = tmp_path / f"out{suffix}"
    assert run(drawing, "-o", out) == 0
    assert kind_of(out.read_bytes()) == kind
    assert ("only a PNG also holds its drawing" in capsys.readouterr().err) == (kind != "PNG")


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("none/out.png", "its folder does not exist"),
        ("out.gif", "names no kind of image that is written here"),
        ("out", "names no kind of image that is written here"),
        ("drawing.png/out.png", "its folder is a file"),
        ("locked.png", "it is not allowed to write there"),
        ("x" * 300 + ".png", "the name is too long"),
    ],
)
def test_what_is_wrong_with_a_path_is_said_before_anything_is_painted(drawing, tmp_path, capsys, out, said):
    (tmp_path / "locked.png").write_bytes(b"kept")
    (tmp_path / "locked.png").chmod(0o444)
    before = sorted(tmp_path.iterdir())
    assert run(drawing, "-o", tmp_path / out) == 1
    assert said in capsys.readouterr().err
    assert not requests
    assert sorted(tmp_path.iterdir()) == before


def test_a_folder_that_cannot_be_made_or_written_is_said_before_anything_is_painted(
    drawing, tmp_path, capsys, monkeypatch
):
    folder = tmp_path / "drawings"
    folder.mkdir()
    (folder / "a.png").write_bytes(drawing.read_bytes())
    assert run(folder, "-o", drawing / "out") == 1
    assert "The folder out cannot be made: not a directory." in capsys.readouterr().err
    (tmp_path / "file").write_bytes(b"")
    assert run(folder, "-o", tmp_path / "file") == 1
    assert "The folder file cannot be made: a file has this name." in capsys.readouterr().err

    def refuse(path, data, mode):
        raise OSError(errno.EROFS, "read-only")

    monkeypatch.setattr("canvas.atomic._write_new", refuse)
    assert run(folder, "-o", tmp_path / "out") == 1
    assert "Nothing can be written into the folder out." in capsys.readouterr().err
    assert not requests


def test_a_name_as_long_as_a_name_can_be_is_written(drawing, tmp_path):
    out = tmp_path / ("é" * 125 + ".png")
    assert len(os.fsencode(out.name)) == 254
    assert run(drawing, "-o", out) == 0
    assert read_artwork(out).request.labels.shape == (30, 40)
    emoji = tmp_path / ("🏔" * 62 + ".png")
    assert run(drawing, "-o", emoji) == 0
    assert emoji.is_file()


def test_a_failed_run_is_told_and_nothing_is_written(drawing, tmp_path, capsys):
    assert run(drawing, "-o", tmp_path / "out.png", "--seed", 13) == 1
    said = capsys.readouterr().err
    assert "Thirteen cannot be painted." in said
    assert "Take another seed." in said
    assert not (tmp_path / "out.png").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.png", "-o", "out.png"], "no drawing at nowhere.png"),
        (["{drawing}", "-o", "out.png", "--base", "nowhere"], "no base “nowhere”"),
        (["{drawing}", "-o", "out.png", "--module", "nowhere"], "no module “nowhere”"),
        (["{drawing}", "-o", "out.png", "--class-strength", "dragon=1"], "no class “dragon”"),
        (["{drawing}", "-o", "out.png", "--class-strength", "sky"], "not a class strength"),
        (["{drawing}", "-o", "/nowhere/at/all/out.png"], "folder does not exist"),
    ],
)
def test_what_cannot_be_painted_is_told_in_a_sentence(drawing, tmp_path, capsys, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    assert run(*[text.format(drawing=drawing) for text in arguments]) == 1
    assert said in capsys.readouterr().err


def test_a_folder_is_never_painted_over_itself_or_into_a_file(drawing, tmp_path):
    for path, out in ((tmp_path, tmp_path), (drawing, drawing), (drawing, tmp_path)):
        with pytest.raises(EngineError, match="overwrite"):
            drawings_in(path, out)
    with pytest.raises(EngineError, match="one PNG"):
        drawings_in(tmp_path, tmp_path / "out.png")
    (tmp_path / "empty").mkdir()
    with pytest.raises(EngineError, match="holds no drawing"):
        drawings_in(tmp_path / "empty", tmp_path / "out")


@pytest.mark.parametrize("name", ["painted.png", "photo.jpg", "named wrongly.png", "IMG_1.heic"])
def test_a_photo_or_a_picture_of_another_program_is_told_to_be_one(tmp_path, capsys, name):
    image = Image.fromarray(np.random.default_rng(0).integers(0, 255, (64, 64, 3), np.uint8))
    parameters = PngImagePlugin.PngInfo()
    parameters.add_text("parameters", "a castle, Steps: 20, Seed: 7")
    path = tmp_path / name
    if path.suffix == ".heic":
        path.write_bytes(b"\0\0\0\x18ftypheic" + bytes(200))
    else:
        image.save(path, "PNG" if name == "painted.png" else "JPEG", pnginfo=parameters)
    assert run(path, "-o", tmp_path / "out.png") == 1
    said = capsys.readouterr().err
    assert f"“{name}” is a photo or a picture, not a label map." in said
    assert "The commands label and sketch" in said


def test_a_drawing_with_ids_that_the_module_lacks_is_told(tmp_path, drawing, capsys):
    from PIL import Image

    Image.fromarray(np.full((4, 4), 200, np.uint8)).save(tmp_path / "odd.png")
    assert run(tmp_path / "odd.png", "-o", tmp_path / "out.png") == 1
    assert "200" in capsys.readouterr().err


def test_the_request_is_complete_before_anything_is_loaded(drawing):
    request, palette = request_for(drawing, _registry(), Overrides())
    assert set(np.unique(request.labels)) <= set(palette.ids)


def test_a_sketch_is_painted_where_the_module_hears_ink_alone(tmp_path):
    paper = np.full((30, 40), 255, np.uint8)
    paper[15] = 0
    Image.fromarray(paper).save(tmp_path / "sketch.png")
    module = tmp_path / "pocket-ink"
    module.mkdir()
    (module / "config.json").write_text('{"modalities": ["sketch"]}')
    (module / "sinopia.json").write_text('{"base": "pocket", "label": "Ink"}')
    assert run(tmp_path / "sketch.png", "-o", tmp_path / "out.png", "--module", module) == 0
    (request,) = requests
    assert request.ink.tolist() == (255 - paper).tolist()
    assert not request.labels.any()
    assert request.labels.shape == (30, 40)


@pytest.mark.parametrize("size", [0, -5])
def test_a_size_that_no_picture_can_have_is_refused_in_a_sentence(drawing, tmp_path, capsys, size):
    assert run(drawing, "-o", tmp_path / "out.png", "--size", size) == 1
    assert f"A picture cannot be {size} pixels large." in capsys.readouterr().err


def _numbers(path, *values):
    Image.fromarray(np.repeat(np.array(values, np.uint8), 24)[None].repeat(30, 0)).save(path)


def test_how_a_label_map_is_read_can_be_said(tmp_path, capsys):
    _numbers(tmp_path / "mask.png", 0, 255)
    command = ["generate", str(tmp_path / "mask.png"), "-o", str(tmp_path / "out.png")]
    assert cli.main(command) == 1
    said = capsys.readouterr().err
    assert "--read-as mask:" in said
    assert cli.main([*command, "--read-as", "mask:water"]) == 0
    water = next(key for key, name in requests[-1].classes.items() if name == "water")
    assert set(np.unique(requests[-1].labels)) == {0, water}
    assert cli.main([*command, "--read-as", "nonsense"]) == 1
    assert "no way to read" in capsys.readouterr().err


def test_a_photo_is_told_from_a_label_map(tmp_path, capsys):
    Image.fromarray(np.random.default_rng(0).integers(0, 255, (40, 40, 3), np.uint8)).save(tmp_path / "photo.png")
    assert cli.main(["generate", str(tmp_path / "photo.png"), "-o", str(tmp_path / "out.png")]) == 1
    said = capsys.readouterr().err
    assert "is a photo or a picture" in said
    assert "label and sketch" in said


def test_the_masks_of_one_picture_are_one_drawing(tmp_path):
    (tmp_path / "masks").mkdir()
    _numbers(tmp_path / "masks" / "7_sky.png", 255, 0)
    _numbers(tmp_path / "masks" / "7_water.png", 0, 255)
    _numbers(tmp_path / "masks" / "8.png", 0, 1)
    assert cli.main(["generate", str(tmp_path / "masks"), "-o", str(tmp_path / "out")]) == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["7.png", "8.png"]
    names = [{request.classes[key] for key in np.unique(request.labels)} for request in requests]
    assert names == [{"sky", "water"}, {"unlabelled", "sky"}]


def test_a_base_without_a_module_paints_alone_and_only_when_asked_to(tmp_path, capsys, drawing):
    models = tmp_path / "models" / "lone"
    (models / "unet").mkdir(parents=True)
    (models / "model_index.json").write_text("{}")
    (models / "unet" / "config.json").write_text('{"sample_size": 16}')
    registry = Registry([tmp_path / "models"], [], tmp_path)
    request, _ = request_for(drawing, registry, Overrides(module="none"))
    assert (request.base, request.module, request.labels.shape) == ("lone", None, (30, 40))
    request, _ = request_for(drawing, Registry([], [], tmp_path), Overrides(module="none", base=str(models)))
    assert (request.base, request.module) == (str(models), None)
    with pytest.raises(EngineError, match="No module is installed for the base “lone”") as caught:
        request_for(drawing, registry, Overrides())
    assert "--module none" in caught.value.hint


def test_words_that_the_base_does_not_know_are_named(drawing, tmp_path, capsys):
    assert run(drawing, "-o", tmp_path / "a.png", "--prompt", "a castle at sunset") == 0
    assert "The base does not know: castle." in capsys.readouterr().err
    assert run(drawing, "-o", tmp_path / "b.png", "--prompt", "sunset") == 0
    assert "does not know" not in capsys.readouterr().err
