"""Every reader of JSON, with an odd value in place of each that it reads: a short sentence comes out, or nothing."""

from __future__ import annotations

import base64
import copy
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from app.files.clipboard import _copied
from app.files.open_and_save import Filing
from app.formats.project import open_project, save_project
from app.formats.saved_picture import RECIPE, read_artwork, write_artwork
from app.gallery.folder import GalleryFolder, describe
from app.gallery.model import tip
from app.settings import table as s
from app.settings.file import SettingsFile
from app.settings.setting import plain
from canvas.errors import CanvasError
from canvas.journal import MAGIC, JournalFile, read_journal
from canvas.label_png import label_png_bytes
from canvas.layers import Layers
from canvas.palette import Palette
from engine.errors import EngineError
from engine.request.types import Finished, RunId
from tests.app.conftest import Bench
from tests.fakes.fake_runner import painted
from tests.fakes.scripted_asking import ScriptedAsking


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


ODD = (
    *("Infinity", "-Infinity", "NaN", "1e400", "-1", "1" + "0" * 400, "1" + "0" * 5000, "0.5", "256", "4294967296"),
    *("true", "null", '""', '"1"', '"nan"', '"\\ud800"', '"\\u0000"', f'"{"x" * 20_000}"', "[]", "{}", "[[1]]"),
    *('{"a": 1}', '{"Infinity": 1}', '{"1": Infinity}', '{"1e400": 1e400}', nested(900), nested(100_000)),
)
"""JSON texts."""
_MARK = "odd value here"
EXPECTED = (CanvasError, EngineError)


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Paths of everything in a JSON value, of the first two of a list, the whole included."""
    yield at
    parts = value.items() if isinstance(value, dict) else enumerate(value[:2]) if isinstance(value, list) else ()
    for key, part in parts:
        yield from places(part, (*at, key))


def spoiled(value: Any) -> Iterator[str]:
    """The JSON texts in which one part is an odd one."""
    for at in places(value):
        whole = copy.deepcopy(value) if at else _MARK
        part = whole
        for key in at[:-1]:
            part = part[key]
        if at:
            part[at[-1]] = _MARK
        text = json.dumps(whole)
        for odd in ODD:
            yield text.replace(f'"{_MARK}"', odd)


def check(read: Callable[[], object], expected: tuple[type[Exception], ...] = EXPECTED) -> None:
    """It reads, or raises what is expected, in a sentence that fits into the notice bar."""
    said = ""
    try:
        read()
    except expected as error:
        said = str(error)
    assert len(said) < 400


@pytest.fixture
def finished(bench: Bench) -> Finished:
    bench.settings.set(s.CLASS_WEIGHTS, {1: 0.5})
    bench.settings.set(s.MODULE, "pocket-labels")
    bench.settings.set(s.BESIDE, {"other": 1.0})
    request = bench.session.request()
    told = {"agreement": "0.5", "device": "CPU"}
    return Finished(run=RunId(number=1), request=request, image=painted(request), seconds=0.5, provenance=told)


def with_recipe(path: Path, recipe: str) -> None:
    """The same picture with another recipe."""
    with Image.open(path) as image:
        image.load()
        texts = {**image.text, RECIPE: recipe}
    info = PngImagePlugin.PngInfo()
    for key, text in texts.items():
        info.add_itxt(key, text, zip=True)
    image.save(path, pnginfo=info)


def test_recipes_and_gallery(bench: Bench, finished: Finished, tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    filing = Filing(bench.session, bench.session.notices, ScriptedAsking())
    write_artwork(path, finished, bench.session.document.palette)
    with Image.open(path) as image:
        recipe = json.loads(image.info[RECIPE])
    recipe["palette"]["classes"] = recipe["palette"]["classes"][:1]
    recipe["request"]["classes"] = {"1": "sky"}
    for number, text in enumerate(spoiled(recipe)):
        with_recipe(path, text)
        tip(describe(path))
        check(lambda: read_artwork(path))
        if number % 20 == 0:
            filing.open_path(path)
    assert len(GalleryFolder(tmp_path).pictures()) == 1
    assert not any("Something went wrong" in notice.text for notice in bench.notices)


def test_what_a_recipe_holds_can_be_restored_or_is_refused(bench: Bench, finished: Finished, tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    filing = Filing(bench.session, bench.session.notices, ScriptedAsking())
    write_artwork(path, finished, bench.session.document.palette)
    with Image.open(path) as image:
        recipe = json.loads(image.info[RECIPE])
    for name in ("width", "height", "first_px", "seed", "steps", "window", "strength", "class_weights"):
        for odd in ("-1", "0", "0.5", "1000000", "8192", "4294967295", "[1, 0]", '{"1": 100}'):
            text = json.dumps({**recipe, "request": {**recipe["request"], name: _MARK}})
            with_recipe(path, text.replace(f'"{_MARK}"', odd))
            filing.open_path(path)
    assert not any("Something went wrong" in notice.text for notice in bench.notices)


def test_projects(bench: Bench, finished: Finished, tmp_path: Path) -> None:
    path = tmp_path / "project.ora"
    save_project(path, finished.request, bench.session.document.palette, None)
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    for name in ("sinopia/project.json", "sinopia/request.json"):
        record = json.loads(entries[name])
        record.get("classes", {}).clear()
        for text in spoiled(record):
            with zipfile.ZipFile(path, "w") as archive:
                for other, data in entries.items():
                    archive.writestr(other, text if other == name else data)
            check(lambda: open_project(path, bench.session.document.palette))


def test_settings(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    values = {setting.id: plain(setting.default) for setting in s.SETTINGS if setting.kept}
    values |= {"class_weights": {"1": 1.0}, "beside": {"m": 1.0}, "brushes": {"pen": [3, "round"]}, "shortcuts": {}}
    for text in spoiled(values):
        path.write_text(text)
        settings = s.Settings(path)
        settings.load()
        for setting in s.SETTINGS:
            settings.get(setting)


@pytest.mark.parametrize("setting", s.SETTINGS, ids=lambda setting: setting.id)
def test_a_setting_reads_a_value_or_raises_what_settings_expect(setting: s.Setting[Any]) -> None:
    for odd in ODD:
        try:
            value = json.loads(odd)
        except (ValueError, RecursionError):
            continue
        for each in (value, [value], [value, value], {"1": value}, {"a": [value, value]}, {str(value)[:99]: 1.0}):
            check(lambda each=each: setting.read(each), (ValueError, TypeError))


def test_windows_that_share_odd_settings(tmp_path: Path) -> None:
    for odd in ODD:
        (tmp_path / "settings.json").write_text(f'{{"brushes": {odd}, "recent_files": {odd}}}')
        file = SettingsFile(tmp_path / "settings.json")
        changes = {"brushes": {"pen": [3, "round"]}, "recent_files": ["a"]}
        file.change(changes, set(), {"brushes": {}, "recent_files": []})
        assert "a" in file.read()["recent_files"]


def test_journals(palette: Palette, tmp_path: Path) -> None:
    path = tmp_path / "one.journal"
    journal = JournalFile(path)
    ids = np.ones((8, 8), np.uint8)
    journal.start(Layers(ids, ids * 0), palette, {"file": "/a.ora"})
    journal.close()
    (length,) = struct.unpack_from("<I", path.read_bytes(), len(MAGIC) + 9)
    at = len(MAGIC) + 13
    record, rest = json.loads(path.read_bytes()[at : at + length]), path.read_bytes()[at + length :]
    record["palette"]["classes"] = record["palette"]["classes"][:2]
    for text in spoiled(record):
        body = struct.pack("<I", len(text.encode())) + text.encode() + rest
        path.write_bytes(MAGIC + struct.pack("<cII", b"W", len(body), zlib.crc32(b"W" + body)) + body)
        check(lambda: read_journal(path))


def test_the_clipboard(palette: Palette) -> None:
    labels = base64.b64encode(label_png_bytes(np.ones((4, 4), np.uint8), palette)).decode()
    content = json.loads(palette.to_json())
    for text in spoiled({"palette": {**content, "classes": content["classes"][:2]}, "labels": labels}):
        check(lambda text=text: _copied(text.encode()))


def test_stars(tmp_path: Path) -> None:
    for odd in ODD:
        (tmp_path / "stars.json").write_text(odd)
        GalleryFolder(tmp_path).stars()


def test_one_odd_picture_hides_no_other(tmp_path: Path, bench: Bench, finished: Finished) -> None:
    for name, recipe in (("a", None), ("b", '{"request": {"seed": Infinity}}'), ("c", nested(100_000))):
        write_artwork(tmp_path / f"{name}.png", finished, bench.session.document.palette)
        if recipe is not None:
            with_recipe(tmp_path / f"{name}.png", recipe)
    (tmp_path / "d.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    (tmp_path / "e.png").mkdir()
    Image.new("RGB", (2, 2)).save(buffer := io.BytesIO(), "PNG")
    (tmp_path / "f.png").write_bytes(buffer.getvalue()[:40])
    assert {kept.path.name for kept in GalleryFolder(tmp_path).pictures()} >= {"a.png", "b.png", "c.png"}
