from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import SignalBlocker

from app.files.export import Exporter
from app.files.export_dialog import ExportDialog
from app.files.open_and_save import Filing
from app.formats.export_formats import FORMATS
from app.formats.opened_file import read_work
from app.formats.saved_picture import has_recipe, read_artwork
from app.settings import table as s
from canvas.edits import PatchEdit
from canvas.label_png import read_label_png
from canvas.layers import LAYERS, LayerName
from canvas.palette import Palette
from tests.app.conftest import Bench
from tests.fakes.scripted_asking import ScriptedAsking


@pytest.fixture
def filing(bench: Bench, asking: ScriptedAsking, qtbot: QtBot) -> Filing:
    bench.settings.set(s.LIVE, False)
    bench.settings.set(s.PROMPT, "a lake — größer")
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.session.start()
    return Filing(bench.session, bench.session.notices, asking)


@pytest.fixture
def exporting(bench: Bench, filing: Filing, asking: ScriptedAsking) -> Iterator[Exporter]:
    exporting = Exporter(bench.session, filing, asking)
    yield exporting
    exporting.stop()


def _export(exporting: Exporter, asking: ScriptedAsking, kind: str, path: Path) -> Path:
    asking.exports, asking.paths = [kind], [path]
    ends = SignalBlocker(timeout=5000, raising=True, check_params_cb=lambda text: str(text).startswith("Exported"))
    ends.connect(exporting._filing.said)
    exporting.export()
    if kind.startswith("picture") and exporting._session.finished is not None:
        ends.wait()
    return path


def _comment(path: Path) -> str:
    with Image.open(path) as image:
        comment: bytes = image.getexif().get_ifd(0x8769).get(0x9286, b"")
    return comment.removeprefix(b"UNICODE\0").decode("utf-16-be")


