"""A photo becomes a label map, a sketch, both, or something to trace from."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from app.installed.choices import Choices
from app.photo.becomes import Becomes, OfferStage
from app.photo.photo_bar import PhotoBar
from app.photo.photo_offer import PhotoOffer
from app.photo.reference_photo import ReferencePhoto
from app.settings import table as s
from app.widgets.theme import Look
from canvas.palette import Palette, PaletteEntry
from engine.cancel import CancelToken
from engine.installed.registry import SegmenterInfo
from engine.painting.photo_drawing import PhotoDrawing
from tests.app.conftest import Bench
from tests.fakes.fake_runner import FakeRegistry
from tests.fakes.scripted_asking import ScriptedAsking

SIZE = (60, 80)
SEGMENTER = SegmenterInfo(Path("labeler.onnx"), ("unlabelled", "water", "sky"))


def _registry(*, segments: bool = True, heard: tuple[str, ...] = ("labels",)) -> FakeRegistry:
    plain = FakeRegistry()
    base, *others = plain.base_infos
    module = dataclasses.replace(plain.module_infos[0], modalities=heard)
    with_segmenter = dataclasses.replace(base, segmenter=SEGMENTER if segments else None)
    ink = dataclasses.replace(module, id="ink", modalities=("sketch",))
    return FakeRegistry((with_segmenter, *others), (module, ink))


class Drawer:
    """Stands in for the engine: the upper half is sky, the lower water, and a line lies between. Can be held."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.go_on.set()
        self.threads: list[threading.Thread] = []
        self.asked: list[tuple[Any, bool]] = []

    def __call__(
        self,
        photo: np.ndarray[Any, Any],
        segmenter: SegmenterInfo | None,
        *,
        inked: bool,
        cancel: CancelToken,
        on_progress: Callable[[float], None],
    ) -> PhotoDrawing:
        self.threads.append(threading.current_thread())
        self.asked.append((segmenter, inked))
        on_progress(0.5)
        assert self.go_on.wait(20)
        cancel.check()
        labels, ink = np.full(SIZE, 2, np.uint8), np.zeros(SIZE, np.uint8)
        labels[30:], ink[30] = 1, 255
        return PhotoDrawing(labels if segmenter is not None else None, ink if inked else None)


@pytest.fixture
def drawer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Drawer]:
    drawer = Drawer()
    monkeypatch.setattr("engine.painting.photo_drawing.drawing_of_photo", drawer)
    yield drawer
    drawer.go_on.set()


@pytest.fixture
def make_offer(bench: Bench, asking: ScriptedAsking, drawer: Drawer) -> Iterator[Callable[..., PhotoOffer]]:
    made: list[PhotoOffer] = []
    bench.settings.set(s.LIVE, False)
    bench.settings.set(s.MODULE, "pocket-labels")
    bench.session.history.clear()

    def make(**registry: Any) -> PhotoOffer:
        tracing = ReferencePhoto(bench.session.work, bench.session.notices, asking)
        choices = Choices(_registry(**registry), bench.settings)
        made.append(PhotoOffer(bench.session, choices, tracing, asking))
        return made[-1]

    yield make
    drawer.go_on.set()
    for offer in made:
        offer.stop()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    Image.new("RGB", (64, 48), (90, 120, 200)).save(tmp_path / "lake.jpg")
    return tmp_path / "lake.jpg"


def _asked(offer: PhotoOffer, photo: Path, qtbot: QtBot) -> PhotoOffer:
    offer.offer_path(photo)
    qtbot.waitUntil(lambda: offer.stage is OfferStage.ASKING)
    return offer


def _made(offer: PhotoOffer, becomes: Becomes, qtbot: QtBot) -> None:
    with qtbot.waitSignal(offer.said):
        offer.choose(becomes)
    assert offer.stage is OfferStage.NONE


@pytest.mark.parametrize("becomes", [Becomes.LABELS, Becomes.SKETCH, Becomes.BOTH])
def test_the_drawing_becomes_what_the_photo_shows_as_one_entry(
    bench: Bench,
    make_offer: Callable[..., PhotoOffer],
    drawer: Drawer,
    photo: Path,
    becomes: Becomes,
    qtbot: QtBot,
) -> None:
    bench.paint(20, 20)
    document, history = bench.session.document, bench.session.history
    before = document.layers
    _made(_asked(make_offer(), photo, qtbot), becomes, qtbot)
    assert document.size == SIZE
    found_labels, found_ink = becomes is not Becomes.SKETCH, becomes is not Becomes.LABELS
    assert document.labels[0, 0] == (1 if found_labels else 0)  # the palette has sky at 1, the segmenter at 2
    assert document.labels[50, 0] == (5 if found_labels else 0)
    assert document.ink.any() == found_ink
    assert drawer.asked == [(SEGMENTER if found_labels else None, found_ink)]
    assert drawer.threads[0] is not threading.main_thread()
    assert len(history.labels) == 2
    history.undo()
    for now, then in zip(document.layers, before, strict=True):
        np.testing.assert_array_equal(now, then)


def test_a_photo_to_trace_from_changes_no_drawing(
    bench: Bench, make_offer: Callable[..., PhotoOffer], photo: Path, qtbot: QtBot
) -> None:
    offer = _asked(make_offer(), photo, qtbot)
    offer.choose(Becomes.REFERENCE)
    assert bench.session.work.reference.photo is not None
    assert offer.stage is OfferStage.NONE
    assert not bench.session.history.can_undo


