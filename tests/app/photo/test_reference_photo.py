"""The photo to trace from: opened, dropped, looked at, kept in the project."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread, current_thread, main_thread

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.files.drop import Dropping
from app.files.open_and_save import Filing
from app.formats.images.photo import read_photo
from app.installed.choices import Choices
from app.library.module_packs import ModulePacks
from app.photo.becomes import Becomes, OfferStage
from app.photo.photo_offer import PhotoOffer
from app.photo.reference_photo import ReferencePhoto
from app.settings import table as s
from app.window.sheets import Sheets
from canvas.label_png import write_label_png
from canvas.palette import Palette
from tests.app.conftest import Bench
from tests.fakes.fake_runner import FakeRegistry
from tests.fakes.scripted_asking import ScriptedAsking


@pytest.fixture
def tracing(bench: Bench, asking: ScriptedAsking) -> Iterator[ReferencePhoto]:
    tracing = ReferencePhoto(bench.session.work, bench.session.notices, asking)
    yield tracing
    tracing.stop()


@pytest.fixture
def offer(bench: Bench, tracing: ReferencePhoto, asking: ScriptedAsking) -> Iterator[PhotoOffer]:
    offer = PhotoOffer(bench.session, Choices(FakeRegistry(), bench.settings), tracing, asking)
    yield offer
    offer.stop()


@pytest.fixture
def dropping(bench: Bench, filing: Filing, offer: PhotoOffer, asking: ScriptedAsking) -> Dropping:
    choices = Choices(FakeRegistry(), bench.settings)
    packs = ModulePacks(bench.session, choices, bench.session.notices, asking)
    return Dropping(bench.session, filing, offer, packs)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo of the drawing's shape, a PNG with many colours."""
    pixels = np.random.default_rng(0).integers(0, 255, (48, 64, 3), np.uint8)
    Image.fromarray(pixels).save(tmp_path / "photo.png")
    return tmp_path / "photo.png"


def take(tracing: ReferencePhoto, path: Path, qtbot: QtBot) -> None:
    """Opens a photo and waits until it is read."""
    with qtbot.waitSignal(tracing._reference.changed):
        tracing.open_path(path)


def _files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def test_opened_photo_is_shown_and_changes_nothing_else(
    bench: Bench,
    tracing: ReferencePhoto,
    asking: ScriptedAsking,
    filing: Filing,
    photo: Path,
    qtbot: QtBot,
) -> None:
    bench.settings.set(s.REFERENCE_SHOWN, False)
    before = bench.session.document.revision
    asking.paths = [photo]
    tracing.open()
    qtbot.waitUntil(lambda: tracing.has_photo)
    assert bench.session.work.reference.photo is not None
    assert bench.settings.get(s.REFERENCE_SHOWN)
    assert bench.session.document.revision == before
    assert not filing.has_unsaved_work
    assert "photo" not in str(vars(bench.session.request()))
    tracing.remove()
    assert bench.session.work.reference.photo is None