def _pixels(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def test_the_setting_knows_every_format() -> None:
    settings = s.Settings()
    for each in FORMATS:
        settings.set(s.EXPORT_FORMAT, each.id)


def test_png_is_exact_and_opens_here_again(
    bench: Bench, exporting: Exporter, asking: ScriptedAsking, tmp_path: Path
) -> None:
    path = _export(exporting, asking, "picture-png", tmp_path / "a.png")
    assert bench.session.finished is not None
    np.testing.assert_array_equal(_pixels(path), bench.session.finished.image)
    assert read_artwork(path).request.prompt == "a lake — größer"


def test_settings_stay_out_where_that_is_chosen(
    bench: Bench, exporting: Exporter, asking: ScriptedAsking, tmp_path: Path
) -> None:
    bench.settings.set(s.EXPORT_RECIPE, False)
    png = _export(exporting, asking, "picture-png", tmp_path / "a.png")
    assert not has_recipe(png)
    assert b"lake" not in png.read_bytes()
    assert _comment(_export(exporting, asking, "picture-jpeg", tmp_path / "a.jpg")) == ""


@pytest.mark.parametrize("suffix", ["jpg", "webp"])
def test_small_formats_are_near_and_carry_the_parameters(
    bench: Bench, exporting: Exporter, asking: ScriptedAsking, tmp_path: Path, suffix: str
) -> None:
    kind = {"jpg": "picture-jpeg", "webp": "picture-webp"}[suffix]
    path = _export(exporting, asking, kind, tmp_path / f"a.{suffix}")
    assert bench.session.finished is not None
    assert np.abs(_pixels(path).astype(int) - bench.session.finished.image).mean() < 5
    assert _comment(path).startswith("a lake — größer\nSteps: 6, ")
    bench.settings.set(s.EXPORT_QUALITY, 20)
    assert len(_export(exporting, asking, kind, tmp_path / f"b.{suffix}").read_bytes()) < path.stat().st_size


def test_lossless_webp_is_exact(bench: Bench, exporting: Exporter, asking: ScriptedAsking, tmp_path: Path) -> None:
    bench.settings.set(s.EXPORT_LOSSLESS, True)
    path = _export(exporting, asking, "picture-webp", tmp_path / "a.webp")
    assert bench.session.finished is not None
    np.testing.assert_array_equal(_pixels(path), bench.session.finished.image)


@pytest.mark.parametrize(
    ("kind", "suffix"), [("picture-png", "png"), ("picture-jpeg", "jpg"), ("picture-webp", "webp")]
)
def test_a_picture_can_have_the_drawings_size(
    bench: Bench, exporting: Exporter, asking: ScriptedAsking, tmp_path: Path, kind: str, suffix: str
) -> None:
    bench.settings.set(s.EXPORT_LARGE, True)
    path = _export(exporting, asking, kind, tmp_path / f"a.{suffix}")
    with Image.open(path) as image:
        assert image.size == (64, 48)
    assert not has_recipe(path)


def test_maps_and_ink(
    bench: Bench, exporting: Exporter, asking: ScriptedAsking, palette: Palette, tmp_path: Path
) -> None:
    bench.paint(20, 20)
    document = bench.session.document
    ink = np.zeros_like(document.ink)
    ink[3, 4] = 200
    bench.session.history.perform("Ink", PatchEdit.replace_all(document.ink, ink, "ink"))
    index = _export(exporting, asking, "labels-index", tmp_path / "index.png")
    np.testing.assert_array_equal(read_label_png(index, palette), document.labels)
    with Image.open(index) as image:
        assert image.mode == "P"
    colours = _export(exporting, asking, "labels-colour", tmp_path / "colours.png")
    np.testing.assert_array_equal(read_label_png(colours, palette), document.labels)
    with Image.open(colours) as image:
        assert image.mode == "RGBA"
    with Image.open(_export(exporting, asking, "ink-png", tmp_path / "ink.png")) as image:
        assert (image.getpixel((4, 3)), image.getpixel((3, 4))) == (55, 255)


@pytest.mark.parametrize("layer", [name for name in LAYERS if name != "labels"])
def test_a_label_map_is_not_the_work_where_another_layer_holds_something(
    bench: Bench, exporting: Exporter, asking: ScriptedAsking, filing: Filing, tmp_path: Path, layer: LayerName
) -> None:
    pixels = bench.session.document.layers.of(layer)
    bench.session.history.perform("Stroke", PatchEdit.replace_all(pixels, np.full_like(pixels, 200), layer))
    assert filing.has_unsaved_work
    _export(exporting, asking, "labels-index", tmp_path / "a.png")
    assert filing.has_unsaved_work
    _export(exporting, asking, "everything-ora", tmp_path / "a.ora")
    assert not filing.has_unsaved_work


@pytest.mark.parametrize(
    ("kind", "suffix", "settles"),
    [
        ("picture-png", "png", False),
        ("labels-colour", "png", False),
        ("labels-index", "png", True),
        ("everything-ora", "ora", True),
    ],
)
def test_only_a_copy_that_lacks_nothing_settles_the_work(
    bench: Bench,
    filing: Filing,
    exporting: Exporter,
    asking: ScriptedAsking,
    tmp_path: Path,
    kind: str,
    suffix: str,
    settles: bool,
) -> None:
    bench.paint(20, 20)
    path = _export(exporting, asking, kind, tmp_path / f"a.{suffix}")
    assert path.exists()
    assert filing.has_unsaved_work is not settles
    assert filing.path is None


def test_exported_project_opens_and_leaves_the_open_file(
    bench: Bench, filing: Filing, exporting: Exporter, asking: ScriptedAsking, palette: Palette, tmp_path: Path
) -> None:
    asking.paths = [tmp_path / "mine.ora"]
    filing.save()
    bench.paint(20, 20)
    copy = _export(exporting, asking, "everything-ora", tmp_path / "copy.ora")
    assert read_work(copy, palette).labels[20, 20] == 5
    assert filing.path == tmp_path / "mine.ora"


def test_failure_is_one_sentence_and_settles_nothing(
    bench: Bench, filing: Filing, exporting: Exporter, asking: ScriptedAsking, tmp_path: Path
) -> None:
    bench.paint(20, 20)
    _export(exporting, asking, "labels-index", tmp_path / "nowhere" / "a.png")
    assert len(bench.notices) == 1
    assert bench.notices[0].hint
    assert filing.has_unsaved_work


def test_a_picture_is_encoded_beside_the_window(
    bench: Bench,
    filing: Filing,
    exporting: Exporter,
    asking: ScriptedAsking,
    tmp_path: Path,
    monkeypatch,
    qtbot: QtBot,
) -> None:
    goes_on, threads = threading.Event(), []

    def encode(*_arguments: object) -> bytes:
        threads.append(threading.current_thread())
        assert goes_on.wait(5)
        return b"picture"

    monkeypatch.setattr("app.files.export.picture_bytes", encode)
    asking.exports, asking.paths = ["picture-webp"], [tmp_path / "a.webp"]
    exporting.export()
    with qtbot.waitSignal(filing.said, check_params_cb=lambda text: str(text) == "Exported a.webp"):
        goes_on.set()
    assert threads[0] is not threading.main_thread()
    assert (tmp_path / "a.webp").read_bytes() == b"picture"


def test_a_picture_that_cannot_be_written_is_a_notice(
    bench: Bench, exporting: Exporter, asking: ScriptedAsking, tmp_path: Path, qtbot: QtBot
) -> None:
    asking.exports, asking.paths = ["picture-jpeg"], [tmp_path / "nowhere" / "a.jpg"]
    with qtbot.waitSignal(bench.session.notices.posted):
        exporting.export()
    assert "could not be saved: its folder does not exist" in bench.notices[0].text


def test_what_is_under_way_is_written_before_the_window_goes(
    bench: Bench, filing: Filing, exporting: Exporter, asking: ScriptedAsking, tmp_path: Path
) -> None:
    asking.exports, asking.paths = ["picture-png"], [tmp_path / "a.png"]
    exporting.export()
    exporting.stop()
    assert read_artwork(tmp_path / "a.png").request.prompt == "a lake — größer"


def test_no_picture_is_said(bench: Bench, asking: ScriptedAsking, tmp_path: Path) -> None:
    filing = Filing(bench.session, bench.session.notices, asking)
    _export(Exporter(bench.session, filing, asking), asking, "picture-jpeg", tmp_path / "a.jpg")
    assert "no picture" in bench.notices[0].text
    assert not (tmp_path / "a.jpg").exists()


def test_dialog_shows_what_a_format_has(qtbot: QtBot) -> None:
    settings = s.Settings()
    dialog = ExportDialog(settings, (128, 128), (512, 512))
    qtbot.addWidget(dialog)
    dialog.show()
    seen = {}
    for each in FORMATS:
        settings.set(s.EXPORT_FORMAT, each.id)
        fields = (dialog.size_field, dialog.quality, dialog.lossless, dialog.recipe)
        seen[each.id] = "".join(str(int(field.isVisible())) for field in fields)
        assert dialog.note.text()
    assert seen == {
        "picture-png": "1001",
        "picture-jpeg": "1101",
        "picture-webp": "1111",
        "labels-index": "0000",
        "labels-colour": "0000",
        "ink-png": "0000",
        "everything-ora": "0000",
    }
    settings.set(s.EXPORT_FORMAT, "picture-webp")
    dialog.lossless.click()
    assert settings.get(s.EXPORT_LOSSLESS)
    assert not dialog.quality.isVisible()


def test_dialog_offers_no_picture_where_there_is_none(qtbot: QtBot) -> None:
    settings = s.Settings()
    dialog = ExportDialog(settings, None, (512, 512))
    qtbot.addWidget(dialog)
    accept = dialog.buttons.button(dialog.buttons.StandardButton.Ok)
    assert not accept.isEnabled()
    settings.set(s.EXPORT_FORMAT, "labels-index")
    assert accept.isEnabled()
