from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from app.files.clipboard import LABELS, Clipboard
from app.formats.saved_picture import read_artwork_bytes
from app.installed.choices import Choices
from app.photo.becomes import Becomes, OfferStage
from app.photo.photo_offer import PhotoOffer
from app.photo.reference_photo import ReferencePhoto
from app.settings import table as s
from canvas.edits import PatchEdit
from canvas.label_png import read_label_png_bytes
from canvas.palette import Palette, PaletteEntry
from canvas.qt.images import image_array, rgb_image, rgba_image
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
def clipboard(bench: Bench, offer: PhotoOffer, asking: ScriptedAsking) -> Iterator[Clipboard]:
    bench.settings.set(s.LIVE, False)
    yield Clipboard(bench.session, offer, bench.session.notices, asking)
    QGuiApplication.clipboard().clear()


@pytest.fixture
def said(clipboard: Clipboard) -> list[str]:
    heard: list[str] = []
    clipboard.said.connect(heard.append)
    return heard


def _held() -> QMimeData:
    return QGuiApplication.clipboard().mimeData()


def _hold(image: QImage) -> None:
    data = QMimeData()
    data.setImageData(image)
    QGuiApplication.clipboard().setMimeData(data)


def test_label_map_comes_back_exactly_as_one_undo_step(bench: Bench, clipboard: Clipboard, said: list[str]) -> None:
    bench.paint(20, 20)
    document = bench.session.document
    copied = document.labels.copy()
    clipboard.copy_label_map()
    document.apply(PatchEdit.replace_all(document.labels, np.zeros_like(copied)))
    entries = len(bench.session.history.labels)
    clipboard.paste()
    np.testing.assert_array_equal(document.labels, copied)
    assert len(bench.session.history.labels) == entries + 1
    bench.session.history.undo()
    assert not document.labels.any()
    assert said == ["Copied the label map", "Pasted the label map"]


def test_empty_clipboard_is_said(clipboard: Clipboard, said: list[str]) -> None:
    QGuiApplication.clipboard().clear()
    clipboard.paste()
    assert said == ["There is no image on the clipboard"]


def test_other_programs_get_an_image_and_an_exact_png(bench: Bench, clipboard: Clipboard, palette: Palette) -> None:
    bench.paint(20, 20)
    clipboard.copy_label_map()
    document = bench.session.document
    png = bytes(_held().data("image/png").data())
    np.testing.assert_array_equal(read_label_png_bytes(png, palette), document.labels)
    np.testing.assert_array_equal(image_array(_held().imageData()), palette.colour_table()[document.labels])


def test_label_map_of_another_size_is_undoable_and_keeps_the_ink(bench: Bench, clipboard: Clipboard) -> None:
    document = bench.session.document
    clipboard.copy_label_map()
    bench.session.replace(np.full((96, 128), 3, np.uint8), document.palette, ink=np.full((96, 128), 200, np.uint8))
    clipboard.paste()
    assert document.size == (48, 64)
    assert (document.labels == 1).all()
    assert (document.ink == 200).all()
    bench.session.history.undo()
    assert document.size == (96, 128)
    assert (document.ink == 200).all()


def test_classes_of_another_palette_are_found_by_name_and_asked_for_otherwise(
    bench: Bench, clipboard: Clipboard, asking: ScriptedAsking
) -> None:
    bench.paint(20, 20)
    clipboard.copy_label_map()
    document = bench.session.document
    others = [PaletteEntry(0, "unlabelled", (0, 0, 0)), PaletteEntry(40, "Sky", (1, 1, 1))]
    bench.session.replace(np.zeros((48, 64), np.uint8), Palette("two", (*others, PaletteEntry(7, "water", (2, 2, 2)))))
    clipboard.paste()
    assert sorted(np.unique(document.labels)) == [7, 40]
    assert document.labels[20, 20] == 7
    bench.session.replace(np.zeros((48, 64), np.uint8), Palette("one", tuple(others)))
    asking.mappings = [None, {1: 40, 5: 40}]
    clipboard.paste()
    assert not document.labels.any()
    assert not bench.session.history.can_undo
    clipboard.paste()
    assert (document.labels == 40).all()
    assert asking.asked == ["map test to one"] * 2
    assert bench.notices == []