def test_damaged_photo_is_a_notice_and_the_old_one_stays(
    bench: Bench,
    tracing: ReferencePhoto,
    photo: Path,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    take(tracing, photo, qtbot)
    kept = bench.session.work.reference.photo
    (tmp_path / "bad.jpg").write_bytes(b"\xff\xd8\xff nothing")
    tracing.open_path(tmp_path / "bad.jpg")
    qtbot.waitUntil(lambda: bool(bench.notices))
    assert [notice.text for notice in bench.notices] == ["“bad.jpg” is damaged, or no image that can be opened here."]
    assert bench.session.work.reference.photo is kept


def test_new_and_opened_drawings_have_no_photo_of_others(
    bench: Bench,
    tracing: ReferencePhoto,
    filing: Filing,
    photo: Path,
    palette: Palette,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    take(tracing, photo, qtbot)
    filing.new()
    assert bench.session.work.reference.photo is None
    take(tracing, photo, qtbot)
    write_label_png(tmp_path / "map.png", np.full((9, 9), 3, np.uint8), palette)
    filing.open_path(tmp_path / "map.png")
    assert bench.session.work.reference.photo is None


def test_a_label_map_of_another_size_is_imported_under_the_photo(
    bench: Bench,
    tracing: ReferencePhoto,
    filing: Filing,
    asking: ScriptedAsking,
    photo: Path,
    palette: Palette,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    take(tracing, photo, qtbot)
    write_label_png(tmp_path / "map.png", np.full((9, 9), 3, np.uint8), palette)
    asking.paths = [tmp_path / "map.png"]
    filing.import_label_map()
    assert bench.session.document.size == (9, 9)
    assert bench.session.work.reference.photo is not None


@pytest.mark.parametrize("is_over", [False, True])
def test_project_keeps_it_exactly_and_as_a_layer_for_others(
    bench: Bench,
    tracing: ReferencePhoto,
    filing: Filing,
    asking: ScriptedAsking,
    photo: Path,
    tmp_path: Path,
    is_over: bool,
    qtbot: QtBot,
) -> None:
    take(tracing, photo, qtbot)
    bench.settings.set(s.REFERENCE_OVER, is_over)
    bench.settings.set(s.REFERENCE_OVER_OPACITY, 0.25)
    kept = bench.session.work.reference.photo
    asking.paths = [tmp_path / "a.ora"]
    filing.save()
    bench.paint(20, 20)
    filing.save()
    filing.new()
    filing.open_path(tmp_path / "a.ora")
    opened = bench.session.work.reference.photo
    assert kept is not None
    assert opened is not None
    assert opened.data == kept.data
    assert filing.path == tmp_path / "a.ora"
    assert not filing.has_unsaved_work
    with zipfile.ZipFile(tmp_path / "a.ora") as archive:
        layers = [line.strip() for line in archive.read("stack.xml").decode().splitlines() if "<layer" in line]
        names = [line.split('"')[1] for line in layers]
        assert names == (["Reference photo", "Drawing"] if is_over else ["Drawing", "Reference photo"])
        own = layers[names.index("Reference photo")]
        assert f'opacity="{0.25 if is_over else 1.0}" visibility="visible"' in own
        with Image.open(archive.open(own.split('"')[3])) as layer:
            assert layer.size == (64, 48)
        with Image.open(archive.open("mergedimage.png")) as merged:
            red = np.asarray(merged.convert("RGB"))[40, 5, 0]
    assert (red == 112) is not is_over


def test_damaged_photo_in_a_project_is_said_and_the_drawing_opens(
    bench: Bench,
    tracing: ReferencePhoto,
    filing: Filing,
    asking: ScriptedAsking,
    photo: Path,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    take(tracing, photo, qtbot)
    asking.paths = [tmp_path / "a.ora"]
    filing.save()
    with zipfile.ZipFile(tmp_path / "a.ora") as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    entries["sinopia/reference.image"] = b"nothing"
    with zipfile.ZipFile(tmp_path / "b.ora", "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    filing.open_path(tmp_path / "b.ora")
    assert "reference photo in “b.ora” is damaged" in bench.notices[-1].text
    assert filing.path == tmp_path / "b.ora"
    assert bench.session.work.reference.photo is None


def test_dropped_photos_are_offered(
    bench: Bench, dropping: Dropping, offer: PhotoOffer, photo: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    Image.open(photo).save(tmp_path / "a.jpg")
    for path in (photo, tmp_path / "a.jpg"):
        assert dropping.accepts(_files(path))
        dropping.drop(_files(path))
        qtbot.waitUntil(lambda: offer.stage is OfferStage.ASKING)
        assert offer.name == path.name
        assert bench.session.work.reference.photo is None
        offer.choose(Becomes.REFERENCE)
        assert bench.session.work.reference.photo is not None
        bench.session.work.reference.show(None)
    assert bench.notices == []
    assert not bench.session.history.can_undo


def test_dropped_image_without_a_file_is_offered(
    bench: Bench, dropping: Dropping, offer: PhotoOffer, qtbot: QtBot
) -> None:
    image = QImage(30, 20, QImage.Format.Format_RGB32)
    image.fill(QColor(9, 8, 7))
    data = QMimeData()
    data.setImageData(image)
    assert dropping.accepts(data)
    dropping.drop(data)
    qtbot.waitUntil(lambda: offer.stage is OfferStage.ASKING)
    assert offer.photo is not None
    assert offer.photo.pixels.shape == (20, 30, 3)
    assert (offer.photo.pixels == (9, 8, 7)).all()


def test_sheet_shows_the_photo_as_it_is_set(bench: Bench, tracing: ReferencePhoto, photo: Path, qtbot: QtBot) -> None:
    sheets = Sheets(bench.session)
    qtbot.addWidget(sheets)
    sheets.resize(600, 300)
    sheets.show()

    def shot() -> QImage:
        return sheets.canvas.grab().toImage()

    bare = shot()
    take(tracing, photo, qtbot)
    bench.settings.set(s.REFERENCE_OVER, True)
    over = shot()
    assert over != bare
    bench.settings.set(s.REFERENCE_OVER_OPACITY, 1.0)
    assert shot() != over
    bench.settings.set(s.REFERENCE_SHOWN, False)
    assert shot() == bare
    bench.settings.set(s.REFERENCE_SHOWN, True)
    bench.settings.set(s.REFERENCE_OVER, False)
    assert shot() != bare  # though the drawing is painted all over


def test_a_photo_that_is_removed_or_replaced_comes_back_by_undo(
    bench: Bench, tracing: ReferencePhoto, photo: Path, qtbot: QtBot
) -> None:
    take(tracing, photo, qtbot)
    first, history = bench.session.work.reference.photo, bench.session.history
    assert not history.can_undo
    take(tracing, photo, qtbot)
    second = bench.session.work.reference.photo
    tracing.remove()
    assert history.labels == ("Reference photo", "Reference photo")
    assert first is not None
    assert history.bytes_used >= 2 * first.pixels.nbytes
    history.undo()
    assert bench.session.work.reference.photo is second
    history.undo()
    assert bench.session.work.reference.photo is first
    history.go_to(2)
    assert bench.session.work.reference.photo is None


def test_a_photo_that_is_read_does_not_hold_up_the_window(
    bench: Bench, tracing: ReferencePhoto, photo: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    readers: list[Thread] = []
    read = read_photo
    monkeypatch.setattr(
        "app.photo.reference_photo.read_photo", lambda path: (readers.append(current_thread()), read(path))[1]
    )
    take(tracing, photo, qtbot)
    assert readers
    assert main_thread() not in readers


def test_a_photo_that_is_still_read_when_another_drawing_comes_is_not_laid_under_that(
    bench: Bench, tracing: ReferencePhoto, filing: Filing, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_read = Event()
    monkeypatch.setattr("app.photo.reference_photo.read_photo", lambda path: (may_read.wait(10), read_photo(path))[1])
    tracing.open_path(photo)
    filing.new()
    may_read.set()
    tracing.stop()
    QApplication.processEvents()
    assert not tracing.has_photo