def test_cancelled_work_changes_nothing_and_the_question_stands(
    bench: Bench, make_offer: Callable[..., PhotoOffer], drawer: Drawer, photo: Path, qtbot: QtBot
) -> None:
    offer = _asked(make_offer(), photo, qtbot)
    drawer.go_on.clear()
    offer.choose(Becomes.BOTH)
    qtbot.waitUntil(lambda: offer.part_done == 0.5)
    offer.cancel()
    assert offer.stage is OfferStage.ASKING
    drawer.go_on.set()
    _made(offer, Becomes.SKETCH, qtbot)
    assert len(bench.session.history.labels) == 1
    assert not bench.session.document.labels.any()
    assert bench.notices == []


def test_another_drawing_that_is_opened_meanwhile_stays(
    bench: Bench, make_offer: Callable[..., PhotoOffer], drawer: Drawer, photo: Path, qtbot: QtBot
) -> None:
    offer = _asked(make_offer(), photo, qtbot)
    drawer.go_on.clear()
    offer.choose(Becomes.LABELS)
    bench.session.replace(np.full((9, 9), 3, np.uint8), bench.session.document.palette)
    drawer.go_on.set()
    offer.stop()
    qtbot.waitUntil(lambda: not any(thread.is_alive() for thread in drawer.threads))
    assert bench.session.document.size == (9, 9)
    assert offer.stage is OfferStage.ASKING


def test_classes_that_the_palette_lacks_are_asked_for(
    bench: Bench, make_offer: Callable[..., PhotoOffer], asking: ScriptedAsking, photo: Path, qtbot: QtBot
) -> None:
    entries = (PaletteEntry(0, "unlabelled", (0, 0, 0)), PaletteEntry(9, "sky", (1, 1, 1)))
    bench.session.replace(np.zeros((8, 8), np.uint8), Palette("own", entries))
    asking.mappings = [None, {1: 9, 2: 9}]
    offer = _asked(make_offer(), photo, qtbot)
    offer.choose(Becomes.LABELS)
    qtbot.waitUntil(lambda: bool(asking.asked) and offer.stage is OfferStage.ASKING)
    assert not bench.session.history.can_undo
    _made(offer, Becomes.LABELS, qtbot)
    assert (bench.session.document.labels == 9).all()


def test_what_is_no_photo_is_a_notice(
    bench: Bench, make_offer: Callable[..., PhotoOffer], tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "bad.jpg").write_bytes(b"\xff\xd8\xff nothing")
    offer = make_offer()
    offer.offer_path(tmp_path / "bad.jpg")
    qtbot.waitUntil(lambda: offer.stage is OfferStage.NONE)
    assert [each.text for each in bench.notices] == ["“bad.jpg” is damaged, or no image that can be opened here."]


def test_what_a_module_beside_hears_is_suggested_too(
    bench: Bench, make_offer: Callable[..., PhotoOffer], photo: Path, qtbot: QtBot
) -> None:
    offer = _asked(make_offer(), photo, qtbot)
    assert offer.suggested is Becomes.LABELS
    bench.settings.set(s.BESIDE, {"ink": 2.0})
    assert offer.suggested is Becomes.BOTH


@pytest.mark.parametrize(
    ("heard", "segments", "suggested"),
    [
        (("labels",), True, Becomes.LABELS),
        (("sketch",), True, Becomes.SKETCH),
        (("labels", "sketch"), True, Becomes.BOTH),
        (("labels", "sketch"), False, Becomes.SKETCH),
        (("labels",), False, Becomes.REFERENCE),
    ],
)
def test_bar_suggests_what_the_module_hears(
    make_offer: Callable[..., PhotoOffer],
    photo: Path,
    qtbot: QtBot,
    qapp: Any,
    heard: tuple[str, ...],
    segments: bool,
    suggested: Becomes,
) -> None:
    offer = make_offer(segments=segments, heard=heard)
    bar = PhotoBar(offer, Look(qapp))
    qtbot.addWidget(bar)
    assert bar.isHidden()
    _asked(offer, photo, qtbot)
    assert not bar.isHidden()
    assert [each for each, button in bar.buttons.items() if button.property("kind") == "primary"] == [suggested]
    assert bar.buttons[Becomes.LABELS].isEnabled() is segments
    assert ("brings nothing" in bar.buttons[Becomes.LABELS].toolTip()) is not segments
    bar.close_button.click()
    assert bar.isHidden()


def test_bar_shows_how_far_it_is_and_cancels(
    make_offer: Callable[..., PhotoOffer], drawer: Drawer, photo: Path, qtbot: QtBot, qapp: Any
) -> None:
    offer = make_offer()
    bar = PhotoBar(offer, Look(qapp))
    qtbot.addWidget(bar)
    _asked(offer, photo, qtbot)
    drawer.go_on.clear()
    bar.buttons[Becomes.LABELS].click()
    qtbot.waitUntil(lambda: bar.bar.value() == 50)
    assert bar.buttons[Becomes.SKETCH].isHidden()
    bar.cancel.click()
    assert not bar.buttons[Becomes.SKETCH].isHidden()
    assert bar.bar.isHidden()