@pytest.mark.parametrize("record", [b"", b"{}", b"[1]", json.dumps({"palette": {}, "labels": "?"}).encode()])
def test_damaged_label_map_is_a_notice(bench: Bench, clipboard: Clipboard, record: bytes) -> None:
    before = bench.session.document.labels.copy()
    data = QMimeData()
    data.setData(LABELS, record)
    QGuiApplication.clipboard().setMimeData(data)
    clipboard.paste()
    assert len(bench.notices) == 1
    np.testing.assert_array_equal(bench.session.document.labels, before)


def test_copied_picture_is_exact_and_carries_its_recipe(
    bench: Bench, clipboard: Clipboard, said: list[str], qtbot: QtBot
) -> None:
    clipboard.copy_picture()
    assert said == ["There is no picture to copy yet"]
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.session.start()
    clipboard.copy_picture()
    assert bench.session.finished is not None
    picture = bench.session.finished.image
    np.testing.assert_array_equal(image_array(_held().imageData()), picture)
    np.testing.assert_array_equal(read_artwork_bytes(bytes(_held().data("image/png").data()), "x").image, picture)


@pytest.mark.parametrize("chosen", [Becomes.LABELS, Becomes.REFERENCE, None])
def test_image_in_the_palettes_colours_is_offered_as_the_label_map_that_it_is(
    bench: Bench, clipboard: Clipboard, offer: PhotoOffer, palette: Palette, chosen: Becomes | None, qtbot: QtBot
) -> None:
    labels = np.full((48, 64), 3, np.uint8)
    labels[:9] = 5
    colours = palette.colour_table()[labels]
    clear = np.dstack([colours, np.where(np.arange(64) < 10, 0, 255)[None].repeat(48, 0).astype(np.uint8)])
    _hold(rgba_image(clear))
    clipboard.paste()
    qtbot.waitUntil(lambda: offer.stage is OfferStage.ASKING)
    assert offer.is_label_map
    assert offer.suggested is Becomes.LABELS
    if chosen is None:
        offer.close()
    else:
        offer.choose(chosen)
    document = bench.session.document
    if chosen is Becomes.LABELS:
        np.testing.assert_array_equal(document.labels[:, 10:], labels[:, 10:])
        assert not document.labels[:, :10].any()
    else:
        assert (document.labels == 1).all()
    assert (bench.session.work.reference.photo is not None) is (chosen is Becomes.REFERENCE)


def test_any_other_image_is_offered(bench: Bench, clipboard: Clipboard, offer: PhotoOffer, qtbot: QtBot) -> None:
    _hold(rgb_image(np.full((10, 20, 3), 77, np.uint8)))
    clipboard.paste()
    qtbot.waitUntil(lambda: offer.stage is OfferStage.ASKING)
    assert not offer.is_label_map
    assert offer.photo is not None
    assert offer.photo.pixels.shape == (10, 20, 3)
    assert not bench.session.history.can_undo


def test_a_copied_file_is_offered(clipboard: Clipboard, offer: PhotoOffer, tmp_path: Path, qtbot: QtBot) -> None:
    Image.new("RGB", (9, 9), (1, 2, 3)).save(tmp_path / "a.jpg")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.jpg"))])
    QGuiApplication.clipboard().setMimeData(data)
    clipboard.paste()
    qtbot.waitUntil(lambda: offer.stage is OfferStage.ASKING)
    assert offer.name == "a.jpg"


def test_text_is_not_pasted(bench: Bench, clipboard: Clipboard, said: list[str]) -> None:
    QGuiApplication.clipboard().setText("a lake")
    clipboard.paste()
    assert said == ["There is no image on the clipboard"]
    assert bench.notices == []
