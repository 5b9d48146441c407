"""How far picture and drawing agree: shown after the picture, kept with it, gone when the drawing changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.formats.provenance import agreement_in
from app.formats.saved_picture import read_artwork
from app.gallery.folder import Kept
from app.gallery.gallery import Gallery
from app.gallery.model import KEPT, GalleryModel, tip
from app.painting.agreement_watch import AgreementWatch
from app.settings import table as s
from engine.request.types import Agreement, ClassAgreement, Finished
from tests.app.conftest import Bench


def agreement(finished: Finished) -> Agreement:
    """The share is the seed in percent."""
    return Agreement(
        share=finished.request.seed / 100,
        classes={1: ClassAgreement(pixels=10, recall=0.5, iou=0.25)},
        unknown=(),
        differs=np.zeros(finished.request.labels.shape, bool),
        segmenter="test",
    )


@pytest.fixture
def agreeing(bench: Bench, qtbot: QtBot) -> AgreementWatch:
    """With a picture of seed 80 that was compared."""
    bench.settings.set(s.LIVE, False)
    bench.settings.set(s.SEED, 80)
    bench.runner.agree = agreement
    agreeing = AgreementWatch(bench.session)
    with qtbot.waitSignal(agreeing.changed):
        bench.session.start()
    return agreeing


def share(agreeing: AgreementWatch) -> float | None:
    return None if agreeing.current is None else agreeing.current.share


def test_the_picture_comes_before_its_agreement(bench: Bench, qtbot: QtBot) -> None:
    bench.runner.agree = agreement
    agreeing = AgreementWatch(bench.session)
    with qtbot.waitSignals([bench.session.picture_finished, agreeing.changed], order="strict"):
        bench.session.start()


def test_agreement_goes_with_the_labels_and_comes_back_with_them(bench: Bench, agreeing: AgreementWatch) -> None:
    assert share(agreeing) == 0.8
    bench.paint(20, 20)
    assert share(agreeing) is None
    bench.session.history.undo()
    assert share(agreeing) == 0.8


def test_a_new_picture_has_none_until_it_is_compared(bench: Bench, agreeing: AgreementWatch, qtbot: QtBot) -> None:
    shares: list[float | None] = []
    agreeing.changed.connect(lambda: shares.append(share(agreeing)))
    bench.settings.set(s.SEED, 30)
    with qtbot.waitSignal(bench.session.picture_judged):
        bench.session.generate()
    assert shares == [None, 0.3]


def test_a_picture_of_an_earlier_drawing_has_none(bench: Bench, agreeing: AgreementWatch, qtbot: QtBot) -> None:
    bench.runner.hold_before(3)
    with qtbot.waitSignal(bench.session.step_previewed):
        bench.session.generate()
    bench.paint(20, 20)
    with qtbot.waitSignal(bench.session.picture_judged):
        bench.runner.release()
    assert share(agreeing) is None


def test_another_drawing_has_none(bench: Bench, agreeing: AgreementWatch) -> None:
    document = bench.session.document
    bench.session.replace(document.labels.copy(), document.palette)
    assert share(agreeing) is None


def test_the_picture_tells_its_agreement(bench: Bench, agreeing: AgreementWatch) -> None:
    assert bench.session.finished is not None
    assert agreement_in(bench.session.finished.provenance) == 0.8
    assert bench.session.finished.provenance["segmenter"] == "test"


@pytest.mark.parametrize("text", ["", "much", "7", "nan", "-1"])
def test_a_provenance_that_tells_nonsense_tells_nothing(text: str) -> None:
    assert agreement_in({"agreement": text}) is None


@pytest.fixture
def gallery(bench: Bench, tmp_path: Path) -> Iterator[Gallery]:
    bench.settings.set(s.LIVE, False)
    bench.runner.agree = agreement
    gallery = Gallery(bench.session, bench.session.notices, tmp_path / "gallery")
    yield gallery
    gallery.stop()


def kept(bench: Bench, gallery: Gallery, qtbot: QtBot, seed: int) -> Kept:
    bench.settings.set(s.SEED, seed)
    with qtbot.waitSignal(gallery.added) as added:
        bench.session.start() if bench.session.finished is None else bench.session.generate()
    found = added.args[0]
    assert isinstance(found, Kept)
    return found


def test_the_gallery_keeps_agreement_and_sorts_by_it(bench: Bench, gallery: Gallery, qtbot: QtBot) -> None:
    model = GalleryModel(gallery)
    first = kept(bench, gallery, qtbot, 40)
    assert first.agreement == 0.4
    assert agreement_in(read_artwork(first.path).provenance) == 0.4
    assert "40 %" in tip(first)
    model.sort_by_agreement(True)
    kept(bench, gallery, qtbot, 90)
    bench.runner.agree = lambda finished: None
    kept(bench, gallery, qtbot, 99)
    bench.runner.agree = agreement
    kept(bench, gallery, qtbot, 60)
    assert [model.index(row).data(KEPT).seed for row in range(4)] == [90, 60, 40, 99]
    model.sort_by_agreement(False)
    assert [model.index(row).data(KEPT).seed for row in range(4)] == [60, 99, 90, 40]
