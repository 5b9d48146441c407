"""What is dropped, pasted or opened is taken for what it is; where it could be two things, the person is asked."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from app.drawing.palette.read_as import FolderRules, weighed
from app.drawing.palette.reading_dialog import ReadingDialog
from app.files.clipboard import LABELS, Clipboard
from app.files.drop import Dropping
from app.files.open_and_save import Filing
from app.files.open_file import write_session
from app.formats.file_kind import FileKind, kind_of_file
from app.formats.images.photo import read_photo
from app.installed.choices import Choices
from app.library.module_packs import ModulePacks
from app.photo.becomes import Becomes, OfferStage
from app.photo.photo_offer import PhotoOffer
from app.photo.reference_photo import ReferencePhoto
from app.widgets.questions import Answer
from canvas.errors import LabelMapError
from canvas.label_maps.evidence import weigh
from canvas.label_maps.rule import rule_of
from canvas.label_maps.samples import read_samples
from canvas.label_png import write_label_png
from canvas.palette import Palette
from tests.app.conftest import Bench
from tests.fakes.fake_runner import FakeRegistry
from tests.fakes.scripted_asking import ScriptedAsking


@pytest.fixture
def offer(bench: Bench, asking: ScriptedAsking) -> Iterator[PhotoOffer]:
    tracing = ReferencePhoto(bench.session.work, bench.session.notices, asking)
    offer = PhotoOffer(bench.session, Choices(FakeRegistry(), bench.settings), tracing, asking)
    yield offer
    offer.stop()


@pytest.fixture
def dropping(bench: Bench, filing: Filing, offer: PhotoOffer, asking: ScriptedAsking) -> Dropping:
    packs = ModulePacks(bench.session, Choices(FakeRegistry(), bench.settings), bench.session.notices, asking)
    return Dropping(bench.session, filing, offer, packs, bench.choosing(asking))


@pytest.fixture
def clipboard(bench: Bench, filing: Filing, offer: PhotoOffer, dropping: Dropping, asking: ScriptedAsking) -> Clipboard:
    clipboard = Clipboard(bench.session, offer, bench.session.notices, asking)
    clipboard.open_files, clipboard.import_map = dropping.open_paths, filing.import_path
    return clipboard


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drop(dropping: Dropping, offer: PhotoOffer, qtbot: QtBot, *paths: Path) -> None:
    data = files(*paths)
    assert dropping.accepts(data)
    dropping.drop(data)
    if offer.stage is OfferStage.READING:
        qtbot.waitUntil(lambda: offer.stage is not OfferStage.READING)


def numbers(path: Path, *values: int) -> Path:
    Image.fromarray(np.repeat(np.array(values, np.uint8), 24)[None].repeat(30, 0)).save(path)
    return path


def texts(bench: Bench) -> list[str]:
    return [notice.text for notice in bench.notices]


@pytest.mark.parametrize("name", ["map.png", "map.tif", "map.bmp", "map.gif", "map.dat"])
def test_a_plain_label_map_opens_under_any_name(
    bench: Bench, dropping: Dropping, offer: PhotoOffer, tmp_path: Path, qtbot: QtBot, name: str
) -> None:
    kind = {"map.tif": "TIFF", "map.bmp": "BMP", "map.gif": "GIF"}.get(name, "PNG")
    colours = bench.session.document.palette.colour_table()[np.repeat([1, 5], 24)[None].repeat(30, 0)]
    Image.fromarray(colours).save(tmp_path / name, kind)
    drop(dropping, offer, qtbot, tmp_path / name)
    qtbot.waitUntil(lambda: bench.session.document.size == (30, 48))
    assert set(np.unique(bench.session.document.labels)) == {1, 5}
    assert offer.stage is OfferStage.NONE


def test_line_art_and_pictures_in_few_colours_are_asked_about(
    bench: Bench, dropping: Dropping, offer: PhotoOffer, tmp_path: Path, qtbot: QtBot
) -> None:
    art = Image.new("L", (160, 120), 255)
    ImageDraw.Draw(art).line([(5, 8), (150, 100)], fill=0, width=4)
    art.convert("1").save(tmp_path / "scan.png")
    art.point(lambda value: value // 16 * 17).save(tmp_path / "grey.png")
    rng = np.random.default_rng(1)
    flat = rng.integers(0, 255, (20, 3), np.uint8)[rng.integers(0, 20, (40, 40))]
    Image.fromarray(flat).save(tmp_path / "logo.png")
    Image.fromarray(flat).quantize(5).save(tmp_path / "art.png")
    before = bench.session.document.labels.copy()
    for name in ("scan.png", "grey.png", "logo.png", "art.png"):
        drop(dropping, offer, qtbot, tmp_path / name)
        assert offer.stage is OfferStage.ASKING, name
        offer.close()
    assert np.array_equal(bench.session.document.labels, before)
    assert bench.notices == []


def test_what_is_asked_about_can_become_a_label_map_in_a_way_that_is_chosen(
    bench: Bench, dropping: Dropping, offer: PhotoOffer, asking: ScriptedAsking, tmp_path: Path, qtbot: QtBot
) -> None:
    drop(dropping, offer, qtbot, numbers(tmp_path / "mask.png", 0, 255))
    assert offer.stage is OfferStage.ASKING
    assert offer.can_be_label_map
    assert not offer.is_label_map
    asking.readings = [None, "mask:water"]
    offer.choose(Becomes.MAP)
    assert offer.stage is OfferStage.ASKING
    offer.choose(Becomes.MAP)
    document = bench.session.document
    name = document.palette.find_name("water")
    assert name is not None
    assert set(np.unique(document.labels)) == {0, name.class_id}
    assert bench.session.history.can_undo


def test_several_files_are_taken_or_named(
    bench: Bench, dropping: Dropping, offer: PhotoOffer, palette: Palette, tmp_path: Path, qtbot: QtBot
) -> None:
    paths = [tmp_path / f"{number}.png" for number in range(3)]
    for path in paths:
        write_label_png(path, np.full((20, 30), 5, np.uint8), palette)
    drop(dropping, offer, qtbot, *paths)
    assert bench.session.document.size == (20, 30)
    assert texts(bench) == ["“0.png” was taken; not opened: 1.png, 2.png."]


def test_a_folder_and_an_address_are_answered(
    bench: Bench, dropping: Dropping, offer: PhotoOffer, tmp_path: Path, qtbot: QtBot
) -> None:
    drop(dropping, offer, qtbot, tmp_path)
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/coast.jpg")])
    assert dropping.accepts(data)
    dropping.drop(data)
    assert [text.split(" ")[-2:] for text in texts(bench)] == [["a", "folder."], ["the", "network."]]


@pytest.mark.parametrize("how", ["pixels", "inline"])
def test_an_image_out_of_a_browser_is_taken(
    bench: Bench, dropping: Dropping, offer: PhotoOffer, qtbot: QtBot, how: str
) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/coast.jpg")])
    if how == "pixels":
        image = QImage(40, 30, QImage.Format.Format_RGB32)
        image.fill(0x336699)
        data.setImageData(image)
    else:
        stream = io.BytesIO()
        Image.new("RGB", (40, 30), (51, 102, 153)).save(stream, "JPEG")
        data.setHtml(f'<img src="data:image/jpeg;base64,{base64.b64encode(stream.getvalue()).decode()}">')
    assert dropping.accepts(data)
    dropping.drop(data)
    qtbot.waitUntil(lambda: offer.stage is OfferStage.ASKING)
    assert offer.photo is not None
    assert offer.photo.pixels.shape == (30, 40, 3)


def test_pasted_files_are_taken_for_what_they_are(
    bench: Bench, clipboard: Clipboard, offer: PhotoOffer, tmp_path: Path, qtbot: QtBot
) -> None:
    colours = bench.session.document.palette.colour_table()[np.repeat([1, 5], 32)[None].repeat(48, 0)]
    Image.fromarray(colours).save(tmp_path / "map.png")
    QGuiApplication.clipboard().setMimeData(files(tmp_path / "map.png"))
    clipboard.paste()
    qtbot.waitUntil(lambda: bench.session.history.can_undo)
    assert set(np.unique(bench.session.document.labels)) == {1, 5}
    QGuiApplication.clipboard().clear()


def test_a_palette_that_is_dropped_is_chosen(
    bench: Bench, dropping: Dropping, offer: PhotoOffer, asking: ScriptedAsking, tmp_path: Path, qtbot: QtBot
) -> None:
    own = bench.session.document.palette
    (tmp_path / "mine.json").write_text(Palette("mine", own.entries).to_json(), "utf-8")
    drop(dropping, offer, qtbot, tmp_path / "mine.json")
    assert bench.session.document.palette.name == "mine"


def test_open_takes_a_photo_too(
    bench: Bench,
    filing: Filing,
    dropping: Dropping,
    offer: PhotoOffer,
    asking: ScriptedAsking,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (40, 40, 3), np.uint8)
    Image.fromarray(noise).save(tmp_path / "photo.png")
    asking.paths = [tmp_path / "photo.png"]
    filing.open()
    qtbot.waitUntil(lambda: offer.stage is OfferStage.ASKING)
    assert bench.notices == []


def test_numbers_to_be_ignored_are_said_and_can_be_read_otherwise(
    bench: Bench, filing: Filing, asking: ScriptedAsking, tmp_path: Path
) -> None:
    filing.open_path(numbers(tmp_path / "map.png", 0, 1, 5, 255))
    document = bench.session.document
    assert set(np.unique(document.labels)) == {0, 1, 5}
    assert texts(bench) == ["“map.png” has the number 255, which is unlabelled here."]
    assert filing.can_read_anew
    asking.readings = ["from-0"]
    filing.read_anew()
    ids = sorted(class_id for class_id in document.palette.ids if class_id)
    assert set(np.unique(document.labels)) == {0, ids[0], ids[1], ids[5]}


def test_a_folder_is_asked_about_once(bench: Bench, filing: Filing, asking: ScriptedAsking, tmp_path: Path) -> None:
    asking.readings = [("numbers", True)]
    asking.answers = [Answer.DISCARD] * 3
    for name in ("a.png", "b.png"):
        filing.import_path(numbers(tmp_path / name, 0, 2, 255, 30))
    assert set(np.unique(bench.session.document.labels)) == {0, 2}
    assert [text for text in asking.asked if text.startswith("read")] == ["read a.png"]
    assert "as its folder was before" in texts(bench)[-1]
    assert FolderRules(bench.settings).rule(tmp_path, bench.session.document.palette) is not None


def test_a_map_that_is_left_changes_nothing_and_says_nothing(
    bench: Bench, filing: Filing, asking: ScriptedAsking, tmp_path: Path
) -> None:
    before = bench.session.document.labels.copy()
    asking.readings = [None, None]
    filing.import_path(numbers(tmp_path / "mask.png", 0, 255))
    filing.open_path(tmp_path / "mask.png")
    assert np.array_equal(bench.session.document.labels, before)
    assert bench.notices == []


def test_without_a_window_the_ways_are_named(palette: Palette, tmp_path: Path) -> None:
    mask = numbers(tmp_path / "mask.png", 0, 255)
    with pytest.raises(LabelMapError) as caught:
        weighed(mask, palette, None)
    assert "--read-as mask:" in caught.value.hint
    ids = weighed(mask, palette, rule_of("mask:water", palette))
    assert len(np.unique(ids)) == 2


def test_masks_of_one_picture_are_read_together(bench: Bench, filing: Filing, tmp_path: Path) -> None:
    for name, values in (("7_sky.png", (255, 255, 0)), ("7_water.png", (0, 255, 0)), ("8_sky.png", (255, 0, 0))):
        numbers(tmp_path / name, *values)
    filing.open_path(tmp_path / "7_water.png")
    assert bench.session.document.labels[0, ::24].tolist() == [1, 5, 0]
    assert texts(bench) == ["“7_water.png” is read with the other masks of its picture, 2 in all."]


def test_the_question_shows_each_reading(palette: Palette, tmp_path: Path, qtbot: QtBot) -> None:
    evidence = weigh(read_samples(numbers(tmp_path / "map.png", 0, 1, 250)), palette)
    dialog = ReadingDialog(evidence)
    qtbot.addWidget(dialog)
    assert dialog.ways.count() == len(evidence.readings)
    for row, reading in enumerate(evidence.readings):
        dialog.ways.setCurrentRow(row)
        assert dialog.chosen.reading is reading
        assert dialog.said.text()
    assert not dialog.chosen.for_folder


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.ora", b"PK\3\4 broken", FileKind.PROJECT),
        ("a.sinopia", b"", FileKind.MODULE),
        ("a.md", b"hello", FileKind.OTHER),
        ("a.txt", b"sky\nsea\n", FileKind.PALETTE),
        ("a.csv", b"name,r,g,b\nsky,1,2,3\n", FileKind.PALETTE),
        ("a.png", b"\x89PNG\r\n\x1a\n broken", FileKind.IMAGE),
        ("a.png", b"plain text", FileKind.OTHER),
    ],
)
def test_files_are_told_by_their_inside(tmp_path: Path, name: str, content: bytes, kind: FileKind) -> None:
    (tmp_path / name).write_bytes(content)
    assert kind_of_file(tmp_path / name) is kind
    assert kind_of_file(tmp_path) is FileKind.FOLDER


FOREIGN = {
    "a.psd": (b"8BPS\0\1" + bytes(60), "a Photoshop document"),
    "a.xcf": (b"gimp xcf v011\0" + bytes(60), "a GIMP image"),
    "a.svg": (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "a vector drawing"),
    "a.pdf": (b"%PDF-1.7\n", "a PDF document"),
    "a.jpg": (b"<!DOCTYPE html><html>Not found</html>", "a web page"),
    "b.png": (
        b"version https://git-lfs.github.com/spec/v1\noid sha256:ab\n",
        "a pointer of Git LFS, not the file itself",
    ),
    "c.png": (b"", "empty"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_file_of_another_program_is_named(
    bench: Bench, dropping: Dropping, offer: PhotoOffer, tmp_path: Path, qtbot: QtBot, name: str
) -> None:
    data, what = FOREIGN[name]
    (tmp_path / name).write_bytes(data)
    drop(dropping, offer, qtbot, tmp_path / name)
    assert texts(bench) == [f"“{name}” is {what}."]
    with pytest.raises(LabelMapError, match=what):
        read_samples(tmp_path / name)


def test_a_krita_document_is_told_from_openraster_and_from_other_archives(
    bench: Bench, dropping: Dropping, offer: PhotoOffer, tmp_path: Path, qtbot: QtBot
) -> None:
    for name, entries in {
        "a.kra": {"mimetype": "application/x-krita", "mergedimage.png": "x"},
        "b.zip": {"a.png": "x"},
    }.items():
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for entry, text in entries.items():
                archive.writestr(entry, text)
        drop(dropping, offer, qtbot, tmp_path / name)
    assert texts(bench) == ["“a.kra” is a Krita document.", "“b.zip” is a packed folder."]


@pytest.mark.parametrize("name", ["a.zip", "a", "a.png"])
def test_a_project_opens_under_any_name_and_is_saved_under_its_own_ending_only(
    bench: Bench, dropping: Dropping, filing: Filing, offer: PhotoOffer, tmp_path: Path, qtbot: QtBot, name: str
) -> None:
    write_session(tmp_path / "a.ora", bench.session)
    (tmp_path / "a.ora").rename(tmp_path / name)
    drop(dropping, offer, qtbot, tmp_path / name)
    assert texts(bench) == []
    assert filing.path is None


def test_a_pixmap_of_netpbm_is_an_image(tmp_path: Path) -> None:
    Image.new("L", (30, 20), 3).save(tmp_path / "a.pgm")
    assert kind_of_file(tmp_path / "a.pgm") is FileKind.IMAGE
    assert read_photo(tmp_path / "a.pgm").pixels.shape == (20, 30, 3)


def jpeg() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), (51, 102, 153)).save(stream, "JPEG")
    return stream.getvalue()


def offered(offer: PhotoOffer, qtbot: QtBot) -> tuple[int, ...]:
    qtbot.waitUntil(lambda: offer.stage is OfferStage.ASKING)
    assert offer.photo is not None
    return offer.photo.pixels.shape


@pytest.mark.parametrize("cut", [b"", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(40), b"GIF89a" + bytes(90)])
@pytest.mark.parametrize("good", ["image/jpeg", "image/x-whatever", "pixels"])
def test_a_whole_image_counts_beside_one_that_is_cut_short(
    bench: Bench, clipboard: Clipboard, offer: PhotoOffer, qtbot: QtBot, cut: bytes, good: str
) -> None:
    data = QMimeData()
    data.setData("image/gif" if cut.startswith(b"GIF") else "image/png", cut)
    if good == "pixels":
        data.setImageData(QImage(40, 30, QImage.Format.Format_RGB32))
    else:
        data.setData(good, jpeg())
    QGuiApplication.clipboard().setMimeData(data)
    clipboard.paste()
    assert offered(offer, qtbot) == (30, 40, 3)


@pytest.mark.parametrize("way", ["paste", "drop"])
def test_an_image_counts_beside_the_name_of_a_file_that_is_gone(
    bench: Bench, clipboard: Clipboard, dropping: Dropping, offer: PhotoOffer, tmp_path: Path, qtbot: QtBot, way: str
) -> None:
    data = files(tmp_path / "gone.jpg")
    data.setData("image/jpeg", jpeg())
    if way == "paste":
        QGuiApplication.clipboard().setMimeData(data)
        clipboard.paste()
    else:
        dropping.drop(data)
    assert offered(offer, qtbot) == (30, 40, 3)


def test_files_that_a_file_manager_names_in_its_own_way_are_found(
    bench: Bench, clipboard: Clipboard, offer: PhotoOffer, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "a b.jpg").write_bytes(jpeg())
    data = QMimeData()
    data.setData("x-special/gnome-copied-files", f"copy\n{(tmp_path / 'a b.jpg').as_uri()}".encode())
    QGuiApplication.clipboard().setMimeData(data)
    clipboard.paste()
    assert offered(offer, qtbot) == (30, 40, 3)
    assert offer.name == "a b.jpg"


def test_the_image_counts_where_our_own_kind_was_cut_short(
    bench: Bench, clipboard: Clipboard, offer: PhotoOffer, qtbot: QtBot
) -> None:
    bench.paint(20, 20)
    clipboard.copy_label_map()
    copied = QGuiApplication.clipboard().mimeData()
    data = QMimeData()
    data.setData(LABELS, bytes(copied.data(LABELS).data())[:100])
    data.setData("image/png", copied.data("image/png"))
    QGuiApplication.clipboard().setMimeData(data)
    clipboard.paste()
    offered(offer, qtbot)
    assert bench.notices == []
